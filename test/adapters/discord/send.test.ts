import { describe, expect, it } from 'vitest';
import { createDiscord } from '../../../adapters/discord/index.ts';
import type { Message } from '../../../src/model.ts';
import { sendOptions } from '../../contracts/channel.ts';
import { createFakeHost } from '../../contracts/host.ts';
import { sampleAlert, sampleBrief, sampleMessage, sampleStory } from '../../contracts/samples.ts';
import { usualLimits } from '../../worlds/discord-limits.ts';
import {
  botRights,
  botRoleOf,
  channelJson,
  guildJson,
  readShown,
  rights,
  roleJson,
} from '../../worlds/discord-state.ts';
import { flatten } from '../../worlds/discord-validation.ts';
import { addressOf, eventually, openDiscord, realClock, settle } from './open.ts';

const picture = 'https://harbour-post.example/bridge.jpg';
const withPicture = sampleAlert(sampleStory({ image: picture }));

describe('a message', () => {
  it('stands in a container, with its picture beside it and a time that lives', async () => {
    const { channel, news } = await openDiscord();
    await channel.send(addressOf(news), withPicture, sendOptions());
    const [shown] = news.messages;
    expect(shown!.components.map(({ type }) => type)).toEqual([17]);
    expect(readShown(shown!)).toMatchObject({ pictures: [picture] });
    expect(JSON.stringify(shown!.components)).toContain('<t:1753758000:R>');
    expect(flatten(shown!.components).filter(({ type }) => type === 1)).toHaveLength(3);
  });

  it('has no picture where the chat wants no previews', async () => {
    const { channel, news } = await openDiscord();
    await channel.send(addressOf(news), { ...withPicture, previewUrl: undefined }, sendOptions());
    expect(readShown(news.messages[0]!).pictures).toEqual([]);
  });

  it('is sent once, however often the same delivery is tried', async () => {
    const { world, channel, news } = await openDiscord();
    const options = sendOptions();
    world.disturb(/^POST \/channels/, 'cutAfter');
    const first = await channel.send(addressOf(news), withPicture, options);
    const second = await channel.send(addressOf(news), withPicture, options);
    const third = await channel.send(addressOf(news), withPicture, options);
    expect([first.kind, second.kind, third.kind]).toEqual(['retry', 'sent', 'sent']);
    expect(news.messages).toHaveLength(1);
  });

  it('of several pieces goes on where it was broken off', async () => {
    const { world, channel, news } = await openDiscord();
    const options = sendOptions();
    world.disturb(/^POST \/channels/, { delayMs: 0 }, { status: 503, body: undefined });
    expect(await channel.send(addressOf(news), sampleBrief(60), options)).toMatchObject({ kind: 'retry' });
    expect(await channel.send(addressOf(news), sampleBrief(60), options)).toMatchObject({
      kind: 'sent',
      ref: { id: news.messages[0]!.id },
    });
    const text = news.messages.map((shown) => readShown(shown).text).join('\n');
    for (let index = 0; index < 60; index++) expect(text.split(`Headline number ${index} of`)).toHaveLength(2);
    expect(news.messages.slice(1).every(({ flags }) => (flags & (1 << 12)) !== 0)).toBe(true);
  });

  it('answers the message that it carries on', async () => {
    const { channel, news } = await openDiscord();
    const sent = await channel.send(addressOf(news), withPicture, sendOptions());
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    await channel.send(addressOf(news), sampleMessage(), sendOptions({ replyTo: sent.ref }));
    expect(news.messages[1]!.replyTo).toBe(sent.ref.id);
  });

  it('is sent without being an answer where the bot may not read what was before', async () => {
    const { channel, news } = await openDiscord();
    news.denied = rights.history;
    const replyTo = { address: addressOf(news), id: '5' };
    expect(await channel.send(addressOf(news), sampleMessage(), sendOptions({ replyTo }))).toMatchObject({
      kind: 'sent',
    });
    expect(news.messages[0]!.replyTo).toBeUndefined();
  });

  it('loses its picture rather than its reader, when Discord refuses the picture', async () => {
    const { world, channel, news } = await openDiscord();
    const errors = {
      components: { 0: { _errors: [{ code: 'URL_TYPE_INVALID_URL', message: 'Not a well formed URL.' }] } },
    };
    world.disturb(/^POST \/channels/, { status: 400, body: { code: 50035, message: 'Invalid Form Body', errors } });
    expect(await channel.send(addressOf(news), withPicture, sendOptions())).toMatchObject({ kind: 'sent' });
    expect(readShown(news.messages[0]!)).toMatchObject({ pictures: [] });
    expect(readShown(news.messages[0]!).text).toContain('Ministers agree');
  });

  it('is rejected with the reason when Discord takes it in no form', async () => {
    const { world, channel, news } = await openDiscord();
    const refusal = { status: 400, body: { code: 50035, message: 'Invalid Form Body' } };
    world.disturb(/^POST \/channels/, refusal, refusal, refusal);
    expect(await channel.send(addressOf(news), withPicture, sendOptions())).toMatchObject({
      kind: 'rejected',
      reason: 'Invalid Form Body (50035)',
    });
  });
});

