/**
 * Summaries against other outlets' words: of each story, every report in turn is held back, its lead is the reference, and each
 * way of summarising reads the others. All texts are cut to the same number of words.
 */
import { splitSentences } from '../../src/writing/sentences.ts';
import { overlap, type Report, summarise, termsOf } from '../../src/writing/summary.ts';
import { lead, textRank } from './rivals.ts';
import { cutWords, type Rouge, rouge } from './rouge.ts';

/** Words of a short summary and of a long one. */
export const cuts = [25, 50];
const leastReference = 12;
const longest = { maxSentences: 3, maxLength: 600 };

export const ways: Readonly<Record<string, (reports: readonly Report[]) => string>> = {
  Dateline: (reports) => summarise(reports, { title: reports[0]?.title ?? '', ...longest }),
  'lead-1': (reports) => lead(reports, 1),
  'lead-3': (reports) => lead(reports, 3),
  TextRank: (reports) => textRank(reports, 3),
};

export interface Row {
  readonly way: string;
  readonly rouge: Rouge;
  readonly words: number;
  /** Mean share of the shorter sentence's terms that two sentences of one summary have in common. */
  readonly redundancy: number;
  readonly pairs: number;
}

/** One row a way, over all stories with at least `least` reports. */
export function measureSummaries(stories: readonly (readonly Report[])[], least: number, cutAt: number): Row[] {
  const pairs = stories.filter((reports) => reports.length >= least).flatMap((reports) => heldBack(reports, cutAt));
  return Object.entries(ways).map(([way, write]) => {
    const told = pairs.map(({ reports, reference }) => ({ reference, text: cutWords(write(reports), cutAt) }));
    const scores = told.map(({ text, reference }) => rouge(text, reference));
    return {
      way,
      rouge: {
        one: mean(scores.map(({ one }) => one)),
        two: mean(scores.map(({ two }) => two)),
        long: mean(scores.map(({ long }) => long)),
      },
      words: mean(told.map(({ text }) => text.split(/\s+/u).filter(Boolean).length)),
      redundancy: mean(told.flatMap(({ text }) => redundancyOf(text))),
      pairs: pairs.length,
    };
  });
}

function heldBack(reports: readonly Report[], cutAt: number): { reports: Report[]; reference: string }[] {
  return reports.flatMap((held, index) => {
    const reference = cutWords(held.text, cutAt);
    if (reference.split(/\s+/u).length < leastReference) return [];
    const others = reports.filter((report, other) => other !== index && report.text !== held.text);
    return others.length < 2 ? [] : [{ reports: others, reference }];
  });
}

function redundancyOf(text: string): number[] {
  const terms = splitSentences(text).map(termsOf);
  return terms.flatMap((a, index) => terms.slice(index + 1).map((b) => overlap(a, b)));
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
