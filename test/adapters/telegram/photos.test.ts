import { describe, expect, it } from 'vitest';
import type { Address, StoryView } from '../../../src/model.ts';
import { sendOptions } from '../../contracts/channel.ts';
import { sampleAlert, sampleSource, sampleStory } from '../../contracts/samples.ts';
import { openTelegram, quickClock } from './open.ts';

const image = 'https://paper.example/bridge.jpg';

function pictured(changes: Partial<StoryView> = {}) {
  return { ...sampleAlert(sampleStory({ image, ...changes })), imageUrl: image };
}

async function opened() {
  const all = await openTelegram({ clock: quickClock });
  const chat = all.people.privateChat(all.people.person());
  const address: Address = { platform: 'telegram', id: String(chat.id) };
  return { ...all, chat, address };
}

describe('an alert with a picture', () => {
  it('is a photo with the story below it, its link, its buttons and its sound', async () => {
    const { world, channel, chat, address } = await opened();
    await channel.send(address, pictured(), sendOptions());
    const [shown] = chat.shown;
    expect(shown).toMatchObject({ photo: image, isSilent: false });
    expect(shown?.text).toContain('Ministers agree to rebuild the harbour bridge');
    expect(shown?.text).toContain('The bridge fell in March.');
    expect(shown?.entities.some(({ type }) => type === 'text_link')).toBe(true);
    expect(shown?.markup?.inline_keyboard.flat().length).toBeGreaterThan(3);
    expect(world.complaints).toEqual([]);
  });

  it('grows in place, with one call for each edit', async () => {
    const { world, channel, chat, address } = await opened();
    const sent = await channel.send(address, pictured(), sendOptions());
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    const names = ['Harbour Post', 'Evening Courier', 'Meridian Post', 'Northline News'];
    const grown = pictured({ sources: names.map((name) => sampleSource(name)) });
    expect(await channel.edit(sent.ref, grown, sendOptions())).toMatchObject({ kind: 'sent' });
    expect(chat.shown[0]?.text).toContain('Meridian Post +1');
    expect(await channel.edit(sent.ref, grown, sendOptions())).toMatchObject({ kind: 'sent' });
    expect(world.callsOf('editMessageText')).toEqual([]);
    expect(world.callsOf('editMessageCaption')).toHaveLength(2);
  });

  it('stays within a caption however much it grows, and keeps its summary', async () => {
    const { channel, chat, address } = await opened();
    const sent = await channel.send(address, pictured(), sendOptions());
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    const sources = Array.from({ length: 40 }, (_, index) => sampleSource(`Paper ${index}`, 'long title '.repeat(14)));
    expect(await channel.edit(sent.ref, pictured({ sources }), sendOptions())).toMatchObject({ kind: 'sent' });
    expect(chat.shown[0]!.text.length).toBeLessThanOrEqual(1024);
    expect(chat.shown[0]?.text).toContain('The bridge fell in March.');
  });

  it('is text with a large preview where the summary is too long for a caption', async () => {
    const { world, channel, chat, address } = await opened();
    await channel.send(address, pictured({ summary: 'A sentence of some length. '.repeat(45) }), sendOptions());
    expect(world.callsOf('sendPhoto')).toEqual([]);
    expect(chat.shown[0]).toMatchObject({ photo: undefined, preview: { prefer_large_media: true } });
  });

  it.each([
    [400, 'Bad Request: failed to get HTTP URL content'],
    [400, 'Bad Request: wrong type of the web page content'],
    [400, 'Bad Request: PHOTO_INVALID_DIMENSIONS'],
    [400, 'Bad Request: not enough rights to send photos to the chat'],
    [403, 'Forbidden: CHAT_SEND_PHOTOS_FORBIDDEN'],
  ])('is text with a preview after %i %s', async (code, description) => {
    const { world, channel, chat, address } = await opened();
    world.disturb('sendPhoto', { code, description });
    expect(await channel.send(address, pictured(), sendOptions())).toMatchObject({ kind: 'sent' });
    expect(chat.shown).toMatchObject([{ photo: undefined, preview: { url: 'https://harbour-post.example/harbour' } }]);
  });

  it('is not tried as text when the chat is the trouble', async () => {
    const { world, channel, address } = await opened();
    world.disturb('sendPhoto', { code: 403, description: 'Forbidden: bot was blocked by the user' });
    expect(await channel.send(address, pictured(), sendOptions())).toMatchObject({ kind: 'unreachable' });
    expect(world.callsOf('sendMessage')).toEqual([]);
  });

  it.each(['javascript:alert(1)', 'ftp://paper.example/a.jpg', 'a.jpg'])(
    'is text when its picture is at %s',
    async (url) => {
      const { world, channel, chat, address } = await opened();
      await channel.send(address, { ...pictured(), imageUrl: url }, sendOptions());
      expect(world.callsOf('sendPhoto')).toEqual([]);
      expect(chat.shown).toHaveLength(1);
    },
  );

  it('can be answered, and its buttons change it', async () => {
    const { people, host, channel, chat, address } = await opened();
    const sent = await channel.send(address, pictured(), sendOptions());
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    await channel.send(address, sampleAlert(), sendOptions({ replyTo: sent.ref }));
    expect(chat.shown[1]?.replyTo).toBe(chat.shown[0]?.id);
    host.answerWith(() => ({ replacement: sampleAlert(sampleStory({ title: 'Another title' })) }));
    people.press(chat, { ...people.person(), id: chat.id }, chat.shown[0]!, 'page:2');
    await host.heard(1);
    expect(host.incoming[0]?.messageRef?.id).toBe(sent.ref.id);
  });
});
