/**
 * `npm run bench -- examples [--out FILE]`: composes briefs from the invented sample day and shows each as the console, Telegram and
 * Discord take it. With --out, writes the page that stands in docs/.
 */
import { writeFileSync } from 'node:fs';
import type { BriefLength } from '../src/briefs/select.ts';
import { readSample } from '../src/demo/sample.ts';
import { makeBrief } from '../src/engine/briefing.ts';
import { makeCatchUp } from '../src/engine/catch-up.ts';
import { prepareFollows } from '../src/engine/desk.ts';
import { timelineOf } from '../src/engine/timeline.ts';
import { textMessage } from '../src/messages/compose.ts';
import { loadCatalogue } from '../src/messages/say.ts';
import type { Message } from '../src/model.ts';
import type { FeedRecord } from '../src/store/records.ts';
import { feedOf } from '../test/worlds/desk.ts';
import { makeChat, settings } from '../test/worlds/records.ts';
import { type DayWorld, followOf, openDay } from './day/world.ts';
import { shownOn } from './examples/shown.ts';
import type { Values } from './flags.ts';

const startAt = Date.parse('2026-03-08T06:00:00Z');
const morning = Date.parse('2026-03-12T08:00:00Z');
const dayMs = 86_400_000;
const catalogue = loadCatalogue();

interface Example {
  readonly title: string;
  readonly topics: readonly string[];
  readonly make: (world: Day, chatId: string) => Promise<Message>;
}

type Day = DayWorld & { readonly catalogue: typeof catalogue };

const examples: readonly Example[] = [
  { title: 'A busy day', topics: ['Odalys', 'Kestrov', '"Bank of Arvenia"'], make: brief('short') },
  { title: 'A normal day', topics: ['Kestrov', 'vineyard'], make: brief('short') },
  { title: 'An empty day', topics: ['"Lake Titicaca"', 'carillon'], make: emptyDay },
  { title: 'Headlines only', topics: ['Odalys', 'Kestrov', '"Bank of Arvenia"'], make: brief('headlines') },
  { title: 'The week', topics: ['Odalys'], make: brief('headlines', true) },
  { title: '/missed, after two days and a half', topics: ['Odalys', 'Kestrov', '"Bank of Arvenia"'], make: catchUp },
  { title: 'The course of a followed story', topics: ['Odalys'], make: course },
];

export const flags = {} as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  const pages: string[] = [];
  for (const { title, topics, make } of examples) {
    const chat = makeChat('reader', { settings, locale: 'en', follows: topics.map(followOf) });
    const world = { ...(await openDay(rowsOfSample(), startAt, [chat])), catalogue };
    await world.liveUntil(morning);
    const message = await make(world, chat.id);
    pages.push(`## ${title}\n\n${shownOn(message, (key, params) => catalogue.say('en', key, params), morning)}`);
    await world.store.close();
  }
  const text = `${preface}\n\n${pages.join('\n\n')}\n`;
  if (values.out === undefined) console.log(text);
  else writeFileSync(values.out, text);
}

const preface = `# Briefs as they are shown

Written by \`npm run bench -- examples --out docs/briefs-shown.md\` from the sample day of \`npm run demo\`, lived through from 8 to 12 March:
every outlet, person and event is invented. The console is 60 columns wide here; Telegram and Discord wrap for themselves, their buttons
stand in brackets. What a real day gives is in [real-day.md](real-day.md), in headlines and figures.`;

function rowsOfSample() {
  return readSample().items.map((item) => ({ ...item, published: new Date(item.published).toISOString() }));
}

async function readerOf(world: Day, chatId: string) {
  const chat = await world.store.chats.get(chatId);
  if (chat === undefined) throw new Error('the reader is gone');
  await prepareFollows(world, chat.follows);
  return { chat, heard: await world.alerts.heard.read(chat.id) };
}

function brief(length: BriefLength, isReview = false) {
  return async (world: Day, chatId: string): Promise<Message> => {
    const { chat, heard } = await readerOf(world, chatId);
    return makeBrief(world, chat, heard, goodFeeds(world), { topics: [], length, isReview }).message;
  };
}

function goodFeeds(world: Day): FeedRecord[] {
  return readSample().sources.map(({ name }) => feedOf(name, world.clock.now()));
}

/** One topic is silent for long, and one source cannot be read. */
async function emptyDay(world: Day, chatId: string): Promise<Message> {
  const { chat, heard } = await readerOf(world, chatId);
  const now = world.clock.now();
  const silent = { ...heard, lastBriefAt: now - dayMs, silentSince: { [chat.follows[0]!.topicId]: now - 34 * dayMs } };
  const feeds = [...goodFeeds(world), feedOf('Night Wire', now, 4)];
  return makeBrief(world, chat, silent, feeds, { topics: [], length: 'short' }).message;
}

async function catchUp(world: Day, chatId: string): Promise<Message> {
  const { chat, heard } = await readerOf(world, chatId);
  return makeCatchUp(world, { ...chat, lastReadAt: world.clock.now() - 2.5 * dayMs }, heard);
}

/** Of the story that most outlets tell. */
async function course(world: Day, chatId: string): Promise<Message> {
  const { chat } = await readerOf(world, chatId);
  const [followed] = [...(world.archive.assessments(chat.follows[0]!.topicId)?.keys() ?? [])]
    .flatMap((id) => world.archive.current(id) ?? [])
    .toSorted((a, b) => b.sources.length - a.sources.length);
  if (followed === undefined) throw new Error('there is no story');
  const heading = { kind: 'heading' as const, spans: [{ text: followed.title }] };
  return { ...textMessage('reply', []), blocks: [heading, ...timelineOf(world, chat, followed.id)] };
}
