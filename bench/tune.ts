/**
 * `node bench/tune.ts [--data DIR] [--halves] [--write] [--windows] [--seed 1]`: learns how two groups of reports are judged to
 * tell one story. --halves learns on each half of the stories and reports on the other; --write learns on all and writes
 * config/clustering.json, the same bytes for the same data and seed; --windows reports the shipped weights on invented
 * small windows, on affairs that easily lose a report, and on the sample day.
 * Names and words of the data are no features: only how rare, how shared, how exclusive they are (src/stories/features.ts).
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeTree } from '../src/stories/weights.ts';
import { readFlags } from './flags.ts';
import { type Labelled, readCases, readSet } from './tune/data.ts';
import { judgeBy, type Learnt, learn, measure, measureOrders, shifts } from './tune/learn.ts';
import { leavingOf } from './tune/leaving.ts';
import { readSample, readWindows, scoreLeftOutside, scoreWindows } from './tune/windows.ts';

const sets = ['uci-mixed', 'ground-news-mixed', 'ecbplus', 'gold'] as const;
/** Reported only: they flatter whoever merges everything. */
const pure = ['uci', 'ground-news'] as const;
const config = join(import.meta.dirname, '../config/clustering.json');

const values = readFlags(import.meta.filename, {
  data: { type: 'string', default: '../shared/bench' },
  halves: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  windows: { type: 'boolean', default: false },
  seed: { type: 'string', default: '1' },
});
const read = (name: string) => readSet(join(values.data, 'clustering', `${name}.jsonl`));
const casesFile = join(import.meta.dirname, 'tune/hard-cases.txt');
const cases = readCases(casesFile);

if (!existsSync(values.data)) throw new Error(`no labelled data in ${values.data}`);
if (values.halves) for (const half of [0, 1]) reportHalf(half);
if (values.windows) {
  for (const [name, rows] of Object.entries(readWindows())) console.log(name, JSON.stringify(scoreWindows(rows)));
  console.log('left outside', JSON.stringify(scoreLeftOutside()));
  console.log('sample day', JSON.stringify(measure(readSample())));
}
if (values.write) writeConfig(learn(sets.map(read), cases, Number(values.seed)));

function reportHalf(half: number): void {
  const learnt = learn(
    sets.map((name) => read(name).filter((row) => halfOf(row) === half)),
    cases,
    Number(values.seed),
  );
  for (const name of [...sets, ...pure]) {
    const scores = measureOrders(
      read(name).filter((row) => halfOf(row) !== half),
      judgeBy(learnt),
    );
    console.log(
      `learnt on half ${half}, other half of ${name}: F1 ${scores.f1.toFixed(3)}, single R ${scores.singleRecall.toFixed(3)} (P ${scores.precision.toFixed(3)}, R ${scores.recall.toFixed(3)})`,
    );
  }
  console.log('small windows for choosing:', JSON.stringify(scoreWindows(readWindows().chosen, judgeBy(learnt))));
}

/** Both like events of a topic fall into one half; the stories of a fixture may fall into either. */
function halfOf({ label, fixture }: Labelled): number {
  const group = label.replace(/^(ecb-\d+).*/u, '$1') + (fixture ?? '');
  return createHash('md5').update(group).digest()[0]! % 2;
}

/** Where the weights come from: the command, and the first digits of SHA-256 of all that it read. */
function originOf(): string {
  const paths = [...sets.map((name) => join(values.data, 'clustering', `${name}.jsonl`)), casesFile];
  const read = paths.map((path) => {
    const digest = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12);
    return `${basename(path)} (${digest})`;
  });
  return [
    `Written by \`node bench/tune.ts --write --seed ${values.seed}\` from ${read.join(', ')}, with the code and the tables that were committed with this file.`,
    'The same data, seed and code give the same bytes. `shift` was chosen on halves of the data. `byHand` was set by hand: the times of the',
    'data are made up, missing or minutes apart, `oneName` (nothing shared but one name) tells more in small windows than there, and',
    '`fewReports` holds back a window that does not show yet what is common in it.',
    'A line is a tree: its feature, the threshold, what to add to the log-odds up to it and above it.',
  ].join(' ');
}

function writeConfig(learnt: Learnt): void {
  const known = JSON.parse(readFileSync(config, 'utf8')) as { readonly byHand: object };
  const forests = Object.entries(learnt).map(([name, { base, trees }]) => [
    name,
    { base: Number(base.toFixed(4)), trees: trees.map(writeTree) },
  ]);
  const streams = [...sets.map(read), ...pure.map(read), ...Map.groupBy(cases, ({ fixture }) => fixture).values()];
  const next = {
    origin: originOf(),
    shift: shifts,
    byHand: known.byHand,
    leaving: leavingOf(learnt, streams),
    ...Object.fromEntries(forests),
  };
  writeFileSync(config, `${JSON.stringify(next, undefined, 2)}\n`);
}
