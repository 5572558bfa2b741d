/**
 * Kills the whole program again and again while it reads a feed and tells five people on a strict fake Telegram, and
 * counts what each of them got of every story.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { openSqlite } from '../../adapters/sqlite/index.ts';
import type { TopicId } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import { makeFolder } from './folder.ts';
import { openNewsstand } from './newsstand.ts';
import { type Program, startProgram } from './program.ts';
import { makeChat, makeFollow } from './records.ts';
import { createTelegramWorld, noLimits } from './telegram.ts';
import type { FakeChat } from './telegram-chats.ts';
import { createPeople } from './telegram-people.ts';
import { until } from './wait.ts';

/** While a feed is read and taken up; when a message was just taken; at any instant. */
const moments = ['read', 'taken', 'any'] as const;
type Moment = (typeof moments)[number];

export interface ProgramKillReport {
  readonly kills: number;
  /** People × stories. */
  readonly tellings: number;
  readonly lost: number;
  readonly repeats: number;
  readonly mostRepeatsOfAKill: number;
  /** Moments after whose kills something came again. */
  readonly repeatingMoments: readonly Moment[];
}

interface Story {
  readonly place: string;
  readonly title: string;
  readonly text: string;
}

const people = 5;
const startAt = Date.parse('2026-03-10T12:00:00Z');
const speed = 10;
const beginnings = ['Al', 'Bren', 'Cor', 'Dun', 'Es', 'Fenn', 'Gos', 'Har', 'Il', 'Jor', 'Kess', 'Lum', 'Mor', 'Nev'];
const endings = ['adia', 'bourg', 'castle', 'dovia', 'ethia', 'fjord', 'grad', 'holm', 'istan', 'jarvia'];

const events = [
  ['president resigns after losing a vote', 'The president stepped down hours after parliament withdrew its support.'],
  ['shaken by a strong earthquake', 'Warehouses along the quay came down before dawn when the ground shook.'],
  [
    'cuts its interest rate by half a point',
    'The central bank surprised economists with its first cut in three years.',
  ],
  ['closes the border to all lorries', 'Drivers queued for miles after customs officers were told to stop freight.'],
  ['annuls the election of a mayor', 'Judges found that thousands of ballots had been counted twice.'],
  ['bans mining in the northern forests', 'The law takes effect at once and stops three large projects.'],
  ['wins the right to host the winter games', 'The committee chose the bid in the third round of voting.'],
] as const;

/** What happened in the `index`th of the invented countries. */
function storyOf(index: number): Story {
  const ending = endings[Math.floor(index / beginnings.length) % endings.length]!;
  const place = `${beginnings[index % beginnings.length]!}${ending}`;
  const [what, text] = events[index % events.length]!;
  return { place, title: `${place} ${what}`, text: `${text} Nobody in ${place} had expected it.` };
}

/** `random` gives numbers from 0 to 1. At most 140 kills, one for each story; what is alike is never told in one city. */
export async function killProgram(options: {
  readonly kills: number;
  readonly random: () => number;
}): Promise<ProgramKillReport> {
  const stories = Array.from({ length: options.kills }, (_, index) => storyOf(index));
  const repeatsOf = new Map<Moment, number[]>(moments.map((moment) => [moment, []]));
  let lost = 0;
  for (let from = 0; from < stories.length; from += events.length) {
    lost += await killInCity(stories.slice(from, from + events.length), from, options.random, repeatsOf);
  }
  const repeats = [...repeatsOf.values()].flat();
  return {
    kills: options.kills,
    tellings: stories.length * people,
    lost,
    repeats: repeats.reduce((sum, count) => sum + count, 0),
    mostRepeatsOfAKill: Math.max(0, ...repeats),
    repeatingMoments: moments.filter((moment) => repeatsOf.get(moment)!.some((count) => count > 0)),
  };
}

