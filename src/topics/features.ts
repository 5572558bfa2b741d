/** What a pattern of mentions looks like in numbers: the input of the salience model. All lie roughly between -1 and 2. */
import type { Concept } from './concept.ts';
import { isWithinLongerName, type Mention } from './find.ts';
import {
  hasRole,
  isActor,
  isAttributive,
  isCompany,
  isListed,
  isPossessive,
  isScene,
  isSpeaker,
  quotedShare,
} from './grammar.ts';
import type { Reading } from './reading.ts';
import { traits } from './written.ts';

/** The place of each feature in a row. */
const places = {
  inTitle: 0,
  firstInTitle: 1,
  titleActor: 2,
  titleFree: 3,
  inLead: 4,
  inFirstWords: 5,
  firstPlace: 6,
  count: 7,
  freeCount: 8,
  density: 9,
  spread: 10,
  speaks: 11,
  speakCount: 12,
  quotedShare: 13,
  acts: 14,
  possessive: 15,
  attributive: 16,
  role: 17,
  company: 18,
  listed: 19,
  scene: 20,
  topicLength: 21,
  exact: 22,
  adjective: 23,
  surname: 24,
  core: 25,
  part: 26,
  alias: 27,
  surnameRole: 28,
  isPerson: 29,
  isPlace: 30,
  titleKnown: 31,
  sentences: 32,
  leadCount: 33,
  earlyShare: 34,
  competition: 35,
  apart: 36,
  acronym: 37,
  lowerCase: 38,
  longerName: 39,
  shareOfTop: 40,
  rank: 41,
  names: 42,
  textLength: 43,
  titleAndLead: 44,
  onlyOnce: 45,
  weakTitle: 46,
  onlyTitle: 47,
  noBody: 48,
  commonness: 49,
  isEnglish: 50,
} as const;
export type FeatureName = keyof typeof places;
export const featureNames = Object.keys(places) as FeatureName[];
export type Features = Readonly<Record<FeatureName, number>>;

/** The features in the order of their names. */
type Row = number[];

export function featureOf(row: readonly number[], name: FeatureName): number {
  return row[places[name]]!;
}

/** A row of zeros that is laid out for fractions, and so are its copies: one of whole numbers would be laid out anew when filled. */
const empty: readonly number[] = Array.from(new Float64Array(featureNames.length));

/** The same by their names. */
export function named(row: readonly number[]): Features {
  return Object.fromEntries(featureNames.map((name) => [name, featureOf(row, name)])) as Features;
}

export interface Evidence {
  readonly row: Row;
  readonly mentions: readonly Mention[];
  readonly sentencesWith: number;
  readonly sentenceCount: number;
}

const wordsOfLead = 60;

function bit(value: boolean): number {
  return value ? 1 : 0;
}

function grow(count: number): number {
  return Math.log2(1 + count) / 3;
}

/** From so many words on a text shows by them whether it is English; of fewer, a plain Latin one is taken for it. */
const tellingWords = 12;
const leastLittle = 0.08;

/** Whether the rough grammar can be asked: it knows English only. */
function isEnglish(reading: Reading): boolean {
  const count = reading.length;
  if (count < tellingWords) return 2 * reading.foreign.length < count;
  return reading.littleWords() >= leastLittle * count;
}

/** The same evidence as a text gives whose language is not read: nothing of who speaks or acts. */
export function withoutGrammar(features: Features): Features {
  return {
    ...features,
    titleActor: 0,
    speaks: 0,
    speakCount: 0,
    quotedShare: 0,
    acts: 0,
    possessive: 0,
    attributive: 0,
    role: 0,
    company: 0,
    listed: 0,
    scene: 0,
    surnameRole: 0,
    isEnglish: 0,
  };
}

function isStrong({ kind }: Mention): boolean {
  return kind === 'full' || kind === 'alias' || kind === 'acronym';
}

