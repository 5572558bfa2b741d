/** An extractive summary: one to three sentences of the reports themselves, chosen so that each stands alone. */
import { stem } from '../text/stem.ts';
import { functionWords } from '../text/vocabulary.ts';
import { fold, words } from '../text/words.ts';
import { splitSentences, withoutDateline } from './sentences.ts';
import { isClosed, leans, standsAlone, standsAsLine } from './standing.ts';

export interface Report {
  readonly title: string;
  readonly text: string;
  readonly lang: string | undefined;
  /** The outlet; what it says of its own programme is no news. */
  readonly source?: string;
  /** When it was published (epoch ms): of two that tell a figure, the later is believed. */
  readonly at?: number;
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
  /** Stems that tell something, figures among them. */
  readonly terms: ReadonlySet<string>;
  readonly report: number;
  readonly position: number;
  readonly isUsable: boolean;
  /** It opens its text with 'the decision…', which only the headline explains. */
  readonly isLeaning: boolean;
}

const sentencesPerReport = 14;
const reportsRead = 20;
/** A sentence that adds fewer terms to the headline only says it again. */
const leastAdded = 3;
/** Sentences of other reports share this many terms and this part with the headline, or this part of their own with the report that gave it: a story may hold a stray. */
const leastTied = 2;
const leastTitleShare = 0.3;
const leastTiedShare = 0.25;
/** Or this many terms that a third of all reports have. */
const leastCommon = 2;
/** Of a sentence that shares nothing with other reports: position and headline decide. */
const leastCentrality = 0.2;
/** What its own report says again counts half of what another says. */
const ownShare = 0.5;
/** Two sentences that share more of the shorter one's terms say the same. */
const mostShared = 0.5;
/** A further sentence adds at least this many terms, and tells this share of what the first one told. */
const leastNew = 4;
const leastShare = 0.2;
/** What a sentence tells that shares nothing with other reports. */
const leastNews = 0.05;
/** Of a sentence that only the headline explains. */
const leaningWeight = 0.7;

/**
 * Sentences of the reports, or '' when they hold none that can be used. The first report is the one whose headline is shown; only
 * reports in its language are read. Linear in the text read (twenty reports, fourteen sentences each).
 * Score = centrality (how many reports share its terms, after LexRank's idea: Erkan and Radev 2004) × position × what ties it to the headline.
 */
export function summarise(reports: readonly Report[], options: SummaryOptions): string {
  const read = sameLanguage(reports).slice(0, reportsRead);
  const outlets = new Set(reports.flatMap(({ source }) => (source === undefined || source === '' ? [] : fold(source))));
  const candidates = read.flatMap((report, index) => candidatesOf(report, index, outlets));
  const chosen = choose(candidates, read, options);
  if (chosen.length === 0) return fallback(read, options);
  return joined(chosen.map((one) => one.text));
}

/** A line without a full stop gets one when another follows. */
function joined(sentences: readonly string[]): string {
  const closed = sentences.map((text, index) => (index < sentences.length - 1 && !isClosed(text) ? `${text}.` : text));
  return closed.join(' ').replace(/ +([.,])(?=\s|$)/gu, '$1');
}

function sameLanguage(reports: readonly Report[]): Report[] {
  const lang = reports[0]?.lang;
  return reports.filter((report) => lang === undefined || report.lang === undefined || report.lang === lang);
}

function candidatesOf(report: Report, index: number, outlets: ReadonlySet<string>): Candidate[] {
  const { title, text, lang } = report;
  const sentences = splitSentences(withoutDateline(withoutTitle(text, title))).slice(0, sentencesPerReport);
  const isLine = sentences.length === 1;
  return sentences.map((sentence, position) => ({
    text: sentence,
    terms: termsOf(sentence),
    report: index,
    position,
    isUsable:
      (isLine ? standsAsLine(sentence, lang) : standsAlone(sentence, lang, position === 0)) &&
      !speaksOf(sentence, outlets),
    isLeaning: leans(sentence, lang),
  }));
}

/** 'Outlet explains…', 'Outlet’s Ana Ruiz meets…': an outlet on itself. */
function speaksOf(sentence: string, outlets: ReadonlySet<string>): boolean {
  const folded = fold(sentence);
  return [...outlets].some(
    (name) => folded.startsWith(`${name} `) || [`${name}'s `, `${name}’s `].some((owner) => folded.includes(owner)),
  );
}

/** Stems of the words that tell something. */
export function termsOf(text: string): Set<string> {
  return new Set(
    words(text)
      .filter(
        (word) =>
          !functionWords.has(word) && (word.length > 2 || /\p{N}/u.test(word) || !/^\p{Script=Latin}/u.test(word)),
      )
      .map(stem),
  );
}

