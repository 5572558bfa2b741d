/** From the chair of somebody who uses Dateline in Telegram: the real program, told apart from the outside only. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { makeFolder } from '../worlds/folder.ts';
import { actionOf, openTown, report, type Town } from '../worlds/telegram-program.ts';
import { until } from '../worlds/wait.ts';

/** Each starts the program, some several times. */
vi.setConfig({ testTimeout: 90_000 });

const first = report(
  'Ministers agree to rebuild the harbour bridge in Lisk',
  'Ministers agreed on Tuesday to rebuild the harbour bridge in Lisk, which fell in March. Work begins in autumn.',
  50,
);
const other = report(
  'Harbour bridge: divers find a second crack in the western pier',
  'Divers found a second crack in the western pier of the harbour bridge on Tuesday, the port authority said.',
  -1,
);
const fresh = report(
  'Kestrel Airways cancels fifty flights after pilots walk out',
  'Kestrel Airways cancelled fifty flights on Tuesday after its pilots walked out over pay.',
  -1,
);

/** Somebody who has followed a topic and got the first alert on it. */
async function follower(town: Town, topic = 'harbour bridge') {
  const person = town.people.person('Olga');
  const chat = town.people.privateChat(person);
  town.people.say(chat, person, `/follow ${topic}`);
  await town.shows(chat, /Following/);
  return { person, chat };
}