describe('a server that does not know the new components', () => {
  it('gets embeds, is found out once, and its messages are changed in their own form', async () => {
    const { world, channel, news } = await openDiscord();
    world.knowsComponents = false;
    const sent = await channel.send(addressOf(news), withPicture, sendOptions());
    await channel.send(addressOf(news), withPicture, sendOptions());
    expect(world.callsTo('POST', /messages/)).toHaveLength(4);
    expect(news.messages[0]!.embeds).toHaveLength(1);
    expect(readShown(news.messages[0]!).buttons).toHaveLength(5);
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    const changed = sampleAlert(sampleStory({ title: 'Work begins' }));
    expect(await channel.edit(sent.ref, changed, sendOptions())).toMatchObject({ kind: 'sent' });
    expect(readShown(news.messages[0]!).text).toContain('Work begins');
  });

  it('may have left messages in the old form, which take the new one', async () => {
    const { world, channel, news } = await openDiscord();
    world.knowsComponents = false;
    const sent = await channel.send(addressOf(news), withPicture, sendOptions());
    world.knowsComponents = true;
    await channel.stop();
    const next = createDiscord({ token: world.token, apiRoot: world.apiRoot });
    await next.start(createFakeHost(realClock));
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    expect(await next.edit(sent.ref, withPicture, sendOptions())).toMatchObject({ kind: 'sent' });
    expect(news.messages[0]).toMatchObject({ embeds: [], content: '' });
    expect(news.messages[0]!.components.map(({ type }) => type)).toEqual([17]);
    await next.stop();
  });
});

describe('calls that wait for a limit and never reach Discord', () => {
  it('are no refusals of Discord’s: the other channels get what is theirs', async () => {
    const { people, world, channel, guild, news } = await openDiscord({ limits: usualLimits });
    const other = people.channel(guild);
    await settle();
    for (let tries = 0; tries < 1_100; tries++) await channel.send(addressOf(news), sampleMessage(), sendOptions());
    expect(world.callsTo('POST', new RegExp(`${news.id}/messages`)).length).toBeLessThan(20);
    expect(await channel.send(addressOf(other), sampleMessage(), sendOptions())).toMatchObject({ kind: 'sent' });
  });

  it('but those that Discord refuses are counted, and end before it shuts the bot out', async () => {
    const { world, channel, news } = await openDiscord();
    const denied = { status: 403, body: { code: 50013, message: 'Missing Permissions' } };
    for (let tries = 0; tries < 1_000; tries++) {
      world.disturb(/messages/, denied);
      await channel.send(addressOf(news), sampleMessage(), sendOptions());
    }
    const before = world.calls.length;
    expect(await channel.send(addressOf(news), sampleMessage(), sendOptions())).toMatchObject({
      kind: 'retry',
      scope: 'all',
    });
    expect(world.calls.length).toBe(before);
  });
});