/** One kill for each story; notes what came again after each, and answers what was lost. */
async function killInCity(
  stories: readonly Story[],
  from: number,
  random: () => number,
  repeatsOf: ReadonlyMap<Moment, number[]>,
): Promise<number> {
  const city = await openCity(stories);
  try {
    let before = 0;
    for (const [index, story] of stories.entries()) {
      const moment = moments[(from + index) % moments.length]!;
      await city.killWhile(story, moment, random);
      const { repeats } = city.count();
      repeatsOf.get(moment)!.push(repeats - before);
      before = repeats;
    }
    return city.count().lost;
  } finally {
    await city.close();
  }
}

interface City {
  /** Publishes the story, kills the program at that moment, starts it again, and waits until everybody heard (a minute at most). */
  killWhile(story: Story, moment: Moment, random: () => number): Promise<void>;
  count(): { readonly lost: number; readonly repeats: number };
  close(): Promise<void>;
}

/** People who follow every country, and the program, started. */
async function openCity(stories: readonly Story[]): Promise<City> {
  const folder = makeFolder();
  const store = `sqlite:${folder.path('state.sqlite')}`;
  const world = await createTelegramWorld({ limits: noLimits });
  const stand = await openNewsstand({ 'Harbour Wire': [] });
  const crowd = createPeople(world);
  const chats = Array.from({ length: people }, () => crowd.privateChat(crowd.person()));
  await enrol(store, chats, stories);
  const begunAt = performance.now();
  const now = () => new Date(startAt + (performance.now() - begunAt) * speed).toISOString();
  const start = () =>
    startProgram({
      args: ['--store', store, '--feeds', stand.opmlUrl, '--allow-private', '127.0.0.0/8', '--poll', '1s'].concat(
        '--clock',
        `${now()},x${speed}`,
        '--log',
        'error',
      ),
      env: { TELEGRAM_BOT_TOKEN: world.token, TELEGRAM_API_ROOT: world.apiRoot },
      isJson: false,
    });
  let program: Program = start();
  let publications = 0;
  const told = (title: string) => chats.map((chat) => timesTold(chat, title));
  return {
    async killWhile({ title, text }, moment, random) {
      const requests = stand.requests.length;
      const isTold = () => told(title).some((times) => times > 0);
      const isRead = () => stand.requests.length > requests;
      publications++;
      stand.publish('Harbour Wire', { title, text, published: now() });
      await until(moment === 'taken' ? isTold : isRead, 60_000);
      if (moment === 'read') await wait(random() * 60);
      if (moment === 'any') await wait(random() * 400);
      await program.kill('SIGKILL');
      program = start();
      await until(() => told(title).every((times) => times > 0), 60_000).catch(() => undefined);
    },
    count() {
      const published = stories.slice(0, publications).flatMap(({ title }) => told(title));
      return {
        lost: published.filter((times) => times === 0).length,
        repeats: published.reduce((sum, times) => sum + Math.max(0, times - 1), 0),
      };
    },
    async close() {
      await program.kill('SIGKILL');
      await Promise.all([world.close(), stand.close()]);
      folder.remove();
    },
  };
}

async function enrol(url: string, chats: readonly FakeChat[], stories: readonly Story[]): Promise<void> {
  const store = await openStore(await openSqlite(url));
  const follows = stories.map(({ place }) => makeFollow(place, { topicId: place.toLowerCase() as TopicId }));
  await store.chats.setMany(
    chats.map(({ id }) => {
      const chat = makeChat(String(id), { address: { platform: 'telegram', id: String(id) }, follows });
      const settings = { ...chat.settings, cap: 1_000, topiccap: 1_000 };
      return [`telegram:${id}`, { ...chat, id: `telegram:${id}` as typeof chat.id, settings }] as const;
    }),
  );
  await store.close();
}

/** Messages that tell the story; edits change one and count no more. */
function timesTold(chat: FakeChat, title: string): number {
  return chat.shown.filter(({ text }) => text.includes(title)).length;
}
