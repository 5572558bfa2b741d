/** The engine's answers to public pages: shared feeds' reports, and the topics that the operator made public. */
import { SettingsError } from '../errors.ts';
import { viewStory } from '../messages/view.ts';
import type { Assessment, ChatId, Item, Story, StoryId, StoryView, TopicId } from '../model.ts';
import { itemAt } from '../model.ts';
import type { Pages, PublicTopic, StoryList } from '../ports.ts';
import { importanceOf } from '../ranking/importance.ts';
import { freshnessOf } from '../ranking/rank.ts';
import type { Store } from '../store/store.ts';
import { romanise } from '../text/transliterate.ts';
import { fold } from '../text/words.ts';
import { assessStory } from '../topics/assess.ts';
import type { Query } from '../topics/query.ts';
import type { DeskParts } from './desk.ts';
import { understand } from './news.ts';
import { type AskedTopic, publicBrief } from './public-brief.ts';
import { createQueueOfOne, scanStories } from './scan.ts';
import { queryOf, type Subscriptions } from './subscriptions.ts';

/** A topic of the config key `web.topics`: what pages call it, and the query behind it. */
export interface TopicSetting {
  readonly name: string;
  readonly query: string;
}

interface Parts extends DeskParts {
  readonly store: Pick<Store, 'feeds'>;
  readonly subscriptions: Subscriptions;
}

interface Kept extends PublicTopic {
  readonly topicId: TopicId;
}

interface Shown {
  readonly story: Story;
  readonly items: readonly Item[];
  readonly newestAt: number;
  readonly assessment: Assessment | undefined;
}

const dayMs = 86_400_000;
const lookBackMs = 14 * dayMs;
const pageSize = 10;
/** Public topics are watched like a chat's; no chat has this id, so nothing is ever sent for them. */
const watcher = 'web:pages' as ChatId;

/** A search reads the newest stories first, and ends after so much work: rare words of old news are for the chat's /latest. */
const searchMs = 1_000;
const mostSearchesWaiting = 8;

/** Takes up the public topics. Throws `SettingsError` for one that cannot be followed, or two at one address. */
export function createPages(parts: Parts, settings: readonly TopicSetting[]): Pages {
  const topics = readTopics(parts, settings);
  const inTurn = createQueueOfOne(mostSearchesWaiting);
  const asked = new Map<TopicId, Promise<void>>();
  /** The first reader of a topic waits until the window was read for it; from then on it is kept up to date. */
  const takeUp = (topicId: TopicId, query: Query): Promise<void> => {
    if (parts.archive.assessments(topicId) !== undefined) return Promise.resolve();
    const reading = asked.get(topicId) ?? readWindow(parts, topicId, query).finally(() => asked.delete(topicId));
    asked.set(topicId, reading);
    return reading;
  };
  for (const { name, query, topicId } of topics.values()) {
    parts.subscriptions.watch(watcher, { topicId, text: name, query, since: 0, aliases: [] });
  }
  return {
    topics: [...topics.values()].map(shownTopic),
    locales: parts.catalogue.locales,
    say: (locale, key, params) => parts.catalogue.say(locale, key, params),
    topStories: async (limit, locale) => listed(parts, topStories(parts), 0, limit, locale, undefined),
    async topic(slug, page, locale) {
      const topic = topics.get(slug);
      const query = topic === undefined ? undefined : queryOf(topic);
      if (topic === undefined || query === undefined) return undefined;
      await takeUp(topic.topicId, query);
      const found = shown(parts, query, parts.archive.assessments(topic.topicId) ?? new Map());
      const list = listed(parts, found.sort(aboutAndNewest), page * pageSize, pageSize, locale, topic.name);
      return { ...list, topic: shownTopic(topic) };
    },
    story: async (id, locale) => story(parts, id as StoryId, locale),
    async search(text, limit, locale) {
      const understood = understand(text);
      if (understood.kind === 'problem') return { problem: parts.catalogue.phrase(locale, understood.problem) };
      const query = queryOf(understood);
      if (query === undefined) return { stories: [], hasMore: false };
      const scanned = await inTurn(() => scanStories(parts.archive, query, enough(limit)));
      if (scanned === undefined) return { problem: parts.catalogue.say(locale, 'pages.busy') };
      return listed(parts, shown(parts, query, scanned).sort(aboutAndNewest), 0, limit, locale, understood.label);
    },
    async brief(texts, locale) {
      const asked: AskedTopic[] = [];
      for (const text of texts) {
        const understood = understand(text);
        if (understood.kind === 'problem') return { problem: parts.catalogue.phrase(locale, understood.problem) };
        asked.push({ ...understood, text });
      }
      const message = await inTurn(() => publicBrief(parts, asked, locale));
      return message ?? { problem: parts.catalogue.say(locale, 'pages.busy') };
    },
  };
}

