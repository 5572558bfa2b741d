/** The labelled clustering sets as items, and the metrics that choose between settings (as `score.py` defines them). */
import { readFileSync } from 'node:fs';
import type { Item } from '../../src/model.ts';
import { itemOf, type Row } from '../quality/clustering.ts';

interface LabelledRow extends Row {
  readonly story?: string | null;
  readonly fixture?: string;
}

export interface Labelled {
  readonly item: Item;
  /** Story label; an item of its own has its own id. */
  readonly label: string;
  readonly fixture: string | undefined;
}

/** Reads a set; rows without a time all arrive at one instant. */
export function readSet(path: string): Labelled[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as LabelledRow)
    .map((row) => ({ item: itemOf(row), label: row.story ?? `\u0000${row.id}`, fixture: row.fixture }));
}

/** Reads the invented cases: their format stands in their first lines. */
export function readCases(path: string): Labelled[] {
  const start = Date.UTC(2026, 0, 5);
  const rows: Labelled[] = [];
  for (const [at, part] of readFileSync(path, 'utf8')
    .split(/\n\s*\n/u)
    .entries()) {
    for (const line of part.split('\n').filter((text) => text.trim() !== '' && !text.startsWith('#'))) {
      const [hours = '', source = '', story = '', title = '', text = ''] = line.split('|').map((field) => field.trim());
      const id = `case-${rows.length}`;
      const published = new Date(start + Number(hours) * 3_600_000).toISOString();
      const label = story === '-' ? `\u0000${id}` : `case-${at}-${story}`;
      rows.push({ item: itemOf({ id, published, source, lang: 'en', title, text }), label, fixture: `case-${at}` });
    }
  }
  return rows;
}

export interface Scores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Of the items truly alone, how many were left alone. */
  readonly singleRecall: number;
}

/** BCubed over items, and recall of items that stand alone. */
export function scoreClusters(labels: readonly string[], answers: readonly string[]): Scores {
  const truth = tally(labels);
  const said = tally(answers);
  const both = tally(labels.map((label, index) => `${label}\u0001${answers[index]}`));
  let precision = 0;
  let recall = 0;
  let alone = 0;
  let kept = 0;
  for (const [index, label] of labels.entries()) {
    const together = both.get(`${label}\u0001${answers[index]}`)!;
    precision += together / said.get(answers[index]!)! / labels.length;
    recall += together / truth.get(label)! / labels.length;
    if (truth.get(label) !== 1) continue;
    alone += 1;
    if (said.get(answers[index]!) === 1) kept += 1;
  }
  return {
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
    singleRecall: alone ? kept / alone : 1,
  };
}

function tally(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
