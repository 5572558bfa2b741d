/** Invented windows of a few reports, each streamed by itself: how many come out exactly as told. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Judge } from '../../src/stories/cluster.ts';
import { itemOf, type Row } from '../quality/clustering.ts';
import { type Labelled, readCases } from './data.ts';
import { stream } from './learn.ts';

const file = join(import.meta.dirname, '../quality/small-windows.txt');

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
  const wrong = windows.map((rows) => pairsWrong(rows, stream(rows, judge)));
  const sum = (pick: (one: { joined: number; missed: number }) => number) =>
    wrong.reduce((all, one) => all + pick(one), 0);
  return {
    windows: windows.length,
    right: wrong.filter(({ joined, missed }) => joined + missed === 0).length,
    joined: sum(({ joined }) => joined),
    missed: sum(({ missed }) => missed),
  };
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
