/** The brief as a message: a heading, topics with their stories, one-liners for the rest, and honest words about silence. */

import type { Catalogue } from '../messages/say.ts';
import { clockTime, shortDate } from '../messages/text.ts';
import type { Block, Message, Phrase, Span, StoryId, StoryView } from '../model.ts';
import type { BriefLength, Choice, Selection } from './select.ts';

export interface BriefInput {
  readonly selection: Selection;
  readonly views: ReadonlyMap<StoryId, StoryView>;
  readonly heading: string;
  /** Lines under the stories: quiet topics, feeds that are down. */
  readonly remarks: readonly Phrase[];
  readonly length: BriefLength;
  readonly locale: string | undefined;
  readonly zone: string;
  readonly now: number;
  readonly catalogue: Catalogue;
}

const details = { headlines: 'headline', short: 'short', full: 'full' } as const;

export function composeBrief(input: BriefInput): Message {
  const { selection, heading, remarks, catalogue, locale } = input;
  const blocks: Block[] = [{ kind: 'heading', spans: [{ text: heading }] }];
  const hasTopics = selection.sections.length > 1;
  for (const { topic, choices } of selection.sections) {
    if (hasTopics) blocks.push({ kind: 'heading', spans: [{ text: topic }] });
    for (const choice of choices) blocks.push(...storyBlock(choice, input));
  }
  blocks.push(...alsoBlocks(input));
  for (const remark of remarks)
    blocks.push({ kind: 'paragraph', spans: catalogue.spans(locale, remark.key, remark.params) });
  return {
    kind: 'brief',
    topic: undefined,
    blocks,
    buttons: [],
    isLoud: true,
    isPrivate: false,
    previewUrl: undefined,
    file: undefined,
  };
}

function storyBlock(choice: Choice, input: BriefInput): Block[] {
  const { views, length, catalogue, locale } = input;
  const story = views.get(choice.story.id);
  if (story === undefined) return [];
  const { heard, change } = choice;
  if (heard === undefined || heard.how === 'held')
    return [{ kind: 'story', story, detail: details[length], lead: [], notes: [] }];
  const seen: Span[] = [{ text: seenText(heard.sentAt ?? heard.firstAt, input), style: 'dim' }];
  if (change === undefined) return [{ kind: 'story', story, detail: 'headline', lead: [], notes: [seen] }];
  const lead: Span[] = [{ text: catalogue.say(locale, 'brief.update'), style: 'bold' }];
  // The new fact stands where the summary would: who knows the story needs none. A headline that is the fact has one below it.
  if (change === story.title) return [{ kind: 'story', story, detail: details[length], lead, notes: [seen] }];
  const summary = catalogue.say(locale, 'brief.new', { change });
  return [{ kind: 'story', story: { ...story, summary }, detail: 'short', lead, notes: [seen] }];
}

/** 'you saw this at 14:05', with the date when that was another day. */
function seenText(at: number, { catalogue, locale, zone, now }: BriefInput): string {
  const language = catalogue.negotiate(locale);
  const date = shortDate(language, zone, at);
  return date === shortDate(language, zone, now)
    ? catalogue.say(locale, 'brief.seen', { time: clockTime(language, zone, at) })
    : catalogue.say(locale, 'brief.seenOn', { date });
}

function alsoBlocks({ selection, views, catalogue, locale }: BriefInput): Block[] {
  const update: Span = { text: `${catalogue.say(locale, 'brief.update')} `, style: 'bold' };
  const lines = selection.also.flatMap(({ story, heard }): Span[][] => {
    const view = views.get(story.id);
    if (view === undefined) return [];
    const outlet = view.sources[0]?.name;
    return [
      [
        ...(heard === undefined || heard.how === 'held' ? [] : [update]),
        { text: view.title, href: view.url },
        ...(outlet === undefined ? [] : [{ text: ` · ${outlet}`, style: 'dim' as const }]),
      ],
    ];
  });
  const blocks: Block[] = [];
  if (lines.length > 0) {
    // 'Also' is said where something stands above.
    if (selection.sections.length > 0)
      blocks.push({ kind: 'heading', spans: [{ text: catalogue.say(locale, 'brief.also') }] });
    blocks.push({ kind: 'list', isOrdered: false, items: lines });
  }
  if (selection.leftOut > 0) {
    const text = catalogue.say(locale, 'brief.leftOut', { count: selection.leftOut });
    blocks.push({ kind: 'paragraph', spans: [{ text, style: 'dim' }] });
  }
  return blocks;
}
