import { describe, expect, it } from 'vitest';
import { addressed } from '../../../adapters/telegram/incoming.ts';
import { sampleMessage } from '../../contracts/samples.ts';
import { eventually, openTelegram, quickClock, settle } from './open.ts';

describe('groups', () => {
  it.each([
    ['/latest@DatelineTestBot harbour', 'group', '/latest harbour'],
    ['/LATEST@datelinetestbot', 'group', '/latest'],
    ['/latest@OtherBot', 'group', undefined],
    ['/latest@OtherBot', 'private', undefined],
    ['talk among people', 'group', undefined],
    ['@DatelineTestBot harbour', 'group', 'harbour'],
    ['@DatelineTestBot', 'group', undefined],
    ['@DatelineTestBotany harbour', 'group', undefined],
    ['harbour bridge', 'private', 'harbour bridge'],
    ['/start followx_w6l0YW4', 'private', '/follow étan'],
    ['/start follow_harbour', 'private', '/start follow_harbour'],
  ] as const)('%s in a %s chat means %s', (line, kind, meaning) => {
    expect(addressed(line, kind, 'DatelineTestBot')).toBe(meaning);
  });

  it('hear only what is meant for the bot', async () => {
    const { people, host } = await openTelegram();
    const person = people.person();
    const group = people.group('Harbour watch');
    const said = ['hello all', '/latest@OtherBot', '/latest@DatelineTestBot', '@DatelineTestBot harbour'];
    expect(said.map((line) => people.say(group, person, line) !== undefined)).toEqual([false, false, true, true]);
    await host.heard(2);
    expect(host.incoming.map(({ text }) => text)).toEqual(['/latest', '/latest harbour']);
  });

  it('tell administrators, anonymous ones too, from members and from channels that write there', async () => {
    const { world, people, host } = await openTelegram();
    const [admin, member] = [people.person('Ada'), people.person('Max')];
    const group = people.group('Harbour watch', { administrators: [admin] });
    people.say(group, admin, '/topics');
    people.say(group, member, '/topics');
    people.say(group, member, '/topics', { isAnonymous: true });
    const stranger = { id: -1_000_000_000_999, type: 'channel', title: 'Elsewhere' };
    people.say(group, member, '/topics', { extra: { sender_chat: stranger } });
    await host.heard(4);
    expect(host.incoming.map(({ person }) => person.isManager)).toEqual([true, false, true, false]);
    expect(world.callsOf('getChatMember')).toHaveLength(2);
  });

  it('ask Telegram once a minute who somebody is', async () => {
    const { world, people, host } = await openTelegram();
    const member = people.person();
    const group = people.group('Harbour watch');
    for (let index = 0; index < 5; index++) people.say(group, member, `/latest ${index}`);
    await host.heard(5);
    expect(world.callsOf('getChatMember')).toHaveLength(1);
  });

  it('take nobody for an administrator when Telegram does not say', async () => {
    const { world, people, host } = await openTelegram();
    const admin = people.person();
    const group = people.group('Harbour watch', { administrators: [admin] });
    world.disturb('getChatMember', 'cutBefore', 'cutBefore');
    people.say(group, admin, '/follow harbour');
    await host.heard(1);
    expect(host.incoming[0]?.person.isManager).toBe(false);
  });

  it('know an administrator although Telegram was too busy to say so at first', async () => {
    const { world, people, host } = await openTelegram({ clock: quickClock });
    const admin = people.person();
    const group = people.group('Harbour watch', { administrators: [admin] });
    const flood = { code: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } };
    world.disturb('getChatMember', flood);
    people.say(group, admin, '/follow harbour');
    await host.heard(1);
    expect(host.incoming[0]?.person.isManager).toBe(true);
  });

  it('pass over the posts of a linked channel', async () => {
    const { people, host } = await openTelegram();
    const group = people.group('Harbour watch');
    people.say(group, people.person(), '/latest', { extra: { is_automatic_forward: true } });
    people.say(group, people.person(), '/topics');
    await host.heard(1);
    expect(host.incoming.map(({ text }) => text)).toEqual(['/topics']);
  });

  it('get answers in the forum thread where they asked, as a reply', async () => {
    const { people, host } = await openTelegram();
    const person = people.person();
    const forum = people.group('Harbour forum', { isForum: true });
    forum.threads.set(7, { isClosed: false });
    host.answerWith(() => ({ messages: [sampleMessage()] }));
    people.say(forum, person, '/latest', { thread: 7 });
    await eventually(() => expect(forum.shown).toHaveLength(1));
    expect(host.incoming[0]?.address).toEqual({ platform: 'telegram', id: String(forum.id), thread: '7' });
    expect(forum.shown[0]).toMatchObject({ thread: 7, replyTo: 1 });
  });

  it('get answers in the main thread when theirs was closed meanwhile', async () => {
    const { people, host } = await openTelegram();
    const forum = people.group('Harbour forum', { isForum: true });
    forum.threads.set(7, { isClosed: true });
    host.answerWith(() => ({ messages: [sampleMessage()] }));
    people.say(forum, people.person(), '/latest', { thread: 7 });
    await eventually(() => expect(forum.shown[0]).toMatchObject({ thread: undefined }));
  });

  it('tell the core when the bot is thrown out and when it comes back', async () => {
    const { people, host } = await openTelegram();
    const admin = people.person();
    const group = people.group('Harbour watch', { administrators: [admin] });
    people.setBot(group, admin, 'kicked');
    people.setBot(group, admin, 'member');
    await eventually(() => expect(host.changes).toHaveLength(2));
    expect(host.changes).toMatchObject([
      { chat: String(group.id), change: { kind: 'gone' } },
      { chat: String(group.id), change: { kind: 'returned' } },
    ]);
  });

  it('tell the core when a person blocks the bot', async () => {
    const { people, host } = await openTelegram();
    const person = people.person();
    people.setBot(people.privateChat(person), person, 'blocked');
    await eventually(() => expect(host.changes).toMatchObject([{ change: { kind: 'gone' } }]));
  });

  it('move when they become supergroups, answers too', async () => {
    const { people, host } = await openTelegram();
    const person = people.person();
    const group = people.group('Harbour watch');
    let moved = group;
    host.answerWith(() => {
      moved = people.migrate(group);
      return { messages: [sampleMessage()] };
    });
    people.say(group, person, '/latest');
    await eventually(() => expect(moved.shown).toHaveLength(1));
    await eventually(() => expect(host.changes.length).toBeGreaterThanOrEqual(2));
    for (const { chat, change } of host.changes) {
      expect([chat, change]).toEqual([
        String(group.id),
        { kind: 'moved', to: { platform: 'telegram', id: String(moved.id) } },
      ]);
    }
  });

  it('are left in peace when the bot may not write any more', async () => {
    const { world, people, host } = await openTelegram();
    const group = people.group('Harbour watch');
    group.bot = 'restricted';
    host.answerWith(() => ({ messages: [sampleMessage()] }));
    people.say(group, people.person(), '/latest');
    await eventually(() => expect(host.changes).toMatchObject([{ change: { kind: 'gone' } }]));
    await settle();
    expect(world.callsOf('sendMessage')).toHaveLength(1);
  });
});
