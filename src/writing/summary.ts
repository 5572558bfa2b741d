/** An extractive summary: one to three sentences of the reports themselves, chosen so that each stands alone. */
import { fold, words } from '../text/words.ts';
import { splitSentences, standsAlone } from './sentences.ts';

export interface Report {
  readonly title: string;
  readonly text: string;
  readonly lang: string | undefined;
}

export interface SummaryOptions {
  /** Headline above the summary: what it says already is not said again. */
  readonly title: string;
  readonly maxSentences: number;
  readonly maxLength: number;
  /** Folded words whose sentences are preferred (the topic's). */
  readonly prefer?: readonly string[];
  /** Sentences that the reader has seen; they are not repeated. */
  readonly told?: readonly string[];
}

interface Candidate {
  readonly text: string;
  readonly words: ReadonlySet<string>;
  readonly report: number;
  readonly position: number;
}

const sentencesPerReport = 14;
const reportsRead = 8;
/** A sentence that adds fewer words to the headline only says it again. */
const leastAdded = 4;

/**
 * Sentences in reading order, or '' when the reports hold none that can be used. Linear in the text read (eight reports, fourteen sentences each).
 * Score = centrality (how many reports share its words) × position × what it adds to the headline, after LexRank's idea of centrality (Erkan and Radev 2004).
 */
export function summarise(reports: readonly Report[], options: SummaryOptions): string {
  const candidates = reports.slice(0, reportsRead).flatMap(candidatesOf);
  const usable = candidates.filter((one) => isUsable(one, options));
  const chosen = choose(usable, candidates, options);
  if (chosen.length === 0) return fallback(reports, options);
  return chosen
    .toSorted((a, b) => a.report - b.report || a.position - b.position)
    .map((one) => one.text)
    .join(' ');
}

function candidatesOf(report: Report, index: number): Candidate[] {
  const { title, text, lang } = report;
  return splitSentences(withoutDateline(withoutTitle(text, title)), lang)
    .slice(0, sentencesPerReport)
    .map((sentence, position) => ({ text: sentence, words: new Set(words(sentence)), report: index, position }));
}

/** Feeds often repeat the title as the text's first line. */
function withoutTitle(text: string, title: string): string {
  return text.startsWith(title) ? text.slice(title.length).replace(/^[\s.:–—-]+/u, '') : text;
}

/** A place in capitals, perhaps a country and an agency, then a dash or a colon. */
const datelinePattern =
  /^\p{Lu}{2}[\p{Lu}\s,.'’/-]{1,40}(?:,\s*\p{Lu}[\p{L}. ]{1,24})?\s*(?:\([^)]{1,30}\)\s*)?(?::|–|—|\s-)\s+/u;

/** 'SEOUL: ', 'LONDON (Agency) — ' say where it was written, not what happened. */
function withoutDateline(text: string): string {
  return text.replace(datelinePattern, '');
}

function isUsable(candidate: Candidate, { title, told = [] }: SummaryOptions): boolean {
  if (!standsAlone(candidate.text)) return false;
  if (addedTo(title, candidate.words) < leastAdded) return false;
  return told.every((sentence) => overlap(candidate.words, new Set(words(sentence))) < 0.7);
}

/** How many telling words a sentence adds to the headline. */
function addedTo(title: string, own: ReadonlySet<string>): number {
  const known = new Set(words(title));
  return [...own].filter((word) => word.length > 2 && !known.has(word)).length;
}

function choose(usable: readonly Candidate[], all: readonly Candidate[], options: SummaryOptions): Candidate[] {
  const weights = reportFrequency(all);
  const rest = usable.map((one) => ({ one, score: scoreOf(one, weights, options) })).sort((a, b) => b.score - a.score);
  const chosen: Candidate[] = [];
  let length = 0;
  for (const { one, score } of rest) {
    if (chosen.length >= options.maxSentences) break;
    const isWorthIt = chosen.length === 0 || score > 0.45 * (rest[0]?.score ?? 0);
    const isNew = chosen.every((other) => overlap(one.words, other.words) < 0.5);
    if (!isWorthIt || !isNew || (chosen.length > 0 && length + one.text.length > options.maxLength)) continue;
    chosen.push(one);
    length += one.text.length + 1;
  }
  return chosen;
}

/** In how many reports each word of four letters or more occurs. */
function reportFrequency(candidates: readonly Candidate[]): Map<string, number> {
  const reports = new Map<string, Set<number>>();
  for (const { words: own, report } of candidates) {
    for (const word of own) {
      if (word.length < 4) continue;
      const seen = reports.get(word) ?? new Set();
      reports.set(word, seen.add(report));
    }
  }
  return new Map([...reports].map(([word, seen]) => [word, seen.size]));
}

function scoreOf(candidate: Candidate, weights: ReadonlyMap<string, number>, options: SummaryOptions): number {
  const long = [...candidate.words].filter((word) => word.length >= 4);
  const central =
    long.reduce((sum, word) => sum + Math.log2(1 + (weights.get(word) ?? 0)), 0) / Math.sqrt(long.length + 1);
  const position = 1 / (1 + 0.35 * candidate.position);
  const preferred = options.prefer?.some((word) => candidate.words.has(word)) === true ? 1.25 : 1;
  const tooLong = candidate.text.length > options.maxLength ? 0.3 : 1;
  const later = 1 / (1 + 0.08 * candidate.report);
  return central * position * preferred * tooLong * later;
}

/** Share of the smaller set's words that both hold. */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  if (small.size === 0) return 0;
  let both = 0;
  for (const word of small) if (large.has(word)) both += 1;
  return both / small.size;
}

/** When no sentence stands alone: the text's start when it is short and whole, else another outlet's headline. */
function fallback(reports: readonly Report[], { title, maxLength }: SummaryOptions): string {
  for (const { text, title: own } of reports) {
    const first = splitSentences(withoutDateline(withoutTitle(text, own)))[0];
    if (first !== undefined && first.length >= 20 && first.length <= maxLength && fold(first) !== fold(title)) {
      if (/[.!?。！？…؟]["'”’»)]*$/u.test(first) || first === text.trim()) return first;
    }
  }
  const other = reports.find((report) => overlap(new Set(words(report.title)), new Set(words(title))) < 0.8);
  return other === undefined ? '' : other.title;
}
