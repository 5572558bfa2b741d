/** The report whose title tells the story best. */
import type { Item } from '../model.ts';
import { withoutOutlet } from '../text/outlet.ts';
import { words } from '../text/words.ts';
import { silent } from './lexicon.ts';

/** Titles that announce a form and not an event: live pages, opinion, quizzes, round-ups. */
const labels =
  /^(?:live|watch|video|opinion|analysis|explainer|explained|editorial|letters?|review|recap|gallery|photos?|pictures?|podcast|quiz|column|comment|briefing|in pictures|what we know|who is|how to|why)\b|\b(?:live (?:updates?|blog)|as it happened|what (?:we know|to know)|things to know|morning briefing|evening briefing|round-?up|newsletter|latest updates|minute by minute)\b|\|\s*(?:opinion|analysis|editorial|comment)/iu;
const idealWords = { least: 6, most: 14 } as const;

interface Title {
  readonly item: Item;
  readonly title: string;
  readonly isReprint: boolean;
  /** Numbers of its telling words, each once. */
  readonly telling: readonly number[];
  /** What its length and its form cost it. */
  readonly cost: number;
}

export interface Headline {
  readonly item: Item;
  readonly title: string;
}

/** The chosen item and its title without the outlet's decoration. */
export function chooseHeadline(items: readonly Item[], isReprint: (item: Item) => boolean): Headline {
  const headlines = new Headlines();
  for (const item of items) headlines.add(item, isReprint(item));
  return headlines.choose();
}

/** The titles of a story, one after the other; any number of times the best so far. */
export class Headlines {
  readonly langs = new Votes<string | undefined>();
  readonly #titles: Title[] = [];
  /** The first title, not read before there is another: most stories have one only. */
  #first: { readonly item: Item; readonly title: string; readonly isReprint: boolean } | undefined;
  #numbers: Map<string, number> | undefined;
  /** How many titles hold each word, by its number. */
  readonly #counts: number[] = [];

  add(item: Item, isReprint: boolean): void {
    const title = withoutOutlet(item.title, item.source);
    this.langs.add(item.lang);
    if (this.#first === undefined) {
      this.#first = { item, title, isReprint };
      return;
    }
    if (this.#titles.length === 0) this.#read(this.#first.item, this.#first.title, this.#first.isReprint);
    this.#read(item, title, isReprint);
  }

  #read(item: Item, title: string, isReprint: boolean): void {
    const all = words(title);
    const telling: number[] = [];
    for (const word of all) {
      if (silent.has(word)) continue;
      const number = this.#numberOf(word);
      if (telling.includes(number)) continue;
      telling.push(number);
      this.#counts[number]! += 1;
    }
    this.#titles.push({ item, title, isReprint, telling, cost: costOf(title, all.length) });
  }

  /** What most reports say, in their language, in a good length, as a sentence and not as a label, a question or a shout. */
  choose(): Headline {
    if (this.#titles.length === 0) return this.#first!;
    const lang = this.langs.best;
    let best = this.#titles[0]!;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const one of this.#titles) {
      const score = this.#shared(one) - one.cost - (one.item.lang === lang ? 0 : 2) - (one.isReprint ? 0.3 : 0);
      if (score > bestScore) [best, bestScore] = [one, score];
    }
    return best;
  }

  #shared({ telling }: Title): number {
    let sum = 0;
    for (const number of telling) sum += this.#counts[number]!;
    return sum / this.#titles.length / Math.sqrt(telling.length + 2);
  }

  #numberOf(word: string): number {
    this.#numbers ??= new Map();
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    this.#numbers.set(word, this.#counts.length);
    return this.#counts.push(0) - 1;
  }
}

/** Counts values, of which there are few; of equals the one that came first is the best. */
export class Votes<T> {
  readonly #values: T[] = [];
  /** Beside them. */
  readonly #counts: number[] = [];

  add(value: T): void {
    const at = this.#values.indexOf(value);
    if (at < 0) {
      this.#values.push(value);
      this.#counts.push(1);
    } else this.#counts[at]! += 1;
  }

  get best(): T | undefined {
    let best: T | undefined;
    let most = 0;
    for (let at = 0; at < this.#values.length; at += 1) {
      // Who says nothing does not outvote those who come after.
      if (best !== undefined && this.#counts[at]! <= most) continue;
      best = this.#values[at];
      most = this.#counts[at]!;
    }
    return best;
  }
}

/** `true` for a title that announces a live page, an opinion or a round-up. */
function isLabelled(title: string): boolean {
  return labels.test(title);
}

function costOf(title: string, length: number): number {
  let cost = 0.15 * Math.max(0, idealWords.least - length) + 0.1 * Math.max(0, length - idealWords.most);
  if (isLabelled(title)) cost += 1;
  if (title.includes('?')) cost += 0.5;
  if (/(?:\.\.\.|…)$/u.test(title)) cost += 0.4;
  if (title === title.toUpperCase() && title !== title.toLowerCase()) cost += 0.3;
  return cost;
}
