/** Refusals, floods and broken connections, with the real outbox in front of the adapter. */

import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createClock } from '../../src/clock.ts';
import type { Channel } from '../../src/ports.ts';
import { eventually, openTelegram, settle } from '../adapters/telegram/open.ts';
import { sampleAlert, sampleMessage } from '../contracts/samples.ts';
import { createManualClock } from '../worlds/clock.ts';
import { usualLimits } from '../worlds/telegram-limits.ts';
import { openPipeline } from '../worlds/telegram-outbox.ts';

const startAt = Date.UTC(2025, 6, 29, 6);

async function open(speed: number, limits?: typeof usualLimits) {
  const clock = createClock({ startAt, speed });
  const opened = await openTelegram({ clock, isStarted: false, now: clock.now, ...(limits && { limits }) });
  const pipeline = await openPipeline(opened.channel, opened.host, clock);
  return { ...opened, ...pipeline, clock };
}

function numbered(index: number) {
  return sampleMessage({ kind: 'alert', blocks: [{ kind: 'paragraph', spans: [{ text: `number ${index}` }] }] });
}

const gone: readonly (readonly [code: number, description: string])[] = [
  [403, 'Forbidden: bot was blocked by the user'],
  [403, 'Forbidden: user is deactivated'],
  [403, 'Forbidden: bot was kicked from the group chat'],
  [403, 'Forbidden: bot was kicked from the supergroup chat'],
  [403, 'Forbidden: bot was kicked from the channel chat'],
  [403, 'Forbidden: bot is not a member of the supergroup chat'],
  [403, 'Forbidden: bot is not a member of the channel chat'],
  [403, "Forbidden: bot can't initiate conversation with a user"],
  [403, "Forbidden: bot can't send messages to bots"],
  [403, "Forbidden: bot can't send messages to the user"],
  [403, 'Forbidden: the group chat was deleted'],
  [403, 'Forbidden: CHAT_WRITE_FORBIDDEN'],
  [403, 'Forbidden: not enough rights to send text messages to the chat'],
  [403, 'Forbidden: need administrator rights in the channel chat'],
  [403, 'Forbidden: USER_BANNED_IN_CHANNEL'],
  [400, 'Bad Request: chat not found'],
  [400, 'Bad Request: user not found'],
  [400, 'Bad Request: PEER_ID_INVALID'],
  [400, 'Bad Request: CHAT_ID_INVALID'],
  [400, 'Bad Request: CHANNEL_PRIVATE'],
  [400, 'Bad Request: CHANNEL_INVALID'],
  [400, 'Bad Request: INPUT_USER_DEACTIVATED'],
  [400, 'Bad Request: USER_IS_BOT'],
  [400, 'Bad Request: CHAT_ADMIN_REQUIRED'],
  [400, 'Bad Request: CHAT_RESTRICTED'],
  [400, 'Bad Request: CHAT_WRITE_FORBIDDEN'],
  [400, 'Bad Request: CHAT_SEND_PLAIN_FORBIDDEN'],
  [400, 'Bad Request: have no rights to send a message'],
  [400, 'Bad Request: not enough rights to send text messages to the chat'],
  [400, 'Bad Request: need administrator rights in the channel chat'],
];

describe('chats that cannot be reached', () => {
  it.each(gone)('get nothing more after %i %s', async (code, description) => {
    const { world, people, deliver, news, outbox } = await open(20);
    const chat = people.privateChat(people.person());
    world.disturb('sendMessage', { code, description });
    for (let index = 0; index < 5; index++) await deliver(chat, numbered(index));
    await eventually(() => expect(news).toMatchObject([{ news: { kind: 'gone' } }]));
    await settle(100);
    expect(world.callsOf('sendMessage')).toHaveLength(1);
    expect(outbox.pending('telegram')).toBe(5);
  });

  it('lose nothing when they move to another id', async () => {
    const { people, deliver, news } = await open(20);
    const group = people.group('Harbour watch');
    const to = people.migrate(group);
    for (let index = 0; index < 3; index++) await deliver(group, numbered(index));
    await eventually(() => expect(to.shown.map(({ text }) => text)).toEqual(['number 0', 'number 1', 'number 2']));
    expect(group.shown).toEqual([]);
    for (const each of news)
      expect(each.news).toEqual({ kind: 'moved', to: { platform: 'telegram', id: String(to.id) } });
    expect(news.length).toBeGreaterThan(0);
  });

  it('get in the main thread what a deleted thread cannot take', async () => {
    const { people, deliver } = await open(20);
    const forum = people.group('Harbour forum', { isForum: true });
    forum.threads.set(7, { isClosed: false });
    await deliver(forum, numbered(0), 'alert', '7');
    await eventually(() => expect(forum.shown).toHaveLength(1));
    forum.threads.delete(7);
    await deliver(forum, numbered(1), 'alert', '7');
    await eventually(() => expect(forum.shown.map(({ thread }) => thread)).toEqual([7, undefined]));
  });
});

