/** ROUGE after Lin (2004): overlap of words, of pairs of words and of the longest common sequence, as F1 over stems. */
import { stem } from '../../src/text/stem.ts';
import { words } from '../../src/text/words.ts';

export interface Rouge {
  readonly one: number;
  readonly two: number;
  readonly long: number;
}

/** The first `count` words of a text. */
export function cutWords(text: string, count: number): string {
  return text.split(/\s+/u).slice(0, count).join(' ');
}

/** F1 of each measure, 0 to 1. */
export function rouge(candidate: string, reference: string): Rouge {
  const [a, b] = [candidate, reference].map((text) => words(text).map(stem)) as [string[], string[]];
  return {
    one: f1(shared(a, b), a.length, b.length),
    two: f1(shared(pairs(a), pairs(b)), a.length - 1, b.length - 1),
    long: f1(longestCommon(a, b), a.length, b.length),
  };
}

function f1(both: number, a: number, b: number): number {
  return both === 0 ? 0 : (2 * both) / (Math.max(0, a) + Math.max(0, b));
}

function pairs(tokens: readonly string[]): string[] {
  return tokens.slice(1).map((token, index) => `${tokens[index]} ${token}`);
}

function shared(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const token of a) left.set(token, (left.get(token) ?? 0) + 1);
  let both = 0;
  for (const token of b) {
    const count = left.get(token) ?? 0;
    if (count > 0) both += 1;
    left.set(token, count - 1);
  }
  return both;
}

function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const token of a) {
    const next = [0];
    for (const [index, other] of b.entries())
      next.push(token === other ? row[index]! + 1 : Math.max(row[index + 1]!, next[index]!));
    row = next;
  }
  return row[b.length]!;
}
