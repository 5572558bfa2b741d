/** Views of a story that were made last: one breaking story is shown to very many chats in the same words. */
import type { Catalogue } from '../messages/say.ts';
import type { Item, Ranked, Story, StoryView } from '../model.ts';
import type { Follow } from '../store/records.ts';

/** All that a view depends on. */
interface Asked {
  readonly found: {
    readonly story: Story;
    readonly items: readonly Item[];
    readonly ranked: Ranked;
    readonly follow: Follow;
  };
  readonly earlier: Story | undefined;
  readonly locale: string | undefined;
  readonly now: number;
  readonly catalogue: Catalogue;
}

interface Shown {
  readonly asked: Asked;
  readonly view: StoryView;
}

const minuteMs = 60_000;
/** Topics, languages and ranks under which one story is remembered. */
const mostViews = 20;

const views = new WeakMap<Story, Map<string, Shown>>();

/** What `make` answers, which is not called when the same was asked within the minute: ages are told in minutes. */
export function rememberedView(asked: Asked, make: () => StoryView): StoryView {
  const { story } = asked.found;
  const known = views.get(story) ?? new Map<string, Shown>();
  const key = keyOf(asked);
  const before = known.get(key);
  if (before !== undefined && isSame(before.asked, asked)) return before.view;
  const view = make();
  if (known.size >= mostViews) known.clear();
  views.set(story, known.set(key, { asked, view }));
  return view;
}

function keyOf({ found: { ranked, follow }, locale, now }: Asked): string {
  const { level, rank, score, reasons } = ranked;
  const { topicId, text, query, aliases = [] } = follow;
  const minute = Math.floor(now / minuteMs);
  return JSON.stringify([topicId, text, query, aliases, locale, minute, level, rank.toFixed(3), score, reasons]);
}

function isSame(before: Asked, { found: { items }, earlier, catalogue }: Asked): boolean {
  const known = before.found.items;
  if (before.earlier !== earlier || before.catalogue !== catalogue || known.length !== items.length) return false;
  return items.every((item, at) => item === known[at]);
}
