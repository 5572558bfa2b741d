/** Reports of one event in different scripts, which share no words: found by the consonants of the names that they bear. */
import { holds } from './counts.ts';
import { kinds, type Vocabulary } from './vocabulary.ts';
import type { Entry } from './window.ts';

/**
 * Names that two reports must share, how near in time, and the newest kept for each name. The first report in another script
 * comes within hours; two days on, the same people are in other news. Set by hand: the labelled sets hold too few such pairs to learn from.
 */
const namesNeeded = 2;
const namesWithinMs = 6 * 3_600_000;
const namesKept = 50;
/** The least likeness, by names alone. A kind of event, a place or a number that both name counts as much. */
const leastLikeness = 0.25;

/** The entries that hold a name, in order of arrival. */
interface Bearers {
  entries: Entry[];
  /** The script of all of them; undefined when there are or were several. */
  script: string | undefined;
}

export class AcrossScripts {
  readonly #names = new Map<string, Bearers>();

  add(entry: Entry): void {
    for (const name of entry.skeletons) this.#post(name, entry);
  }

  /** Lets go of entries that are gone and bore one of these names. */
  sweep(names: Iterable<string>): void {
    for (const name of names) {
      const known = this.#names.get(name);
      const kept = known?.entries.filter((entry) => !entry.isGone) ?? [];
      if (known === undefined || kept.length === 0) this.#names.delete(name);
      else known.entries = kept;
    }
  }

  /**
   * The likeliest entry in another script to tell the same event, of a window of so many items; of equals the oldest. Names that
   * half of the news bears tell of an affair, not of an event; and reports that name different kinds of events tell two.
   */
  likeliest(entry: Entry, vocabulary: Vocabulary): Entry | undefined {
    let best: Entry | undefined;
    let most = 0;
    for (const [other, count] of this.#sharing(entry)) {
      if (count < namesNeeded) continue;
      const likeness = this.#likeness(entry, other, vocabulary);
      if (likeness < leastLikeness || likeness < most || (likeness === most && other.order > best!.order)) continue;
      [best, most] = [other, likeness];
    }
    return best;
  }

  /** How many names each entry nearby in another script shares with one. */
  #sharing(entry: Entry): Map<Entry, number> {
    const shared = new Map<Entry, number>();
    for (const name of entry.skeletons) {
      const bearers = this.#names.get(name);
      if (bearers === undefined || bearers.script === entry.script) continue;
      for (const other of bearers.entries) {
        if (other.isGone || other.isLivePage || other.script === entry.script) continue;
        if (Math.abs(other.at - entry.at) <= namesWithinMs) shared.set(other, (shared.get(other) ?? 0) + 1);
      }
    }
    return shared;
  }

  /** The cosine of the names, each weighing by how few reports bear it, and what the tables know of both. */
  #likeness(entry: Entry, other: Entry, vocabulary: Vocabulary): number {
    if (tellOtherEvents(entry, other, vocabulary)) return 0;
    const weigh = (names: readonly string[]) =>
      names.reduce((sum, name) => sum + this.#weight(name, vocabulary.items) ** 2, 0);
    const shared = weigh(entry.skeletons.filter((name) => other.skeletons.includes(name)));
    const byNames = shared / Math.sqrt(weigh(entry.skeletons) * weigh(other.skeletons));
    return byNames + (shareConcept(entry, other, vocabulary) ? leastLikeness : 0);
  }

  #weight(name: string, items: number): number {
    return Math.log(1 + (items + 1) / (this.#names.get(name)?.entries.length ?? 1));
  }

  #post(name: string, entry: Entry): void {
    const known = this.#names.get(name);
    if (known === undefined) {
      this.#names.set(name, { entries: [entry], script: entry.script });
      return;
    }
    known.entries.push(entry);
    if (known.script !== entry.script) known.script = undefined;
    if (known.entries.length > 2 * namesKept) known.entries = known.entries.slice(-namesKept);
  }
}

/** Whether both name an event, a place, a thing or a number that the tables know in every language. */
function shareConcept(a: Entry, b: Entry, vocabulary: Vocabulary): boolean {
  return a.terms.some((term) => isConcept(vocabulary.kindOf(term)) && holds(b.terms, term));
}

function isConcept(kind: number): boolean {
  return kind === kinds.event || kind === kinds.place || kind === kinds.thing || kind === kinds.number;
}

/** Whether both name events, and none that the other may be telling of. */
function tellOtherEvents(a: Entry, b: Entry, vocabulary: Vocabulary): boolean {
  const eventsOf = ({ terms }: Entry) => terms.filter((term) => vocabulary.kindOf(term) === kinds.event);
  const [mine, theirs] = [eventsOf(a), eventsOf(b)];
  const familiesIn = (events: Int32Array) => events.reduce((bits, event) => bits | vocabulary.familiesOf(event), 0);
  const areKin = mine.some((event) => theirs.includes(event)) || (familiesIn(mine) & familiesIn(theirs)) !== 0;
  return mine.length > 0 && theirs.length > 0 && !areKin;
}
