/** Dateline in the places of Discord, black-box: threads, forums, announcements, direct messages, servers without it; roles and names. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  accident,
  alertsIn,
  find,
  openScene,
  part,
  pressLabel,
  resignation,
  type Scene,
  secondReport,
} from '../worlds/discord-scene.ts';
import { botRights, channelJson, readShown, rights } from '../worlds/discord-state.ts';
import { listOf } from '../worlds/discord-validation.ts';

/** Each starts the program. */
vi.setConfig({ testTimeout: 120_000 });

const patience = { timeout: 40_000 };

let scene: Scene;

beforeEach(async () => {
  scene = await openScene();
});

afterEach(() => scene.close());

describe('Discord’s places', () => {
  it('a thread gets what is followed in it, and an announcement is published by one button', async () => {
    const { people, guild, channel, olga, max, stand, start, ready, answered } = scene;
    const thread = people.channel(guild, { type: 11, parentId: channel.id, name: 'Kestrov' });
    const announcements = people.channel(guild, { type: 5, name: 'announcements' });
    start();
    await ready();
    await answered(people.type(olga, thread, '/follow Kestrov'), thread);
    await answered(people.type(olga, announcements, '/follow Kestrov'), announcements);
    stand.publish('Harbour Wire', resignation);
    await expect.poll(() => alertsIn(thread), patience).toHaveLength(1);
    await expect.poll(() => alertsIn(announcements), patience).toHaveLength(1);
    expect(alertsIn(channel)).toEqual([]);
    const alert = find(announcements, '🔔')!;
    const refused = await answered(pressLabel(people, max, announcements, alert, 'Publish'), announcements);
    expect(readShown(refused).text).toContain('Only those who manage');
    const done = await answered(pressLabel(people, olga, announcements, alert, 'Publish'), announcements);
    expect(readShown(done).text).toContain('Published');
    expect(alert.flags & 1).toBe(1);
    thread.isLocked = true;
    stand.publish('Meridian Post', accident);
    await expect.poll(() => alertsIn(channel).length, patience).toBe(1);
  });

  it('a forum has a post for each story, under its tag, and the story grows in it', async () => {
    const { people, guild, olga, stand, world, start, ready, answered } = scene;
    const forum = people.channel(guild, { type: 15, name: 'stories', tags: [{ id: '71', name: 'Kestrov' }] });
    const first = people.channel(guild, { type: 11, parentId: forum.id, name: 'How this works' });
    start();
    await ready();
    const where = [
      { name: 'topic', type: 3, value: 'Kestrov' },
      { name: 'where', type: 3, value: 'own posts' },
    ];
    await answered(people.command(olga, first, 'follow', where), first);
    stand.publish('Harbour Wire', resignation);
    const posts = () => [...world.channels.values()].filter((one) => one.parentId === forum.id && one !== first);
    await expect.poll(() => posts().length, patience).toBe(1);
    const [post] = posts();
    expect(post).toMatchObject({ name: resignation.title, appliedTags: ['71'] });
    stand.publish('Meridian Post', secondReport);
    await expect.poll(() => readShown(post!.messages[0]!).text, patience).toContain('Meridian Post');
    expect(posts()).toHaveLength(1);
    expect(first.messages.every(({ onlyFor }) => onlyFor === olga.id)).toBe(true);
  });

  it('direct messages take lines with and without a slash; who blocks the bot is left alone until they write', async () => {
    const { people, max, stand, world, start, ready } = scene;
    start();
    await ready();
    people.say(max, 'follow Kestrov');
    await expect.poll(() => find(max.direct, 'Following Kestrov'), patience).toBeDefined();
    max.direct.isClosed = true;
    stand.publish('Harbour Wire', resignation);
    const calls = () => world.callsTo('POST', new RegExp(`^/channels/${max.direct.id}/messages`));
    await expect.poll(() => calls().filter(({ code }) => code === 50007).length, patience).toBe(1);
    stand.publish('Meridian Post', accident);
    const reads = stand.requests.length;
    await expect.poll(() => stand.requests.length, patience).toBeGreaterThan(reads + 6);
    expect(calls().filter(({ code }) => code === 50007)).toHaveLength(1);
    max.direct.isClosed = false;
    people.say(max, '/topics');
    await expect.poll(() => find(max.direct, 'You follow 1 topic'), patience).toBeDefined();
    await expect
      .poll(() => alertsIn(max.direct).length + texts(max.direct, 'waited for you'), patience)
      .toBeGreaterThan(0);
  });

  it('a server without the bot serves the one who brought it: answers for them alone, alerts in their direct messages', async () => {
    const { people, max, stand, start, ready, answered } = scene;
    const elsewhere = people.guild('Elsewhere', [[max, 0n]], false);
    const lobby = people.channel(elsewhere, { name: 'lobby' });
    start();
    await ready();
    const followed = await answered(people.type(max, lobby, '/follow Kestrov'), lobby);
    expect(readShown(followed).text).toContain('Following Kestrov');
    expect(followed.onlyFor).toBe(max.id);
    stand.publish('Harbour Wire', resignation);
    await expect.poll(() => alertsIn(max.direct), patience).toHaveLength(1);
    expect(lobby.messages).toEqual([followed]);
  });

  it('a right that is taken away is told to whoever set the bot up, once and in words; what waited comes when it is back', async () => {
    const { people, guild, channel, olga, stand, world, start, ready, answered } = scene;
    start();
    await ready();
    await answered(people.type(olga, channel, '/follow Kestrov'), channel);
    channel.denied = rights.send;
    world.tell(guild.id, 'CHANNEL_UPDATE', channelJson(world, channel));
    stand.publish('Harbour Wire', resignation);
    await expect.poll(() => olga.direct.messages.length, patience).toBe(1);
    expect(readShown(olga.direct.messages[0]!).text).toBe(
      'I can’t write in #news (Harbour watch) any more: I lack “Send Messages”. What is new waits, and comes as soon as you allow it under Edit Channel, Permissions.',
    );
    expect(world.callsTo('POST', new RegExp(`^/channels/${channel.id}/messages`))).toEqual([]);
    channel.denied = 0n;
    world.tell(guild.id, 'CHANNEL_UPDATE', channelJson(world, channel));
    await expect.poll(() => alertsIn(channel), patience).toHaveLength(1);
    expect(olga.direct.messages).toHaveLength(1);
  });

  it('a server’s own ways: a role that is called and taken, the topic’s name, a form, an answer for all, completions', async () => {
    const { people, guild, channel, olga, max, stand, start, ready, answered } = scene;
    guild.botPermissions = botRights | rights.manageRoles | rights.manageWebhooks;
    const role = people.role(guild, 'harbour-watchers');
    start();
    await ready();

    const opened = people.command(olga, channel, 'follow');
    await expect.poll(() => opened.modal, patience).toBeDefined();
    expect(listOf(opened.modal!.components).map(({ label }) => label)).toEqual([
      'Topic',
      'Without',
      'Source',
      'Language',
    ]);
    const filled = people.submit(olga, channel, opened, { topic: 'Kestrov', without: 'tourism' });
    expect(readShown(await answered(filled, channel)).text).toContain('Following Kestrov -tourism');

    const options = [
      { name: 'topic', type: 3, value: 'Kestrov' },
      { name: 'role', type: 8, value: role.id },
    ];
    const json = { id: role.id, name: role.name, managed: false, mentionable: true, permissions: '0' };
    const resolved = { roles: { [role.id]: json } };
    const set = await answered(people.command(olga, channel, 'role', [part('set', options)], { resolved }), channel);
    expect(readShown(set).text).toMatch(/^Alerts on Kestrov -tourism call @.?harbour-watchers from now on\.$/);

    stand.publish('Harbour Wire', resignation);
    await expect.poll(() => alertsIn(channel), patience).toHaveLength(1);
    const alert = find(channel, '🔔')!;
    expect(alert.webhook?.name).toBe('Kestrov -tourism');
    expect(alert.pings).toEqual([`role:${role.id}`]);
    stand.publish('Meridian Post', secondReport);
    await expect.poll(() => readShown(alert).text, patience).toContain('Meridian Post');
    expect(alert.pings).toHaveLength(1);
    const taken = await answered(pressLabel(people, max, channel, alert, 'Call me, too'), channel);
    expect(readShown(taken).text).toContain('You have the role @');
    expect(guild.members.get(max.id)!.roles).toEqual([role.id]);

    const mine = await answered(people.command(max, channel, 'latest'), channel);
    expect(mine.onlyFor).toBe(max.id);
    const forAll = people.command(max, channel, 'latest', [{ name: 'public', type: 5, value: true }]);
    expect((await answered(forAll, channel)).onlyFor).toBeUndefined();

    const typing = people.complete(olga, channel, 'follow', [{ name: 'topic', type: 3, value: 'val', focused: true }]);
    await expect.poll(() => typing.choices?.map(({ value }) => value), patience).toContain('Valdora');
    const outlet = people.complete(olga, channel, 'follow', [{ name: 'source', type: 3, value: 'mer', focused: true }]);
    await expect.poll(() => outlet.choices?.map(({ value }) => value), patience).toEqual(['Meridian Post']);
  });
});

function texts(where: Parameters<typeof alertsIn>[0], words: string): number {
  return where.messages.filter((shown) => readShown(shown).text.includes(words)).length;
}
