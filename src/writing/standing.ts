/** Whether a sentence can stand alone in a summary. */

import { fold } from '../text/words.ts';
import { type Pointing, pointing } from './pointing.ts';
import { countOf } from './sentences.ts';

interface Rules {
  readonly start: RegExp;
  readonly known: RegExp;
  readonly pronoun: RegExp;
  readonly empty: ReadonlySet<string>;
  readonly speech: RegExp;
  readonly selves: RegExp;
}

const opening = `^["'“‘«„(\\[—–-]*\\s*`;
const contracted = `(?:['’](?:s|re|ve|d|ll|m))?`;
const notMore = `(?![\\p{L}\\p{M}\\p{N}’'-])`;
const notBefore = `(?<![\\p{L}\\p{M}\\p{N}’'-])`;

function compile(all: readonly Pointing[]): Rules {
  const join = (part: keyof Pointing) => all.map((one) => one[part]).join('|');
  return {
    start: new RegExp(`${opening}(?:${join('start')})${contracted}${notMore}`, 'iu'),
    known: new RegExp(`${opening}(?:${join('known')})${notMore}`, 'iu'),
    pronoun: new RegExp(`${notBefore}(?:${join('pronouns')})${notMore}`, 'iu'),
    empty: new Set(join('empty').split('|')),
    speech: new RegExp(join('speech'), 'iu'),
    selves: new RegExp(`${notBefore}(?:${join('selves').split('|').flatMap(inBothCases).join('|')})${notMore}`, 'u'),
  };
}

/** 'we' and 'We'; but 'US' and 'Us' are no 'us', and a lone 'I' after a name is a number. */
function inBothCases(word: string): string[] {
  if (word === 'I') return ["I(?=(?:[’'](?:m|ve|d|ll))?\\s\\p{Ll})"];
  return word === 'us' ? [word] : [word, word.charAt(0).toUpperCase() + word.slice(1)];
}

const byLanguage = new Map(Object.entries(pointing).map(([lang, one]) => [lang, compile([one])]));
const anyLanguage = compile(Object.values(pointing));

function rulesFor(lang: string | undefined): Rules {
  return (lang === undefined ? undefined : byLanguage.get(lang)) ?? anyLanguage;
}

