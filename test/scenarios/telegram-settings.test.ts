/** More from the chair of people in Telegram: settings by buttons, pictures, what one member alone sees, briefs, files, a webhook. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { makeFolder } from '../worlds/folder.ts';
import { openModelServer } from '../worlds/model-server.ts';
import type { FakeChat, FakePerson, Shown } from '../worlds/telegram-chats.ts';
import { settingKey } from '../worlds/telegram-methods.ts';
import { actionOf, openTown, report, type Town } from '../worlds/telegram-program.ts';
import { until } from '../worlds/wait.ts';

vi.setConfig({ testTimeout: 90_000 });

const crack = report(
  'Harbour bridge: divers find a second crack in the western pier',
  'Divers found a second crack in the western pier of the harbour bridge on Tuesday, the port authority said.',
  -1,
);
const rebuilt = report(
  'Ministers agree to rebuild the harbour bridge in Lisk',
  'Ministers agreed on Tuesday to rebuild the harbour bridge in Lisk, which fell in March. Work begins in autumn.',
  50,
);

/** Presses the buttons that are labelled so, one after another, on one message. */
async function press(town: Town, chat: FakeChat, person: FakePerson, shown: Shown, ...labels: readonly RegExp[]) {
  for (const label of labels) {
    const before = shown.edits;
    town.people.press(chat, person, shown, actionOf(shown, label));
    await until(() => shown.edits > before);
  }
}

async function newcomer(town: Town, topic?: string) {
  const person = town.people.person('Olga');
  const chat = town.people.privateChat(person);
  if (topic !== undefined) {
    town.people.say(chat, person, `/follow ${topic}`);
    await town.shows(chat, /Following/);
  }
  return { person, chat };
}

