/** The people, places and organisations that a story's reports name. */
import type { Item } from '../model.ts';
import { namesIn } from '../text/names-in-text.ts';
import { fold } from '../text/words.ts';

const kept = 12;
/** Share of the reports that must name it, in stories of several. */
const neededShare = 0.2;

interface Entity {
  spelling: string;
  reports: number;
  readonly first: number;
  /** The last report that names it, by number. */
  last: number;
}

/** The names of a story's reports, one report after the other. */
export class Entities {
  readonly #found = new Map<string, Entity>();
  #reports = 0;

  add(item: Item): void {
    this.#reports += 1;
    // Of one report the last spelling of a name counts, in the place of the first.
    const names = namesIn(`${item.title}\n${item.text}`);
    for (let at = 0; at < names.length; at += 1) this.#addName(names[at]!);
  }

  #addName(spelling: string): void {
    const key = fold(spelling);
    const known = this.#found.get(key);
    if (known === undefined) {
      this.#found.set(key, { spelling, reports: 1, first: this.#found.size, last: this.#reports });
    } else if (known.last === this.#reports) {
      if (known.reports === 1) known.spelling = spelling;
    } else {
      known.reports += 1;
      known.last = this.#reports;
    }
  }

  /** Names that most reports share, most frequent first, each in the spelling that came first; at most 12. */
  most(): string[] {
    const needed = this.#reports < 3 ? 1 : Math.max(2, neededShare * this.#reports);
    const found: Entity[] = [];
    for (const entity of this.#found.values()) if (entity.reports >= needed) found.push(entity);
    return found
      .sort((a, b) => b.reports - a.reports || a.first - b.first)
      .slice(0, kept)
      .map(({ spelling }) => spelling);
  }
}
