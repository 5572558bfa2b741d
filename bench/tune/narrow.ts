/** Windows of a new user: a few outlets that all tell of one town, one company, one court. Cut out of the large sets. */
import { termsOf } from '../../src/stories/terms.ts';
import { Vocabulary } from '../../src/stories/vocabulary.ts';
import type { Labelled } from './data.ts';
import { randomFrom } from './random.ts';

/** Reports in a window, and the most of one story in it: most of what shares its words must be something else. */
const least = 6;
const most = 16;
const mostOfStory = 4;

/** So many windows, each around a report drawn by chance: those nearest to it, of several stories, in order of arrival. */
export function narrowWindows(rows: readonly Labelled[], count: number, seed: number): Labelled[][] {
  const chance = randomFrom(seed);
  const index = indexOf(rows);
  return Array.from({ length: count }, () => {
    const size = least + Math.floor(chance() * (most - least + 1));
    return windowAround(Math.floor(chance() * rows.length), size, rows, index);
  });
}

interface Index {
  readonly terms: readonly Int32Array[];
  readonly holders: ReadonlyMap<number, readonly number[]>;
}

function indexOf(rows: readonly Labelled[]): Index {
  const vocabulary = new Vocabulary();
  const terms = rows.map(({ item }) => termsOf(item, vocabulary).terms);
  const holders = new Map<number, number[]>();
  for (const [at, own] of terms.entries()) {
    for (const term of own) {
      const held = holders.get(term);
      if (held === undefined) holders.set(term, [at]);
      else held.push(at);
    }
  }
  return { terms, holders };
}

function windowAround(at: number, size: number, rows: readonly Labelled[], index: Index): Labelled[] {
  const taken = [at];
  const ofStory = new Map([[rows[at]!.label, 1]]);
  for (const other of nearest(at, index)) {
    if (taken.length === size) break;
    const { label } = rows[other]!;
    const known = ofStory.get(label) ?? 0;
    if (known === mostOfStory) continue;
    ofStory.set(label, known + 1);
    taken.push(other);
  }
  return taken.sort((a, b) => a - b).map((one) => rows[one]!);
}

/** Other reports by the rarity that they share, most first. */
function nearest(at: number, { terms, holders }: Index): number[] {
  const shared = new Map<number, number>();
  for (const term of terms[at]!) {
    const held = holders.get(term)!;
    const rarity = Math.log(terms.length / held.length);
    for (const other of held) if (other !== at) shared.set(other, (shared.get(other) ?? 0) + rarity);
  }
  return [...shared].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([other]) => other);
}
