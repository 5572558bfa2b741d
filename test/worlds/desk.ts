/** A window of invented news without feeds or a network: what briefs and catch-ups are made from. */
import { type Archive, createArchive } from '../../src/engine/archive.ts';
import type { DeskParts } from '../../src/engine/desk.ts';
import { understand } from '../../src/engine/news.ts';
import { createSight } from '../../src/engine/sight.ts';
import { digest } from '../../src/hash.ts';
import { loadCatalogue } from '../../src/messages/say.ts';
import type { Assessment, FeedId, Item, ItemId, Message, StoryId, TopicId } from '../../src/model.ts';
import type { FeedRecord, Follow, HeardRecord, HeardStory } from '../../src/store/records.ts';
import { describeStory } from '../../src/stories/describe.ts';
import { assessStory } from '../../src/topics/assess.ts';
import { parseQuery, type Query } from '../../src/topics/query.ts';
import { createManualClock, type ManualClock } from './clock.ts';
import { makeChat } from './records.ts';

interface ReportOf {
  readonly source: string;
  readonly title: string;
  readonly text?: string;
  readonly lang?: string;
  readonly hoursAgo?: number;
  readonly isOfUnknownAge?: boolean;
}

export interface Desk extends DeskParts {
  readonly clock: ManualClock;
  /** Puts a story together from its reports; one that exists grows by them. */
  tell(id: string, ...reports: readonly ReportOf[]): void;
}

const hourMs = 3_600_000;
const catalogue = loadCatalogue();

export function openDesk(): Desk {
  const clock = createManualClock();
  const kept = createArchive();
  // Topics are assessed anew at each question: nothing here takes in what changes.
  const archive: Archive = { ...kept, assessments: (topicId) => assessAnew(kept, topicId) };
  const sight = createSight(archive);
  return {
    clock,
    archive,
    sight,
    catalogue,
    tell(id, ...reports) {
      const storyId = id as StoryId;
      const before = archive.story(storyId);
      const known = before === undefined ? [] : archive.itemsOf(before);
      const fresh = reports.map((report) => itemOf(id, report, clock.now()));
      const items = [...known.filter((item) => !fresh.some((one) => one.id === item.id)), ...fresh];
      for (const item of items) archive.putItem(item, storyId);
      archive.putStory(describeStory(storyId, items));
    },
  };
}

/** The queries of the topics that `chatOf` made follows of. */
const queries = new Map<TopicId, Query>();

function assessAnew(archive: Archive, topicId: TopicId): ReadonlyMap<StoryId, Assessment> | undefined {
  const query = queries.get(topicId);
  if (query === undefined) return undefined;
  const found = [...archive.stories()].flatMap((story): [StoryId, Assessment][] => {
    const assessment = assessStory(query, archive.itemsOf(story));
    return assessment === undefined ? [] : [[story.id, assessment]];
  });
  return new Map(found);
}

function itemOf(story: string, report: ReportOf, now: number): Item {
  const at = now - (report.hoursAgo ?? 1) * hourMs;
  const id = digest(12, story, report.source, report.title) as ItemId;
  return {
    id,
    feedId: report.source as FeedId,
    source: report.source,
    url: `https://news.example/${id}`,
    title: report.title,
    text: report.text ?? '',
    lang: report.lang ?? 'en',
    category: 'world',
    tags: [],
    publishedAt: report.isOfUnknownAge === true ? undefined : at,
    firstSeenAt: report.isOfUnknownAge === true ? now : at,
    isOfUnknownAge: report.isOfUnknownAge,
    image: undefined,
  };
}

function followOf(text: string, changes: Partial<Follow> = {}): Follow {
  const read = understand(text);
  if (read.kind !== 'topic') throw new Error(text);
  const parsed = parseQuery(read.query);
  if (parsed.kind === 'query') queries.set(read.topicId, parsed.query);
  return { topicId: read.topicId, text, query: read.query, since: 0, aliases: [], ...changes };
}

export function chatOf(topics: readonly string[], changes: Parameters<typeof makeChat>[1] = {}) {
  return makeChat('1', { follows: topics.map((topic) => followOf(topic)), ...changes });
}

export function heardOf(changes: Partial<HeardRecord> = {}): HeardRecord {
  return { chatId: makeChat('1').id, stories: [], day: '', loud: {}, ...changes };
}

export function heardStory(id: string, how: HeardStory['how'], at: number, facts: readonly string[]): HeardStory {
  return {
    storyId: id as StoryId,
    topicId: followOf('Tarnholm').topicId,
    how,
    firstAt: at,
    lastAt: at,
    edition: 1,
    sources: 1,
    facts: [...facts],
  };
}

/** A feed that is read well, or one that fails. */
export function feedOf(name: string, now: number, failures = 0): FeedRecord {
  return {
    id: name as FeedId,
    url: `https://${name.toLowerCase().replaceAll(' ', '-')}.example/feed`,
    name,
    isShared: true,
    chats: [],
    addedAt: now - 90 * 24 * hourMs,
    isEnded: false,
    nextCheckAt: now,
    failures,
    lastGoodAt: now - hourMs,
    lastItemAt: now - hourMs,
    seen: [],
    reading: {},
    ...(failures > 0 ? { lastError: 'timeout' } : {}),
  };
}

/** Every line of a message that a person reads, in order. */
export function linesOf(message: Message): string[] {
  const text = (spans: readonly { readonly text: string }[]) => spans.map((span) => span.text).join('');
  return message.blocks.flatMap((block) => {
    switch (block.kind) {
      case 'divider':
        return [];
      case 'list':
        return block.items.map(text);
      case 'story':
        return [
          [...block.lead.map((span) => span.text), block.story.title].join(' '),
          ...(block.detail === 'headline' || block.story.summary === '' ? [] : [block.story.summary]),
          ...block.notes.map(text),
        ];
      default:
        return [text(block.spans)];
    }
  });
}
