/** What a mention pattern looks like in numbers: the input of the salience model. All lie roughly between -1 and 2. */
import { functionWords, genericWords, scenePrepositions, speechWords } from '../text/vocabulary.ts';
import type { Concept } from './concept.ts';
import { isWithinLongerName, type Mention } from './find.ts';
import type { Reading } from './reading.ts';

export const featureNames = [
  'inTitle',
  'firstInTitle',
  'inLead',
  'inFirstWords',
  'firstPlace',
  'count',
  'density',
  'spread',
  'subject',
  'quoted',
  'scene',
  'isPlace',
  'isPerson',
  'topicLength',
  'exact',
  'adjective',
  'surname',
  'core',
  'apart',
  'acronym',
  'lowerCase',
  'longerName',
  'shareOfTop',
  'textLength',
  'titleAndLead',
  'onlyOnce',
  'placeInTitle',
  'placeCount',
  'weakTitle',
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

function share(mentions: readonly Mention[], test: (mention: Mention) => boolean): number {
  return mentions.length === 0 ? 0 : mentions.filter(test).length / mentions.length;
}

function isQuoted(reading: Reading, mention: Mention): boolean {
  for (let at = Math.max(0, mention.from - 4); at < Math.min(reading.words.length, mention.to + 6); at += 1) {
    const word = reading.words[at]!;
    if (word.sentence === mention.sentence && speechWords.has(word.word)) return true;
  }
  return false;
}

/** Near the beginning of its sentence and not behind a preposition. */
function isSubject(reading: Reading, mention: Mention, sentenceStart: number): boolean {
  const before = reading.words[mention.from - 1];
  const isBehind = before !== undefined && before.sentence === mention.sentence && scenePrepositions.has(before.word);
  return !isBehind && mention.from - sentenceStart <= 4;
}

function isScene(reading: Reading, mention: Mention): boolean {
  for (let at = mention.from - 1; at >= mention.from - 2 && at >= 0; at -= 1) {
    const word = reading.words[at]!;
    if (word.sentence !== mention.sentence) return false;
    if (scenePrepositions.has(word.word)) return true;
    if (!functionWords.has(word.word)) return false;
  }
  return false;
}

const topCounts = new WeakMap<Reading, number>();

/** How often the most frequent name of the text occurs. */
function topCount(reading: Reading): number {
  const known = topCounts.get(reading);
  if (known !== undefined) return known;
  let top = 1;
  for (const places of reading.bySpelling.values()) {
    if (places.length <= top) continue;
    const first = reading.words[places[0]!]!;
    if (functionWords.has(first.word) || genericWords.has(first.word) || first.word.length < 3) continue;
    const named = places.filter((at) => reading.words[at]!.isCapital && !reading.words[at]!.isOpening).length;
    if (named > top) top = named;
  }
  topCounts.set(reading, top);
  return top;
}

function sentenceStarts(reading: Reading): number[] {
  const starts: number[] = [];
  reading.words.forEach(({ sentence }, index) => {
    starts[sentence] ??= index;
  });
  return starts;
}

/** The numbers for a concept that is mentioned at least once. */
export function evidenceOf(concept: Concept, reading: Reading, mentions: readonly Mention[]): Evidence {
  const starts = sentenceStarts(reading);
  const title = mentions.filter(({ sentence }) => sentence === 0);
  const body = mentions.filter(({ sentence }) => sentence > 0);
  const sentencesWith = new Set(body.map(({ sentence }) => sentence)).size;
  const bodyCount = Math.max(1, reading.sentenceCount - 1);
  const bodyWords = Math.max(1, reading.words.length - reading.titleLength);
  const first = body[0] === undefined ? 1 : (body[0].from - reading.titleLength) / bodyWords;
  const last = body.length === 0 ? 1 : (body.at(-1)!.from - reading.titleLength) / bodyWords;
  const kind = (name: Mention['kind']): number => share(mentions, (mention) => mention.kind === name);
  const inTitle = title.length > 0 ? 1 : 0;
  const inLead = body.some(({ sentence }) => sentence === 1) ? 1 : 0;
  const isPlace = concept.kind === 'place' ? 1 : 0;
  const count = Math.log2(1 + mentions.length) / 3;
  const strong = mentions.filter(({ kind: how }) => how === 'full' || how === 'alias' || how === 'acronym');
  const features: Features = {
    inTitle,
    firstInTitle: title.some(({ from }) => from <= 1) ? 1 : 0,
    inLead,
    inFirstWords: body.some(({ from }) => from - reading.titleLength < wordsOfLead) ? 1 : 0,
    firstPlace: first,
    count,
    density: sentencesWith / bodyCount,
    spread: Math.max(0, last - first),
    subject: mentions.some((mention) => mention.sentence > 0 && isSubject(reading, mention, starts[mention.sentence]!))
      ? 1
      : 0,
    quoted: mentions.some((mention) => isQuoted(reading, mention)) ? 1 : 0,
    scene: share(mentions, (mention) => isScene(reading, mention)),
    isPlace,
    isPerson: concept.kind === 'person' ? 1 : 0,
    topicLength: Math.min(4, concept.spellings[0]?.words.length ?? 1) / 4,
    exact: kind('full'),
    adjective: kind('adjective'),
    surname: kind('surname'),
    core: kind('core'),
    apart: kind('apart'),
    acronym: kind('acronym'),
    lowerCase: share(mentions, ({ from }) => reading.words[from]?.isCapital === false),
    longerName: share(mentions, (mention) => mention.sentence > 0 && isWithinLongerName(reading, mention)),
    shareOfTop: Math.min(1.5, strong.length / topCount(reading)),
    textLength: Math.log2(1 + bodyCount) / 4,
    titleAndLead: inTitle * inLead,
    onlyOnce: mentions.length === 1 ? 1 : 0,
    placeInTitle: isPlace * inTitle,
    placeCount: isPlace * count,
    weakTitle: title.length > 0 && title.every(({ kind: how }) => how !== 'full' && how !== 'alias') ? 1 : 0,
  };
  return { features, mentions, sentencesWith, sentenceCount: bodyCount };
}
