/** Whether a chat was told of a story already, in another language: stories are joined by words, and these share none. */
import type { Item, StoryId, TopicId } from '../model.ts';
import type { HeardStory } from '../store/records.ts';
import { skeletonsIn } from '../text/skeleton.ts';
import type { Archive } from './archive.ts';

/** Names that both must hold, within which time, and how many reports of a story are looked at. */
const namesShared = 3;
const withinMs = 24 * 3_600_000;
const reportsRead = 3;
/** Words of a text in which its names are looked for. */
const leadWords = 120;

/**
 * A story whose reports are all in one language, beside reports in another of a story of the same topic that the chat was told within
 * the day: three names in common are taken for the same matter. It waits for the brief then; it is not lost.
 */
export function isEcho(
  archive: Archive,
  heard: ReadonlyMap<StoryId, HeardStory>,
  items: readonly Item[],
  topicId: TopicId,
  now: number,
): boolean {
  const lang = languageOf(items);
  if (lang === undefined) return false;
  const told = [...heard].filter(
    ([, one]) => one.topicId === topicId && one.how === 'pushed' && now - one.firstAt < withinMs,
  );
  const others = told.flatMap(([id]) => {
    const story = archive.current(id);
    const reports = story === undefined ? [] : archive.itemsOf(story);
    const foreign = reports.filter((report) => report.lang !== undefined && report.lang !== lang);
    return foreign.length === 0 ? [] : [foreign];
  });
  if (others.length === 0) return false;
  const names = namesOf(items);
  return others.some((reports) => [...namesOf(reports)].filter((name) => names.has(name)).length >= namesShared);
}

/** The one language of all reports; undefined when it is unknown or they are in several. */
function languageOf(items: readonly Item[]): string | undefined {
  const lang = items[0]?.lang;
  return items.every((item) => item.lang === lang) ? lang : undefined;
}

function namesOf(items: readonly Item[]): Set<string> {
  const texts = items
    .slice(0, reportsRead)
    .map(({ title, text }) => `${title} ${text.split(/\s+/, leadWords).join(' ')}`);
  return skeletonsIn(texts.join(' '));
}