/** Asks until a report is known: what is followed afterwards is no news then. */
async function reads(town: Town, chat: FakeChat, person: FakePerson, topic: string, title: string): Promise<void> {
  for (let asked = 0; asked < 15; asked++) {
    const from = chat.shown.length;
    town.people.say(chat, person, `/latest ${topic}`);
    await until(() => chat.shown.length > from);
    if (chat.shown.some(({ text }) => text.includes(title))) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

describe('somebody who sets things by buttons', () => {
  it('plans a brief in one message, without typing, and gets it at that time', async () => {
    const town = await openTown({ 'Harbour Wire': [rebuilt] });
    await town.start({ at: '2026-03-10T12:40:00Z,x60' });
    const { person, chat } = await newcomer(town, 'harbour bridge');
    const from = chat.shown.length;
    town.people.say(chat, person, '/settings');
    const screen = await town.shows(chat, /Settings of this chat/, from);
    expect(screen.text).toContain('cap 12');
    await press(town, chat, person, screen, /^Briefs/, /^Plan a brief/, /^13:00/, /^13:00/, /^Every day/);
    expect(screen.text).toMatch(/^Your briefs:\n\n• 13:00 · every day/);
    // An alert may have come meanwhile: the feed is read while the person types.
    expect(chat.shown.slice(from).filter(({ text }) => !text.startsWith('🔔'))).toHaveLength(1);
    await until(() => chat.shown.slice(from + 1).some(({ text }) => text.startsWith('Brief for')), 60_000);
    expect(town.world.complaints).toEqual([]);
  });

  it('finds the time zone by tapping, or by sharing a position that is not kept', async () => {
    const folder = makeFolder();
    onTestFinished(folder.remove);
    const town = await openTown({ 'Harbour Wire': [] });
    await town.start({ store: `sqlite:${folder.path('state.sqlite')}` });
    const { person, chat } = await newcomer(town);
    town.people.say(chat, person, '/settings');
    const screen = await town.shows(chat, /Settings of this chat/);
    await press(town, chat, person, screen, /^Time zone/, /^Asia/, /^21:0/, /Tokyo/);
    expect(screen.text).toContain('Asia/Tokyo');
    town.people.say(chat, person, undefined, { extra: { location: { latitude: 48.8512, longitude: 2.3511 } } });
    await town.shows(chat, /Europe\/Paris/);
    await town.end();
    expect(readFileSync(folder.path('state.sqlite')).includes('48.8512')).toBe(false);
  });

  it('changes how much one topic may ring, and stops following it', async () => {
    const town = await openTown({ 'Harbour Wire': [] });
    await town.start();
    const { person, chat } = await newcomer(town, 'harbour bridge');
    const from = chat.shown.length;
    town.people.say(chat, person, '/topics');
    const screen = await town.shows(chat, /You follow 1 topic/, from);
    await press(town, chat, person, screen, /^Change/, /^harbour bridge/, /^Fewer alerts/);
    expect(screen.text).toContain('Only big stories are sent');
    await press(town, chat, person, screen, /^Unfollow/);
    expect(screen.text).toContain('You follow nothing yet');
  });
});

describe('pictures', () => {
  const pictured = { ...crack, image: 'https://harbour-wire.example/pier.jpg' };

  it('come with the stories that have one', async () => {
    const town = await openTown({ 'Harbour Wire': [], 'Meridian Post': [] });
    await town.start();
    const { chat } = await newcomer(town, 'harbour bridge');
    town.stand.publish('Harbour Wire', pictured);
    const alert = await town.shows(chat, /second crack/);
    expect(alert).toMatchObject({ photo: pictured.image, isSilent: false });
    town.stand.publish('Meridian Post', {
      ...crack,
      title: 'Second crack found in western pier of harbour bridge by divers',
    });
    await until(() => alert.text.includes('Meridian Post'));
    expect(town.world.complaints).toEqual([]);
  });

  it.each([
    ['previews only', /^Pictures/, { photo: undefined, preview: { url: 'https://harbour-wire.example/1' } }],
    ['nothing', /^Previews only/, { photo: undefined, preview: { is_disabled: true } }],
  ] as const)('give way to %s when the chat wants that', async (_what, last, expected) => {
    const town = await openTown({ 'Harbour Wire': [] });
    await town.start();
    const { person, chat } = await newcomer(town, 'harbour bridge');
    town.people.say(chat, person, '/settings');
    const screen = await town.shows(chat, /Settings of this chat/);
    await press(town, chat, person, screen, ...(last.source === '^Pictures' ? [last] : [/^Pictures/, last]));
    town.stand.publish('Harbour Wire', pictured);
    expect(await town.shows(chat, /second crack/)).toMatchObject(expected);
  });
});

describe('a group', () => {
  it('is greeted, and whispers settings to whoever asks', async () => {
    const town = await openTown({ 'Harbour Wire': [] });
    await town.start();
    const [admin, member] = [town.people.person('Ada'), town.people.person('Max')];
    const group = town.people.group('Harbour watch', { administrators: [admin] });
    group.bot = 'left';
    town.people.setBot(group, admin, 'member');
    await town.shows(group, /I follow the news for you/);
    town.people.say(group, member, '/settings', { isWhispered: true });
    expect(await town.shows(group, /Settings of this chat/)).toMatchObject({ onlyFor: member.id, markup: undefined });
    town.people.say(group, admin, '/settings', { isWhispered: true });
    await until(() => group.shown.filter(({ text }) => text.includes('Settings of this chat')).length === 2);
    const own = group.shown.at(-1)!;
    expect(own.onlyFor).toBe(admin.id);
    await press(town, group, admin, own, /^Alerts/, /^3 a day/);
    expect(own.text).toContain('At most 3 alerts with a sound a day');
    const commands = town.world.settings.get(settingKey('commands', { scope: { type: 'all_group_chats' } }));
    expect(commands).toContainEqual(expect.objectContaining({ command: 'settings', is_ephemeral: true }));
  });

  it('sends a topic to another thread by a button', async () => {
    const town = await openTown({ 'Harbour Wire': [] });
    await town.start();
    const admin = town.people.person('Ada');
    const forum = town.people.group('Harbour forum', { administrators: [admin], isForum: true });
    for (const thread of [7, 8]) forum.threads.set(thread, { isClosed: false });
    town.people.say(forum, admin, '/follow harbour bridge', { thread: 7 });
    await town.shows(forum, /Following/);
    town.people.say(forum, admin, '/topics harbour', { thread: 8 });
    const screen = await town.shows(forum, /Stories that matter/);
    await press(town, forum, admin, screen, /^Change/, /^Send them here/);
    town.stand.publish('Harbour Wire', crack);
    expect(await town.shows(forum, /second crack/)).toMatchObject({ thread: 8 });
  });
});

describe('somebody who moves in with files', () => {
  it('brings topics from one chat to another, and feeds from a reader', async () => {
    const town = await openTown({ 'Harbour Wire': [rebuilt] });
    await town.start();
    const { person, chat } = await newcomer(town, 'harbour bridge');
    town.people.say(chat, person, '/export');
    await until(() => chat.shown.some(({ document }) => document?.name.endsWith('.json') === true));
    const file = chat.shown.find(({ document }) => document?.name.endsWith('.json') === true)!.document!;
    const friend = town.people.person('Max');
    const other = town.people.privateChat(friend);
    town.people.say(other, friend, '/import', { document: file });
    await town.shows(other, /Imported: 1 topic/);
    const opml = `<opml version="2.0"><body><outline type="rss" text="Own" xmlUrl="${town.stand.feedUrl('Harbour Wire')}"/></body></opml>`;
    town.people.say(other, friend, undefined, { document: { name: 'feeds.opml', content: opml } });
    await town.shows(other, /1 known already|1 source added/);
  });
});

describe('a brief for which a language model is asked', () => {
  it('is seen while it is made, and comes as a message when the model has answered', async () => {
    const model = await openModelServer();
    onTestFinished(() => model.close());
    const answers: (() => void)[] = [];
    model.reply = {
      raw: (response) =>
        void answers.push(() => {
          const content = 'Ministers agreed to rebuild the harbour bridge in Lisk.';
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] }));
        }),
    };
    const town = await openTown({ 'Harbour Wire': [rebuilt] });
    await town.start({ env: { LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'small' } });
    const { person, chat } = await newcomer(town);
    await reads(town, chat, person, 'harbour bridge', rebuilt.title);
    town.people.say(chat, person, '/follow harbour bridge');
    await town.shows(chat, /Following/);
    const from = chat.shown.length;
    town.people.say(chat, person, '/brief');
    await until(() => chat.draft?.text.includes('rebuild the harbour bridge') === true);
    expect(chat.shown).toHaveLength(from);
    await until(() => answers.length > 0);
    for (const answer of answers) answer();
    await town.shows(chat, /^Brief for/, from);
    expect(chat.draft).toBeUndefined();
  });
});

