/** Finds the topics of an item among very many: an inverted index from one telling word of each spelling to the topics. */
import type { Item, TopicId } from '../model.ts';
import { isGlued } from '../text/tokens.ts';
import { compile, findAll } from './compiled.ts';
import type { Concept, Spelling } from './concept.ts';
import { canonicalQuery, parseQuery, type Query } from './query.ts';
import { read, type Word } from './reading.ts';

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

/** Keys under which a spelling is filed by one of its words: by the letters, and by the sound for texts in other scripts. */
function keysOf(spelling: Spelling, at: number): string[] {
  const word = spelling.words[at]!;
  const form = spelling.forms[at]!;
  if (isGlued(word)) {
    const next = spelling.words[at + 1];
    return [next !== undefined && isGlued(next) ? `c${word}${next}` : `w${word}`];
  }
  const keys = [`w${form.spelling}`];
  if (form.sound.length >= 3 && spelling.crossesScripts) keys.push(form.isLatin ? `l${form.sound}` : `n${form.sound}`);
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
function choicesOf({ literal, spellings }: Concept): string[][][] {
  if (literal !== undefined) return [[[`e${literal}`]]];
  return spellings
    .filter((spelling) => !isCovered(spelling, spellings))
    .map((spelling) => spelling.anchors.map((at) => keysOf(spelling, at)));
}

/** An alternative of several terms is filed under the one with the fewest spellings. */
function choicesOfQuery(query: Query): string[][][] {
  return compile(query).alternatives.flatMap((concepts) =>
    concepts.map(choicesOf).reduce((a, b) => (b.length < a.length ? b : a)),
  );
}

/** The keys under which a topic may be filed that this text could mean. */
function keysOfItem(words: readonly Word[], hasForeign: boolean): Set<string> {
  const keys = new Set<string>();
  words.forEach(({ word, form }, at) => {
    keys.add(`w${form.spelling}`);
    if (hasForeign && form.sound.length >= 3) keys.add(`n${form.sound}`);
    if (!form.isLatin && form.sound.length >= 3) keys.add(`l${form.sound}`);
    const next = words[at + 1];
    if (!form.isLatin && next !== undefined) keys.add(`c${word}${next.word}`);
  });
  return keys;
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
  const filed = new Map<string, number | number[]>();
  const literals = new Map<string, number[]>();
  const ready = new Map<number, Query>();
  let seen = 0;
  /** How many keys stand for words in other scripts than Latin. */
  let foreign = 0;
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

  function file(key: string, number: number): void {
    if (key.startsWith('n')) foreign += 1;
    const at = filed.get(key);
    if (at === undefined) filed.set(key, number);
    else if (typeof at === 'number') filed.set(key, [at, number]);
    else at.push(number);
  }

  /** How many topics share a key already. */
  function crowd(keys: readonly string[]): number {
    const at = filed.get(keys[0]!);
    return at === undefined ? 0 : typeof at === 'number' ? 1 : at.length;
  }

  function unfile(key: string, number: number): void {
    const at = filed.get(key);
    const all = typeof at === 'number' ? [at] : (at ?? []);
    if (!all.includes(number)) return;
    if (key.startsWith('n')) foreign -= 1;
    const rest = all.filter((other) => other !== number);
    if (rest.length === 0) filed.delete(key);
    else filed.set(key, rest.length === 1 ? rest[0]! : rest);
  }

  function queryOf(number: number): Query {
    const known = ready.get(number);
    if (known !== undefined) return known;
    const parsed = parseQuery(canonical[number]!);
    if (parsed.kind !== 'query') throw new Error(`A canonical query cannot be read back: ${canonical[number]}`);
    if (ready.size >= maxReady) ready.delete(ready.keys().next().value!);
    ready.set(number, parsed.query);
    return parsed.query;
  }

  function candidates(item: Item): Set<number> {
    const found = new Set<number>();
    for (const key of keysOfItem(read(item).words, foreign > 0)) {
      const at = filed.get(key);
      if (typeof at === 'number') found.add(at);
      else if (at !== undefined) for (const number of at) found.add(number);
    }
    if (literals.size > 0) {
      const text = `${item.title}\n${item.text}`.toLowerCase();
      for (const [literal, at] of literals) if (text.includes(literal)) for (const number of at) found.add(number);
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
      for (const key of new Set(keys)) {
        if (key.startsWith('e')) literals.set(key.slice(1), [...(literals.get(key.slice(1)) ?? []), number]);
        else file(key, number);
      }
    },
    remove(id) {
      const number = numbers.get(id);
      if (number === undefined) return;
      for (const key of new Set(choicesOfQuery(queryOf(number)).flat(2))) {
        const literal = key.slice(1);
        const rest = (literals.get(literal) ?? []).filter((other) => other !== number);
        if (!key.startsWith('e')) unfile(key, number);
        else if (rest.length === 0) literals.delete(literal);
        else literals.set(literal, rest);
      }
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
