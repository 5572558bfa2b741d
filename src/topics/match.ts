/** Finds the topics of an item among very many: an inverted index from one telling word of each spelling to the topics. */
import type { Item, TopicId } from '../model.ts';
import { hashOf } from '../text/hashes.ts';
import { isGlued } from '../text/tokens.ts';
import { compile, findAll } from './compiled.ts';
import type { Concept, Spelling } from './concept.ts';
import { File } from './file.ts';
import { canonicalQuery, parseQuery, type Query } from './query.ts';
import { read } from './reading.ts';
import type { Form } from './written.ts';

export interface TopicIndex {
  add(id: TopicId, query: Query): void;
  remove(id: TopicId): void;
  /** Topics whose whole query accepts the item, in no particular order. */
  match(item: Item): TopicId[];
  /** Share of the items given to `match` since it was added that the topic accepted, 0 to 1; undefined before there were enough to tell. */
  shareOf(id: TopicId): number | undefined;
  has(id: TopicId): boolean;
  /** The query of a topic, ready for `assess`; undefined for an unknown topic. Only those in use are held ready. */
  query(id: TopicId): Query | undefined;
  readonly size: number;
}

/** How many queries are kept ready for reading; the rest wait as their canonical text, which takes a tenth of the memory. */
const maxReady = 20_000;

/** From so many items on their share means something. Counts are halved at the upper bound, so that old news fade. */
const leastSeen = 100;
const mostSeen = 40_000;

/** Where a topic is filed: by letters, by the sound of Latin or of other names, by two characters of scripts without spaces, as signs. */
type Key = readonly [file: 'letters' | 'latin' | 'foreign' | 'pairs' | 'signs', text: string];

/** Keys under which a spelling is filed by one of its words: by the letters, and by the sound for texts in other scripts. */
function keysOf(spelling: Spelling, at: number): Key[] {
  const word = spelling.words[at]!;
  const form = spelling.forms[at]!;
  if (isGlued(word)) {
    const next = spelling.words[at + 1];
    return [next !== undefined && isGlued(next) ? ['pairs', word + next] : ['letters', word]];
  }
  const keys: Key[] = [['letters', form.spelling]];
  if (form.sound.length >= 3 && spelling.crossesScripts) keys.push([form.isLatin ? 'latin' : 'foreign', form.sound]);
  return keys;
}

/** A spelling that holds a whole other one, such as 'Sergei Lavrov' beside 'Lavrov', is found by that one's key. */
function isCovered(spelling: Spelling, all: readonly Spelling[]): boolean {
  return all.some(
    ({ words, needsCapitals, crossesScripts }) =>
      words.length === 1 &&
      spelling.words.length > 1 &&
      !needsCapitals &&
      (crossesScripts || !spelling.crossesScripts) &&
      spelling.words.includes(words[0]!),
  );
}

/** Each spelling with the keys that would do for it, one list of keys for each telling word; any one list is enough. */
function choicesOf({ literal, spellings }: Concept): Key[][][] {
  if (literal !== undefined) return [[[['signs', literal]]]];
  return spellings
    .filter((spelling) => !isCovered(spelling, spellings))
    .map((spelling) => spelling.anchors.map((at) => keysOf(spelling, at)));
}

/** An alternative of several terms is filed under the one with the fewest spellings. */
function choicesOfQuery(query: Query): Key[][][] {
  return compile(query).alternatives.flatMap((concepts) =>
    concepts.map(choicesOf).reduce((a, b) => (b.length < a.length ? b : a)),
  );
}

/** Topics whose names sound like a word. */
function findSound(file: File, { sound }: Form, found: Set<number>): void {
  if (sound.length >= 3) file.findInto(found, sound, hashOf(sound));
}

function grown(counts: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(counts.length * 2);
  larger.set(counts);
  return larger;
}

