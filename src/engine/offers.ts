/** What is offered to somebody who begins to type: names in the news, feeds that are read, feeds that could be. */
import type { News, Offered } from '../chats/news.ts';
import type { Clock } from '../ports.ts';
import { titles } from '../text/vocabulary.ts';
import { fold } from '../text/words.ts';
import type { Archive } from './archive.ts';
import { feedCatalogue } from './coverage.ts';
import type { Sight } from './sight.ts';

const recentMs = 3 * 86_400_000;
/** Somebody types several letters a second: the count is good for this long. */
const freshMs = 60_000;
const mostNames = 2000;

export type OfferNews = Pick<News, 'names' | 'sources' | 'furtherFeeds'>;

export function createOffers({
  archive,
  sight,
  clock,
}: {
  readonly archive: Archive;
  readonly sight: Sight;
  readonly clock: Clock;
}): OfferNews {
  let names: readonly string[] = [];
  let countedAt = Number.NEGATIVE_INFINITY;
  return {
    names() {
      const now = clock.now();
      if (now - countedAt >= freshMs || now < countedAt) {
        names = countNames(archive, sight, now - recentMs);
        countedAt = now;
      }
      return names;
    },
    sources: (chatId) =>
      sight.feedsOf(chatId).map(({ name, url, isShared, isEnded }) => ({ name, url, isOwn: !isShared && !isEnded })),
    furtherFeeds(chatId) {
      const known = new Set(sight.feedsOf(chatId).map(({ url }) => url));
      return feedCatalogue()
        .filter(({ url }) => !known.has(url))
        .map(({ title, url }): Offered => ({ name: title, url, isOwn: false }));
    },
  };
}

/** Days and months are written like names; nobody follows them. */
const calendar = new Set(
  ['en', 'de', 'es', 'fr', 'it', 'pt', 'ru', 'tr', 'uk'].flatMap((locale) =>
    Array.from({ length: 12 }, (_, index) => new Date(Date.UTC(2026, index, index + 1))).flatMap((day) =>
      [{ weekday: 'long' }, { month: 'long' }].map((part) =>
        fold(new Intl.DateTimeFormat(locale, { ...part, timeZone: 'UTC' } as Intl.DateTimeFormatOptions).format(day)),
      ),
    ),
  ),
);

/** The name without the offices before it ('Foreign Minister Renata Kestrov'); none for a day of the week. */
function offeredName(entity: string): readonly string[] {
  const parts = entity.split(' ');
  const first = parts.findIndex((part) => !titles.has(fold(part).replace(/\.$/, '')));
  const name = parts.slice(Math.max(0, first)).join(' ');
  return first < 0 || calendar.has(fold(name)) ? [] : [name];
}

/** Only of stories that everybody may see: a feed that one chat added offers nothing to others. */
function countNames(archive: Archive, sight: Sight, since: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const story of archive.stories()) {
    if (story.updatedAt < since) continue;
    if (!story.sources.every(({ feedId }) => sight.feed(feedId)?.isShared === true)) continue;
    const names = new Set(story.entities.flatMap(offeredName));
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + story.sources.length);
  }
  return [...counts]
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, mostNames)
    .map(([name]) => name);
}
