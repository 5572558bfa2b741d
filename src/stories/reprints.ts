/** Wire copies and reprints: who wrote a text of their own, and who repeats an earlier one. */
import type { Item, ItemId } from '../model.ts';
import { withoutOutlet } from '../text/outlet.ts';
import { words } from '../text/words.ts';

/** Share of word triples, or of title words, from which a text repeats another. */
const repeatedShare = 0.7;
/** Shorter texts tell nothing: then the titles decide. */
const tellingWords = 20;

interface Print {
  readonly title: ReadonlySet<string>;
  readonly triples: ReadonlySet<string>;
}

/** Ids of items that repeat the text of an earlier item by another outlet. Items in order of arrival. */
export function findReprints(items: readonly Item[]): Set<ItemId> {
  const reprints = new Set<ItemId>();
  const earlier: { readonly source: string; readonly print: Print }[] = [];
  for (const item of items) {
    const print = printOf(item);
    if (earlier.some((one) => one.source !== item.source && repeats(print, one.print))) reprints.add(item.id);
    else earlier.push({ source: item.source, print });
  }
  return reprints;
}

function printOf(item: Item): Print {
  const text = words(item.text);
  const triples =
    text.length < tellingWords ? [] : text.slice(2).map((word, at) => `${text[at]} ${text[at + 1]} ${word}`);
  return { title: new Set(words(withoutOutlet(item.title, item.source))), triples: new Set(triples) };
}

function repeats(a: Print, b: Print): boolean {
  if (a.triples.size > 0 && b.triples.size > 0) return containment(a.triples, b.triples) >= repeatedShare;
  return a.title.size >= 4 && jaccard(a.title, b.title) >= 0.85;
}

/** Share of the smaller set that the larger holds: a shortened copy is a copy. */
function containment(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return commonCount(a, b) / Math.min(a.size, b.size);
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = commonCount(a, b);
  return shared / (a.size + b.size - shared);
}

function commonCount(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const value of a) if (b.has(value)) count += 1;
  return count;
}