/** An empty index. Grows with the number of topics, not with the number of those who follow them. */
export function createTopicIndex(): TopicIndex {
  const ids: (TopicId | undefined)[] = [];
  const canonical: string[] = [];
  const numbers = new Map<TopicId, number>();
  const free: number[] = [];
  const files: Record<Key[0], File> = {
    letters: new File(),
    latin: new File(),
    foreign: new File(),
    pairs: new File(),
    signs: new File(),
  };
  const ready = new Map<number, Query>();
  let seen = 0;
  let hits = new Uint32Array(1024);
  /** How many items had been seen when the topic came. */
  let starts = new Uint32Array(1024);

  function countItem(): void {
    seen += 1;
    if (seen < mostSeen) return;
    seen = Math.floor(seen / 2);
    hits = hits.map((count) => count >> 1);
    starts = starts.map((count) => count >> 1);
  }

  /** How many topics share a key already. */
  const crowd = ([key]: readonly Key[]) => (key === undefined ? 0 : files[key[0]].of(key[1]).length);

  function queryOf(number: number): Query {
    const known = ready.get(number);
    if (known !== undefined) return known;
    const parsed = parseQuery(canonical[number]!);
    if (parsed.kind !== 'query') throw new Error(`A canonical query cannot be read back: ${canonical[number]}`);
    if (ready.size >= maxReady) ready.delete(ready.keys().next().value!);
    ready.set(number, parsed.query);
    return parsed.query;
  }

  /** Topics whose keys the text holds. */
  function candidates(item: Item): Set<number> {
    const found = new Set<number>();
    const reading = read(item);
    const { foreign } = reading;
    for (let at = 0, nextForeign = 0; at < reading.length; at += 1) {
      const hash = reading.hashAt(at);
      if (files.letters.mayHold(hash)) files.letters.findInto(found, reading.formAt(at).spelling, hash);
      if (files.foreign.size > 0) findSound(files.foreign, reading.formAt(at), found);
      if (foreign[nextForeign] !== at) continue;
      nextForeign += 1;
      findSound(files.latin, reading.formAt(at), found);
      if (at + 1 < reading.length && files.pairs.size > 0) {
        const pair = reading.formAt(at).word + reading.formAt(at + 1).word;
        files.pairs.findInto(found, pair, hashOf(pair));
      }
    }
    if (files.signs.size > 0) {
      const text = `${item.title}\n${item.text}`.toLowerCase();
      for (const sign of files.signs.keys()) if (text.includes(sign)) files.signs.findInto(found, sign, hashOf(sign));
    }
    return found;
  }

  const index: TopicIndex = {
    get size() {
      return numbers.size;
    },
    add(id, query) {
      if (numbers.has(id)) index.remove(id);
      const number = free.pop() ?? ids.length;
      ids[number] = id;
      if (number >= hits.length) [hits, starts] = [grown(hits), grown(starts)];
      hits[number] = 0;
      starts[number] = seen;
      canonical[number] = canonicalQuery(query);
      numbers.set(id, number);
      const keys = choicesOfQuery(queryOf(number)).flatMap((choices) =>
        choices.reduce((a, b) => (crowd(b) < crowd(a) ? b : a)),
      );
      for (const [file, text] of keys) files[file].add(text, number);
    },
    remove(id) {
      const number = numbers.get(id);
      if (number === undefined) return;
      for (const [file, text] of choicesOfQuery(queryOf(number)).flat(2)) files[file].remove(text, number);
      numbers.delete(id);
      ready.delete(number);
      ids[number] = undefined;
      canonical[number] = '';
      free.push(number);
    },
    match(item) {
      const matched: TopicId[] = [];
      countItem();
      for (const number of candidates(item)) {
        if (findAll(queryOf(number), item) === undefined) continue;
        matched.push(ids[number]!);
        hits[number]! += 1;
      }
      return matched;
    },
    has: (id) => numbers.has(id),
    query(id) {
      const number = numbers.get(id);
      return number === undefined ? undefined : queryOf(number);
    },
    shareOf(id) {
      const number = numbers.get(id);
      if (number === undefined) return undefined;
      const since = seen - starts[number]!;
      return since < leastSeen ? undefined : hits[number]! / since;
    },
  };
  return index;
}
