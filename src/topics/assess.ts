/** Whether a text is about a topic or only mentions it, how much, and why. */
import type { Assessment, Item, Phrase } from '../model.ts';
import { compile, passesFilters } from './compiled.ts';
import { commonnessOf } from './features.ts';
import type { Query } from './query.ts';
import { aboutFrom, leastScore } from './salience.ts';
import { knownStandingOf, type Part, type Standing, standingOf } from './standing.ts';

/**
 * How a topic and one report stand to each other; undefined when the query does not accept it.
 * With `about:` a mere mention is none. `share` is the share of recent items that the topic matches (`TopicIndex.shareOf`),
 * 0 to 1, or undefined when too few were seen.
 */
export function assess(query: Query, item: Item, share?: number): Assessment | undefined {
  const standing = passesFilters(query, item) ? standingOf(compile(query), item) : undefined;
  const judged = standing && judge(standing, commonnessOf(share));
  if (judged === undefined) return undefined;
  const { score, reasons } = judged;
  const level = score >= aboutFrom ? 'about' : 'mention';
  if (query.isAboutOnly && level === 'mention') return undefined;
  return { level, score, reasons };
}

interface Judged {
  readonly score: number;
  readonly reasons: readonly Phrase[];
}

/** The best alternative, each by the weakest of the terms that must all be there; undefined when that is too loose a match. */
function judge(standing: Standing, commonness: number): Judged | undefined {
  let best: Part | undefined;
  let bestScore = 0;
  for (const terms of standing) {
    let weakest: Part | undefined;
    let score = Number.POSITIVE_INFINITY;
    for (const part of terms) {
      const own = part.scoreAt(commonness);
      if (own < score) [weakest, score] = [part, own];
    }
    if (best === undefined || score > bestScore) [best, bestScore] = [weakest, score];
  }
  if (best === undefined || (bestScore < leastScore && best.isLoose)) return undefined;
  return { score: bestScore, reasons: best.reasons };
}

/**
 * The same for a story: the mean over its reports, those that do not name the topic counting as none, but never less than
 * half of the best report, whose text may be the only long one. A report in a language in which none names the topic says
 * nothing against it: a phrase is worded otherwise there. One report at least must pass the filters; what the story is about
 * does not depend on whose reports of it a chat wants.
 */
export function assessStory(query: Query, items: readonly Item[], share?: number): Assessment | undefined {
  const compiled = compile(query);
  const commonness = commonnessOf(share);
  const langs = new Set<string | undefined>();
  let isAccepted = false;
  let best: Judged | undefined;
  let sum = 0;
  const standingAt = items.length > 1 ? knownStandingOf : standingOf;
  for (const item of items) {
    const standing = standingAt(compiled, item);
    if (standing === undefined) continue;
    isAccepted ||= passesFilters(query, item);
    const judged = judge(standing, commonness);
    if (judged === undefined) continue;
    langs.add(item.lang);
    sum += judged.score;
    if (best === undefined || judged.score > best.score) best = judged;
  }
  if (!isAccepted || best === undefined) return undefined;
  let counted = 0;
  for (const { lang } of items) if (langs.has(lang)) counted += 1;
  const score = Math.max(sum / counted, best.score / 2);
  const level = score >= aboutFrom ? 'about' : 'mention';
  if (query.isAboutOnly && level === 'mention') return undefined;
  return { level, score, reasons: best.reasons };
}
