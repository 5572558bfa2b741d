/** Invented topics and news: the same numbers come again at every run. */
import type { FeedId, Item, ItemId } from '../../src/model.ts';

/** Reports come so far apart: about 86,000 a day. */
const secondMs = 1000;
/** So many reports tell again what one of the last ones told, in half of its words. */
const retoldShare = 0.3;
const retoldFrom = 200;

const syllables =
  'ba ko ri ten mal sor vi dra len gu pes tor ami shu ner kal ost bri fen dul mar gon ty lev ross win jan dek hal pra'.split(
    ' ',
  );
const plain =
  'the of and to in a for on with that by as at from is was it after over new said will year has its more than about were been also would could into first two people government officials percent week'.split(
    ' ',
  );

/** A small generator of even numbers in [0, 1): mulberry32. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function wordOf(number: number): string {
  let rest = number;
  let word = '';
  for (let count = 0; count < 3 || rest > 0; count += 1) {
    word += syllables[rest % syllables.length]!;
    rest = Math.floor(rest / syllables.length);
  }
  return word;
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}

/** The name of topic number `n`: a person's, a body's or a single word. */
export function topicName(n: number): string {
  const surname = capital(wordOf(n * 7 + 11));
  if (n % 4 === 0) return surname;
  if (n % 4 === 1) return `${capital(wordOf((n * 13) % 900))} ${surname} Institute`;
  return `${capital(wordOf((n * 31) % 2000))} ${surname}`;
}

/** A title and 60 words with three names: two that are followed at every size, and one that nobody follows. */
function itemOf(n: number, random: () => number, hot: number): Item {
  const text = Array.from({ length: 60 }, () => {
    const isPlain = random() < 0.55;
    return isPlain
      ? plain[Math.floor(random() * plain.length)]!
      : wordOf(5_000_000 + Math.floor(random() ** 3 * 40_000));
  });
  const names = [
    topicName(Math.floor(random() * hot)),
    topicName(Math.floor(random() * hot)),
    topicName(3_000_000 + n),
  ];
  for (const name of names) text.splice(Math.floor(random() * 60), 0, name);
  return {
    id: `item${n}` as ItemId,
    feedId: 'bench' as FeedId,
    source: `Outlet ${n % 40}`,
    url: `https://news.example/${n}`,
    title: `${names[0]} ${text.slice(0, 7).join(' ')}`,
    text: `${capital(text.slice(0, 30).join(' '))}. ${capital(text.slice(30).join(' '))}.`,
    lang: 'en',
    category: 'world',
    tags: [],
    publishedAt: n * secondMs,
    firstSeenAt: n * secondMs,
    image: undefined,
  };
}

/** Another outlet's words for an event: the same names and headline words in another order, and half of its text. */
function retell(item: Item, by: Item): Item {
  const half = (text: string, from: number) =>
    text
      .split(' ')
      .slice(from, from + 30)
      .join(' ');
  const title = item.title.split(' ');
  return {
    ...by,
    title: [...title.slice(0, 2), ...title.slice(2).reverse()].join(' '),
    text: `${half(item.text, 0)}. ${half(by.text, 30)}`,
  };
}

/** A stream of reports with a title and about 60 words, some of which tell the same event. */
export function streamOf(count: number, hot: number): Item[] {
  const random = generator(42);
  const items: Item[] = [];
  for (let n = 0; n < count; n += 1) {
    const item = itemOf(n, random, hot);
    const before = random() < retoldShare ? items[n - 1 - Math.floor(random() * Math.min(n, retoldFrom))] : undefined;
    items.push(before === undefined ? item : retell(before, item));
  }
  return items;
}
