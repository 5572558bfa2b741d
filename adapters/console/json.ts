/** A message as one JSON object a line: what scripts and tests rely on. */
import { type Message, type StoryView, storiesOf } from '../../src/model.ts';
import { type Look, plainText } from './render.ts';

/** One line without its line break. Instants are ISO 8601 in UTC. */
export function toJsonLine(message: Message, chat: string, say: Look['say']): string {
  return JSON.stringify({
    kind: message.kind,
    chat,
    text: plainText(message, say),
    topic: message.topic,
    stories: storiesOf(message).map(toStory),
    buttons: message.buttons.flat().map(({ label, action }) => ({ label, action })),
    file: message.file,
  });
}

function toStory(story: StoryView) {
  return {
    id: story.id,
    title: story.title,
    url: story.url,
    published: iso(story.publishedAt),
    level: story.level,
    score: story.score,
    reasons: story.reasons,
    summary: story.summary,
    category: story.category,
    sources: story.sources.map(({ name, url, title, publishedAt }) => ({
      name,
      url,
      title,
      published: iso(publishedAt),
    })),
  };
}

function iso(at: number): string {
  return new Date(Number.isFinite(at) ? at : 0).toISOString();
}