describe('a message that Telegram always refuses', () => {
  it('is given up on, and the 99 others arrive in order', async () => {
    const { world, people, deliver, outbox } = await open(100, usualLimits);
    const chat = people.privateChat(people.person());
    world.poison('number 41');
    for (let index = 0; index < 100; index++) await deliver(chat, numbered(index), 'notice');
    const expected = Array.from({ length: 100 }, (_, index) => `number ${index}`).filter((_, index) => index !== 41);
    await eventually(() => expect(chat.shown).toHaveLength(99));
    expect(chat.shown.map(({ text }) => text)).toEqual(expected);
    expect((await outbox.dead()).map(({ lastError }) => lastError)).toEqual(["Bad Request: can't parse entities"]);
  });
});

/**
 * Time moves by hand, in steps of a few milliseconds, and never while a request is under way; each way to the server and
 * back takes between 5 and 60 ms of it. So the figures do not depend on how busy the machine is.
 */
async function openByHand() {
  const clock = createManualClock(startAt);
  const opened = await openTelegram({ clock, isStarted: false, now: clock.now, limits: usualLimits });
  const { channel } = opened;
  let seed = 1;
  let underWay = 0;
  const travel = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return clock.sleep(5 + (seed % 56));
  };
  const distant: Channel = {
    ...channel,
    start: (host) => channel.start(host),
    async send(to, message, options) {
      await travel();
      underWay += 1;
      const outcome = await channel.send(to, message, options).finally(() => {
        underWay -= 1;
      });
      await travel();
      return outcome;
    },
  };
  const pipeline = await openPipeline(distant, opened.host, clock);
  const pass = async (ms: number, isDone: () => boolean): Promise<void> => {
    for (let passed = 0; passed < ms && !isDone(); passed += 4) {
      await clock.advance(4);
      while (underWay > 0) await setImmediate();
    }
  };
  return { ...opened, ...pipeline, clock, pass };
}

describe('limits of the platform', () => {
  it('are kept for 5,000 chats at once: none lost, less than 1 % refused', async () => {
    const { world, people, deliver, pass, clock } = await openByHand();
    const chats = Array.from({ length: 5000 }, () => people.privateChat(people.person()));
    for (const chat of chats) await deliver(chat, sampleAlert());
    const sent = () => world.callsOf('sendMessage').filter(({ code }) => code === 200).length;
    await pass(200_000, () => world.calls.length >= 5000 && sent() >= 5000);
    const calls = world.callsOf('sendMessage');
    expect(chats.filter(({ shown }) => shown.length !== 1).length).toBe(0);
    expect(calls.filter(({ code }) => code === 429).length / calls.length).toBeLessThan(0.01);
    // At the full rate it takes 167 s.
    expect(clock.now() - startAt).toBeLessThan(190_000);
  }, 120_000);

  it('are kept in a group', async () => {
    const { world, people, deliver, pass } = await openByHand();
    const group = people.group('Harbour watch');
    for (let index = 0; index < 40; index++) await deliver(group, numbered(index), 'notice');
    await pass(180_000, () => group.shown.length === 40);
    expect(group.shown.map(({ text }) => text)).toEqual(Array.from({ length: 40 }, (_, index) => `number ${index}`));
    expect(world.callsOf('sendMessage').filter(({ code }) => code === 429)).toEqual([]);
  }, 60_000);

  it('are kept in a group with slow mode, which holds up no other chat and no administrator', async () => {
    const { people, deliver, pass, clock } = await openByHand();
    const slow = people.group('Harbour watch');
    const own = people.group('Harbour desk');
    own.bot = 'administrator';
    for (const group of [slow, own]) group.slowModeSeconds = 30;
    for (let index = 0; index < 4; index++) {
      await deliver(slow, numbered(index), 'notice');
      await deliver(own, numbered(index), 'notice');
    }
    await pass(20_000, () => own.shown.length === 4);
    expect([own.shown.length, slow.shown.length]).toEqual([4, 1]);
    await pass(200_000, () => slow.shown.length === 4);
    expect(slow.shown.map(({ text }) => text)).toEqual(['number 0', 'number 1', 'number 2', 'number 3']);
    expect(clock.now() - startAt).toBeGreaterThanOrEqual(90_000);
  }, 60_000);

  it('are waited for as long as Telegram says', async () => {
    const { world, people, deliver } = await open(20);
    const chat = people.privateChat(people.person());
    const flood = { code: 429, description: 'Too Many Requests: retry after 30', parameters: { retry_after: 30 } };
    world.disturb('sendMessage', flood);
    await deliver(chat, numbered(0));
    await eventually(() => expect(chat.shown).toHaveLength(1));
    const [first, second] = world.callsOf('sendMessage');
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(30_000);
  });
});

describe('connections that break', () => {
  it('before a message was taken: it is sent once', async () => {
    const { world, people, deliver } = await open(50);
    const chat = people.privateChat(people.person());
    world.disturb('sendMessage', 'cutBefore', 'cutBefore', 'notJson');
    await deliver(chat, numbered(0));
    await eventually(() => expect(chat.shown).toHaveLength(1));
  });

  it('after a message was taken: it is there once or twice, and what follows is not lost', async () => {
    const { world, people, deliver } = await open(50);
    const chat = people.privateChat(people.person());
    world.disturb('sendMessage', 'cutAfter');
    await deliver(chat, numbered(0));
    await deliver(chat, numbered(1));
    await eventually(() => expect(chat.shown.at(-1)?.text).toBe('number 1'));
    expect(chat.shown.map(({ text }) => text)).toEqual(['number 0', 'number 0', 'number 1']);
  });
});
