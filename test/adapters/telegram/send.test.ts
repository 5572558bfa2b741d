import { describe, expect, it } from 'vitest';
import type { Address } from '../../../src/model.ts';
import type { SendOptions } from '../../../src/ports.ts';
import { sendOptions } from '../../contracts/channel.ts';
import { sampleAlert, sampleBrief, sampleMessage, sampleStory } from '../../contracts/samples.ts';
import { richCharacters } from '../../worlds/telegram-rich.ts';
import { type Opened, openTelegram, quickClock } from './open.ts';

function addressOf(chat: { readonly id: number }, thread?: string): Address {
  return { platform: 'telegram', id: String(chat.id), ...(thread !== undefined && { thread }) };
}

async function opened(): Promise<Opened & { readonly chat: ReturnType<Opened['people']['privateChat']> }> {
  const all = await openTelegram({ clock: quickClock });
  return { ...all, chat: all.people.privateChat(all.people.person()) };
}

describe('sending', () => {
  it('previews the best source, large where the story has a picture, and nothing in briefs', async () => {
    const { channel, chat } = await opened();
    await channel.send(addressOf(chat), sampleAlert(), sendOptions());
    await channel.send(
      addressOf(chat),
      sampleAlert(sampleStory({ image: 'https://paper.example/a.jpg' })),
      sendOptions(),
    );
    await channel.send(addressOf(chat), sampleBrief(2), sendOptions());
    const url = 'https://harbour-post.example/harbour';
    expect(chat.shown.map(({ preview }) => preview)).toEqual([
      { url, prefer_small_media: true },
      { url, prefer_large_media: true },
      { is_disabled: true },
    ]);
  });

  it('writes into the thread that the address names, and into the main one for the first', async () => {
    const { people, channel } = await opened();
    const forum = people.group('Harbour forum', { isForum: true });
    forum.threads.set(7, { isClosed: false });
    await channel.send(addressOf(forum, '7'), sampleMessage(), sendOptions());
    await channel.send(addressOf(forum, '1'), sampleMessage(), sendOptions());
    expect(forum.shown.map(({ thread }) => thread)).toEqual([7, undefined]);
    forum.threads.delete(7);
    expect(await channel.send(addressOf(forum, '7'), sampleMessage(), sendOptions())).toMatchObject({
      kind: 'threadGone',
    });
  });

  it('answers an earlier message, and does without when that is gone', async () => {
    const { channel, chat } = await opened();
    const replyTo = { address: addressOf(chat), id: '77' };
    expect(await channel.send(addressOf(chat), sampleMessage(), sendOptions({ replyTo }))).toMatchObject({
      kind: 'sent',
    });
    expect(chat.shown[0]?.replyTo).toBe(77);
  });

  it('keeps the thread when a group has moved', async () => {
    const { people, channel } = await opened();
    const group = people.group('Harbour watch');
    const to = people.migrate(group);
    const outcome = await channel.send(addressOf(group, '7'), sampleMessage(), sendOptions());
    expect(outcome).toEqual({ kind: 'moved', to: addressOf(to, '7') });
  });

  it('gives members of a group a button to follow the topic for themselves', async () => {
    const { people, channel, chat } = await opened();
    const group = people.group('Harbour watch');
    await channel.send(addressOf(group), sampleAlert(), sendOptions());
    await channel.send(addressOf(chat), sampleAlert(), sendOptions());
    const last = (shown: typeof group) => shown.shown[0]?.markup?.inline_keyboard.at(-1);
    expect(last(group)).toEqual([
      { text: 'telegram.followPrivately', url: 'https://t.me/DatelineTestBot?start=follow_harbour' },
    ]);
    expect(last(chat)).not.toEqual(last(group));
  });

  it('leaves out buttons that Telegram would refuse', async () => {
    const { channel, chat } = await opened();
    const row = [
      { label: 'fits', action: 'more:s1' },
      { label: 'long', action: 'x'.repeat(65) },
      { label: '', action: 'more:s2' },
      { label: 'page', action: 'https://paper.example/a' },
      { label: 'bad', action: 'https://' },
    ];
    expect(await channel.send(addressOf(chat), sampleMessage({ buttons: [row, []] }), sendOptions())).toMatchObject({
      kind: 'sent',
    });
    expect(chat.shown[0]?.markup?.inline_keyboard.flat().map(({ text }) => text)).toEqual(['fits', 'page']);
  });

  it('refuses an empty message by itself', async () => {
    const { world, channel, chat } = await opened();
    expect(await channel.send(addressOf(chat), sampleMessage({ blocks: [] }), sendOptions())).toMatchObject({
      kind: 'rejected',
    });
    expect(world.callsOf('sendMessage')).toEqual([]);
  });

  it('gives up when it is told to', async () => {
    const { world, channel, chat } = await opened();
    world.disturb('sendMessage', { delayMs: 2000 });
    const outcome = await channel.send(
      addressOf(chat),
      sampleMessage(),
      sendOptions({ signal: AbortSignal.timeout(50) }),
    );
    expect(outcome).toMatchObject({ kind: 'retry' });
  });

  it('takes a flood in one chat for that chat, and floods in two for the whole bot', async () => {
    const { world, people, channel, chat } = await opened();
    const flood = { code: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } };
    world.disturb('sendMessage', flood, flood, flood);
    const scopes = [];
    const slow = people.privateChat(people.person());
    for (const to of [chat, chat, slow]) {
      const outcome = await channel.send(addressOf(to), sampleMessage(), sendOptions());
      scopes.push(outcome.kind === 'retry' && outcome.scope);
    }
    expect(scopes.slice(0, 2)).toEqual(['chat', 'chat']);
    expect(['all', 'chat']).toContain(scopes[2]);
  });
});