const shownTopic = ({ slug, name, query }: Kept): PublicTopic => ({ slug, name, query });

function readTopics({ catalogue }: Parts, settings: readonly TopicSetting[]): Map<string, Kept> {
  const topics = new Map<string, Kept>();
  for (const { name, query } of settings) {
    const understood = understand(query);
    if (understood.kind === 'problem') {
      const why = catalogue.phrase('en', understood.problem).replace(/\s+/g, ' ');
      throw new SettingsError(`In the config file, 'web.topics': '${name}' cannot be followed. ${why}`);
    }
    const slug = slugOf(name);
    if (slug === '' || topics.has(slug)) {
      const why = slug === '' ? 'needs letters or digits in its name' : `has the address /t/${slug} of another one`;
      throw new SettingsError(`In the config file, 'web.topics': '${name}' ${why}.`);
    }
    topics.set(slug, { slug, name, topicId: understood.topicId, query });
  }
  return topics;
}

/** 'Сергей Лавров' is 'sergey-lavrov'; letters without a Latin reading stay as they are. */
function slugOf(name: string): string {
  return romanise(fold(name))
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
}

function topStories({ archive, sight, clock }: Parts): Shown[] {
  const now = clock.now();
  const weighed: { readonly one: Shown; readonly weight: number }[] = [];
  for (const story of archive.stories()) {
    if (story.updatedAt < now - dayMs) continue;
    const seen = sight.sharedStory(story);
    if (seen === undefined) continue;
    const newestAt = Math.max(...seen.items.map(itemAt));
    if (newestAt < now - dayMs) continue;
    const weight = importanceOf(seen.story) * freshnessOf({ updatedAt: newestAt }, now);
    weighed.push({ one: { ...seen, newestAt, assessment: undefined }, weight });
  }
  weighed.sort((a, b) => b.weight - a.weight || (a.one.story.id < b.one.story.id ? -1 : 1));
  return weighed.map(({ one }) => one);
}

async function readWindow({ archive }: Parts, topicId: TopicId, query: Query): Promise<void> {
  const found = await scanStories(archive, query);
  if (archive.assessments(topicId) === undefined) archive.setAssessments(topicId, found);
}

/** As newer stories are read first, so many about the topic are all that will be shown. A few may turn out not to be public. */
function enough(limit: number) {
  let about = 0;
  let known = 0;
  return (found: ReadonlyMap<StoryId, Assessment>, workMs: number) => {
    if (workMs > searchMs) return true;
    if (found.size === known) return false;
    known = found.size;
    about = [...found.values()].filter(({ level }) => level === 'about').length;
    return about > limit + 10;
  };
}

/** Those of the found stories that anybody may see, that match by what anybody may see, and that are not too old. */
function shown(parts: Parts, query: Query, found: ReadonlyMap<StoryId, Assessment>): Shown[] {
  const { archive, sight, clock } = parts;
  const since = clock.now() - lookBackMs;
  return [...found].flatMap(([id, known]): Shown[] => {
    const story = archive.current(id);
    const seen = story === undefined ? undefined : sight.sharedStory(story);
    if (story === undefined || seen === undefined) return [];
    const newestAt = Math.max(...seen.items.map(itemAt));
    const isWhole = seen.items.length === story.itemIds.length;
    const assessment = isWhole ? known : assessStory(query, seen.items);
    return newestAt < since || assessment === undefined ? [] : [{ ...seen, newestAt, assessment }];
  });
}

function aboutAndNewest(a: Shown, b: Shown): number {
  const level = (one: Shown) => (one.assessment?.level === 'about' ? 0 : 1);
  return level(a) - level(b) || b.newestAt - a.newestAt || (a.story.id < b.story.id ? -1 : 1);
}

function listed(
  parts: Parts,
  found: readonly Shown[],
  from: number,
  limit: number,
  locale: string,
  topic: string | undefined,
): StoryList {
  const stories = found.slice(from, from + limit).map((one) => viewOf(parts, one, locale, topic));
  return { stories, hasMore: found.length > from + limit };
}

function story(parts: Parts, id: StoryId, locale: string): StoryView | undefined {
  const current = parts.archive.current(id);
  const seen = current === undefined ? undefined : parts.sight.sharedStory(current);
  if (seen === undefined) return undefined;
  const newestAt = Math.max(...seen.items.map(itemAt));
  return viewOf(parts, { ...seen, newestAt, assessment: undefined }, locale, undefined);
}

function viewOf({ catalogue, clock }: Parts, one: Shown, locale: string, topic: string | undefined): StoryView {
  const { story, items, assessment } = one;
  return viewStory({ story, items, assessment, topic, locale, now: clock.now(), catalogue });
}