describe('a thread', () => {
  it('gets what is addressed to it, and is told apart from its channel when it is gone', async () => {
    const { people, channel, guild, news } = await openDiscord();
    const thread = people.channel(guild, { type: 11, parentId: news.id });
    expect(await channel.send(addressOf(thread), sampleMessage(), sendOptions())).toMatchObject({ kind: 'sent' });
    expect(thread.messages).toHaveLength(1);
    thread.isGone = true;
    expect(await channel.send(addressOf(thread), sampleMessage(), sendOptions())).toMatchObject({ kind: 'threadGone' });
    thread.isGone = false;
    thread.isLocked = true;
    expect(await channel.send(addressOf(thread), sampleMessage(), sendOptions())).toMatchObject({ kind: 'threadGone' });
  });
});

describe('a thread that was archived because nobody wrote there', () => {
  it('keeps what is followed in it: a change that is not taken is no farewell, and the next message opens it', async () => {
    const { people, channel, guild, news } = await openDiscord();
    const thread = people.channel(guild, { type: 11, parentId: news.id });
    const sent = await channel.send(addressOf(thread), sampleAlert(), sendOptions());
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    thread.isArchived = true;
    const grown = sampleAlert(sampleStory({ title: 'Work begins' }));
    expect(await channel.edit(sent.ref, grown, sendOptions())).toMatchObject({ kind: 'rejected' });
    expect(await channel.send(addressOf(thread), sampleMessage(), sendOptions())).toMatchObject({ kind: 'sent' });
    expect(await channel.edit(sent.ref, grown, sendOptions())).toMatchObject({ kind: 'sent' });
  });
});

describe('a forum', () => {
  const tags = [
    { id: '1', name: 'General' },
    { id: '2', name: 'Harbour' },
    { id: '3', name: 'politics' },
  ];

  async function forum(changes = {}) {
    const opened = await openDiscord();
    const board = opened.people.channel(opened.guild, { type: 15, name: 'stories', tags, ...changes });
    await eventually(() => expect(opened.host.logged.length).toBeGreaterThan(0));
    await settle();
    const posts = () => opened.guild.channels.filter(({ parentId }) => parentId === board.id);
    return { ...opened, board, posts };
  }

  it('gets a post for each story, under the tags of topic and subject', async () => {
    const { channel, board, posts } = await forum();
    await channel.send(addressOf(board), withPicture, sendOptions());
    expect(posts().map(({ name, appliedTags }) => [name, appliedTags])).toEqual([
      ['Ministers agree to rebuild the harbour bridge', ['2', '3']],
    ]);
  });

  it('that wants a tag gets the first where none fits', async () => {
    const { channel, board, posts } = await forum({ needsTag: true, tags: tags.slice(0, 1) });
    expect(await channel.send(addressOf(board), withPicture, sendOptions())).toMatchObject({ kind: 'sent' });
    expect(posts()[0]!.appliedTags).toEqual(['1']);
  });

  it('takes updates as answers in the story’s post, and changes in place, by the id of the first message alone', async () => {
    const { channel, board, posts } = await forum();
    const sent = await channel.send(addressOf(board), withPicture, sendOptions());
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    const replyTo = { address: addressOf(board), id: sent.ref.id };
    await channel.send(addressOf(board), sampleMessage(), sendOptions({ replyTo }));
    expect(
      await channel.edit(replyTo, sampleAlert(sampleStory({ title: 'Work begins' })), sendOptions()),
    ).toMatchObject({ kind: 'sent' });
    expect(posts()).toHaveLength(1);
    expect(posts()[0]!.messages.map((shown) => readShown(shown).text.includes('Work begins'))).toEqual([true, false]);
  });

  it('gets a new post when the old one is closed', async () => {
    const { channel, board, posts } = await forum();
    const sent = await channel.send(addressOf(board), withPicture, sendOptions());
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    posts()[0]!.isLocked = true;
    const replyTo = { address: addressOf(board), id: sent.ref.id };
    expect(await channel.send(addressOf(board), withPicture, sendOptions({ replyTo }))).toMatchObject({ kind: 'sent' });
    expect(posts()).toHaveLength(2);
  });

  it('gets a whole brief in one post', async () => {
    const { channel, board, posts } = await forum();
    const brief: Message = sampleBrief(60);
    expect(await channel.send(addressOf(board), brief, sendOptions())).toMatchObject({ kind: 'sent' });
    expect(posts().map(({ name }) => name)).toEqual(['Part 1']);
    expect(posts()[0]!.messages.length).toBeGreaterThan(1);
  });
});

