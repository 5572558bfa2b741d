/** What is new in a story since somebody was told of it: the sentence that says so, or nothing. */
import { namesDay } from '../text/weekdays.ts';
import { words } from '../text/words.ts';
import { splitSentences } from './sentences.ts';
import { standsAlone } from './standing.ts';
import { overlap, type Report, termsOf } from './summary.ts';

/** Share of a sentence's telling words that must be unknown for it to be news. */
const leastUnknown = 0.4;
/** Of so many reports, the last counts up to this much more: what is denied in the evening was reported at noon. */
const reportsRead = 6;
const lateness = 0.5;
/** A new figure or two new names count even in a sentence that is otherwise known. */
const numberPattern = /^\p{N}+$/u;

export interface Beside {
  /** The headline above: of two that are as new, the one that belongs to it. */
  readonly headline?: string;
  /** What the same message says elsewhere: not said again. */
  readonly said?: readonly string[];
}

/** How much a word of the headline counts, and at most how many. */
const tieWeight = 0.2;
const mostTies = 3;
/** A sentence that adds fewer terms to the headline says it again. */
const leastBeside = 3;
const nothing: ReadonlySet<string> = new Set();
/** What shares more of its words with something said is that again. */
const mostAlike = 0.5;

/**
 * The sentence (or headline) of the newer reports that tells most that none of `told` said; undefined when all is known.
 * `newer` is in order of arrival. `told` are the titles and texts that the reader has seen. Linear in the text read.
 */
export function newFact(
  newer: readonly Report[],
  told: readonly string[],
  { headline = '', said = [] }: Beside = {},
): string | undefined {
  const known = new Set(told.flatMap(words));
  if (known.size === 0) return undefined;
  const subject = termsOf(headline);
  const elsewhere = said.map(termsOf);
  let best: { text: string; score: number } | undefined;
  const read = newer.slice(-reportsRead);
  for (const [index, report] of read.entries()) {
    const weight = 1 + (lateness * index) / read.length;
    for (const text of sentencesOf(report)) {
      const terms = subject.size + elsewhere.length === 0 ? nothing : termsOf(text);
      if (elsewhere.some((other) => overlap(terms, other) >= mostAlike)) continue;
      const tied = [...terms].filter((term) => subject.has(term)).length;
      // The headline in other words, where the headline itself may be the news.
      if (subject.size > 0 && text !== headline && terms.size - tied < leastBeside) continue;
      const ties = Math.min(mostTies, tied);
      const score = weight * noveltyOf(text, known, text === report.title) * (1 + tieWeight * ties);
      if (score > 0 && (best === undefined || score > best.score)) best = { text, score };
    }
  }
  return best?.text;
}

function sentencesOf({ title, text, lang }: Report): string[] {
  return [
    // A question tells nothing.
    ...(/[?？؟]/u.test(title) ? [] : [title]),
    ...splitSentences(text)
      .slice(0, 3)
      .filter((sentence) => standsAlone(sentence, lang)),
  ];
}

const named = /(?<=[\p{L}\p{N},;“"] )\p{Lu}[\p{L}\p{M}]+/gu;
const uncased =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Hangul}]/u;

/** A figure or a name that was not there, or a day: what has none of these colours a story and does not carry it on. */
function isFactual(text: string, fresh: readonly string[]): boolean {
  if (uncased.test(text) || namesDay(text) || fresh.some((word) => numberPattern.test(word))) return true;
  const names = new Set((text.match(named) ?? []).flatMap(words));
  return fresh.some((word) => names.has(word));
}

/** Whether a sentence tells something that none of `told` said, of the story with these headlines. */
export function isNews(text: string, told: readonly string[], headlines: readonly string[]): boolean {
  const known = new Set(told.flatMap(words));
  return noveltyOf(text, known, false, new Set([...known, ...headlines.flatMap(words)])) > 0;
}

function noveltyOf(
  text: string,
  known: ReadonlySet<string>,
  isHeadline: boolean,
  ties: ReadonlySet<string> = known,
): number {
  const telling = [...new Set(words(text))].filter((word) => word.length > 3 || numberPattern.test(word));
  const fresh = telling.filter((word) => !known.has(word));
  if (telling.length < 4 || fresh.length < 2) return 0;
  const hasFigure = fresh.some((word) => numberPattern.test(word));
  const share = fresh.length / telling.length;
  if (share < (hasFigure ? leastUnknown / 2 : leastUnknown)) return 0;
  if (!isHeadline && !isFactual(text, fresh)) return 0;
  // Something must tie it to what is known, or it is another matter.
  if (telling.filter((word) => ties.has(word)).length < 2) return 0;
  return share + (hasFigure ? 0.3 : 0);
}
