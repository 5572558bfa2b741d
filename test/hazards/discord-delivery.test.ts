/** Refusals, floods and broken connections, with the real outbox in front of the adapter. */
import { describe, expect, it } from 'vitest';
import { createDiscord } from '../../adapters/discord/index.ts';
import { createClock } from '../../src/clock.ts';
import type { StoryId } from '../../src/model.ts';
import { addressOf, eventually, openDiscord, settle } from '../adapters/discord/open.ts';
import { sendOptions } from '../contracts/channel.ts';
import { createFakeHost } from '../contracts/host.ts';
import { sampleAlert, sampleMessage, sampleStory } from '../contracts/samples.ts';
import type { WorldOptions } from '../worlds/discord.ts';
import { usualLimits } from '../worlds/discord-limits.ts';
import { readShown } from '../worlds/discord-state.ts';
import { openPipeline } from '../worlds/pipeline.ts';

async function open(options: WorldOptions & { readonly speed?: number } = {}) {
  const clock = createClock({ speed: options.speed ?? 1 });
  const opened = await openDiscord({ ...options, clock, isStarted: false });
  const pipeline = await openPipeline(opened.channel, opened.host, clock);
  return { ...opened, ...pipeline, clock };
}

function numbered(index: number) {
  return sampleMessage({ kind: 'alert', blocks: [{ kind: 'paragraph', spans: [{ text: `number ${index}` }] }] });
}

const sends = /^POST \/channels\/\d+\/messages/;
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `number ${index}`);

const gone: readonly (readonly [status: number, code: number, message: string])[] = [
  [404, 10003, 'Unknown Channel'],
  [404, 10004, 'Unknown Guild'],
  [404, 10013, 'Unknown User'],
  [400, 50008, 'Cannot send messages in a non-text channel'],
  [400, 50024, 'Cannot execute action on this channel type'],
  [403, 50001, 'Missing Access'],
  [403, 50013, 'Missing Permissions'],
  [403, 50007, 'Cannot send messages to this user'],
  [403, 50009, 'Channel verification level is too high for you to gain access'],
  [403, 50278, 'No mutual guilds'],
  [403, 20026, 'Flagged by the anti-spam system'],
  [403, 40001, 'Unauthorized'],
  [403, 0, '403: Forbidden'],
];

describe('channels that cannot be reached', () => {
  it.each(gone)('get nothing more after %i %i %s', async (status, code, message) => {
    const { world, news: chats, deliver, outbox, ...opened } = await open();
    world.disturb(sends, { status, body: { code, message } });
    const to = addressOf(opened.olga.direct);
    for (let index = 0; index < 5; index++) await deliver(to, numbered(index));
    await eventually(() => expect(chats).toMatchObject([{ news: { kind: 'gone' } }]));
    await settle(100);
    expect(world.callsTo('POST', /messages$/)).toHaveLength(1);
    expect(outbox.pending('discord')).toBe(5);
  });

  it('get in the channel what a deleted thread cannot take', async () => {
    const { people, guild, deliver, ...opened } = await open();
    const parent = people.channel(guild);
    const thread = people.channel(guild, { type: 11, parentId: parent.id });
    await deliver(addressOf(thread), numbered(0));
    await eventually(() => expect(thread.messages).toHaveLength(1));
    thread.isGone = true;
    await deliver(addressOf(thread), numbered(1));
    await eventually(() => expect(parent.messages.map((shown) => readShown(shown).text)).toEqual(['number 1']));
    expect(opened.world.gateway.connected).toBe(1);
  });
});

describe('a message that Discord always refuses', () => {
  it('is given up on, and the 99 others arrive in order', async () => {
    const { world, olga, deliver, outbox } = await open({ speed: 20 });
    world.poison = 'number 41';
    for (let index = 0; index < 100; index++)
      await deliver(addressOf(olga.direct), numbered(index), { kind: 'notice' });
    await eventually(() => expect(olga.direct.messages).toHaveLength(99));
    const expected = numbers(100).filter((_, index) => index !== 41);
    expect(olga.direct.messages.map((shown) => readShown(shown).text)).toEqual(expected);
    expect((await outbox.dead()).map(({ lastError }) => lastError)).toEqual(['Invalid Form Body (50035)']);
    // One try in each form, and no more.
    expect(world.calls.filter(({ status }) => status === 400)).toHaveLength(2);
  });
});

