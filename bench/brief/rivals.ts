/** Other ways to summarise, to be measured beside ours: the first sentences, and TextRank. */
import { sentences } from '../../src/text/sentences.ts';
import { stem } from '../../src/text/stem.ts';
import { words } from '../../src/text/words.ts';
import type { Report } from '../../src/writing/summary.ts';

/** The first sentences of the first report that has a text. */
export function lead(reports: readonly Report[], count: number): string {
  const text = reports.find((report) => report.text !== '')?.text ?? '';
  return sentences(text)
    .slice(0, count)
    .map((one) => one.text)
    .join(' ');
}

const damping = 0.85;
const rounds = 30;

/** TextRank (Mihalcea and Tarau 2004) over the sentences of all reports, best first; twins (more than 70 % of the words) are left out. */
export function textRank(reports: readonly Report[], count: number): string {
  const all = reports.flatMap((report) => sentences(report.text).map((one) => one.text)).slice(0, 120);
  const bags = all.map((text) => new Set(words(text).map(stem)));
  const weights = bags.map((a, i) => bags.map((b, j) => (i === j ? 0 : likeness(a, b))));
  const sums = weights.map((row) => row.reduce((sum, weight) => sum + weight, 0));
  let scores = all.map(() => 1);
  for (let round = 0; round < rounds; round += 1) {
    scores = scores.map((_, i) => {
      const flow = weights.reduce((sum, row, j) => sum + (sums[j]! > 0 ? (row[i]! / sums[j]!) * scores[j]! : 0), 0);
      return 1 - damping + damping * flow;
    });
  }
  const order = all.map((_, index) => index).sort((a, b) => scores[b]! - scores[a]!);
  const chosen: number[] = [];
  for (const index of order) {
    if (chosen.length < count && chosen.every((other) => sharedShare(bags[index]!, bags[other]!) < 0.7))
      chosen.push(index);
  }
  return chosen.map((index) => all[index]).join(' ');
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size < 2 || b.size < 2) return 0;
  return sharedCount(a, b) / (Math.log(a.size) + Math.log(b.size));
}

function sharedShare(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return sharedCount(a, b) / Math.max(1, Math.min(a.size, b.size));
}

function sharedCount(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const word of a) if (b.has(word)) both += 1;
  return both;
}
