/**
 * `npm run bench -- engine [--items 12000] [--json FILE]`: how fast reports find their story, their topics among very many follows, and their rank;
 * what a follow costs in memory; how long the index takes to come back. Other ways of finding names are timed over the same texts.
 */
import { writeFileSync } from 'node:fs';
import { build, clustering, matching, type Step, type Timed, time, wholeWay } from './engine/pipeline.ts';
import { automatonPerSecond, expressionsPerSecond, ripgrepPerSecond } from './engine/references.ts';
import { measureRestart } from './engine/restart.ts';
import { streamOf } from './engine/world.ts';
import type { Values } from './flags.ts';

const sizes = [
  { topics: 1_000, follows: 10_000 },
  { topics: 100_000, follows: 1_000_000 },
];
const most = sizes.at(-1)!;
/** Topics that the news names, of those followed at every size. */
const hot = 1_000;

/** Runs the benchmark and prints its table. */
export const flags = { items: { type: 'string', default: '12000' } } as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  const items = streamOf(Number(values.items), hot);
  const say = (name: string, make: () => Step): Timed => {
    const timed = time(make, items);
    console.log(`${name}: ${wordsOf(timed)}`);
    return timed;
  };
  const rows = sizes.map((size) => {
    const built = build(size.topics, size.follows);
    const name = `${size.follows} follows of ${size.topics} topics`;
    console.log(
      `${name}: ${built.bytesPerFollow.toFixed(0)} bytes a follow, built in ${(built.buildMs / 1000).toFixed(1)} s`,
    );
    const match = say(`  matching alone, ${name}`, () => matching(built));
    const whole = say(`  cluster + match + rank, ${name}`, () => wholeWay(built));
    return { ...size, buildMs: built.buildMs, bytesPerFollow: built.bytesPerFollow, match, whole };
  });
  const cluster = say('clustering alone', clustering);
  const growth = rows[0]!.whole.perSecond / rows[1]!.whole.perSecond;
  console.log(`time per item grows ${growth.toFixed(2)} times from 10,000 to 1,000,000 follows`);
  const restartSeconds = await measureRestart(most.topics, most.follows);
  console.log(`index rebuilt from a memory store in ${restartSeconds.toFixed(1)} s`);
  const references = {
    expressions: expressionsPerSecond(items, most.topics),
    automaton: automatonPerSecond(items, most.topics),
    ripgrep: ripgrepPerSecond(items, most.topics),
  };
  console.log(
    `one regular expression per topic: ${references.expressions.toFixed(2)} items/s (reckoned from a sample of topics)`,
  );
  const { perSecond, buildSeconds } = references.automaton;
  console.log(`Aho–Corasick package: ${perSecond.toFixed(0)} items/s, built in ${buildSeconds.toFixed(1)} s`);
  console.log(`ripgrep -F -f topics: ${references.ripgrep?.toFixed(0) ?? 'not installed'} items/s`);
  const all = { rows, cluster, growth, restartSeconds, references };
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`);
}

function wordsOf({ perSecond, p50Ms, p99Ms, p50ComputedMs, p99ComputedMs, matches }: Timed): string {
  const wall = `p50 ${p50Ms.toFixed(3)} ms, p99 ${p99Ms.toFixed(3)} ms`;
  const computed = `p50 ${p50ComputedMs.toFixed(3)} ms, p99 ${p99ComputedMs.toFixed(3)} ms`;
  return `${perSecond} items/s; by the clock ${wall}; computing ${computed}; ${matches.toFixed(2)} matches an item`;
}