const terminal = /[.!?。！？؟۔।]["'”’»)\]]*$/u;
const cut = /(?:…|\.\.\.|\[…\]|\[\.\.\.\])["'”’»)\]]*$/u;
const address = /https?:\/\/|www\.|(?:^|\s)@\w+|\b[\w.-]+@[\w-]+\.|\b[\w-]+\.(?:com|org|net|co\.uk)\b/iu;
/** Marks of a page or a picture and not of prose: clock lines, bars, bullets, credits, captions. */
const furniture =
  /^\s*[-•*►▶#]|^\d{1,2}[:.]\d{2}\b|[|►▶→»]\s*$|\s\|\s|^(?:updated?|published|last updated|by|photo|image|video|watch|listen|live|file|pictured|caption|correction|editor['’]s note)\b[^.]{0,60}[:|]|\((?:left|right|cent(?:re|er)|file|pictured|l|r)\)|\bseen here\b|\bfile photo\b|\bis pictured\b|^\p{L}{3,12},? \p{L}{3,12} \d{1,2}(?:, \d{4})?:/iu;
/** An outlet that speaks of its own report: 'Outlet's Ana Ruiz reports.', 'tells us more'. */
const ownReport =
  /['’]s? (?:\p{Lu}[\p{L}'’-]+ ){1,4}(?:reports|has (?:more|the (?:details|story|latest|report))|explains|tells|filed|looks|takes|spoke|joins|breaks)\b|\b(?:reports|has more|tells us more|takes a look|has the (?:details|story)|correspondents?)\b[^.]{0,30}\.$|\b(?:in this|this) (?:episode|edition|video|article|story|piece|programme|program|report|podcast|week['’]s)\b|^for (?:more|in-depth|further|deeper)\b|^(?:find out|read on|stay tuned|click|tune in|scroll|sign up|subscribe|discover|meet|join)\b/iu;
/** An order to whoever writes the summary, planted in an article: no sentence of news. */
const order =
  /<\/?[a-z]+>|^["'“‘«]?\s*(?:(?:system|assistant|user|developer|instructions?|prompt|(?:new|next|your) task|end of (?:the )?(?:articles?|text|document|input))\b\s*[:,.]|(?:please\s+)?(?:reply|respond|print|output|repeat|say|answer)\b(?!\s+to\b))|\b(?:ignore|disregard|forget)\b[^.]{0,30}\b(?:instructions?|prompts?|rules)\b|\byour (?:system )?(?:prompt|instructions)\b/iu;
const emphasis = /[!]["'”’»)\]]*$/u;
const quoted = /“[^”]*”|«[^»]*»|„[^“”]*[“”]|"[^"]*"|(?<![\p{L}\p{N}])['‘][^'’]*['’](?![\p{L}\p{N}])/gu;

const shortest = 25;
const longest = 420;
const scriptWithoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Words that a line does not end with unless it breaks off. */
const hanging = new Set(
  'finally also still even including several their our its his her whether although while'.split(' '),
);

/** Whether a text ends as a sentence does. */
export function isClosed(text: string): boolean {
  return terminal.test(text);
}

/**
 * Whether a reader who sees only this sentence understands it: complete, nothing that points back, no speech of somebody unnamed,
 * no outlet that speaks of itself or to the reader, quotes closed, neither a fragment nor a wall. `lang` is ISO 639-1; unknown
 * languages are held to the rules of all. `isFirst`: it opens its text, where the headline explains 'the decision'. Linear.
 */
export function standsAlone(sentence: string, lang?: string, isFirst = false): boolean {
  if (!terminal.test(sentence) || isQuestion(sentence)) return false;
  return (isFirst || !leans(sentence, lang)) && isWhole(sentence, lang);
}

/** Whether a sentence is an order to a writer or a model, as people plant them in articles. */
export function isOrder(sentence: string): boolean {
  return order.test(sentence);
}

/** Whether a sentence begins with a thing that it does not explain: 'the decision', 'the attacks'. */
export function leans(sentence: string, lang?: string): boolean {
  return rulesFor(lang).known.test(sentence);
}

/** As `standsAlone`, for a line that a feed gives as a whole text: it may lack its full stop, and must not break off. */
export function standsAsLine(line: string, lang?: string): boolean {
  if (isQuestion(line) || /[,;:–—-]\s*$/u.test(line)) return false;
  const last = fold(/[\p{L}\p{M}]+$/u.exec(line)?.[0] ?? '');
  if (rulesFor(lang).empty.has(last) || hanging.has(last)) return false;
  return isWhole(line, lang);
}

function isQuestion(text: string): boolean {
  return /(?:[?？؟]|か。)["'”’»)]*$/u.test(text);
}

function isWhole(sentence: string, lang: string | undefined): boolean {
  const { length } = sentence;
  const least = scriptWithoutSpaces.test(sentence) ? 10 : shortest;
  if (length < least || length > longest || cut.test(sentence)) return false;
  if (/^[^\p{L}\p{N}]*\p{Ll}/u.test(sentence) || address.test(sentence) || furniture.test(sentence)) return false;
  if (isOrder(sentence)) return false;
  if (emphasis.test(sentence) || ownReport.test(sentence) || !hasBalancedMarks(sentence)) return false;
  return !pointsAway(sentence, rulesFor(lang));
}

function pointsAway(sentence: string, rules: Rules): boolean {
  if (rules.start.test(sentence) || rules.speech.test(sentence)) return true;
  const told = sentence.replace(quoted, ' ');
  // What is left beside the quotation must say who speaks.
  if (told.length < sentence.length && (told.match(/[\p{L}\p{M}]{2,}/gu) ?? []).length < 3) return true;
  return rules.selves.test(told) || hasUnnamedPronoun(told, rules);
}

/** A pronoun before which nobody and nothing is named. */
function hasUnnamedPronoun(told: string, rules: Rules): boolean {
  const found = rules.pronoun.exec(told);
  if (found === null || found.index > 60) return false;
  const before = told.slice(0, found.index).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  // 'With his patience running out, Moreau said…': the name follows.
  if (/^[^,]{0,80},\s+\p{Lu}/u.test(told.slice(found.index))) return false;
  return !before.some((word) => !rules.empty.has(word.toLowerCase()) && word.length > 2);
}

function hasBalancedMarks(text: string): boolean {
  const pairs = [
    ['“', '”'],
    ['«', '»'],
    ['(', ')'],
    ['[', ']'],
  ] as const;
  // German closes „ with “.
  if (text.includes('„')) return countOf('„', text) === countOf('“', text) + countOf('”', text);
  return pairs.every(([open, close]) => countOf(open, text) === countOf(close, text)) && countOf('"', text) % 2 === 0;
}
