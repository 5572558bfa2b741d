/**
 * `npm run bench -- brief [--data DIR] [--json FILE] [--sample FILE] [--choose]`: how much of a day's important events a brief over all stories
 * holds, and how summaries compare with lead-1, lead-3 and TextRank. `--sample FILE` writes summaries to be judged by hand.
 * `--choose` tries how much gravity and breadth count, on stories that are not of the reported day, and does nothing else.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gravityOf } from '../src/briefs/gravity.ts';
import { type Choice, inOrder } from '../src/briefs/select.ts';
import { spread } from '../src/briefs/spread.ts';
import { itemAt, type TopicId } from '../src/model.ts';
import { rankStory } from '../src/ranking/rank.ts';
import { leadOf } from '../src/writing/sentences.ts';
import { type Report, summarise } from '../src/writing/summary.ts';
import { tryWeights } from './brief/choose.ts';
import { storiesOfDay, type ToldStory } from './brief/day.ts';
import { auc, type DayEvent, matchEvents, recallAt } from './brief/recall.ts';
import { cuts, measureSummaries, type Row } from './brief/summaries.ts';
import type { Row as Entry } from './day/feeds.ts';
import type { Values } from './flags.ts';
import { readRows } from './quality/following.ts';

const dayMs = 86_400_000;
/** When the shipped day was fetched. */
const fetchedAt = Date.parse('2025-05-28T15:00:00Z');
const depths = [10, 20, 30, 50];
const leastReports = 4;
/** Few stories of one day are told by four. */
const leastReportsOfDay = 3;

export const flags = {
  data: { type: 'string', default: '../shared/bench' },
  sample: { type: 'string' },
  choose: { type: 'boolean', default: false },
} as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  const path = join(values.data, 'brief', 'items.jsonl');
  if (!existsSync(path)) {
    console.log(`There is no ${path}.`);
    return;
  }
  const stories = storiesOfDay(readRows<Entry>(path), fetchedAt);
  if (values.choose) return printWeights(stories);
  printGravity(stories);
  const recall = measureRecall(stories, readRows<DayEvent>(join(values.data, 'brief', 'events.jsonl')));
  const told = stories.map(({ items }) => items).filter(({ length }) => length >= leastReportsOfDay);
  const sets = { ...summarySets(values.data), ...halves('the day', told) };
  const summaries = Object.entries(sets).flatMap(([name, groups]) =>
    cuts.map((cut) => ({ name, cut, rows: measureSummaries(groups, leastOf(name), cut) })),
  );
  for (const { name, cut, rows } of summaries) printSummaries(name, cut, rows);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ recall, summaries }, undefined, 2));
  if (values.sample !== undefined) writeFileSync(values.sample, sampleOf(stories));
}

