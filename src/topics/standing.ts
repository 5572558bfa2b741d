/** How the words of a topic stand in one report: all that judging it takes, whatever other reports do. */
import type { Item, Phrase } from '../model.ts';
import { announcesCollection } from '../text/collections.ts';
import { type Compiled, type Found, findWords } from './compiled.ts';
import { type Evidence, evidenceOf, featureOf } from './features.ts';
import { type Reading, read } from './reading.ts';
import { Recent } from './recent.ts';
import { aboutFrom, salienceByCommonness } from './salience.ts';

/** How one term stands there. */
export interface Part {
  /** Probability that the text is about it, by how common the topic is (`commonnessOf`). */
  scoreAt(commonness: number): number;
  /** Loose matches (words apart, a bare part of the name) count only when the model finds them likely enough. */
  readonly isLoose: boolean;
  readonly reasons: readonly Phrase[];
}

/** The terms of each alternative that holds. */
export type Standing = readonly (readonly Part[])[];

/**
 * Whose own words fill this much of a text is its actor, even where the headline names only a country. Feed summaries are
 * often just that, and the texts that the model learnt from are whole articles.
 */
const ownVoice = 0.3;

function isLoose({ mentions }: Evidence): boolean {
  return mentions.every(
    ({ kind }) => kind === 'apart' || kind === 'core' || kind === 'part' || kind === 'surname' || kind === 'adjective',
  );
}

/** A round-up that names the topic among other matters, below its headline, is never about it: less than `aboutFrom` by this much. */
const below = 1e-3;

function partOf({ concept, mentions }: Found, reading: Reading): Part {
  const evidence = evidenceOf(concept, reading, mentions);
  const salience = salienceByCommonness(evidence.row);
  const least = featureOf(evidence.row, 'quotedShare') >= ownVoice ? aboutFrom : 0;
  const isBelow = featureOf(evidence.row, 'inTitle') === 0;
  const most = isBelow && announcesCollection(reading.title, reading.text) ? aboutFrom - below : 1;
  return {
    scoreAt: (commonness) => Math.min(Math.max(salience(commonness), least), most),
    isLoose: isLoose(evidence),
    reasons: reasonsOf(evidence),
  };
}

function reasonsOf({ row, mentions, sentencesWith, sentenceCount }: Evidence): Phrase[] {
  const reasons: Phrase[] = [];
  if (featureOf(row, 'inTitle') > 0) reasons.push({ key: 'topic.reason.headline' });
  else if (featureOf(row, 'inLead') > 0) reasons.push({ key: 'topic.reason.lead' });
  if (featureOf(row, 'speaks') > 0) reasons.push({ key: 'topic.reason.quoted' });
  if (sentencesWith > 0) {
    reasons.push({ key: 'topic.reason.sentences', params: { count: sentencesWith, total: sentenceCount } });
  }
  if (mentions.every(({ kind }) => kind === 'adjective')) reasons.push({ key: 'topic.reason.adjective' });
  return reasons;
}

/** What one query found in a report, and the answer to another: most have few, for which a list would keep room for many. */
interface Known {
  readonly compiled: Compiled;
  readonly standing: Standing | undefined;
  next: Known | undefined;
}

/** The last reports that were asked about, each with what was found. A story that grows is judged anew with every report. */
const known = new Recent<Item, Known>(20_000);

/** How the words of a query stand in a report; undefined when they are not there. */
export function standingOf(compiled: Compiled, item: Item): Standing | undefined {
  return standingIn(compiled, read(item));
}

/** The same; remembered, for reports that are likely to be asked about again. */
export function knownStandingOf(compiled: Compiled, item: Item): Standing | undefined {
  const first = known.get(item);
  for (let one = first; one !== undefined; one = one.next) if (one.compiled === compiled) return one.standing;
  const standing = standingIn(compiled, read(item));
  if (first === undefined) known.add(item, { compiled, standing, next: undefined });
  else first.next = { compiled, standing, next: first.next };
  return standing;
}

function standingIn(compiled: Compiled, reading: Reading): Standing | undefined {
  return findWords(compiled, reading)?.found.map((terms) => terms.map((term) => partOf(term, reading)));
}
