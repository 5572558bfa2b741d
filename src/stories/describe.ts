/** A story as people see it, from the reports that tell it. */
import { type Category, type Item, itemAt, type Story, type StoryId, type StorySource } from '../model.ts';
import { entitiesOf } from './entities.ts';
import { chooseHeadline, majority } from './headline.ts';
import { findReprints } from './reprints.ts';

/**
 * Describes a story by its items (at least one, any order; arrival counts). `follows` is the earlier story it carries on.
 * The headline is the title that best says what most reports say, in their language; a label, a question or a shout only
 * where there is nothing else. Outlets stand in order of arrival, each once.
 */
export function describeStory(id: StoryId, items: readonly Item[], follows?: StoryId): Story {
  const arrived = [...items].sort((a, b) => a.firstSeenAt - b.firstSeenAt);
  const reprints = findReprints(arrived);
  const headline = chooseHeadline(arrived, (item) => reprints.has(item.id));
  const sources = sourcesOf(arrived, (item) => reprints.has(item.id));
  return {
    id,
    itemIds: arrived.map((item) => item.id),
    title: headline.title,
    url: headline.item.url,
    category: categoryOf(arrived),
    lang: majority(arrived.map((item) => item.lang)),
    image: headline.item.image ?? arrived.find((item) => item.image !== undefined)?.image,
    sources,
    originals: sources.filter((source) => !source.isReprint).length,
    entities: entitiesOf(arrived),
    startedAt: Math.min(...arrived.map(itemAt)),
    updatedAt: Math.max(...arrived.map((item) => item.firstSeenAt)),
    follows,
    mergedFrom: [],
  };
}

/** By vote; 'other' only wins where nobody says more. */
function categoryOf(items: readonly Item[]): Category {
  return majority(items.map((item) => item.category).filter((category) => category !== 'other')) ?? 'other';
}

function sourcesOf(items: readonly Item[], isReprint: (item: Item) => boolean): StorySource[] {
  const sources = new Map<string, StorySource>();
  for (const item of items) {
    if (sources.has(item.source)) continue;
    const { feedId, id, url, title } = item;
    sources.set(item.source, {
      name: item.source,
      feedId,
      itemId: id,
      url,
      title,
      at: itemAt(item),
      isReprint: isReprint(item),
    });
  }
  return [...sources.values()];
}