/** Stories of labelled events. */
function summarySets(data: string): Record<string, readonly (readonly Report[])[]> {
  const path = join(data, 'clustering', 'ecbplus.jsonl');
  if (!existsSync(path)) return {};
  const rows = readRows<Report & { story: string | null }>(path).filter(({ story }) => story !== null);
  const groups = [...Map.groupBy(rows, ({ story }) => story as string)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return halves(
    'ecbplus',
    groups.map(([, own]) => own),
  );
}

/** Every second story chose the weights, the others are reported. */
function halves(name: string, groups: readonly (readonly Report[])[]): Record<string, readonly (readonly Report[])[]> {
  const half = (part: number) => groups.filter((_, index) => index % 2 === part);
  return { [`${name}, chosen on`]: half(0), [`${name}, reported`]: half(1), [`${name}, both`]: groups };
}

function leastOf(name: string): number {
  return name.startsWith('the day') ? leastReportsOfDay : leastReports;
}

/** Stories that are not of the reported day, as one reader judged them: what gravity's weights were chosen on. */
function printGravity(stories: readonly ToldStory[]): void {
  const grave = graveIds();
  const scored = stories
    .filter((one) => !isOfTheDay(one))
    .map(({ story, items }) => ({
      isGrave: items.some(({ id }) => grave.has(id)),
      score: gravityOf({ title: story.title, category: story.category, lead: leadOf(items) }),
    }));
  const count = scored.filter(({ isGrave }) => isGrave).length;
  console.log(
    `gravity, chosen on ${scored.length} older stories, ${count} of them grave: AUC ${auc(scored).toFixed(3)}`,
  );
}

/** What `weighing` in `src/briefs/gravity.ts` was chosen by: how each setting orders the older stories. */
function printWeights(stories: readonly ToldStory[]): void {
  const grave = graveIds();
  const older = stories.filter((one) => !isOfTheDay(one));
  const isGrave = new Map(older.map(({ story, items }) => [story.id, items.some(({ id }) => grave.has(id))]));
  const ageless = older.map((one) => choiceOf(one, Math.max(...one.items.map(itemAt))));
  console.log(`${older.length} older stories\n  gravity  breadth  AUC    average precision`);
  for (const { gravity, breadth, ...told } of tryWeights(ageless, ({ story }) => isGrave.get(story.id) === true)) {
    const figures = `${told.auc.toFixed(3)}  ${told.precision.toFixed(3)}`;
    console.log(`  ${gravity.toFixed(2)}     ${breadth.toFixed(1)}      ${figures}`);
  }
}

function graveIds(): ReadonlySet<string> {
  return new Set(JSON.parse(readFileSync(new URL('brief/grave.json', import.meta.url), 'utf8')) as string[]);
}

function isOfTheDay({ items }: ToldStory): boolean {
  return items.some((item) => item.isOfUnknownAge !== true && fetchedAt - itemAt(item) < dayMs);
}

function measureRecall(stories: readonly ToldStory[], events: readonly DayEvent[]): Record<string, number[]> {
  const matches = matchEvents(events, stories, fetchedAt);
  const fresh = stories.filter(isOfTheDay);
  const told = [...matches.values()].filter((ids) => ids.size > 0).length;
  console.log(`${events.length} events, ${told} of them told by one of ${fresh.length} stories of the last day`);
  const newest = ({ items }: ToldStory) => Math.max(...items.map(itemAt));
  const byNewest = fresh.toSorted((a, b) => newest(b) - newest(a));
  const bySources = byNewest.toSorted((a, b) => b.story.sources.length - a.story.sources.length);
  const ours = spread(
    [{ topic: '', choices: inOrder(fresh.map((one) => choiceOf(one))) }],
    ({ story }) => story.sources[0]?.name,
  );
  const orders: Record<string, readonly Choice[]> = {
    Dateline: ours.sections.flatMap(({ choices }) => choices),
    'newest first': byNewest.map((one) => choiceOf(one)),
    'most sources first': bySources.map((one) => choiceOf(one)),
  };
  console.log(`events in the top ${depths.join(', ')}`);
  return Object.fromEntries(
    Object.entries(orders).map(([name, ordered]) => {
      const counts = depths.map((depth) => recallAt(depth, ordered, matches));
      console.log(`  ${name.padEnd(20)} ${counts.join('  ')}`);
      return [name, counts];
    }),
  );
}

/** As in a brief of a chat that follows everything. */
function choiceOf({ story, items }: ToldStory, now = fetchedAt): Choice {
  const updatedAt = Math.max(...items.map(itemAt));
  const ranked = rankStory({
    story: { ...story, updatedAt },
    topicId: 'all' as TopicId,
    assessment: { level: 'about', score: 1, reasons: [] },
    chat: { taste: {} },
    heard: undefined,
    now,
  });
  const unheard = { heard: undefined, change: undefined, isRecent: false };
  return { story, ranked, topic: '', lead: leadOf(items), isForeign: false, ...unheard };
}

function printSummaries(name: string, cut: number, rows: readonly Row[]): void {
  console.log(`summaries, ${name}: ${rows[0]?.pairs ?? 0} references, all cut to ${cut} words`);
  console.log('                       ROUGE-1  -2    -L    words  redundancy');
  for (const { way, rouge, words, redundancy } of rows) {
    const figures = [rouge.one, rouge.two, rouge.long].map((value) => value.toFixed(3)).join(' ');
    console.log(`  ${way.padEnd(20)} ${figures}  ${words.toFixed(1)}   ${redundancy.toFixed(3)}`);
  }
}

/** One line a sentence of every seventh story that has a summary: id, what a person judges. */
function sampleOf(stories: readonly ToldStory[]): string {
  const lines = stories
    .map(({ story, items }) => {
      const reports = items.toSorted((a, b) => Number(b.url === story.url) - Number(a.url === story.url));
      return { id: story.id, text: summarise(reports, { title: story.title, maxSentences: 2, maxLength: 420 }) };
    })
    .filter(({ text }) => text !== '')
    .filter((_, index) => index % 7 === 0)
    .map(({ id, text }) => `${id}\t${text}`);
  return `${lines.join('\n')}\n`;
}