describe('inline mode', () => {
  it('offers stories in any chat, also to somebody whom the bot has never met, and a way to follow', async () => {
    const town = await openTown({ 'Harbour Wire': [rebuilt] });
    await town.start();
    const stranger = town.people.person('Max');
    const asked = town.people.ask(stranger, 'harbour bridge');
    await until(() => town.world.inlineAnswers.has(asked));
    const { results, params } = town.world.inlineAnswers.get(asked)!;
    expect(results).toMatchObject([
      { type: 'article', title: rebuilt.title, description: expect.stringContaining('Harbour Wire') },
    ]);
    expect(params.button).toEqual({ text: 'Follow harbour bridge', start_parameter: 'follow_harbour_bridge' });
    const chat = town.people.privateChat(stranger);
    town.people.say(chat, stranger, '/start follow_harbour_bridge');
    await town.shows(chat, /Following harbour bridge/);
  });
});

describe('a webhook', () => {
  it('brings updates at once, each with one effect, and only from Telegram', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/hooks/telegram`;
    const town = await openTown({ 'Harbour Wire': [rebuilt] });
    await town.start({
      args: ['--http', `127.0.0.1:${port}`],
      env: { TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: 'a-secret-of-ours' },
    });
    const { person, chat } = await newcomer(town, 'harbour bridge');
    const update = {
      update_id: 77,
      message: {
        message_id: 900,
        date: 0,
        chat: { id: chat.id, type: 'private' as const, first_name: 'Olga' },
        from: { id: person.id, is_bot: false, first_name: 'Olga' },
        text: '/topics',
      },
    };
    expect(await town.world.deliver(update, 'a-guess')).toBe(401);
    for (let replay = 0; replay < 50; replay++) expect(await town.world.deliver(update)).toBe(200);
    await town.shows(chat, /You follow 1 topic/);
    town.people.say(chat, person, '/mutes');
    await town.shows(chat, /Nothing is muted/);
    expect(chat.shown.filter(({ text }) => text.startsWith('You follow 1 topic'))).toHaveLength(1);
    expect(town.world.callsOf('getUpdates')).toEqual([]);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
