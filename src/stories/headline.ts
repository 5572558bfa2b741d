/** The report whose title tells the story best. */
import type { Item } from '../model.ts';
import { withoutOutlet } from '../text/outlet.ts';
import { words } from '../text/words.ts';
import { silent } from './lexicon.ts';

/** Titles that announce a form and not an event: live pages, opinion, quizzes, round-ups. */
const labels =
  /^(?:live|watch|video|opinion|analysis|explainer|explained|editorial|letters?|review|recap|gallery|photos?|pictures?|podcast|quiz|column|comment|briefing|in pictures|what we know|who is|how to|why)\b|\b(?:live (?:updates?|blog)|as it happened|what (?:we know|to know)|things to know|morning briefing|evening briefing|round-?up|newsletter|latest updates|minute by minute)\b|\|\s*(?:opinion|analysis|editorial|comment)/iu;
const idealWords = { least: 6, most: 14 } as const;

/** The chosen item and its title without the outlet's decoration. */
export function chooseHeadline(
  items: readonly Item[],
  isReprint: (item: Item) => boolean,
): { item: Item; title: string } {
  const lang = majority(items.map((item) => item.lang));
  const shares = wordShares(items);
  let best = { item: items[0]!, title: titleOf(items[0]!), score: Number.NEGATIVE_INFINITY };
  for (const item of items) {
    const title = titleOf(item);
    const score = scoreTitle(title, shares) - (item.lang === lang ? 0 : 2) - (isReprint(item) ? 0.3 : 0);
    if (score > best.score) best = { item, title, score };
  }
  return best;
}

/** The most frequent value; of equals the one that came first. */
export function majority<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: T | undefined;
  for (const [value, count] of counts) if (best === undefined || count > counts.get(best)!) best = value;
  return best;
}

/** `true` for a title that announces a live page, an opinion or a round-up. */
function isLabelled(title: string): boolean {
  return labels.test(title);
}

function titleOf(item: Item): string {
  return withoutOutlet(item.title, item.source);
}

function wordShares(items: readonly Item[]): Map<string, number> {
  const shares = new Map<string, number>();
  for (const item of items) {
    for (const word of new Set(words(titleOf(item)))) {
      if (!silent.has(word)) shares.set(word, (shares.get(word) ?? 0) + 1 / items.length);
    }
  }
  return shares;
}

/** What most reports say, in a good length, as a sentence and not as a label, a question or a shout. */
function scoreTitle(title: string, shares: ReadonlyMap<string, number>): number {
  const telling = [...new Set(words(title))].filter((word) => !silent.has(word));
  const shared = telling.reduce((sum, word) => sum + (shares.get(word) ?? 0), 0);
  const length = words(title).length;
  const tooShort = Math.max(0, idealWords.least - length);
  const tooLong = Math.max(0, length - idealWords.most);
  let score = shared / Math.sqrt(telling.length + 2) - 0.15 * tooShort - 0.1 * tooLong;
  if (isLabelled(title)) score -= 1;
  if (/[?]/u.test(title)) score -= 0.5;
  if (/(?:\.\.\.|…)$/u.test(title)) score -= 0.4;
  if (title === title.toUpperCase() && title !== title.toLowerCase()) score -= 0.3;
  return score;
}