/** Feeds often repeat the title as the text's first line. */
function withoutTitle(text: string, title: string): string {
  return text.startsWith(title) ? text.slice(title.length).replace(/^[\s.:–—-]+/u, '') : text;
}

/** The best sentence first, then what tells most that is not said yet. */
function choose(candidates: readonly Candidate[], reports: readonly Report[], options: SummaryOptions): Candidate[] {
  const title = termsOf(options.title);
  const isTied = tieTo(title, candidates, reports.length);
  const told = (options.told ?? []).map(termsOf);
  const usable = candidates.filter(
    (one) =>
      one.isUsable &&
      countShared(one.terms, title) <= one.terms.size - leastAdded &&
      isTied(one) &&
      told.every((terms) => overlap(one.terms, terms) < 0.7),
  );
  const score = scorer(candidates, reports, title, options);
  const first = bestBy(usable, score);
  if (first === undefined) return [];
  return inReadingOrder(addUp(first, usable, newsAmong(candidates, reports), options));
}

/** How much a sentence tells beside the terms that are said already. */
type News = (one: Candidate, said: ReadonlySet<string>) => number;

/** Again and again the sentence that tells most of what is not said yet, as long as that is enough beside what the first one told. */
function addUp(first: Candidate, usable: readonly Candidate[], newsOf: News, options: SummaryOptions): Candidate[] {
  const { maxSentences, maxLength } = options;
  const chosen = [first];
  const enough = leastShare * newsOf(first, new Set());
  while (chosen.length < maxSentences) {
    const length = chosen.reduce((sum, { text }) => sum + text.length + 1, 0);
    const said = new Set(chosen.flatMap(({ terms }) => [...terms]));
    const fitting = usable.filter((one) => length + one.text.length <= maxLength && addsTo(chosen, one));
    const next = bestBy(fitting, (one) => newsOf(one, said));
    if (next === undefined || newsOf(next, said) < enough) break;
    chosen.push(next);
  }
  return chosen;
}

/**
 * A term tells as much as there are reports that have it (after SumBasic: Nenkova and Vanderwende 2005, where a word that is said
 * counts no more), a sentence the sum of its terms over the root of their number.
 */
function newsAmong(candidates: readonly Candidate[], reports: readonly Report[]): News {
  const counts = countReports([
    ...candidates,
    ...reports.map(({ title }, report) => ({ terms: termsOf(title), report })),
  ]);
  const recency = recencyOf(reports);
  return ({ terms, position, report, isLeaning }, said) => {
    const fresh = [...terms].filter((term) => !said.has(term));
    const told = fresh.reduce((sum, term) => sum + ((counts.get(term) ?? 1) - 0.5) / reports.length, 0);
    const first = 1 / (1 + 0.05 * position);
    return (leastNews + told / Math.sqrt(terms.size)) * first * (isLeaning ? leaningWeight : 1) * recency(report);
  };
}

function bestBy(all: readonly Candidate[], scoreOf: (one: Candidate) => number): Candidate | undefined {
  const scored = all.map((one) => ({ one, score: scoreOf(one) }));
  return scored.reduce<(typeof scored)[number] | undefined>(
    (top, each) => (top === undefined || each.score > top.score ? each : top),
    undefined,
  )?.one;
}

/** Whether a sentence says enough that those chosen do not, and no other figure for the same thing. */
function addsTo(chosen: readonly Candidate[], one: Candidate): boolean {
  const said = new Set(chosen.flatMap(({ terms }) => [...terms]));
  return (
    one.terms.size - countShared(one.terms, said) >= leastNew &&
    mostOverlap(chosen, one) <= mostShared &&
    !chosen.some((other) => contradicts(one.text, other.text))
  );
}

function mostOverlap(chosen: readonly Candidate[], one: Candidate): number {
  return Math.max(0, ...chosen.map((other) => overlap(one.terms, other.terms)));
}

/** Tells whether a sentence belongs to what the headline is about. */
function tieTo(
  title: ReadonlySet<string>,
  candidates: readonly Candidate[],
  reports: number,
): (one: Candidate) => boolean {
  const first = new Set([
    ...title,
    ...candidates.filter(({ report }) => report === 0).flatMap(({ terms }) => [...terms]),
  ]);
  const common = commonTerms(candidates, Math.max(3, Math.ceil(reports / 3)));
  return ({ report, terms }) =>
    report === 0 ||
    countShared(terms, title) >= Math.max(leastTied, leastTitleShare * title.size) ||
    countShared(terms, first) >= Math.max(leastTied, leastTiedShare * terms.size) ||
    countShared(terms, common) >= leastCommon;
}

