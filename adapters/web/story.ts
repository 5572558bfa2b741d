/** A story as a page shows it. */
import { html } from 'hono/html';
import type { SourceView, StoryView } from '../../src/model.ts';
import { storyPath, webLink } from './links.ts';
import type { Words } from './words.ts';

export type Html = ReturnType<typeof html>;

/** How much of each story is written out; pages take the richest that fits their size. */
export interface Detail {
  /** Rows of the timeline; undefined when it stands elsewhere on the page. */
  readonly sources: number | undefined;
  readonly hasSummary: boolean;
  /** Whether machine-readable data stands on the page. */
  readonly hasData: boolean;
  /** Longest headline, in characters; leaving out also the publisher's address, which may be long. */
  readonly titleLength: number | undefined;
  /** On a page of its own the headline is the page's. */
  readonly isAlone?: boolean;
}

/** Richest first. The last fits any page: ten headlines of 100 characters. */
export const details: readonly Detail[] = [
  { sources: 8, hasSummary: true, hasData: true, titleLength: undefined },
  { sources: 3, hasSummary: true, hasData: true, titleLength: undefined },
  { sources: 0, hasSummary: true, hasData: false, titleLength: undefined },
  { sources: 0, hasSummary: false, hasData: false, titleLength: 100 },
];

export function storyCard(story: StoryView, words: Words, detail: Detail): Html {
  const { titleLength } = detail;
  const title = titleLength === undefined ? story.title : clip(story.title, titleLength);
  const href = titleLength === undefined ? (webLink(story.url) ?? storyPath(story.id)) : storyPath(story.id);
  const heading = html`<h2${langOf(story)}><a href="${href}" rel="noopener nofollow">${title}</a></h2>`;
  return html`<article id="${story.id}">
${detail.isAlone === true ? '' : heading}
<p class="quiet">${factsOf(story, words, titleLength ?? 80)}</p>
${detail.hasSummary && story.summary !== '' ? html`<p${langOf(story)}>${story.summary}</p>` : ''}
${timeline(story, words, detail)}
</article>`;
}

/** Source, age, category, and whether the topic is only mentioned. */
function factsOf(story: StoryView, words: Words, nameLength: number): Html {
  const name = leadOf(story)?.name ?? '';
  const age = story.age === '' ? '' : html` · <time datetime="${isoOf(story.publishedAt)}">${story.age}</time>`;
  const mention = story.topic !== undefined && story.level === 'mention' ? ` · ${words.say('card.mention')}` : '';
  return html`<bdi>${clip(name, nameLength)}</bdi>${age} · ${story.categoryName}${mention}`;
}

/** The outlet whose headline the story carries. */
export function leadOf(story: StoryView): SourceView | undefined {
  return story.sources.find(({ url }) => url === story.url) ?? story.sources[0];
}

function timeline(story: StoryView, words: Words, { sources }: Detail): Html | '' {
  if (sources === undefined) return '';
  const count = story.sources.length;
  const all = html`<a href="${storyPath(story.id)}">${words.say('pages.sources', { count })}</a>`;
  if (sources === 0) return html`<p class="quiet">${all}</p>`;
  const more = count > sources ? html`<p class="quiet">${all}</p>` : '';
  return html`<details><summary>${words.say('pages.sources', { count })}</summary>
${timelineRows(story, words, sources)}${more}</details>`;
}

/** Who told it when, earliest first. */
export function timelineRows(story: StoryView, words: Words, most: number): Html {
  const rows = story.sources
    .toSorted((a, b) => a.publishedAt - b.publishedAt)
    .slice(0, most)
    .map(
      (source) =>
        html`<li><time datetime="${isoOf(source.publishedAt)}">${words.moment(source.publishedAt)}</time> <bdi>${source.name}</bdi>: ${linked(source)}</li>`,
    );
  return html`<ol class="time">${rows}</ol>`;
}

function linked({ url, title }: SourceView): Html {
  const href = webLink(url);
  return href === undefined
    ? html`<span dir="auto">${title}</span>`
    : html`<a dir="auto" href="${href}" rel="noopener nofollow">${title}</a>`;
}

/** Headlines keep their own language and direction, whatever the page's. */
function langOf({ lang }: StoryView): Html {
  return lang !== undefined && /^[a-z]{2,3}$/.test(lang) ? html` lang="${lang}" dir="auto"` : html` dir="auto"`;
}

/** When the first source told it. */
export function startOf({ sources, publishedAt }: StoryView): number {
  return Math.min(publishedAt, ...sources.map((source) => source.publishedAt));
}

export function isoOf(at: number): string {
  return new Date(at).toISOString();
}

export function clip(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