describe('what Discord says about places', () => {
  it('reaches the core: deleted, removed, added, writable again; an outage is none of it', async () => {
    const { world, people, host, guild, news, olga } = await openDiscord();
    await settle();
    world.tell(guild.id, 'GUILD_DELETE', { id: guild.id, unavailable: true });
    await settle();
    expect(host.changes).toEqual([]);
    const second = people.channel(guild);
    await settle();
    world.tell(guild.id, 'CHANNEL_UPDATE', channelJson(world, second));
    await eventually(() => expect(host.changes).toMatchObject([{ chat: second.id, change: { kind: 'returned' } }]));
    second.denied = rights.send;
    world.tell(guild.id, 'CHANNEL_UPDATE', channelJson(world, second));
    world.tell(guild.id, 'CHANNEL_DELETE', channelJson(world, second));
    second.isGone = true;
    await eventually(() => expect(host.changes.at(-1)).toMatchObject({ chat: second.id, change: { kind: 'gone' } }));
    expect(host.changes).toHaveLength(2);
    world.tell(guild.id, 'GUILD_DELETE', { id: guild.id });
    await eventually(() => expect(host.changes.at(-1)).toMatchObject({ chat: news.id, change: { kind: 'gone' } }));
    people.guild('New', [[olga, rights.manageGuild]]);
    world.tell(guild.id, 'GUILD_CREATE', guildJson(world, guild));
    await eventually(() => expect(host.changes.at(-1)).toMatchObject({ chat: news.id, change: { kind: 'returned' } }));
  });
});

describe('a channel in which the bot may write no more', () => {
  it('is not asked for nothing: what is missing is named, and it is back when it is mended', async () => {
    const { world, host, channel, guild, news } = await openDiscord();
    news.denied = rights.send;
    world.tell(guild.id, 'CHANNEL_UPDATE', channelJson(world, news));
    await settle();
    const outcome = await channel.send(addressOf(news), sampleAlert(), sendOptions());
    expect(outcome).toMatchObject({ kind: 'unreachable', canReturn: true, missing: ['discord.right.SendMessages'] });
    expect(world.callsTo('POST', /messages/)).toEqual([]);
    news.denied = 0n;
    world.tell(guild.id, 'CHANNEL_UPDATE', channelJson(world, news));
    await eventually(() => expect(host.changes).toMatchObject([{ chat: news.id, change: { kind: 'returned' } }]));
    expect(await channel.send(addressOf(news), sampleAlert(), sendOptions())).toMatchObject({ kind: 'sent' });
  });

  it('is back also when the right comes with a role', async () => {
    const { world, host, channel, guild, news } = await openDiscord();
    const everyone = (permissions: bigint) => ({
      guild_id: guild.id,
      role: { id: guild.id, name: '@everyone', permissions: String(permissions), position: 0, managed: false },
    });
    guild.botPermissions = 0n;
    world.tell(guild.id, 'GUILD_ROLE_UPDATE', { guild_id: guild.id, role: roleJson(botRoleOf(guild)) });
    world.tell(guild.id, 'GUILD_ROLE_UPDATE', everyone(0n));
    await settle();
    expect(await channel.send(addressOf(news), sampleAlert(), sendOptions())).toMatchObject({ kind: 'unreachable' });
    host.changes.splice(0);
    world.tell(guild.id, 'GUILD_ROLE_UPDATE', everyone(botRights));
    await eventually(() => expect(host.changes).toMatchObject([{ chat: news.id, change: { kind: 'returned' } }]));
  });

  it('has somebody who can be written to in private, if they let it', async () => {
    const { channel, olga, max, world } = await openDiscord();
    expect(await channel.privately?.(olga.id)).toEqual({ platform: 'discord', id: olga.direct.id, home: '@me' });
    world.disturb(/users\/@me\/channels/, { status: 400, body: { code: 50007, message: 'Cannot send messages' } });
    expect(await channel.privately?.(max.id)).toBeUndefined();
  });
});
