/** What an item is compared by: its words as stems, the events and places they name, its numbers. */
import type { Item } from '../model.ts';
import { blank, isAscii, kinds, plainCodes } from '../text/ascii.ts';
import { isCollection } from '../text/collections.ts';
import { type NumberInText, numbersIn } from '../text/numbers.ts';
import { withoutOutlet } from '../text/outlet.ts';
import { Rooms } from '../text/rooms.ts';
import { scriptOf, skeletonsIn } from '../text/skeleton.ts';
import { fold } from '../text/words.ts';
import { caseIn, cases, markOf, mostRuns, runIn, weightIn } from './marks.ts';
import { beginPieces, dayPattern, more, piecesIn, several, termOf, traits, traitsOf, yearPattern } from './pieces.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Terms as numbers, ascending, and beside them how each stands in the item. */
export interface Terms {
  readonly terms: Int32Array;
  /**
   * Beside `terms`, as `marks.ts` writes them: how much each weighs, how it is written, and which name it is part of. Terms that
   * stand capitalised side by side have one number: 'Osei' and 'Marto' are one name, not two.
   */
  readonly marks: Uint16Array;
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

/** Terms of an item's title and lead, numbered by the vocabulary. Linear in their length, but for sorting them. */
export function termsOf(item: Pick<Item, 'title' | 'text' | 'source'>, vocabulary: Vocabulary): Terms {
  const title = withoutOutlet(item.title, item.source);
  const lead = leadOf(item.text);
  beginPieces();
  const [titlePieces, leadPieces] = [piecesIn(title), piecesIn(lead)];
  const list: Found = { terms: [], stands: [] };
  addTerms(titlePieces, vocabulary, list);
  const inTitle = list.terms.length;
  addTerms(leadPieces, vocabulary, list);
  const { terms, marks } = sideBySide(list, inTitle);
  const { years, days, skeletons } = namedIn(title, lead, titlePieces, leadPieces);
  const column = columnOf(title, item.source);
  const script = scriptOf(title);
  const numbers = titlePieces.some(isCounting) ? numbersIn(title) : nothing;
  return { terms, marks, numbers, years, days, column, script, skeletons };
}

function isCounting(piece: number): boolean {
  return (traitsOf(piece) & traits.counting) !== 0;
}

/** One for all that have nothing of the kind. */
const nothing: readonly never[] = [];

/** In a plain text the pieces tell them; an underscore stands within a word and ends a piece. */
function namedIn(
  title: string,
  lead: string,
  titlePieces: readonly number[],
  leadPieces: readonly number[],
): Pick<Terms, 'years' | 'days' | 'skeletons'> {
  if (!isAscii(title) || !isAscii(lead) || title.includes('_') || lead.includes('_')) {
    const whole = `${title} ${lead}`;
    const allOf = (pattern: RegExp) => [...new Set(whole.match(pattern) ?? [])];
    return { years: allOf(yearPattern), days: allOf(dayPattern), skeletons: [...skeletonsIn(whole)] };
  }
  const named: Named = { years: [], days: [], skeletons: [] };
  addNamed(titlePieces, named);
  addNamed(leadPieces, named);
  const { years, days, skeletons } = named;
  return {
    years: years.length === 0 ? nothing : years,
    days: days.length === 0 ? nothing : days,
    skeletons: skeletons.length === 0 ? nothing : skeletons,
  };
}

interface Named {
  readonly years: string[];
  readonly days: string[];
  readonly skeletons: string[];
}

function addNamed(pieces: readonly number[], named: Named): void {
  for (let at = 0; at < pieces.length; at += 1) {
    if ((traitsOf(pieces[at]!) & traits.telling) === 0) continue;
    const { year, day, skeletons } = more(pieces[at]!);
    if (year !== undefined && !named.years.includes(year)) named.years.push(year);
    if (day !== undefined && !named.days.includes(day)) named.days.push(day);
    for (const skeleton of skeletons) if (!named.skeletons.includes(skeleton)) named.skeletons.push(skeleton);
  }
}

/** Terms in order, and beside them how each stands: bits of `stands`. */
interface Found {
  readonly terms: number[];
  readonly stands: number[];
}

const stands = {
  /** Its case tells something, and it stands capitalised inside a sentence. */
  told: 1,
  capital: 2,
  /** It may be part of a name; laxer than `capital`: 'Osei Marto visits Oslo' is no Title Case. */
  named: 4,
  /** Nothing but a space stands before it. */
  joined: 8,
} as const;

/** Room for a term's place beside its number when they are sorted. */
const places = 2 ** 20;

/** Scratch for sorting, and for what is sorted. */
let order = new Float64Array(256);
const rooms = new Rooms();

/** Every term once. */
function sideBySide(found: Found, inTitle: number): Pick<Terms, 'terms' | 'marks'> {
  const runs = new Map<number, number>();
  numberRuns(found, 0, inTitle, runs);
  numberRuns(found, inTitle, found.terms.length, runs);
  const count = sortTerms(found.terms);
  const terms = rooms.numbers(count);
  const marks = rooms.halves(count);
  let last = -1;
  for (let at = 0; at < found.terms.length; at += 1) {
    const place = order[at]! % places;
    const term = found.terms[place]!;
    const isInTitle = place < inTitle;
    const stand = found.stands[place]!;
    if (last < 0 || terms[last] !== term) {
      last += 1;
      terms[last] = term;
      marks[last] = markOf(isInTitle ? titleWeight : leadWeight, cases.silent, 0);
    }
    const mark = marks[last]!;
    let how = caseIn(mark);
    // A small letter in the lead weighs more than a capital.
    if ((stand & stands.told) !== 0 && (isInTitle || how !== cases.small))
      how = (stand & stands.capital) !== 0 ? cases.capital : cases.small;
    const run = (stand & stands.named) !== 0 ? runs.get(term) : undefined;
    marks[last] = markOf(weightIn(mark), how, run === undefined || run > mostRuns ? runIn(mark) : run);
  }
  return { terms, marks };
}

/** Puts the terms with their places into `order`, ascending; answers how many there are, each once. */
function sortTerms(terms: readonly number[]): number {
  if (terms.length > order.length) order = new Float64Array(2 * terms.length);
  if (terms.length > mostInserted) {
    for (let at = 0; at < terms.length; at += 1) order[at] = terms[at]! * places + at;
    order.subarray(0, terms.length).sort();
  } else for (let at = 0; at < terms.length; at += 1) insert(terms[at]! * places + at, at);
  let count = 0;
  for (let at = 0, last = -1; at < terms.length; at += 1) {
    const term = Math.floor(order[at]! / places);
    if (term !== last) count += 1;
    last = term;
  }
  return count;
}

/** Up to so many terms are put in order one by one. */
const mostInserted = 96;

function insert(key: number, sorted: number): void {
  let at = sorted;
  for (; at > 0 && order[at - 1]! > key; at -= 1) order[at] = order[at - 1]!;
  order[at] = key;
}

/** A run that repeats a word of an earlier one is the same name again: 'Marto', then 'Osei Marto'. */
function numberRuns({ terms, stands: how }: Found, start: number, end: number, runs: Map<number, number>): void {
  for (let from = start; from < end; ) {
    let to = from;
    let known: number | undefined;
    while (to < end && (how[to]! & stands.named) !== 0 && (to === from || (how[to]! & stands.joined) !== 0)) {
      known ??= runs.get(terms[to]!);
      to += 1;
    }
    if (to > from) known ??= runs.size + 1;
    for (let at = from; at < to; at += 1) if (!runs.has(terms[at]!)) runs.set(terms[at]!, known!);
    from = Math.max(from + 1, to);
  }
}

function columnOf(title: string, source: string): string | undefined {
  if (source === '') return undefined;
  const label = /^([^:]{4,40}):\s/u.exec(title)?.[1];
  return label === undefined ? undefined : `${source}: ${fold(label)}`;
}

/** As far as the lead goes, white space as it is. */
function leadOf(text: string): string {
  const codes = plainCodes(text);
  if (codes === undefined) return text.split(/\s+/, leadWords).join(' ');
  let count = 0;
  let isInWord = true;
  for (let at = 0; at < text.length; at += 1) {
    const isBlank = kinds[codes[at]!] === blank;
    if (isBlank && isInWord) count += 1;
    if (count === leadWords) return text.slice(0, at);
    isInWord = !isBlank;
  }
  return text;
}

/** In Title Case and in CAPITALS a capital tells nothing. */
function isSentenceCase(found: readonly number[]): boolean {
  let long = 0;
  let capitals = 0;
  for (let at = 0; at < found.length; at += 1) {
    const bits = traitsOf(found[at]!);
    if ((bits & traits.long) === 0) continue;
    long += 1;
    if ((bits & traits.capital) !== 0) capitals += 1;
  }
  return capitals < 0.6 * long;
}

/** Adds the terms of a text in order; two words are one where the tables know them as a phrase. */
function addTerms(pieces: readonly number[], vocabulary: Vocabulary, found: Found): void {
  const isTelling = isSentenceCase(pieces);
  const hasNames = pieces.some((piece) => (traitsOf(piece) & longSmallSaying) === traits.long);
  for (let at = nextWord(pieces, 0); at < pieces.length; ) {
    const piece = pieces[at]!;
    const bits = traitsOf(piece);
    const next = nextWord(pieces, at + 1);
    const isOpen = (bits & traits.phrases) !== 0 && next < pieces.length;
    const phrase = isOpen ? more(piece).phrases!.get(more(pieces[next]!).stem) : undefined;
    if (phrase !== undefined) addTo(found, vocabulary.idOf(phrase), 0);
    else addPiece(piece, standOf(bits, at > 0 && isWord(pieces[at - 1]!), isTelling, hasNames), vocabulary, found);
    at = phrase === undefined ? next : nextWord(pieces, next + 1);
  }
}

/** Of a long word that is small and says something only the first bit is set. */
const longSmallSaying = traits.long + traits.capital + traits.silent;

function isWord(piece: number): boolean {
  return (traitsOf(piece) & traits.word) !== 0;
}

function addPiece(piece: number, stand: number, vocabulary: Vocabulary, found: Found): void {
  const term = termOf(piece, vocabulary);
  if (term >= 0) addTo(found, term, stand);
  else if (term === several) for (const one of more(piece).numbers) addTo(found, one, stand);
}

function addTo({ terms, stands: how }: Found, term: number, stand: number): void {
  terms.push(term);
  how.push(stand);
}

/** How a piece with these traits stands in its text, as bits. */
function standOf(bits: number, isInside: boolean, isTelling: boolean, hasNames: boolean): number {
  if ((bits & traits.uncased) !== 0) return 0;
  const joined = isInside ? stands.joined : 0;
  // The first word of a sentence has a capital anyway: it counts only when the tables do not know the word.
  if (!isInside && (bits & traits.known) !== 0) return joined;
  const isCapital = (bits & traits.capital) !== 0;
  const told = isTelling ? stands.told + (isCapital ? stands.capital : 0) : 0;
  return joined + told + (hasNames && isCapital ? stands.named : 0);
}

/** The place of the next word from one on. */
function nextWord(pieces: readonly number[], from: number): number {
  let at = from;
  while (at < pieces.length && !isWord(pieces[at]!)) at += 1;
  return at;
}

/** 'Floods in Velden close schools; Brevik port reopens; Solano wins the tour': three matters or more in one title. */
function tellsSeveral(title: string): boolean {
  if (!title.includes(';')) return false;
  const parts = title.split(';');
  return parts.length >= 3 && parts.every((part) => part.trim().split(/\s+/).length >= 3);
}

/** Whether a title announces a round-up of many matters: it stands alone and joins no two stories. */
export function isRoundup(title: string): boolean {
  return isCollection(title) || tellsSeveral(title);
}

const livePage =
  /\b(?:live (?:updates?|blog|coverage|text)|as it happened|minute by minute|live-?ticker|en directo|en vivo|in diretta|en direct|ao vivo|canl[ıi] anlat[ıi]m)\b|^\s*live\s*[:|–—-]|[|:–—-]\s*live\s*$|(?:онлайн-трансляция|текстовая трансляция|онлайн-трансляція|实时更新|文字直播|速報中)/iu;

/** Whether a title announces a page that follows events as they come: it tells of more than one, and must not glue them together. */
export function isLivePage(title: string): boolean {
  return livePage.test(title);
}