describe('long briefs', () => {
  const brief = sampleBrief(60);

  it('are one rich message with a table of contents where the server knows those', async () => {
    const { world, channel, chat } = await opened();
    expect(await channel.send(addressOf(chat), brief, sendOptions())).toMatchObject({ kind: 'sent' });
    expect(world.callsOf('sendMessage')).toEqual([]);
    const [shown] = chat.shown;
    expect(shown?.rich?.blocks?.[0]).toMatchObject({ type: 'list' });
    const text = richCharacters(shown?.rich?.blocks);
    for (let index = 0; index < 60; index++) expect(text).toContain(`Headline number ${index} of`);
  });

  it('are several plain messages on older servers, found out once', async () => {
    const { world, channel, chat } = await opened();
    world.without.add('rich');
    const first = await channel.send(addressOf(chat), brief, sendOptions());
    await channel.send(addressOf(chat), brief, sendOptions());
    expect(first).toMatchObject({ kind: 'sent', ref: { id: String(chat.shown[0]?.id) } });
    expect(world.callsOf('sendRichMessage')).toHaveLength(1);
    expect(chat.shown.length).toBeGreaterThan(4);
    expect(chat.shown.slice(0, 2).map(({ isSilent }) => isSilent)).toEqual([false, true]);
  });

  it('begin with their title and then with what is in them, in either form', async () => {
    const { world, channel, chat } = await opened();
    const titled = {
      ...brief,
      blocks: [{ kind: 'heading' as const, spans: [{ text: 'Brief for Tuesday' }] }, ...brief.blocks],
    };
    await channel.send(addressOf(chat), titled, sendOptions());
    expect(chat.shown[0]?.rich?.blocks?.slice(0, 2)).toMatchObject([{ type: 'heading' }, { type: 'list' }]);
    world.without.add('rich');
    await channel.send(addressOf(chat), titled, sendOptions());
    expect(chat.shown[1]?.text).toMatch(
      /^Brief for Tuesday\n\n• Part 1 · 10\n• Part 2 · 10\n(?:• Part \d · 10\n)*• Part 6 · 10\n\nPart 1\n\n/,
    );
    expect(world.complaints).toEqual([]);
  });

  it('are plain when the server does not like the rich form of one, and rich again the next time', async () => {
    const { world, channel, chat } = await opened();
    world.disturb('sendRichMessage', { code: 400, description: 'Bad Request: RICH_VALIDATE_CTOR_NOT_ALLOWED' });
    await channel.send(addressOf(chat), brief, sendOptions());
    expect(chat.shown.length).toBeGreaterThan(1);
    expect(chat.shown.every(({ rich }) => rich === undefined)).toBe(true);
    await channel.send(addressOf(chat), brief, sendOptions());
    expect(chat.shown.at(-1)?.rich).toBeDefined();
  });

  it('are not sent in another form when the chat is the trouble', async () => {
    const { world, channel, chat } = await opened();
    world.disturb('sendRichMessage', { code: 403, description: 'Forbidden: bot was blocked by the user' });
    expect(await channel.send(addressOf(chat), brief, sendOptions())).toMatchObject({ kind: 'unreachable' });
    expect(world.callsOf('sendMessage')).toEqual([]);
  });

  it('go on where they were interrupted when the same delivery is tried again', async () => {
    const { world, channel, chat } = await opened();
    world.without.add('rich');
    const flood = { code: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } };
    const options: SendOptions = sendOptions();
    await channel.send(addressOf(chat), brief, sendOptions());
    const whole = chat.shown.map(({ text }) => text);
    chat.shown.length = 0;
    world.disturb('sendMessage', { delayMs: 0 }, { delayMs: 0 }, flood);
    expect(await channel.send(addressOf(chat), brief, options)).toMatchObject({ kind: 'retry', afterMs: 3000 });
    const firstId = String(chat.shown[0]?.id);
    expect(await channel.send(addressOf(chat), brief, options)).toMatchObject({ kind: 'sent', ref: { id: firstId } });
    expect(chat.shown.map(({ text }) => text)).toEqual(whole);
  });

  it('wait for their turn between messages', async () => {
    const { world, host, channel, chat } = await opened();
    world.without.add('rich');
    await channel.send(addressOf(chat), brief, sendOptions());
    expect(host.turns).toHaveLength(chat.shown.length - 1);
  });
});

describe('live times', () => {
  it('are shown by servers that know them, and left out by others after one try', async () => {
    const { world, channel, chat } = await opened();
    await channel.send(addressOf(chat), sampleAlert(), sendOptions());
    expect(chat.shown[0]?.entities.some(({ type }) => type === 'date_time')).toBe(true);
    world.without.add('liveTimes');
    await channel.send(addressOf(chat), sampleAlert(), sendOptions());
    await channel.send(addressOf(chat), sampleAlert(), sendOptions());
    expect(chat.shown).toHaveLength(3);
    expect(world.callsOf('sendMessage').filter(({ code }) => code === 400)).toHaveLength(1);
  });
});
