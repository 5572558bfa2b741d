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

/** What two sentences have in common when they are the same: letters and digits, in one case. */
const foldedOf = (sentence: string): string => fold(sentence.slice(0, 400)).replace(/[^\p{L}\p{N}]+/gu, ' ');
const keyOf = (folded: string): string => digest(8, folded);

/** Boilerplate stands at the edges: a sentence repeated in the middle is the background of a running story. */
function edgesOf(paragraphs: Paragraphs): Set<string> {
  const sentences = paragraphs.flat();
  const edges = sentences.length <= 4 ? sentences : [sentences[0] as string, ...sentences.slice(-3)];
  return new Set(edges.map(foldedOf));
}

/** What was known, and what these reports of one read repeat. Needs no more than the read itself; pure. */
export function learnBoilerplate(known: Boilerplate, reports: readonly Paragraphs[]): Boilerplate {
  const withText = reports.filter((report) => report.some((paragraph) => paragraph.length > 0));
  const counts = new Map<string, number>();
  for (const report of withText) for (const edge of edgesOf(report)) counts.set(edge, (counts.get(edge) ?? 0) + 1);
  const least = Math.max(leastReports, leastShare * withText.length);
  const repeated = [...counts].filter(([, count]) => count >= least).map(([edge]) => keyOf(edge));
  const seen = new Set(repeated);
  const older = Object.entries(known.sentences)
    .map(([key, age]): [string, number] => [key, age + 1])
    .filter(([key, age]) => !seen.has(key) && age < keptReads);
  const sentences = [...repeated.map((key): [string, number] => [key, 0]), ...older];
  return { sentences: Object.fromEntries(sentences.slice(0, keptSentences)) };
}

/** The report without the feed's boilerplate. */
export function withoutBoilerplate(paragraphs: Paragraphs, known: Boilerplate): Paragraphs {
  if (Object.keys(known.sentences).length === 0) return paragraphs;
  const isNews = (sentence: string): boolean => !Object.hasOwn(known.sentences, keyOf(foldedOf(sentence)));
  return paragraphs.map((paragraph) => paragraph.filter(isNews));
}
