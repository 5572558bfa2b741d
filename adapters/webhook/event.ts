/** What is posted: plain facts of the stories, nothing worded for chats. */
import type { Message, StoryView } from '../../src/model.ts';
import { storiesOf } from '../../src/model.ts';

/**
 * `story-new`: a story begins. `story-update`: it has a new fact. `story-grown`: more sources tell it. `stories`: several that came at once.
 * `notice`: words of the operator.
 */
type EventType = 'story-new' | 'story-update' | 'story-grown' | 'stories' | 'notice';

export interface HookEvent {
  readonly type: EventType;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly data: {
    /** The same for what belongs together: a story that grows names the post that it began with. */
    readonly message: string;
    readonly topic: string | null;
    readonly stories: readonly ReturnType<typeof plainStory>[];
    readonly text?: string;
  };
}

export function eventOf(message: Message, isEdit: boolean, id: string, now: number): HookEvent {
  const stories = storiesOf(message);
  const text = stories.length > 0 ? {} : { text: textOf(message) };
  const topic = message.topic ?? null;
  const data = { message: id, topic, stories: stories.map(plainStory), ...text };
  return { type: typeOf(message, stories.length, isEdit), timestamp: new Date(now).toISOString(), data };
}

function typeOf({ kind }: Message, stories: number, isEdit: boolean): EventType {
  if (stories === 0) return 'notice';
  if (stories > 1 || kind === 'notice') return 'stories';
  if (isEdit) return 'story-grown';
  return kind === 'update' ? 'story-update' : 'story-new';
}

function plainStory(story: StoryView) {
  return {
    id: story.id,
    title: story.title,
    url: story.url,
    level: story.level,
    category: story.category,
    language: story.lang ?? null,
    summary: story.summary,
    published: isoOf(Math.min(story.publishedAt, ...story.sources.map(({ publishedAt }) => publishedAt))),
    updated: isoOf(story.publishedAt),
    sources: story.sources.map(({ name, title, url, publishedAt }) => {
      return { name, title, url, published: isoOf(publishedAt) };
    }),
  };
}

function textOf({ blocks }: Message): string {
  return blocks.flatMap((block) => ('spans' in block ? [block.spans.map(({ text }) => text).join('')] : [])).join('\n');
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
