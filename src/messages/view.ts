/** A story as one chat sees it: worded, dated and summarised for its language and its moment. */
import type { Assessment, Item, Story, StoryView } from '../model.ts';
import { itemAt } from '../model.ts';
import { summarise } from '../writing/summary.ts';
import type { Catalogue } from './say.ts';
import { ago, clauses } from './text.ts';

export interface ViewInput {
  readonly story: Story;
  /** Its reports that this chat may see, in order of arrival. */
  readonly items: readonly Item[];
  /** Those that the summary may quote; all when not given. */
  readonly quoted?: readonly Item[];
  readonly assessment: (Assessment & { readonly rank?: number }) | undefined;
  /** The story that this one carries on, as this chat may see it. */
  readonly earlier?: Story | undefined;
  /** The topic as the chat typed it. */
  readonly topic: string | undefined;
  readonly locale: string | undefined;
  readonly now: number;
  readonly catalogue: Catalogue;
}

const summaryLength = { maxSentences: 2, maxLength: 420 };
const fullLength = { maxSentences: 3, maxLength: 600 };

/** Everything a message needs to show the story; nothing in it refers back to the store. */
export function viewStory({
  story,
  items,
  quoted = items,
  assessment,
  topic,
  earlier,
  locale,
  now,
  catalogue,
}: ViewInput): StoryView {
  const newestAt = Math.max(story.startedAt, ...items.map(itemAt));
  const sources = leading(story, items);
  const isDated = items.some((item) => item.isOfUnknownAge !== true);
  return {
    id: story.id,
    title: story.title,
    url: story.url,
    publishedAt: newestAt,
    updatedAt: story.updatedAt,
    level: assessment?.level ?? 'mention',
    score: round(assessment?.rank ?? assessment?.score ?? 0),
    reasons: (assessment?.reasons ?? []).map((reason) => catalogue.phrase(locale, reason)),
    summary: summaryOf(story, quoted),
    category: story.category,
    categoryName: catalogue.say(locale, `category.${story.category}`),
    age: isDated ? ago(catalogue.negotiate(locale), newestAt, now) : '',
    alsoIn: catalogue.say(locale, 'card.alsoIn', {
      names: clauses(
        catalogue.negotiate(locale),
        sources.slice(1).map(({ name }) => name),
      ),
    }),
    mentioned: catalogue.say(locale, 'card.mention'),
    lang: story.lang,
    image: story.image,
    sources: sources.map(({ name, url, title, at }) => ({ name, url, title, publishedAt: at })),
    topic,
    ...(earlier === undefined
      ? {}
      : { earlier: { title: earlier.title, url: earlier.url, publishedAt: earlier.startedAt } }),
  };
}

/** The source whose headline and link are shown comes first: the card names whom it quotes. */
function leading({ sources, url }: Story, items: readonly Item[]): readonly Story['sources'][number][] {
  const name = items.find((item) => item.url === url)?.source;
  const isLead = (source: Story['sources'][number]) => source.url === url || source.name === name;
  return [...sources.filter(isLead), ...sources.filter((source) => !isLead(source))];
}

interface Told {
  readonly story: Pick<Story, 'title' | 'url' | 'lang'>;
  readonly items: readonly Item[];
  readonly summary: string;
}

/** By the first report, what was summarised last: one story is worded for very many chats one after the other. */
const summaries = new WeakMap<Item, Told>();

function summaryOf(story: Story, items: readonly Item[]): string {
  const [first] = items;
  const known = first === undefined ? undefined : summaries.get(first);
  if (known !== undefined && isSame(known, story, items)) return known.summary;
  const summary = summarised(story, items);
  if (first !== undefined) summaries.set(first, { story, items, summary });
  return summary;
}

function isSame(told: Told, { title, url, lang }: Story, items: readonly Item[]): boolean {
  const { story } = told;
  const isSameHead = story.title === title && story.url === url && story.lang === lang;
  return isSameHead && told.items.length === items.length && items.every((item, at) => item === told.items[at]);
}

/** A summary for who asked for briefs in full: one sentence more, where there is more to tell. */
export function fullSummary(story: Story, quoted: readonly Item[]): string {
  return summarised(story, quoted, fullLength);
}

/** The report that gave the headline leads; others add what it lacks, those in its language first. */
function summarised(story: Story, items: readonly Item[], length = summaryLength): string {
  const weight = (item: Item) => (item.url === story.url ? 0 : item.lang === story.lang ? 1 : 2);
  const reports = items.toSorted((a, b) => weight(a) - weight(b));
  const told = reports.map((item) => ({ ...item, at: itemAt(item) }));
  return summarise(told, { title: story.title, ...length });
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
