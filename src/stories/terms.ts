/** What an item is compared by: its words as stems, the events and places they name, its numbers. */
import type { Item } from '../model.ts';
import { type NumberInText, numbersIn } from '../text/numbers.ts';
import { withoutOutlet } from '../text/outlet.ts';
import { scriptOf, skeletonsIn } from '../text/skeleton.ts';
import { fold } from '../text/words.ts';
import { type Piece, piecesIn } from './pieces.ts';
import { cases } from './vocabulary.ts';

/** Terms as numbers, ascending, and beside them how each stands in the item. */
export interface Terms {
  readonly terms: Int32Array;
  /** `titleWeight` in the title, less in the lead alone. */
  readonly weights: Uint8Array;
  /** Capitalised inside a sentence, small, or telling nothing (one of `cases`). */
  readonly cases: Uint8Array;
  /** Terms that stand capitalised side by side have one number: 'Osei' and 'Marto' are one name, not two. 0 for none. */
  readonly runs: Uint8Array;
  readonly numbers: readonly NumberInText[];
  /** Years, and days of the week and months, that the title and the lead name. */
  readonly years: readonly string[];
  readonly days: readonly string[];
  /** 'weather' of 'Weather: rain in the north', with the outlet: titles of a series begin alike. */
  readonly column: string | undefined;
  readonly script: string;
  /** Consonants of what may be names, to be compared across scripts. */
  readonly skeletons: readonly string[];
}

export const titleWeight = 2;
const leadWeight = 1;
/** Words of the text that count as its lead. */
const leadWords = 45;

/** Terms of an item's title and lead; `idOf` gives the number of one. Linear in their length, but for sorting them. */
export function termsOf(item: Pick<Item, 'title' | 'text' | 'source'>, idOf: (term: string) => number): Terms {
  const title = withoutOutlet(item.title, item.source);
  const lead = firstWords(item.text, leadWords);
  const inTitle = termsIn(title, idOf);
  const inLead = termsIn(lead, idOf);
  const whole = `${title} ${lead}`;
  return {
    ...sideBySide(inTitle, inLead),
    numbers: numbersIn(title),
    years: allOf(yearPattern, whole),
    days: allOf(dayPattern, whole),
    column: columnOf(title, item.source),
    script: scriptOf(title),
    skeletons: [...skeletonsIn(whole)],
  };
}

/** Room for a term's place beside its number when they are sorted. */
const places = 2 ** 20;

/** Every term once. */
function sideBySide(
  inTitle: readonly Found[],
  inLead: readonly Found[],
): Pick<Terms, 'terms' | 'weights' | 'cases' | 'runs'> {
  const runs = new Map<number, number>();
  numberRuns(inTitle, runs);
  numberRuns(inLead, runs);
  const found = [...inTitle, ...inLead];
  const order = Float64Array.from(found, ({ term }, at) => term * places + at).sort();
  const [terms, weights, stands] = [
    new Int32Array(order.length),
    new Uint8Array(order.length),
    new Uint8Array(order.length),
  ];
  let last = -1;
  for (let at = 0; at < order.length; at += 1) {
    const place = order[at]! % places;
    const { term, isCapital } = found[place]!;
    const isInTitle = place < inTitle.length;
    if (last < 0 || terms[last] !== term) {
      last += 1;
      terms[last] = term;
      weights[last] = isInTitle ? titleWeight : leadWeight;
    }
    // A small letter in the lead weighs more than a capital.
    if (isCapital !== undefined && (isInTitle || stands[last] !== cases.small))
      stands[last] = isCapital ? cases.capital : cases.small;
  }
  const own = terms.slice(0, last + 1);
  return {
    terms: own,
    weights: weights.slice(0, last + 1),
    cases: stands.slice(0, last + 1),
    runs: Uint8Array.from(own, (term) => runs.get(term) ?? 0),
  };
}

/** A run that repeats a word of an earlier one is the same name again: 'Marto', then 'Osei Marto'. */
function numberRuns(found: readonly Found[], runs: Map<number, number>): void {
  for (let from = 0; from < found.length; ) {
    let to = from;
    let known: number | undefined;
    while (found[to]?.isNamed === true && (to === from || found[to]!.isJoined)) {
      known ??= runs.get(found[to]!.term);
      to += 1;
    }
    if (to > from) known ??= runs.size + 1;
    for (let at = from; at < to; at += 1) if (!runs.has(found[at]!.term)) runs.set(found[at]!.term, known!);
    from = Math.max(from + 1, to);
  }
}

function columnOf(title: string, source: string): string | undefined {
  if (source === '') return undefined;
  const label = /^([^:]{4,40}):\s/u.exec(title)?.[1];
  return label === undefined ? undefined : `${source}: ${fold(label)}`;
}

