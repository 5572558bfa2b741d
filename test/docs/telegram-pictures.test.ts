/**
 * The pictures of docs/telegram.md, drawn from what the real program says to the fake Telegram. `npm run pictures` draws them
 * anew (it needs chromium); without that, this test sees to it that what they show is still what people see.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { FakeChat, FakePerson, Shown } from '../worlds/telegram-chats.ts';
import { drawPhones, type Phone } from '../worlds/telegram-picture.ts';
import { actionOf, openTown, report, type Town } from '../worlds/telegram-program.ts';
import { until } from '../worlds/wait.ts';

vi.setConfig({ testTimeout: 90_000 });

const folder = process.env.DATELINE_PICTURES;
const browser = 'chromium';
const phoneWidth = 408;

/** Writes a picture beside the page when pictures are wanted; answers the page in any case. */
function draw(name: string, height: number, phones: readonly Phone[]): string {
  const page = drawPhones(phones);
  if (folder === undefined) return page;
  mkdirSync(folder, { recursive: true });
  const html = resolve(join(folder, `${name}.html`));
  writeFileSync(html, page);
  const size = `--window-size=${phones.length * phoneWidth - 8},${height}`;
  const shot = `--screenshot=${resolve(join(folder, `${name}.png`))}`;
  execFileSync(browser, ['--headless', '--no-sandbox', '--hide-scrollbars', shot, size, `file://${html}`], {
    stdio: 'ignore',
  });
  rmSync(html);
  return page;
}

const bridge = report(
  'Ministers agree to rebuild the harbour bridge in Lisk',
  'Ministers agreed on Tuesday to rebuild the harbour bridge in Lisk, which fell in March. Work begins in autumn.',
  50,
);
const crack = report(
  'Harbour bridge: divers find a second crack in the western pier',
  'Divers found a second crack in the western pier of the harbour bridge on Tuesday, the port authority said.',
  -1,
);

async function press(town: Town, chat: FakeChat, person: FakePerson, shown: Shown, ...labels: readonly RegExp[]) {
  for (const label of labels) {
    const before = shown.edits;
    town.people.press(chat, person, shown, actionOf(shown, label));
    await until(() => shown.edits > before);
  }
}

it('Telegram as people see it', async () => {
  const town = await openTown({ 'Harbour Wire': [bridge], 'Meridian Post': [], 'Northline News': [] });
  await town.start();
  const person = town.people.person('Olga');
  const chat = town.people.privateChat(person);
  const ask = async (said: string, expected: RegExp) => {
    const from = chat.shown.length;
    town.people.say(chat, person, said);
    return [{ said }, { ...(await town.shows(chat, expected, from)) }];
  };
  const start = await ask('/start', /I follow the news/);
  const follow = await ask('/follow harbour bridge', /Following/);
  town.stand.publish('Harbour Wire', { ...crack, image: 'https://harbour-wire.example/pier.jpg' });
  const alert = await town.shows(chat, /second crack/);
  town.stand.publish('Meridian Post', {
    ...crack,
    title: 'Second crack found in western pier of harbour bridge by divers',
  });
  await until(() => alert.text.includes('Meridian Post'));
  const [, brief] = await ask('/brief', /^Brief for/);
  const first = draw('telegram', 930, [
    { title: 'Dateline', chat, parts: [...start, ...follow] },
    { title: 'Dateline', chat, parts: [alert, { said: '/brief' }, brief!] },
  ]);
  for (const words of ['Following harbour bridge', 'class="photo"', 'Why this?', 'Brief for', 'Add me to a group'])
    expect(first).toContain(words);

  const shots: Phone[] = [];
  const [asked] = await ask('/settings', /Settings of this chat/);
  const screen = chat.shown.at(-1)!;
  const keep = (...before: Phone['parts']) =>
    shots.push({ title: 'Dateline', chat, parts: [...before, { ...screen }] });
  keep(asked!);
  await press(town, chat, person, screen, /^Topics/, /^harbour bridge/);
  keep();
  await press(town, chat, person, screen, /Back/, /Back/, /^Briefs/, /^Plan/);
  keep();
  const second = draw('telegram-settings', 590, shots);
  for (const words of ['cap 12', '✓ As usual', 'A brief at what hour?']) expect(second).toContain(words);
  expect(town.world.complaints).toEqual([]);
});

it('has its pictures in the documentation', () => {
  const docs = resolve(import.meta.dirname, '../../docs/pictures');
  expect(['telegram.png', 'telegram-settings.png'].filter((name) => !existsSync(join(docs, name)))).toEqual([]);
});
