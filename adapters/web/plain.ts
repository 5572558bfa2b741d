/** A story for programs: only what the documents promise, nothing of the view's wording for chats. */
import { z } from 'zod';
import { categories, type StoryView } from '../../src/model.ts';
import { webLink } from './links.ts';
import { isoOf, startOf } from './story.ts';

const source = z.object({
  name: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  published: z.string().describe('ISO 8601'),
});

export const storySchema = z.object({
  id: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  level: z.enum(['about', 'mention']).nullable().describe('How the topic stands to the story; null without a topic.'),
  category: z.enum(categories),
  language: z.string().nullable().describe('ISO 639-1'),
  summary: z.string(),
  published: z.string().describe('When the first source told it.'),
  updated: z.string().describe('When the newest source told it.'),
  sources: z.array(source),
});

export function plainStory(story: StoryView): z.infer<typeof storySchema> {
  return {
    id: story.id,
    title: story.title,
    url: webLink(story.url) ?? null,
    level: story.topic === undefined ? null : story.level,
    category: story.category,
    language: story.lang ?? null,
    summary: story.summary,
    published: isoOf(startOf(story)),
    updated: isoOf(story.publishedAt),
    sources: story.sources.map(({ name, title, url, publishedAt }) => {
      return { name, title, url: webLink(url) ?? null, published: isoOf(publishedAt) };
    }),
  };
}
