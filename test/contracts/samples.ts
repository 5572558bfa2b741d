/** Invented stories and messages for tests of channels. */
import type { Block, Button, Message, SourceView, StoryId, StoryView } from '../../src/model.ts';

const publishedAt = Date.UTC(2025, 6, 29, 3);

export function sampleSource(name: string, title = `${name} on the harbour bridge`): SourceView {
  const slug = encodeURIComponent(name.toLowerCase().replace(/\W+/g, '-'));
  return { name, url: `https://${slug}.example/harbour`, title, publishedAt };
}

export function sampleStory(changes: Partial<StoryView> = {}): StoryView {
  const sources = [sampleSource('Harbour Post'), sampleSource('Evening Courier')];
  return {
    id: 's1a2b3c' as StoryId,
    title: 'Ministers agree to rebuild the harbour bridge',
    url: sources[0]!.url,
    publishedAt,
    updatedAt: publishedAt,
    level: 'about',
    score: 0.8,
    reasons: ['in the headline'],
    summary: 'The bridge fell in March. Work begins in autumn and takes two years.',
    category: 'politics',
    categoryName: 'Politics',
    age: '3 h ago',
    lang: 'en',
    image: undefined,
    sources,
    topic: 'harbour',
    ...changes,
  };
}

export function storyBlock(story: StoryView, changes: Partial<Extract<Block, { kind: 'story' }>> = {}): Block {
  return { kind: 'story', story, detail: 'short', lead: [], notes: [], ...changes };
}

export const storyButtons: readonly (readonly Button[])[] = [
  [
    { label: 'More sources', action: 'more:s1a2b3c' },
    { label: 'Why this?', action: 'why:s1a2b3c' },
  ],
  [
    { label: 'Follow this story', action: 'follow:s1a2b3c' },
    { label: 'Mute this story', action: 'mute:s1a2b3c' },
  ],
];

export function sampleMessage(changes: Partial<Message> = {}): Message {
  return {
    kind: 'reply',
    topic: undefined,
    blocks: [{ kind: 'paragraph', spans: [{ text: 'All is well.' }] }],
    buttons: [],
    isLoud: false,
    isPrivate: false,
    previewUrl: undefined,
    file: undefined,
    ...changes,
  };
}

export function sampleAlert(story: StoryView = sampleStory(), changes: Partial<Message> = {}): Message {
  return sampleMessage({
    kind: 'alert',
    topic: 'harbour',
    blocks: [storyBlock(story, { lead: [{ text: '🔔 harbour' }] })],
    buttons: storyButtons,
    isLoud: true,
    previewUrl: story.url,
    ...changes,
  });
}

/** A brief with `count` stories under a heading for every ten. */
export function sampleBrief(count: number): Message {
  const blocks = Array.from({ length: count }, (_, index): readonly Block[] => {
    const title = `Headline number ${index} of the morning, told at some length so that it fills a line or two`;
    const url = `https://paper.example/${index}`;
    const story = sampleStory({ id: `s${index}` as StoryId, title, url });
    const heading: Block = { kind: 'heading', spans: [{ text: `Part ${index / 10 + 1}` }] };
    return index % 10 === 0 ? [heading, storyBlock(story)] : [storyBlock(story)];
  });
  return sampleMessage({ kind: 'brief', blocks: blocks.flat(), isLoud: true });
}