const yearPattern = /\b(?:19|20)\d\d\b/gu;
const dayPattern =
  /\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October|November|December)\b/gu;

function allOf(pattern: RegExp, text: string): string[] {
  return [...new Set(text.match(pattern) ?? [])];
}

function firstWords(text: string, count: number): string {
  return text.split(/\s+/, count).join(' ');
}

interface Found {
  readonly term: number;
  /** Whether it stands capitalised inside a sentence; undefined where its case tells nothing. */
  readonly isCapital: boolean | undefined;
  /** Whether it may be part of a name; laxer than `isCapital`: 'Osei Marto visits Oslo' is no Title Case. */
  readonly isNamed: boolean;
  /** Whether nothing but a space stands before it. */
  readonly isJoined: boolean;
}

/** In Title Case and in CAPITALS a capital tells nothing. */
function isSentenceCase(found: readonly Piece[]): boolean {
  let long = 0;
  let capitals = 0;
  for (const { isLong, isCapital } of found) {
    if (!isLong) continue;
    long += 1;
    if (isCapital) capitals += 1;
  }
  return capitals < 0.6 * long;
}

/** The terms of a text in order; two words are one where the tables know them as a phrase. */
function termsIn(text: string, idOf: (term: string) => number): Found[] {
  const pieces = piecesIn(text);
  const isTelling = isSentenceCase(pieces);
  const hasNames = pieces.some(({ isLong, isCapital, isSilent }) => isLong && !isCapital && !isSilent);
  const found: Found[] = [];
  const add = (term: string, isCapital?: boolean, isNamed = false, isJoined = false) =>
    found.push({ term: idOf(term), isCapital, isNamed, isJoined });
  for (let at = nextWord(pieces, 0); at < pieces.length; ) {
    const piece = pieces[at]!;
    const next = nextWord(pieces, at + 1);
    const phrase = next < pieces.length ? piece.phrases?.get(pieces[next]!.stem) : undefined;
    if (phrase !== undefined || piece.meaning !== undefined) {
      add(phrase ?? piece.meaning!);
      at = phrase === undefined ? next : nextWord(pieces, next + 1);
      continue;
    }
    // The first word of a sentence has a capital anyway: it counts only when the tables do not know the word.
    const isInside = at > 0 && pieces[at - 1]!.isWord;
    const canTell = (isInside || !piece.isKnown) && !piece.isIdeographic;
    const isCapital = isTelling && canTell ? piece.isCapital : undefined;
    for (const term of piece.terms)
      add(term, isCapital, hasNames && canTell && piece.isCapital, isInside && !piece.isIdeographic);
    at = next;
  }
  return found;
}

/** The place of the next word from one on. */
function nextWord(pieces: readonly Piece[], from: number): number {
  let at = from;
  while (at < pieces.length && !pieces[at]!.isWord) at += 1;
  return at;
}

const roundup =
  /\b(?:(?:morning|midday|evening|nightly|daily|weekly|news)\s+(?:briefing|digest|round-?up|wrap|newsletter)|things to know|news in brief|top (?:news )?(?:headlines|stories)|news at a glance|the (?:day|week) in (?:brief|review|pictures))\b|\b(?:resumen (?:del d[ií]a|de la semana|de noticias)|noticias del d[ií]a|nachrichten(?:überblick| am (?:morgen|mittag|abend))|tagesr[üu]ckblick|revue de presse|l['’]actu(?:alit[ée])? (?:du jour|en bref)|rassegna stampa|notizie del giorno|resumo do dia|g[üu]n[üu]n [öo]zeti)|(?:новости дня|главное за (?:день|неделю)|новини дня|головне за (?:день|тиждень)|今日要闻|新闻早知道|今日のニュース|أخبار اليوم)/iu;

/** 'Floods in Velden close schools; Brevik port reopens; Solano wins the tour': three matters or more in one title. */
function tellsSeveral(title: string): boolean {
  const parts = title.split(';');
  return parts.length >= 3 && parts.every((part) => part.trim().split(/\s+/).length >= 3);
}

/** Whether a title announces a round-up of many matters: it stands alone and joins no two stories. */
export function isRoundup(title: string): boolean {
  return roundup.test(title) || tellsSeveral(title);
}

const livePage =
  /\b(?:live (?:updates?|blog|coverage|text)|as it happened|minute by minute|live-?ticker|en directo|en vivo|in diretta|en direct|ao vivo|canl[ıi] anlat[ıi]m)\b|^\s*live\s*[:|–—-]|[|:–—-]\s*live\s*$|(?:онлайн-трансляция|текстовая трансляция|онлайн-трансляція|实时更新|文字直播|速報中)/iu;

/** Whether a title announces a page that follows events as they come: it tells of more than one, and must not glue them together. */
export function isLivePage(title: string): boolean {
  return livePage.test(title);
}