/** Where the mentions stand. They are in order, so those of the headline come first. */
function fillPlaces(
  row: Row,
  reading: Reading,
  mentions: readonly Mention[],
  inBody: number,
  sentenceCount: number,
): number {
  const bodyWords = Math.max(1, reading.length - reading.titleLength);
  const placeOf = (mention: Mention | undefined): number =>
    mention === undefined ? 1 : (mention.from - reading.titleLength) / bodyWords;
  let firstInTitle = 0;
  let titleKnown = 0;
  let weakTitle = bit(inBody > 0);
  for (let at = 0; at < inBody; at += 1) {
    const mention = mentions[at]!;
    if (mention.from <= 1) firstInTitle = 1;
    if (isStrong(mention)) titleKnown = 1;
    if (mention.kind === 'full' || mention.kind === 'alias') weakTitle = 0;
  }
  let sentencesWith = 0;
  let inLead = 0;
  let inFirstWords = 0;
  let leadCount = 0;
  let early = 0;
  for (let at = inBody, last = 0; at < mentions.length; at += 1) {
    const { from, sentence } = mentions[at]!;
    if (sentence !== last) sentencesWith += 1;
    last = sentence;
    if (sentence === 1) inLead = 1;
    if (sentence <= 2) leadCount += 1;
    if (sentence <= sentenceCount / 3) early += 1;
    if (from - reading.titleLength < wordsOfLead) inFirstWords = 1;
  }
  const body = mentions.length - inBody;
  const first = placeOf(mentions[inBody]);
  row[places.inTitle] = bit(inBody > 0);
  row[places.firstInTitle] = firstInTitle;
  row[places.titleKnown] = titleKnown;
  row[places.weakTitle] = weakTitle;
  row[places.inLead] = inLead;
  row[places.inFirstWords] = inFirstWords;
  row[places.firstPlace] = first;
  row[places.spread] = body === 0 ? 0 : Math.max(0, placeOf(mentions.at(-1)) - first);
  row[places.titleAndLead] = bit(inBody > 0 && inLead === 1);
  row[places.onlyTitle] = bit(inBody > 0 && body === 0);
  row[places.noBody] = bit(reading.sentenceCount <= 1);
  row[places.sentences] = grow(sentencesWith);
  row[places.leadCount] = grow(leadCount);
  row[places.earlyShare] = body === 0 ? 0 : early / body;
  row[places.density] = sentencesWith / sentenceCount;
  return sentencesWith;
}

/** Who speaks and acts, and who is only named beside others; all of it is 0 where the grammar cannot be asked. */
function fillGrammar(row: Row, reading: Reading, mentions: readonly Mention[]): void {
  let speaking = 0;
  let titleActor = 0;
  let acts = 0;
  let possessive = 0;
  let attributive = 0;
  let role = 0;
  let surnameRole = 0;
  let company = 0;
  let listed = 0;
  let scene = 0;
  for (const mention of mentions) {
    if (isSpeaker(reading, mention)) speaking += 1;
    if (isActor(reading, mention)) {
      if (mention.sentence > 0) acts = 1;
      else titleActor = 1;
    }
    if (isPossessive(reading, mention)) possessive += 1;
    if (isAttributive(reading, mention)) attributive += 1;
    if (hasRole(reading, mention)) {
      role = 1;
      if (mention.kind === 'surname') surnameRole += 1;
    }
    if (isCompany(reading, mention)) company += 1;
    if (isListed(reading, mention)) listed += 1;
    if (isScene(reading, mention)) scene += 1;
  }
  const all = mentions.length;
  row[places.titleActor] = titleActor;
  row[places.speaks] = bit(speaking > 0);
  row[places.speakCount] = grow(speaking);
  row[places.quotedShare] = speaking === 0 ? 0 : quotedShare(reading, mentions);
  row[places.acts] = acts;
  row[places.possessive] = possessive / all;
  row[places.attributive] = attributive / all;
  row[places.role] = role;
  row[places.surnameRole] = surnameRole / all;
  row[places.company] = company / all;
  row[places.listed] = listed / all;
  row[places.scene] = scene / all;
  row[places.isEnglish] = 1;
}

