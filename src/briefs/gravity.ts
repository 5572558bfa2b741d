/**
 * How grave a story is by its headline and its first sentences: what decides between stories that equally many outlets tell. Weights are
 * rounded from a logistic regression over some 310 stories of one reader's judgement, none of them of the day that `npm run bench -- brief` reports. Pure.
 */
import type { Story } from '../model.ts';
import { namesCountry } from '../text/countries.ts';
import { namesDay } from '../text/weekdays.ts';
import { fold } from '../text/words.ts';
import { forms, kinds, modals, officials, selves } from './kinds.ts';

/** What a kind of event weighs in a headline, and the share of that in the sentences below it. */
const weights: Record<keyof typeof kinds, { readonly title: number; readonly lead: number }> = {
  disaster: { title: 0.7, lead: 0.4 },
  harm: { title: 0.6, lead: 0.6 },
  war: { title: 0.6, lead: 0.5 },
  justice: { title: 0.4, lead: 0.6 },
  power: { title: 0.4, lead: 0 },
};
/** A second kind adds this share; a third nothing: 'killed' and 'explosion' are often one event. */
const secondShare = 0.5;
const official = 0.4;
const country = 0.25;
const day = 0.25;
const form = -0.8;
const modal = -0.4;
const self = -0.3;
/** A headline that quotes tells what somebody said. */
const quote = -0.2;
const byCategory: Partial<Record<Story['category'], number>> = {
  sport: -0.4,
  culture: -0.4,
  other: -0.4,
  business: -0.2,
  technology: -0.2,
  world: 0.15,
  politics: 0.15,
};
const [least, most] = [0.45, 2.2];

const beginningsOf = (list: string) =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${[...new Set(fold(list).trim().split(/\s+/u))].join('|')})`, 'u');
const patterns = Object.entries(kinds).map(
  ([kind, list]) => [weights[kind as keyof typeof kinds], beginningsOf(list)] as const,
);
const officialPattern = beginningsOf(officials);
const quotePattern = /["“«„”»]|(?<!\p{L})['‘]/u;

/** What counts beside rank, and how much; chosen by `npm run bench -- brief --choose` on stories that are not of the reported day. */
export interface Weighing {
  /** Of gravity's logarithm. */
  readonly gravity: number;
  /** The power of the number of outlets with words of their own. */
  readonly breadth: number;
}

export const weighing: Weighing = { gravity: 0.25, breadth: 0.4 };

export interface Told extends Pick<Story, 'title' | 'category'> {
  /** The first sentences of the report; '' when it has none. */
  readonly lead: string;
}

/**
 * A factor from 0.45 to 2.2: more for what tells of harm, disaster, war, power or justice, names a country, an office and a day; less for
 * opinion, programmes, questions, what may be, and light matter.
 */
export function gravityOf(told: Told, share = weighing.gravity): number {
  const score = kindOf(told) + (byCategory[told.category] ?? 0) + factsIn(told) + mannerOf(told.title);
  return Math.min(most, Math.max(least, Math.exp(share * score)));
}

/** 'The day in three minutes', 'Live updates', a quiz: it tells nothing new of any one story. */
export function isRoundUp(title: string): boolean {
  return forms.test(fold(title));
}

function kindOf({ title, lead }: Told): number {
  const [head, below] = [fold(title), fold(lead)];
  const [first = 0, second = 0] = patterns
    .map(([weight, pattern]) =>
      pattern.test(head) ? weight.title : pattern.test(below) ? weight.title * weight.lead : 0,
    )
    .sort((a, b) => b - a);
  return first + secondShare * second;
}

function factsIn({ title, lead }: Told): number {
  return (
    (officialPattern.test(fold(lead)) ? official : 0) + (namesCountry(title) ? country : 0) + (namesDay(lead) ? day : 0)
  );
}

function mannerOf(title: string): number {
  const folded = fold(title);
  return (
    (forms.test(folded) ? form : 0) +
    (modals.test(folded) ? modal : 0) +
    (selves.test(folded) ? self : 0) +
    (quotePattern.test(title) ? quote : 0)
  );
}
