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

export const featureNames = [
  'inTitle',
  'firstInTitle',
  'titleActor',
  'titleFree',
  'inLead',
  'inFirstWords',
  'firstPlace',
  'count',
  'freeCount',
  'density',
  'spread',
  'speaks',
  'speakCount',
  'quotedShare',
  'acts',
  'possessive',
  'attributive',
  'role',
  'company',
  'listed',
  'scene',
  'topicLength',
  'exact',
  'adjective',
  'surname',
  'core',
  'part',
  'alias',
  'surnameRole',
  'isPerson',
  'isPlace',
  'titleKnown',
  'sentences',
  'leadCount',
  'earlyShare',
  'competition',
  'apart',
  'acronym',
  'lowerCase',
  'longerName',
  'shareOfTop',
  'rank',
  'names',
  'textLength',
  'titleAndLead',
  'onlyOnce',
  'weakTitle',
  'onlyTitle',
  'noBody',
  'commonness',
  'isEnglish',
] as const;
export type FeatureName = (typeof featureNames)[number];
export type Features = Readonly<Record<FeatureName, number>>;

export interface Evidence {
  readonly features: Features;
  readonly mentions: readonly Mention[];
  readonly sentencesWith: number;
  readonly sentenceCount: number;
}

const wordsOfLead = 60;

function shareOf(mentions: readonly Mention[], test: (mention: Mention) => boolean): number {
  return mentions.length === 0 ? 0 : mentions.filter(test).length / mentions.length;
}

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
  return { ...features, ...noGrammar, titleActor: 0, surnameRole: 0, isEnglish: 0 };
}

function placeFeatures(reading: Reading, body: readonly Mention[], title: readonly Mention[]) {
  const bodyWords = Math.max(1, reading.length - reading.titleLength);
  const place = (mention: Mention | undefined): number =>
    mention === undefined ? 1 : (mention.from - reading.titleLength) / bodyWords;
  return {
    inTitle: bit(title.length > 0),
    firstInTitle: bit(title.some(({ from }) => from <= 1)),
    titleActor: bit(title.some((mention) => isActor(reading, mention))),
    inLead: bit(body.some(({ sentence }) => sentence === 1)),
    inFirstWords: bit(body.some(({ from }) => from - reading.titleLength < wordsOfLead)),
    firstPlace: place(body[0]),
    spread: Math.max(0, place(body.at(-1)) - place(body[0])),
    titleAndLead: bit(title.length > 0 && body.some(({ sentence }) => sentence === 1)),
    weakTitle: bit(title.length > 0 && title.every(({ kind }) => kind !== 'full' && kind !== 'alias')),
    onlyTitle: bit(title.length > 0 && body.length === 0),
    noBody: bit(reading.sentenceCount <= 1),
  };
}

const noGrammar = {
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
};

function grammarFeatures(reading: Reading, mentions: readonly Mention[]) {
  const speaking = mentions.filter((mention) => isSpeaker(reading, mention));
  return {
    speaks: bit(speaking.length > 0),
    speakCount: grow(speaking.length),
    quotedShare: speaking.length === 0 ? 0 : quotedShare(reading, mentions),
    acts: bit(mentions.some((mention) => mention.sentence > 0 && isActor(reading, mention))),
    possessive: shareOf(mentions, (mention) => isPossessive(reading, mention)),
    attributive: shareOf(mentions, (mention) => isAttributive(reading, mention)),
    role: bit(mentions.some((mention) => hasRole(reading, mention))),
    company: shareOf(mentions, (mention) => isCompany(reading, mention)),
    listed: shareOf(mentions, (mention) => isListed(reading, mention)),
    scene: shareOf(mentions, (mention) => isScene(reading, mention)),
  };
}