/** Terms that at least `least` reports have. */
function commonTerms(candidates: readonly Candidate[], least: number): Set<string> {
  return new Set([...countReports(candidates)].filter(([, count]) => count >= least).map(([term]) => term));
}

/** In how many reports each term stands. */
function countReports(said: readonly Pick<Candidate, 'terms' | 'report'>[]): Map<string, number> {
  const reports = new Map<string, Set<number>>();
  for (const { terms, report } of said)
    for (const term of terms) reports.set(term, (reports.get(term) ?? new Set()).add(report));
  return new Map([...reports].map(([term, own]) => [term, own.size]));
}

/** The best sentence leads; sentences of one report keep their order, since the later may lean on the earlier. */
function inReadingOrder(chosen: readonly Candidate[]): Candidate[] {
  const first = chosen[0]?.report;
  const key = (one: Candidate) => (one.report === first ? -1 : one.report);
  return chosen.toSorted((a, b) => key(a) - key(b) || a.position - b.position);
}

function scorer(
  candidates: readonly Candidate[],
  reports: readonly Report[],
  title: ReadonlySet<string>,
  options: SummaryOptions,
): (one: Candidate) => number {
  const centrality = centralityAmong(candidates, reports);
  const recency = recencyOf(reports);
  return ({ text, terms, position, report, isLeaning }) => {
    const tied = 1 + 0.05 * Math.min(3, countShared(terms, title));
    const first = 1 / (1 + 0.2 * position);
    const preferred = options.prefer?.some((word) => terms.has(stem(word))) === true ? 1.25 : 1;
    const leaning = isLeaning ? leaningWeight : 1;
    const tooLong = text.length > options.maxLength ? 0.3 : 1;
    return centrality(terms, report) * tied * first * preferred * leaning * tooLong * recency(report);
  };
}

/** Of reports with a time, the last counts a fifth more than the first: new facts come late. */
function recencyOf(reports: readonly Report[]): (report: number) => number {
  const times = reports.flatMap(({ at }) => at ?? []);
  const [from, to] = [Math.min(...times), Math.max(...times)];
  return (report) => {
    const at = reports[report]?.at;
    return at === undefined || to <= from ? 1 : 1 + (0.2 * (at - from)) / (to - from);
  };
}

/** How much a sentence has in common with the other sentences and headlines, those of other reports above all: degree centrality, shared terms over the logarithms of both sizes (as TextRank weighs its edges). */
function centralityAmong(
  candidates: readonly Candidate[],
  reports: readonly Report[],
): (terms: ReadonlySet<string>, report: number) => number {
  const said = [
    ...candidates.map(({ terms, report }) => ({ terms, report })),
    ...reports.map(({ title }, report) => ({ terms: termsOf(title), report })),
  ].filter(({ terms }) => terms.size > 1);
  return (terms, report) => {
    const others = said.filter((other) => other.terms !== terms);
    const sum = others.reduce(
      (total, other) =>
        total +
        ((other.report === report ? ownShare : 1) * countShared(terms, other.terms)) / Math.log(other.terms.size),
      0,
    );
    return leastCentrality + sum / Math.log(terms.size + 1);
  };
}

function countShared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const term of a) if (b.has(term)) both += 1;
  return both;
}

/** Share of the smaller set's terms that both hold. */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return Math.min(a.size, b.size) === 0 ? 0 : countShared(a, b) / Math.min(a.size, b.size);
}

/** '12 people' and '48 people': two counts of the same thing, of which one is out of date. */
function contradicts(a: string, b: string): boolean {
  const counts = countsOf(a);
  return [...countsOf(b)].some(([what, many]) => counts.has(what) && counts.get(what) !== many);
}

function countsOf(text: string): Map<string, string> {
  const found = text.matchAll(/(?<![\p{L}\p{N}])(\d[\d.,]*)\s+(\p{L}{4,})/gu);
  return new Map([...found].map(([, many, what]) => [stem(fold(what!)), many!]));
}

/** When no sentence can be used: another outlet's headline that belongs here and tells more. */
function fallback(reports: readonly Report[], { title, maxLength }: SummaryOptions): string {
  const own = termsOf(title);
  const other = reports.find((report) => {
    const terms = termsOf(report.title);
    const shared = countShared(terms, own);
    return (
      shared >= leastTied &&
      terms.size - shared >= leastAdded &&
      report.title.length <= maxLength &&
      standsAsLine(report.title, report.lang)
    );
  });
  return other === undefined ? '' : other.title;
}