/** In which spellings the topic is named, and how far alone. */
function fillKinds(row: Row, concept: Concept, reading: Reading, mentions: readonly Mention[]): void {
  const kinds = { full: 0, adjective: 0, surname: 0, core: 0, part: 0, alias: 0, apart: 0, acronym: 0 };
  let lowerCase = 0;
  let free = 0;
  let titleFree = 0;
  for (const mention of mentions) {
    kinds[mention.kind] += 1;
    if (reading.holds(mention.from) && !reading.has(mention.from, traits.capital)) lowerCase += 1;
    if (isWithinLongerName(concept, reading, mention)) continue;
    free += 1;
    if (mention.sentence === 0 && mention.kind !== 'adjective') titleFree = 1;
  }
  const all = mentions.length;
  row[places.exact] = kinds.full / all;
  row[places.adjective] = kinds.adjective / all;
  row[places.surname] = kinds.surname / all;
  row[places.core] = kinds.core / all;
  row[places.part] = kinds.part / all;
  row[places.alias] = kinds.alias / all;
  row[places.apart] = kinds.apart / all;
  row[places.acronym] = kinds.acronym / all;
  row[places.lowerCase] = lowerCase / all;
  row[places.titleFree] = titleFree;
  row[places.freeCount] = grow(free);
  row[places.longerName] = 1 - free / all;
  row[places.count] = grow(all);
  row[places.onlyOnce] = bit(all === 1);
  row[places.topicLength] = Math.min(4, concept.spellings[0]?.words.length ?? 1) / 4;
  row[places.isPerson] = bit(concept.kind === 'person');
  row[places.isPlace] = bit(concept.kind === 'place');
}

/** How the topic stands among the other names of the text. */
function fillRivals(row: Row, reading: Reading, mentions: readonly Mention[]): void {
  // Most frequent first.
  const counts = reading.nameCounts();
  let strong = 0;
  for (const mention of mentions) if (isStrong(mention)) strong += 1;
  let repeated = 0;
  while (repeated < counts.length && counts[repeated]! > 1) repeated += 1;
  let above = 0;
  while (above < counts.length && counts[above]! > mentions.length) above += 1;
  row[places.competition] = Math.log2(1 + repeated) / 4;
  row[places.shareOfTop] = Math.min(1.5, strong / (counts[0] ?? 1));
  row[places.rank] = 1 / (1 + above);
  row[places.names] = Math.log2(1 + counts.length) / 5;
}

/** What stands for an unknown share of items: more than any known one. */
const unknownCommonness = 12;

/** The feature that the share of the recent items that name a topic makes. */
export function commonnessOf(share: number | undefined): number {
  return share === undefined ? unknownCommonness : Math.log2(1000 * Math.max(share, 1e-5));
}

/**
 * The numbers for a concept that is mentioned at least once. `share` is the share of the recent items that name the topic,
 * if known: a name that turns up everywhere is mostly background.
 */
export function evidenceOf(concept: Concept, reading: Reading, mentions: readonly Mention[], share?: number): Evidence {
  const row: Row = empty.slice();
  const sentenceCount = Math.max(1, reading.sentenceCount - 1);
  let inBody = 0;
  while (inBody < mentions.length && mentions[inBody]!.sentence === 0) inBody += 1;
  const sentencesWith = fillPlaces(row, reading, mentions, inBody, sentenceCount);
  if (isEnglish(reading)) fillGrammar(row, reading, mentions);
  fillKinds(row, concept, reading, mentions);
  fillRivals(row, reading, mentions);
  row[places.textLength] = Math.log2(1 + sentenceCount) / 4;
  row[places.commonness] = commonnessOf(share);
  return { row, mentions, sentencesWith, sentenceCount };
}