function kindFeatures(reading: Reading, mentions: readonly Mention[]) {
  const all = mentions.length;
  const shares = { full: 0, adjective: 0, surname: 0, core: 0, part: 0, alias: 0, apart: 0, acronym: 0 };
  let lowerCase = 0;
  for (const { kind, from } of mentions) {
    shares[kind] += 1;
    if (reading.at(from)?.isCapital === false) lowerCase += 1;
  }
  return {
    exact: shares.full / all,
    adjective: shares.adjective / all,
    surname: shares.surname / all,
    core: shares.core / all,
    part: shares.part / all,
    alias: shares.alias / all,
    apart: shares.apart / all,
    acronym: shares.acronym / all,
    lowerCase: lowerCase / all,
  };
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
  const title = mentions.filter(({ sentence }) => sentence === 0);
  const body = mentions.filter(({ sentence }) => sentence > 0);
  const sentencesWith = new Set(body.map(({ sentence }) => sentence)).size;
  const sentenceCount = Math.max(1, reading.sentenceCount - 1);
  const free = mentions.filter((mention) => !isWithinLongerName(concept, reading, mention));
  const strong = mentions.filter(({ kind }) => kind === 'full' || kind === 'alias' || kind === 'acronym').length;
  const counts = reading.nameCounts();
  const place = placeFeatures(reading, body, title);
  const grammar = grammarFeatures(reading, mentions);
  const kind = kindFeatures(reading, mentions);
  // Named one by one: to spread the three would take longer than all else here.
  const features: Features = {
    inTitle: place.inTitle,
    firstInTitle: place.firstInTitle,
    titleActor: place.titleActor,
    inLead: place.inLead,
    inFirstWords: place.inFirstWords,
    firstPlace: place.firstPlace,
    spread: place.spread,
    titleAndLead: place.titleAndLead,
    weakTitle: place.weakTitle,
    onlyTitle: place.onlyTitle,
    noBody: place.noBody,
    speaks: grammar.speaks,
    speakCount: grammar.speakCount,
    quotedShare: grammar.quotedShare,
    acts: grammar.acts,
    possessive: grammar.possessive,
    attributive: grammar.attributive,
    role: grammar.role,
    company: grammar.company,
    listed: grammar.listed,
    scene: grammar.scene,
    exact: kind.exact,
    adjective: kind.adjective,
    surname: kind.surname,
    core: kind.core,
    part: kind.part,
    alias: kind.alias,
    apart: kind.apart,
    acronym: kind.acronym,
    lowerCase: kind.lowerCase,
    isPerson: bit(concept.kind === 'person'),
    isPlace: bit(concept.kind === 'place'),
    surnameRole: shareOf(mentions, (mention) => mention.kind === 'surname' && hasRole(reading, mention)),
    titleKnown: bit(title.some(({ kind }) => kind === 'full' || kind === 'alias' || kind === 'acronym')),
    sentences: grow(sentencesWith),
    leadCount: grow(body.filter(({ sentence }) => sentence <= 2).length),
    earlyShare: shareOf(body, ({ sentence }) => sentence <= sentenceCount / 3),
    competition: Math.log2(1 + counts.filter((count) => count > 1).length) / 4,
    titleFree: bit(free.some(({ sentence, kind }) => sentence === 0 && kind !== 'adjective')),
    count: grow(mentions.length),
    freeCount: grow(free.length),
    density: sentencesWith / sentenceCount,
    topicLength: Math.min(4, concept.spellings[0]?.words.length ?? 1) / 4,
    longerName: 1 - free.length / mentions.length,
    shareOfTop: Math.min(1.5, strong / (counts[0] ?? 1)),
    rank: 1 / (1 + counts.filter((count) => count > mentions.length).length),
    names: Math.log2(1 + counts.length) / 5,
    textLength: Math.log2(1 + sentenceCount) / 4,
    onlyOnce: bit(mentions.length === 1),
    isEnglish: 1,
    commonness: commonnessOf(share),
  };
  return { features: isEnglish(reading) ? features : withoutGrammar(features), mentions, sentencesWith, sentenceCount };
}
