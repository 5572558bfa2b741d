/** `/missed`: what happened since the person last looked, by day and topic, sized to the gap. */
import { inOrder } from '../briefs/select.ts';
import { textMessage } from '../messages/compose.ts';
import { clockTime, longDate } from '../messages/text.ts';
import type { Block, Message } from '../model.ts';
import type { ChatRecord, HeardRecord } from '../store/records.ts';
import { leadOf } from '../writing/sentences.ts';
import { localTime } from '../zone.ts';
import {
  bestOfEach,
  type DeskParts,
  type Found,
  findStories,
  headingsOf,
  heardByStory,
  isForeignTo,
  isMuted,
  labelOf,
  localeOf,
  viewOf,
} from './desk.ts';

const dayMs = 86_400_000;
const farthestMs = 14 * dayMs;
/** A short absence is told in a few stories, two weeks in two dozen. */
const leastStories = 6;
const storiesADay = 3;
const mostStories = 24;

/** A catch-up since the person last read (a day when nobody knows), at most two weeks; newest day first. */
export function makeCatchUp(parts: DeskParts, chat: ChatRecord, record: HeardRecord): Message {
  const now = parts.clock.now();
  const since = Math.max(now - farthestMs, chat.lastReadAt ?? now - dayMs);
  const heard = heardByStory(parts.archive, record);
  const locale = localeOf(chat);
  const found = bestOfEach(findStories(parts, chat, chat.follows, since, heard)).filter(
    (one) => one.items.some((item) => item.isOfUnknownAge !== true) && !isMuted(chat, one, now),
  );
  const language = parts.catalogue.negotiate(locale);
  const { zone } = chat.settings;
  const isToday = localTime(zone, since).date === localTime(zone, now).date;
  const [today, from] = isToday
    ? ['Today', { time: clockTime(language, zone, since) }]
    : ['', { date: longDate(language, zone, since) }];
  if (found.length === 0) return textMessage('reply', [parts.catalogue.spans(locale, `missed.nothing${today}`, from)]);
  const days = Math.ceil((now - since) / dayMs);
  const most = Math.min(mostStories, Math.max(leastStories, storiesADay * days));
  const ordered = weightiestFirst(found, locale);
  const shown = ordered.slice(0, most);
  const message = textMessage('reply', [
    parts.catalogue.spans(locale, `missed.heading${today}`, { ...from, count: ordered.length }),
  ]);
  const blocks = [
    ...message.blocks,
    ...dayBlocks(parts, chat, shown, days > 1),
    ...restBlock(parts, chat, ordered.length - shown.length),
  ];
  return { ...message, blocks };
}

function weightiestFirst(found: readonly Found[], locale: string | undefined): Found[] {
  const byStory = new Map(found.map((one) => [one.story.id, one]));
  const choices = found.map(({ story, items, ranked, follow }) => ({
    story,
    lead: leadOf(items),
    isForeign: isForeignTo(items, locale),
    ranked,
    topic: labelOf(follow),
    heard: undefined,
    change: undefined,
    isRecent: false,
  }));
  return inOrder(choices).map(({ story }) => byStory.get(story.id) as Found);
}

/** A heading for each day when there are several, the topic's name when the chat has several, then the stories by weight. */
function dayBlocks(parts: DeskParts, chat: ChatRecord, shown: readonly Found[], hasDays: boolean): Block[] {
  const { zone } = chat.settings;
  const language = parts.catalogue.negotiate(localeOf(chat));
  const byDay = Map.groupBy(shown, ({ newestAt }) => (hasDays ? localTime(zone, newestAt).date : ''));
  const names = headingsOf(chat.follows);
  const hasTopics = new Set(shown.map(({ follow }) => follow.topicId)).size > 1;
  return [...byDay]
    .toSorted(([a], [b]) => (a > b ? -1 : 1))
    .flatMap(([, stories]) => {
      const day = longDate(language, zone, stories[0]!.newestAt);
      const heading: Block[] = hasDays ? [{ kind: 'heading', spans: [{ text: day }] }] : [];
      const topics = [...Map.groupBy(stories, ({ follow }) => names.get(follow.topicId) ?? follow.text)];
      return [
        ...heading,
        ...topics.flatMap(([topic, own]): Block[] => [
          ...(hasTopics ? [{ kind: 'paragraph' as const, spans: [{ text: topic, style: 'bold' as const }] }] : []),
          ...own.map((one): Block => storyBlock(parts, chat, one, !hasDays)),
        ]),
      ];
    });
}

/** After a short absence there is room for a summary. */
function storyBlock(parts: DeskParts, chat: ChatRecord, one: Found, isShort: boolean): Block {
  const story = viewOf(parts, chat, one);
  return { kind: 'story', story, detail: isShort ? 'short' : 'headline', lead: [], notes: [] };
}

function restBlock({ catalogue }: DeskParts, chat: ChatRecord, count: number): Block[] {
  if (count <= 0) return [];
  const text = catalogue.say(localeOf(chat), 'brief.leftOut', { count });
  return [{ kind: 'paragraph', spans: [{ text, style: 'dim' }] }];
}
