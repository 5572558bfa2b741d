/**
 * `npm run bench -- day [--data DIR] [--threshold normal] [--sweep] [--json FILE]`: one real day of fifteen sources, thirty topics followed
 * before it begins. Prints what would be pushed and why, and how much of it a person wanted. Titles are printed, never kept.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { least } from '../src/delivery/attention.ts';
import { loadCatalogue } from '../src/messages/say.ts';
import type { Row } from './day/feeds.ts';
import {
  type Figures,
  figuresOf,
  type Judged,
  judge,
  type Label,
  ofTopic,
  precisionOf,
  readLabels,
  totalOf,
} from './day/judge.ts';
import { liveThrough, type Push, type Threshold } from './day/live.ts';
import type { Values } from './flags.ts';
import { readRows } from './quality/following.ts';

const thresholds: readonly Threshold[] = ['low', 'normal', 'high'];

/** Where the day is kept below the data's directory. */
const dayFile = 'brief/items.jsonl';

/** Runs the benchmark and prints its tables. */
export const flags = {
  data: { type: 'string', default: '../shared/bench' },
  threshold: { type: 'string', default: 'normal' },
  sweep: { type: 'boolean', default: false },
} as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  const file = join(values.data, dayFile);
  if (!existsSync(file)) return void console.log(`day: no data at ${file}`);
  const rows = readRows<Row>(file);
  const labels = readLabels();
  if (values.sweep) return sweep(rows, labels);
  const pushes = await liveThrough(
    rows,
    labels.map(({ topic }) => topic),
    thresholds,
  );
  const titles = new Map(rows.map((row) => [row.id, `${row.source}: ${row.title}`]));
  printTopics(labels, ofThreshold(pushes, values.threshold as Threshold), titles);
  const totals = Object.fromEntries(thresholds.map((one) => [one, totalOf(labels, ofThreshold(pushes, one))]));
  for (const [threshold, total] of Object.entries(totals)) console.log(`${threshold}: ${lineOf(total)}`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(totals, null, 2)}\n`);
}

/** Every second topic: bounds are chosen on one half and reported on the other. */
const halves = [0, 1].map((half) => (_: unknown, at: number) => at % 2 === half);
/** Of the bounds that are this precise on a half, the one that tells most is chosen there; of equals the strictest. */
const wantedPrecision = 0.9;

/** What other bounds than the shipped ones would push; and what choosing on half of the topics gives on the other half. */
async function sweep(rows: readonly Row[], labels: readonly Label[]): Promise<void> {
  const bounds: Record<Threshold, { rank: number; importance: number }> = least;
  const topics = labels.map(({ topic }) => topic);
  const tried: Tried[] = [];
  for (const importance of [0, 0.39, 0.52, 0.63]) {
    for (const rank of importance === 0
      ? [0, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6]
      : [0.25, 0.35, 0.45, 0.5, 0.55, 0.6]) {
      bounds.high = { rank, importance };
      const pushes = await liveThrough(rows, topics, ['high']);
      console.log(`importance ${importance}, rank ${rank}: ${lineOf(totalOf(labels, pushes))}`);
      tried.push({ importance, rank, totals: halves.map((half) => totalOf(labels.filter(half), pushes)) });
    }
  }
  for (const [half, other] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const best = bestOn(half, tried);
    console.log(
      `chosen on half ${half}: importance ${best.importance}, rank ${best.rank} (${lineOf(best.totals[half]!)}); the other half: ${lineOf(best.totals[other]!)}`,
    );
  }
}

interface Tried {
  readonly importance: number;
  readonly rank: number;
  readonly totals: readonly Figures[];
}

function bestOn(half: number, tried: readonly Tried[]): Tried {
  const worth = ({ totals }: Tried) => {
    const total = totals[half]!;
    return precisionOf(total) >= wantedPrecision ? total.right + 1 : precisionOf(total);
  };
  return tried.reduce((best, one) => (worth(one) >= worth(best) ? one : best));
}

function ofThreshold(pushes: readonly Push[], threshold: Threshold): Push[] {
  return pushes.filter((push) => push.threshold === threshold);
}

function printTopics(labels: readonly Label[], pushes: readonly Push[], titles: ReadonlyMap<string, string>): void {
  const catalogue = loadCatalogue();
  const why = ({ push: { ranked } }: Judged) =>
    (ranked?.reasons ?? []).map((reason) => catalogue.phrase('en', reason)).join('; ');
  for (const label of labels) {
    const { judged, missed } = judge(label, ofTopic(pushes, label));
    console.log(`\n${label.topic} (${label.kind}): ${lineOf(figuresOf(judged, missed.length))}`);
    for (const one of judged) {
      const { push } = one;
      const rank =
        push.ranked === undefined ? '' : `rank ${push.ranked.rank.toFixed(2)}, score ${push.ranked.score.toFixed(2)}`;
      console.log(
        `  ${one.verdict.padEnd(6)}${new Date(push.at).toISOString().slice(8, 16)} ${push.kind} ${push.isLoud ? '' : 'silent '}` +
          `${push.title} [${push.sources} outlets; ${rank}; ${why(one)}]`,
      );
    }
    for (const rows of missed) console.log(`  missed ${titles.get(rows[0] ?? '')}`);
  }
}

function lineOf(figures: Figures): string {
  const { pushed, right, wrong, again, missed } = figures;
  return `${pushed} pushed, ${right} right, ${wrong} wrong, ${again} again, ${missed} missed, precision ${precisionOf(figures).toFixed(3)}`;
}
