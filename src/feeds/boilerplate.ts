/** Sentences that a feed repeats under report after report: learnt from the feed itself, in any language. */
import { digest } from '../hash.ts';
import { fold } from '../text/words.ts';
import type { Paragraphs } from './clean.ts';

/** What is known of one feed, fit for JSON: key of a sentence → reads ago that it was last seen repeated. */
export interface Boilerplate {
  readonly sentences: Readonly<Record<string, number>>;
}

export const noBoilerplate: Boilerplate = { sentences: {} };

/** A sentence counts as repeated in at least three reports and a fifth of those with a text. */
const leastReports = 3;
const leastShare = 0.2;
/** Forgotten after so many reads without it; at most so many are kept. */
const keptReads = 200;
const keptSentences = 80;

const keyOf = (sentence: string): string => digest(8, fold(sentence).replace(/[^\p{L}\p{N}]+/gu, ' '));

/** Boilerplate stands at the edges: a sentence repeated in the middle is the background of a running story. */
function edgesOf(paragraphs: Paragraphs): string[] {
  const sentences = paragraphs.flat();
  const edges = sentences.length <= 4 ? sentences : [sentences[0] as string, ...sentences.slice(-3)];
  return [...new Set(edges.map(keyOf))];
}

/** What was known, and what these reports of one read repeat. Needs no more than the read itself; pure. */
export function learnBoilerplate(known: Boilerplate, reports: readonly Paragraphs[]): Boilerplate {
  const withText = reports.filter((report) => report.some((paragraph) => paragraph.length > 0));
  const counts = new Map<string, number>();
  for (const report of withText) for (const key of edgesOf(report)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const aged = Object.entries(known.sentences).map(([key, age]): [string, number] => [key, age + 1]);
  const repeated = [...counts].filter(([, count]) => count >= leastReports && count >= leastShare * withText.length);
  const seen = new Set(repeated.map(([key]) => key));
  const sentences = [
    ...repeated.map(([key]): [string, number] => [key, 0]),
    ...aged.filter(([key, age]) => !seen.has(key) && age < keptReads),
  ];
  return { sentences: Object.fromEntries(sentences.slice(0, keptSentences)) };
}

/** The report without the feed's boilerplate. */
export function withoutBoilerplate(paragraphs: Paragraphs, known: Boilerplate): Paragraphs {
  if (Object.keys(known.sentences).length === 0) return paragraphs;
  const isNews = (sentence: string): boolean => !Object.hasOwn(known.sentences, keyOf(sentence));
  return paragraphs.map((paragraph) => paragraph.filter(isNews));
}