describe('somebody alone with the bot', () => {
  it('is welcomed, follows a topic, and sees what there was', async () => {
    const town = await openTown({ 'Harbour Wire': [first] });
    await town.start();
    const person = town.people.person('Olga');
    const chat = town.people.privateChat(person);
    town.people.say(chat, person, '/start');
    const welcome = await town.shows(chat, /follow the news/);
    expect(welcome.markup?.inline_keyboard.flat().length).toBeGreaterThan(0);
    town.people.say(chat, person, '/follow harbour bridge');
    const preview = await town.shows(chat, /Following harbour bridge/);
    expect(preview.text).toContain(first.title);
    town.people.say(chat, person, '/topics');
    await town.shows(chat, /harbour bridge/, 2);
    expect(town.world.complaints).toEqual([]);
  });

  it('gets one loud alert for a story, with its source, a link and buttons, which grows in place', async () => {
    const town = await openTown({ 'Harbour Wire': [], 'Meridian Post': [] });
    await town.start();
    const { chat } = await follower(town);
    town.stand.publish('Harbour Wire', other);
    const alert = await town.shows(chat, /second crack/);
    expect(alert).toMatchObject({ isSilent: false, preview: { url: 'https://harbour-wire.example/1' } });
    expect(alert.text).toContain('Harbour Wire');
    expect(alert.entities).toContainEqual(
      expect.objectContaining({ type: 'text_link', url: 'https://harbour-wire.example/1' }),
    );
    for (const label of [
      /More sources/,
      /Why this/,
      /Follow this story/,
      /Mute this story/,
      /Less like this/,
      /More like this/,
    ]) {
      expect(actionOf(alert, label)).toMatch(/^\w+:/);
    }
    town.stand.publish('Meridian Post', {
      ...other,
      title: 'Second crack found in western pier of harbour bridge by divers',
    });
    await until(
      () => alert.text.includes('Meridian Post') || chat.shown.at(-1)?.text.includes('Meridian Post') === true,
    );
    expect(chat.shown.filter(({ isSilent, text }) => !isSilent && text.includes('crack'))).toHaveLength(1);
  });

  it('asks why, and mutes the story', async () => {
    const town = await openTown({ 'Harbour Wire': [], 'Meridian Post': [] });
    await town.start();
    const { person, chat } = await follower(town);
    town.stand.publish('Harbour Wire', other);
    const alert = await town.shows(chat, /second crack/);
    town.people.press(chat, person, alert, actionOf(alert, /Why this/));
    await town.shows(chat, /harbour bridge/, chat.shown.indexOf(alert) + 1);
    const { queryId } = town.people.press(chat, person, alert, actionOf(alert, /Mute this story/));
    await until(() => town.world.acknowledged.get(queryId)?.text !== undefined);
    expect(town.world.acknowledged.get(queryId)?.text).toMatch(/[Mm]uted/);
  });

  it('gets a brief at once, and files to take away', async () => {
    const town = await openTown({ 'Harbour Wire': [first] });
    await town.start();
    const { person, chat } = await follower(town);
    const from = chat.shown.length;
    town.people.say(chat, person, '/brief');
    const brief = await town.shows(chat, /^Brief for.*rebuild the harbour bridge/s, from);
    expect(brief.preview).toEqual({ is_disabled: true });
    town.people.say(chat, person, '/export');
    await until(() => chat.shown.some(({ document }) => document?.content.includes('harbour bridge') === true));
  });

  it('has quiet hours: nothing sounds in them, and what was held comes afterwards', async () => {
    const town = await openTown({ 'Harbour Wire': [] });
    await town.start({ at: '2026-03-10T12:00:00Z,x60' });
    const { person, chat } = await follower(town);
    town.people.say(chat, person, '/quiet 12:00-12:30');
    await town.shows(chat, /12:30/);
    const from = chat.shown.length;
    town.stand.publish('Harbour Wire', other);
    await until(() => town.stand.requests.length > 20);
    expect(chat.shown.slice(from).filter(({ isSilent }) => !isSilent)).toEqual([]);
    await until(() => chat.shown.slice(from).some(({ text }) => text.includes('second crack')), 45_000);
  });

  it('keeps everything through a restart, and is told nothing twice', async () => {
    const folder = makeFolder();
    onTestFinished(folder.remove);
    const store = `sqlite:${folder.path('state.sqlite')}`;
    const town = await openTown({ 'Harbour Wire': [] });
    await town.start({ store });
    const { person, chat } = await follower(town);
    town.stand.publish('Harbour Wire', other);
    await town.shows(chat, /second crack/);
    expect((await town.end()).code).toBe(0);
    town.people.say(chat, person, '/topics');
    const from = chat.shown.length;
    await town.start({ store, at: '2026-03-10T12:10:00Z,x10' });
    await town.shows(chat, /harbour bridge/, from);
    town.stand.publish('Harbour Wire', fresh);
    const before = town.stand.requests.length;
    await until(() => town.stand.requests.length > before + 5);
    expect(chat.shown.filter(({ text }) => text.includes('second crack'))).toHaveLength(1);
  });

  it('is left alone after blocking the bot, and gets news again after coming back', async () => {
    const town = await openTown({ 'Harbour Wire': [] });
    await town.start();
    const { person, chat } = await follower(town);
    town.people.setBot(chat, person, 'blocked');
    await until(() => town.world.waiting === 0);
    const calls = town.world.callsOf('sendMessage').length;
    town.stand.publish('Harbour Wire', other);
    const before = town.stand.requests.length;
    await until(() => town.stand.requests.length > before + 5);
    expect(town.world.callsOf('sendMessage')).toHaveLength(calls);
    town.people.setBot(chat, person, 'member');
    await until(() => town.world.waiting === 0);
    town.stand.publish('Harbour Wire', first);
    await town.shows(chat, /rebuild the harbour bridge/);
  });
});

