/** What other ways of finding names in the same texts cost: one regular expression for each topic, an Aho–Corasick package, and ripgrep. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import AhoCorasick from 'modern-ahocorasick';
import type { Item } from '../../src/model.ts';
import { makeFolder } from '../../test/worlds/folder.ts';
import { computedMs } from './pipeline.ts';
import { topicName } from './world.ts';

/** Regular expressions are tried on so many topics and texts, and the rest is reckoned: the time grows with their product. */
const triedTopics = 1_000;
const triedItems = 300;

/** Items a second for one case-blind whole-word expression per topic, reckoned from a sample to all topics. */
export function expressionsPerSecond(items: readonly Item[], topics: number): number {
  const patterns = Array.from(
    { length: triedTopics },
    (_, n) => new RegExp(`\\b${topicName(Math.floor((n * topics) / triedTopics))}\\b`, 'iu'),
  );
  const texts = items.slice(0, triedItems).map(textOf);
  const startedAt = computedMs();
  let found = 0;
  for (const text of texts) for (const pattern of patterns) if (pattern.test(text)) found += 1;
  const perItemMs = ((computedMs() - startedAt) / texts.length) * (topics / triedTopics);
  if (found > texts.length * patterns.length) throw new Error('More was found than looked for.');
  return 1000 / perItemMs;
}

/** Items a second for one Aho–Corasick automaton of all topics in small letters, building it apart. It finds literal strings only. */
export function automatonPerSecond(
  items: readonly Item[],
  topics: number,
): { perSecond: number; buildSeconds: number } {
  const builtFrom = computedMs();
  const automaton = new AhoCorasick(Array.from({ length: topics }, (_, n) => topicName(n).toLowerCase()));
  const buildSeconds = (computedMs() - builtFrom) / 1000;
  const startedAt = computedMs();
  let found = 0;
  for (const item of items) found += automaton.search(textOf(item).toLowerCase()).length;
  if (found < items.length) throw new Error('Every text names a topic.');
  return { perSecond: items.length / ((computedMs() - startedAt) / 1000), buildSeconds };
}

/**
 * Lines a second of `rg -F -f topics` on one thread by the clock on the wall, with reading the names; undefined where it is not
 * installed. It finds literal strings only, and does not say which topic a line met.
 */
export function ripgrepPerSecond(items: readonly Item[], topics: number): number | undefined {
  if (spawnSync('rg', ['--version']).status !== 0) return undefined;
  const folder = makeFolder();
  writeFileSync(folder.path('topics'), Array.from({ length: topics }, (_, n) => `${topicName(n)}\n`).join(''));
  writeFileSync(folder.path('texts'), items.map((item) => `${textOf(item)}\n`).join(''));
  const startedAt = performance.now();
  const args = ['-F', '-c', '-j', '1', '-f', folder.path('topics'), folder.path('texts')];
  const { status } = spawnSync('rg', args);
  const seconds = (performance.now() - startedAt) / 1000;
  folder.remove();
  if (status !== 0) return undefined;
  return items.length / seconds;
}

function textOf({ title, text }: Item): string {
  return `${title} ${text}`.replaceAll('\n', ' ');
}
