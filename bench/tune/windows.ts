/** Invented windows of a few reports, each streamed by itself: how many come out exactly as told. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Item } from '../../src/model.ts';
import type { Judge } from '../../src/stories/cluster.ts';
import { itemOf, type Row } from '../quality/clustering.ts';
import { type Labelled, readCases } from './data.ts';
import { stream } from './learn.ts';

const file = join(import.meta.dirname, '../quality/small-windows.txt');
const leftOutside = join(import.meta.dirname, '../quality/left-outside.txt');

export interface WindowScore {
  readonly windows: number;
  readonly right: number;
  /** Pairs of reports of two stories that were joined, and pairs of one story that were not. */
  readonly joined: number;
  readonly missed: number;
}

/** The windows, in order; every second one, from the second on, is kept to report on. */
export function readWindows(): { readonly chosen: readonly Labelled[][]; readonly kept: readonly Labelled[][] } {
  const windows = [...Map.groupBy(readCases(file), ({ fixture }) => fixture).values()];
  return { chosen: windows.filter((_, at) => at % 2 === 0), kept: windows.filter((_, at) => at % 2 === 1) };
}

/** The sample day that comes with the program, in order of time; nothing is learnt or chosen from it. */
export function readSample(): Labelled[] {
  const folder = join(import.meta.dirname, '../../config/sample');
  const stories = JSON.parse(readFileSync(join(folder, 'stories.json'), 'utf8')) as { id: string; items: string[] }[];
  const labels = new Map(stories.flatMap(({ id, items }) => items.map((item): [string, string] => [item, id])));
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as Row)
    .sort((a, b) => Date.parse(a.published ?? '') - Date.parse(b.published ?? ''))
    .map((row) => ({ item: itemOf(row), label: labels.get(row.id) ?? `\u0000${row.id}`, fixture: undefined }));
}

export function scoreWindows(windows: readonly (readonly Labelled[])[], judge?: Judge): WindowScore {
  return summed(windows.map((rows) => pairsWrong(rows, stream(rows, judge))));
}

function summed(wrong: readonly { readonly joined: number; readonly missed: number }[]): WindowScore {
  const sum = (pick: (one: { joined: number; missed: number }) => number) =>
    wrong.reduce((all, one) => all + pick(one), 0);
  return {
    windows: wrong.length,
    right: wrong.filter(({ joined, missed }) => joined + missed === 0).length,
    joined: sum(({ joined }) => joined),
    missed: sum(({ missed }) => missed),
  };
}

/** Affairs in which one report is easily left outside, each placed an hour behind the sample day; only their own pairs count. */
export function scoreLeftOutside(judge?: Judge): WindowScore {
  const day = readSample();
  const behind = Math.max(...day.map(({ item }) => item.firstSeenAt)) + 3_600_000;
  const affairs = [...Map.groupBy(readCases(leftOutside), ({ fixture }) => fixture).values()];
  const wrong = affairs.map((rows) => {
    const late = rows.map((row) => ({ ...row, item: later(row.item, behind - rows[0]!.item.firstSeenAt) }));
    return pairsWrong(late, stream([...day, ...late], judge).slice(day.length));
  });
  return summed(wrong);
}

function later(item: Item, ms: number): Item {
  const { publishedAt, firstSeenAt } = item;
  return { ...item, publishedAt: publishedAt === undefined ? undefined : publishedAt + ms, firstSeenAt: firstSeenAt + ms };
}

export function pairsWrong(rows: readonly Labelled[], answers: readonly string[]): { joined: number; missed: number } {
  let joined = 0;
  let missed = 0;
  for (const [at, { label }] of rows.entries()) {
    for (let other = 0; other < at; other += 1) {
      const isSame = rows[other]!.label === label;
      const isSaidSame = answers[other] === answers[at];
      if (isSaidSame && !isSame) joined += 1;
      if (isSame && !isSaidSame) missed += 1;
    }
  }
  return { joined, missed };
}
