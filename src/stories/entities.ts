/** The people, places and organisations that a story's reports name. */
import type { Item } from '../model.ts';
import { namesIn } from '../text/names-in-text.ts';
import { fold } from '../text/words.ts';

const kept = 12;
/** Share of the reports that must name it, in stories of several. */
const neededShare = 0.2;

/** Names that most reports share, most frequent first, each in its most frequent spelling; at most 12. */
export function entitiesOf(items: readonly Item[]): string[] {
  const found = new Map<string, { spelling: string; reports: number; first: number }>();
  for (const item of items) {
    const names = new Map(namesIn(`${item.title}\n${item.text}`).map((name) => [fold(name), name]));
    for (const [key, spelling] of names) {
      const known = found.get(key);
      if (known === undefined) found.set(key, { spelling, reports: 1, first: found.size });
      else known.reports += 1;
    }
  }
  const needed = items.length < 3 ? 1 : Math.max(2, neededShare * items.length);
  return [...found.values()]
    .filter(({ reports }) => reports >= needed)
    .sort((a, b) => b.reports - a.reports || a.first - b.first)
    .slice(0, kept)
    .map(({ spelling }) => spelling);
}
