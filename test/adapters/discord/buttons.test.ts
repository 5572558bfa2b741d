import { describe, expect, it } from 'vitest';
import { sendOptions } from '../../contracts/channel.ts';
import { sampleAlert, sampleMessage } from '../../contracts/samples.ts';
import { readShown } from '../../worlds/discord-state.ts';
import { addressOf, eventually, openDiscord, settle, slowly } from './open.ts';

const secret = sampleMessage({ isPrivate: true });
const open = sampleMessage();

describe('buttons', () => {
  async function alerted() {
    const opened = await openDiscord();
    await opened.channel.send(addressOf(opened.news), sampleAlert(), sendOptions());
    return { ...opened, alert: opened.news.messages[0]! };
  }

  it('change their message also when the core is slow, and say a word to the presser', async () => {
    const { people, host, news, max, alert } = await alerted();
    host.answerWith(slowly(900, { toast: 'Muted', replacement: sampleMessage() }));
    const asked = people.press(max, news, alert, 'mute:s1a2b3c');
    await eventually(() => expect(news.messages).toHaveLength(2));
    expect(asked).toMatchObject({ ackType: 6, followUps: 1 });
    expect(asked.ackedAfterMs).toBeLessThan(1000);
    expect(readShown(alert).text).toBe('All is well.');
    expect(news.messages[1]).toMatchObject({ onlyFor: max.id });
  });

  it('never show to all the new form of a message that one person sees', async () => {
    const { world, people, host, news, max } = await alerted();
    host.answerWith(() => ({ messages: [{ ...secret, buttons: [[{ label: 'On', action: 'latest:1' }]] }] }));
    people.type(max, news, '/latest');
    await eventually(() => expect(news.messages).toHaveLength(2));
    host.answerWith(() => ({ replacement: sampleMessage() }));
    world.disturb(/callback/, { status: 500, body: { code: 0, message: 'no' } });
    people.press(max, news, news.messages[1]!, 'latest:1');
    await eventually(() => expect(news.messages).toHaveLength(3));
    expect(news.messages.map(({ onlyFor }) => onlyFor)).toEqual([undefined, max.id, max.id]);
  });

  it('are acknowledged silently when there is nothing to say', async () => {
    const { people, host, news, max, alert } = await alerted();
    const asked = people.press(max, news, alert, 'mute:s1a2b3c');
    await host.heard(1);
    await eventually(() => expect(asked.ackType).toBe(6));
    expect(news.messages).toHaveLength(1);
  });

  it('do nothing when this bot did not make them', async () => {
    const { people, host, news, max, alert } = await alerted();
    const own = String(readShown(alert).buttons[0]!.custom_id);
    const forged = [
      'more:s1a2b3c',
      'd:role:123',
      `run:/forget yes${own.slice(own.lastIndexOf('~'))}`,
      'm:follow::7',
      '~',
    ];
    for (const id of forged) people.press(max, news, { ...alert, components: [] }, id);
    await eventually(() => expect(news.messages).toHaveLength(1 + forged.length));
    expect(host.incoming).toEqual([]);
    expect(news.messages.slice(1).every((shown) => readShown(shown).text === 'refusal.old')).toBe(true);
  });

  it('let a member follow the topic of a channel’s alert for themselves', async () => {
    const { people, host, news, max, alert } = await alerted();
    host.answerWith(() => ({ messages: [open] }));
    const button = readShown(alert).buttons.find(({ label }) => label === 'discord.followPrivately')!;
    people.press(max, news, alert, String(button.custom_id));
    await eventually(() => expect(news.messages).toHaveLength(2));
    expect(host.incoming[0]).toMatchObject({
      text: '/follow harbour',
      address: { id: max.direct.id },
      chatKind: 'private',
    });
    expect(news.messages[1]!.onlyFor).toBe(max.id);
  });

  it('about a member’s own chat act on that, wherever they are pressed', async () => {
    const { people, host, news, max, alert } = await alerted();
    host.answerWith(() => ({ messages: [{ ...open, buttons: [[{ label: 'Unfollow', action: 'unfollow:t1' }]] }] }));
    people.press(max, news, alert, 'd:follow:harbour');
    await eventually(() => expect(news.messages).toHaveLength(2));
    const shown = news.messages[1]!;
    people.press(max, news, shown, String(readShown(shown).buttons[0]!.custom_id));
    await host.heard(2);
    expect(host.incoming[1]).toMatchObject({
      action: 'unfollow:t1',
      address: { id: max.direct.id },
      chatKind: 'private',
      person: { isManager: true },
    });
  });

  it('say so when the member takes no direct messages', async () => {
    const { world, people, host, news, max, alert } = await alerted();
    world.disturb(/users\/@me\/channels/, {
      status: 400,
      body: { code: 50007, message: 'Cannot send messages to this user' },
    });
    people.press(max, news, alert, 'd:follow:harbour');
    await eventually(() => expect(news.messages).toHaveLength(2));
    expect(readShown(news.messages[1]!).text).toContain('noDirectMessages');
    expect(host.incoming).toEqual([]);
  });
});

describe('an announcement channel', () => {
  it('has its alerts published by whoever manages the server, with one button', async () => {
    const { people, channel, guild, olga, max } = await openDiscord();
    const board = people.channel(guild, { type: 5, name: 'announcements' });
    await settle();
    await channel.send(addressOf(board), sampleAlert(), sendOptions());
    const [alert] = board.messages;
    expect(readShown(alert!).buttons.map(({ label }) => label)).toContain('discord.publish');
    people.press(max, board, alert!, 'd:publish');
    await eventually(() => expect(board.messages).toHaveLength(2));
    expect(readShown(board.messages[1]!).text).toBe('refusal.managers');
    expect(alert!.flags & 1).toBe(0);
    people.press(olga, board, alert!, 'd:publish');
    await eventually(() => expect(alert!.flags & 1).toBe(1));
    await eventually(() => expect(readShown(board.messages[2]!).text).toBe('discord.published'));
  });
});
