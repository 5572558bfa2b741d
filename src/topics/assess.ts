/** Whether a text is about a topic or only mentions it, how much, and why. */
import type { Assessment, Item, Phrase } from '../model.ts';
import { type Found, findAll } from './compiled.ts';
import { type Evidence, evidenceOf } from './features.ts';
import type { Query } from './query.ts';
import type { Reading } from './reading.ts';
import { aboutFrom, leastScore, salienceOf } from './salience.ts';

/**
 * Whose own words fill this much of a text is its actor, even where the headline names only a country. Feed summaries are
 * often just that, and the texts that the model learnt from are whole articles.
 */
const ownVoice = 0.3;

interface Judged {
  readonly score: number;
  readonly evidence: Evidence;
}

/** Loose matches (words apart, a bare part of the name) count only when the model finds them likely enough. */
function isLoose({ mentions }: Evidence): boolean {
  return mentions.every(
    ({ kind }) => kind === 'apart' || kind === 'core' || kind === 'part' || kind === 'surname' || kind === 'adjective',
  );
}

function judge({ concept, mentions }: Found, reading: Reading, share: number | undefined): Judged {
  const evidence = evidenceOf(concept, reading, mentions, share);
  const score = salienceOf(evidence.features);
  return { score: evidence.features.quotedShare >= ownVoice ? Math.max(score, aboutFrom) : score, evidence };
}

/** The weakest of the terms that must all be there. */
function weakest(terms: readonly Found[], reading: Reading, share: number | undefined): Judged {
  const judged = terms.map((term) => judge(term, reading, share));
  return judged.reduce((a, b) => (b.score < a.score ? b : a));
}

function reasonsOf({ features, mentions, sentencesWith, sentenceCount }: Evidence): Phrase[] {
  const reasons: Phrase[] = [];
  if (features.inTitle > 0) reasons.push({ key: 'topic.reason.headline' });
  else if (features.inLead > 0) reasons.push({ key: 'topic.reason.lead' });
  if (features.speaks > 0) reasons.push({ key: 'topic.reason.quoted' });
  if (sentencesWith > 0) {
    reasons.push({ key: 'topic.reason.sentences', params: { count: sentencesWith, total: sentenceCount } });
  }
  if (mentions.every(({ kind }) => kind === 'adjective')) reasons.push({ key: 'topic.reason.adjective' });
  return reasons;
}

/**
 * How a topic and one report stand to each other; undefined when the query does not accept it.
 * With `about:` a mere mention is none. `share` is the share of recent items that the topic matches (`TopicIndex.shareOf`),
 * 0 to 1, or undefined when too few were seen.
 */
export function assess(query: Query, item: Item, share?: number): Assessment | undefined {
  const all = findAll(query, item);
  if (all === undefined) return undefined;
  const best = all.found
    .map((terms) => weakest(terms, all.reading, share))
    .reduce((a, b) => (b.score > a.score ? b : a));
  if (best.score < leastScore && isLoose(best.evidence)) return undefined;
  const level = best.score >= aboutFrom ? 'about' : 'mention';
  if (query.isAboutOnly && level === 'mention') return undefined;
  return { level, score: best.score, reasons: reasonsOf(best.evidence) };
}

/** What stands for a query's words alone; remembered, since what is compiled from a query hangs on it. */
const bareOf = new WeakMap<Query, Query>();

/** The query without its filters: what a story is about does not depend on whose reports of it a chat wants. */
function bare(query: Query): Query {
  const known = bareOf.get(query);
  if (known !== undefined) return known;
  const made: Query = { ...query, isAboutOnly: false, sources: [], withoutSources: [], langs: [], categories: [] };
  bareOf.set(query, made);
  return made;
}

/**
 * The same for a story: the mean over its reports, those that do not name the topic counting as none, but never less than
 * half of the best report, whose text may be the only long one. A report in a language in which none names the topic says
 * nothing against it: a phrase is worded otherwise there.
 */
export function assessStory(query: Query, items: readonly Item[], share?: number): Assessment | undefined {
  if (!items.some((item) => findAll(query, item) !== undefined)) return undefined;
  const judged = items.flatMap((item) => {
    const assessment = assess(bare(query), item, share);
    return assessment === undefined ? [] : [{ ...assessment, lang: item.lang }];
  });
  if (judged.length === 0) return undefined;
  const best = judged.reduce((a, b) => (b.score > a.score ? b : a));
  const langs = new Set(judged.map(({ lang }) => lang));
  const counted = items.filter(({ lang }) => langs.has(lang)).length;
  const mean = judged.reduce((sum, { score }) => sum + score, 0) / counted;
  const score = Math.max(mean, best.score / 2);
  const level = score >= aboutFrom ? 'about' : 'mention';
  if (query.isAboutOnly && level === 'mention') return undefined;
  return { level, score, reasons: best.reasons };
}
