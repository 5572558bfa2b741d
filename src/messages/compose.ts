/** The messages that are pushed: an alert, the same grown by more sources, an update, a digest of what was held. */
import type { Message, MessageKind, Span, StoryView } from '../model.ts';
import { storyButtons } from './buttons.ts';
import type { Catalogue } from './say.ts';

interface Wording {
  readonly catalogue: Catalogue;
  readonly locale: string | undefined;
}

const noFile = { file: undefined, isPrivate: false } as const;

/** One story that begins: loud or silent. */
export function alertMessage(story: StoryView, isLoud: boolean, wording: Wording): Message {
  const lead = topicLead('alert.lead', story, wording);
  return storyMessage('alert', story, lead, isLoud, wording);
}

/** A real development of a story that the chat knows; sent as a reply to its alert. */
export function updateMessage(story: StoryView, isLoud: boolean, wording: Wording): Message {
  const lead = topicLead('update.lead', story, wording);
  return storyMessage('update', story, lead, isLoud, wording);
}

function topicLead(key: string, story: StoryView, { catalogue, locale }: Wording): Span[] {
  return [{ text: catalogue.say(locale, key, { topic: story.topic ?? '' }), style: 'dim' }];
}

function storyMessage(
  kind: MessageKind,
  story: StoryView,
  lead: readonly Span[],
  isLoud: boolean,
  wording: Wording,
): Message {
  return {
    kind,
    topic: story.topic,
    blocks: [{ kind: 'story', story, detail: 'full', lead, notes: [] }],
    buttons: storyButtons(wording.catalogue, wording.locale, story.id),
    isLoud,
    previewUrl: story.url,
    ...noFile,
  };
}

/** Several stories in one message: what quiet hours held, what a burst or a flood brought. */
export function digestMessage(stories: readonly StoryView[], isLoud: boolean, { catalogue, locale }: Wording): Message {
  return {
    kind: 'notice',
    topic: undefined,
    blocks: [
      {
        kind: 'heading',
        spans: [{ text: catalogue.say(locale, 'digest.heading', { count: stories.length }) }],
      },
      ...stories.map((story) => ({
        kind: 'story' as const,
        story,
        detail: 'headline' as const,
        lead: [],
        notes: [],
      })),
    ],
    buttons: [],
    isLoud,
    previewUrl: undefined,
    ...noFile,
  };
}

/** A message of plain paragraphs. */
export function textMessage(kind: MessageKind, paragraphs: readonly (readonly Span[])[], isLoud = false): Message {
  return {
    kind,
    topic: undefined,
    blocks: paragraphs.map((spans) => ({ kind: 'paragraph', spans })),
    buttons: [],
    isLoud,
    previewUrl: undefined,
    ...noFile,
  };
}