describe('connections that break', () => {
  it('before or after a message was taken, a hundred times each: 0 lost, 0 repeated', async () => {
    const { world, people, deliver, outbox } = await open({ speed: 100 });
    const chats = Array.from({ length: 200 }, (_, index) => people.person(`P${index}`).direct);
    for (const [index, chat] of chats.entries()) {
      world.disturb(sends, index % 2 === 0 ? 'cutBefore' : 'cutAfter');
      await deliver(addressOf(chat), numbered(0));
      await eventually(() => expect(outbox.pending('discord')).toBe(0));
    }
    expect(world.callsTo('POST', /messages$/)).toHaveLength(400);
    expect(chats.map(({ messages }) => messages.length).filter((count) => count !== 1)).toEqual([]);
  }, 60_000);
});

describe('limits of the platform', () => {
  it('are kept for hundreds of chats at once: none lost, less than 1 % refused', async () => {
    const { world, people, deliver, outbox } = await open({ limits: usualLimits });
    const chats = Array.from({ length: 400 }, (_, index) => people.person(`P${index}`).direct);
    for (const chat of chats) await deliver(addressOf(chat), numbered(0));
    await eventually(() => expect(outbox.pending('discord')).toBe(0));
    expect(chats.filter(({ messages }) => messages.length !== 1)).toEqual([]);
    const calls = world.callsTo('POST', /messages$/);
    expect(calls.filter(({ status }) => status === 429).length / calls.length).toBeLessThan(0.01);
  }, 60_000);

  it('are kept in one channel, in order', async () => {
    const { world, news: _, deliver, ...opened } = await open({ limits: usualLimits });
    const { direct } = opened.olga;
    for (let index = 0; index < 12; index++) await deliver(addressOf(direct), numbered(index), { kind: 'notice' });
    await eventually(() => expect(direct.messages.map((shown) => readShown(shown).text)).toEqual(numbers(12)));
    expect(world.calls.filter(({ status }) => status === 429)).toEqual([]);
  }, 60_000);

  it.each(['user', 'shared', 'global'] as const)('are waited for as long as Discord says: %s', async (scope) => {
    const { world, olga, deliver } = await open();
    world.disturb(sends, { tooFast: scope, retryAfter: 1.5 });
    await deliver(addressOf(olga.direct), numbered(0));
    await eventually(() => expect(olga.direct.messages).toHaveLength(1));
    const [first, second] = world.callsTo('POST', /messages$/);
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(1490);
  });
});

describe('connections that break', () => {
  it('while a forum’s post is opened, 50 times each: 0 lost, 0 doubled, also by a program that was killed', async () => {
    const { world, people, guild, deliver, outbox, ...opened } = await open({ speed: 100 });
    const board = people.channel(guild, { type: 15, name: 'stories' });
    await settle();
    for (let round = 0; round < 100; round++) {
      world.disturb(/^POST .*threads$/, round % 2 === 0 ? 'cutBefore' : 'cutAfter');
      const story = sampleStory({ title: `Number ${round % 3}` });
      await deliver(addressOf(board), sampleAlert(story), { kind: 'notice' });
      await eventually(() => expect(outbox.pending('discord')).toBe(0));
      expect(guild.channels.filter(({ parentId }) => parentId === board.id)).toHaveLength(round + 1);
    }
    const message = sampleAlert();
    world.disturb(/^POST .*threads$/, 'cutAfter');
    await opened.channel.send(addressOf(board), message, sendOptions({ nonce: 'killed' }));
    const next = createDiscord({ token: world.token, apiRoot: world.apiRoot });
    await next.start(createFakeHost(opened.clock));
    expect(await next.send(addressOf(board), message, sendOptions({ nonce: 'killed' }))).toMatchObject({
      kind: 'sent',
    });
    expect(guild.channels.filter(({ parentId }) => parentId === board.id)).toHaveLength(101);
    await next.stop();
  }, 120_000);
});

describe('a story in a forum', () => {
  it('has one post, in which it grows', async () => {
    const { people, guild, deliver, outbox } = await open();
    const board = people.channel(guild, { type: 15, name: 'stories' });
    await settle();
    const storyId = 's1' as StoryId;
    await deliver(addressOf(board), numbered(0), { storyId });
    await eventually(() => expect(outbox.pending('discord')).toBe(0));
    await deliver(addressOf(board), numbered(1), { storyId, kind: 'update' });
    await deliver(addressOf(board), numbered(2), { storyId, kind: 'edit' });
    await eventually(() => expect(outbox.pending('discord')).toBe(0));
    const posts = guild.channels.filter(({ parentId }) => parentId === board.id);
    expect(posts.map(({ messages }) => messages.map((shown) => readShown(shown).text))).toEqual([
      ['number 2', 'number 1'],
    ]);
  });
});