describe('a group', () => {
  it('asks freely, lets administrators follow, and offers everyone to follow for themselves', async () => {
    const town = await openTown({ 'Harbour Wire': [first] });
    await town.start();
    const [admin, member] = [town.people.person('Ada'), town.people.person('Max')];
    const group = town.people.group('Harbour watch', { administrators: [admin] });
    town.people.say(group, member, '/follow harbour bridge');
    await until(() => group.shown.length === 1);
    expect(group.shown[0]?.text).not.toContain('Following');
    town.people.say(group, member, '/latest harbour bridge');
    await town.shows(group, /rebuild the harbour bridge/);
    town.people.say(group, admin, '/follow harbour bridge');
    await town.shows(group, /Following/);
    town.stand.publish('Harbour Wire', other);
    const alert = await town.shows(group, /second crack/);
    const links = alert.markup?.inline_keyboard.flat().flatMap((button) => ('url' in button ? [button.url] : []));
    expect(links).toEqual(['https://t.me/DatelineTestBot?start=follow_harbour_bridge']);

    const chat = town.people.privateChat(member);
    town.people.say(chat, member, '/start follow_harbour_bridge');
    await town.shows(chat, /Following harbour bridge/);
  });

  it('gets alerts in the thread where the topic was followed', async () => {
    const town = await openTown({ 'Harbour Wire': [] });
    await town.start();
    const admin = town.people.person('Ada');
    const forum = town.people.group('Harbour forum', { administrators: [admin], isForum: true });
    forum.threads.set(7, { isClosed: false });
    town.people.say(forum, admin, '/follow harbour bridge', { thread: 7 });
    expect(await town.shows(forum, /Following/)).toMatchObject({ thread: 7 });
    town.stand.publish('Harbour Wire', other);
    expect(await town.shows(forum, /second crack/)).toMatchObject({ thread: 7 });
  });

  it('takes its topics along when it becomes a supergroup', async () => {
    const town = await openTown({ 'Harbour Wire': [] });
    await town.start();
    const admin = town.people.person('Ada');
    const group = town.people.group('Harbour watch', { administrators: [admin] });
    town.people.say(group, admin, '/follow harbour bridge');
    await town.shows(group, /Following/);
    const moved = town.people.migrate(group);
    town.stand.publish('Harbour Wire', other);
    await town.shows(moved, /second crack/);
    expect(group.shown.filter(({ text }) => text.includes('crack'))).toEqual([]);
  });
});

describe('a channel', () => {
  it('is set up and managed from the private chat of its administrator', async () => {
    const town = await openTown({ 'Harbour Wire': [] });
    await town.start();
    const owner = town.people.person('Olga');
    const chat = town.people.privateChat(owner);
    const channel = town.people.channel('Harbour news', [owner]);
    town.people.say(chat, owner, '/channel');
    await until(() => chat.shown.length === 1);
    town.people.say(chat, owner, undefined, { extra: { chat_shared: { request_id: 1, chat_id: channel.id } } });
    const ready = await town.shows(chat, /^📣 Harbour news/);
    expect(actionOf(ready, /Settings of this chat/)).toBe('run:/settings');
    town.people.say(chat, owner, '/follow harbour bridge', { replyTo: ready });
    await town.shows(chat, /^📣 Harbour news\n\nFollowing/);
    town.stand.publish('Harbour Wire', other);
    await town.shows(channel, /second crack/);
    expect(channel.shown).toHaveLength(2);
    expect(chat.shown.filter(({ text }) => text.includes('second crack'))).toEqual([]);
  });
});

describe('whoever runs the program', () => {
  it('is told in one line that the token is refused', async () => {
    const town = await openTown({});
    const program = await town.start({ env: { TELEGRAM_BOT_TOKEN: '1:wrong' } });
    const { code, stderr } = await program.ended;
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('TELEGRAM_BOT_TOKEN');
    expect(stderr).not.toContain('1:wrong');
  });

  it('is told in one line that another program reads the updates', async () => {
    const town = await openTown({});
    const conflict = { code: 409, description: 'Conflict: terminated by other getUpdates request' };
    town.world.disturb('getUpdates', ...Array.from({ length: 10 }, () => conflict));
    const program = await town.start();
    const { code, stderr } = await program.ended;
    expect(code).not.toBe(0);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('another program');
  });

  it('finds the token in no log', async () => {
    const town = await openTown({ 'Harbour Wire': [first] });
    const program = await town.start({ env: { DATELINE_LOG: 'debug' } });
    town.world.disturb('sendMessage', 'cutBefore', { code: 400, description: `Bad Request: ${town.world.token}` });
    const person = town.people.person();
    town.people.say(town.people.privateChat(person), person, '/latest harbour');
    await until(() => town.world.callsOf('sendMessage').length > 1);
    const { stdout, stderr } = await program.kill('SIGTERM');
    expect(stdout + stderr).not.toContain(town.world.token.split(':')[1]);
  });
});
