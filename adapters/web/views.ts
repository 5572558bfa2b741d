/** The public pages, each a whole document that fits its size. */
import { html } from 'hono/html';
import type { StoryView } from '../../src/model.ts';
import type { Pages } from '../../src/ports.ts';
import { storyData } from './data.ts';
import { type Frame, frame, siteName } from './layout.ts';
import { storyPath, topicPath } from './links.ts';
import { type Detail, details, type Html, storyCard, timelineRows } from './story.ts';
import type { Words } from './words.ts';

/** What a view needs of the request. */
export interface Asked {
  readonly pages: Pages;
  readonly words: Words;
  /** `https://news.example`, without a slash at the end. */
  readonly origin: string;
  /** Where a topic can be followed in chat; undefined when no platform has such links. */
  readonly followLink?: ((topic: string) => string | undefined) | undefined;
}

/** No page is larger, whatever its stories hold. */
export const maxBytes = 30_000;
const topStories = 12;
export const foundStories = 10;

/** Top stories of the last day, and the public topics. */
export async function homePage({ pages, words, origin }: Asked): Promise<string> {
  const { stories } = await pages.topStories(topStories, words.locale);
  const topics = pages.topics.map(({ slug, name }) => html`<li><a href="${topicPath(slug)}">${name}</a></li>`);
  const list = html`<nav class="row" aria-label="${words.say('help.topics')}"><ul>${topics}</ul></nav>`;
  return fitting(
    stories,
    { ...aboutOf(words), title: siteName, url: `${origin}/`, origin, words },
    (cards) => html`${topics.length === 0 ? '' : list}${cards}`,
  );
}

/** A page of a public topic, from 0; undefined when there is no such topic or page. */
export async function topicPage(
  { pages, words, origin, followLink }: Asked,
  slug: string,
  page: number,
): Promise<string | undefined> {
  const found = await pages.topic(slug, page, words.locale);
  if (found === undefined || (page > 0 && found.stories.length === 0)) return undefined;
  const path = topicPath(slug);
  const title = words.say('pages.topic', { topic: found.topic.name });
  const url = origin + pageOf(path, page);
  return fitting(
    found.stories,
    { ...aboutOf(words), title, url, origin, words, feeds: path },
    (cards) =>
      html`${page === 0 ? feedRow(path, words, followLink?.(found.topic.query)) : ''}${cards}${turns(path, page, found.hasMore, words)}`,
  );
}

/** Answers to a search; `undefined` stories when the text is no topic, with the problem worded. */
export async function searchPage({ pages, words, origin }: Asked, query: string): Promise<string> {
  const found = await pages.search(query, foundStories, words.locale);
  const title = words.say('pages.found', { text: query });
  const own = { ...aboutOf(words), title, url: `${origin}/search`, origin, words, query, isHidden: true };
  if ('problem' in found) return frame({ ...own, body: html`<p>${found.problem}</p>` });
  return fitting(found.stories, own, (cards) => cards);
}

/** One story with all its sources; undefined when there is none. */
export async function storyPage({ pages, words, origin }: Asked, id: string): Promise<string | undefined> {
  const story = await pages.story(id, words.locale);
  if (story === undefined) return undefined;
  const own = { ...aboutOf(words), title: story.title.slice(0, 300), url: origin + storyPath(story.id), origin, words };
  for (const most of [100, 40, 12]) {
    const rows = timelineRows(story, words, most);
    const body = html`${storyCard(story, words, { ...leanest, hasSummary: most > 12 })}
<h2>${words.say('pages.timeline')}</h2>${rows}`;
    const page = await frame({ ...own, body, data: most > 12 ? storyData([story], origin) : '' });
    if (Buffer.byteLength(page) <= maxBytes) return page;
  }
  return fitting([story], own, (cards) => cards);
}

/** A kind word where there is no page: what happened, and a way on. */
export function wordPage({ words, origin }: Asked, key: string): Promise<string> {
  const body = html`<p><a href="/">${words.say('pages.top')}</a></p>`;
  return frame({ ...aboutOf(words), title: words.say(key), url: `${origin}/`, origin, words, isHidden: true, body });
}

const leanest: Detail = { sources: undefined, hasSummary: true, hasData: false, titleLength: undefined };

/** The richest of the details whose page is small enough. */
async function fitting(
  stories: readonly StoryView[],
  own: Omit<Frame, 'body' | 'data'>,
  compose: (cards: Html) => Html,
): Promise<string> {
  const { words, origin } = own;
  let page = '';
  for (const detail of details) {
    const cards = stories.map((story) => storyCard(story, words, detail));
    const body = compose(stories.length === 0 ? html`<p>${words.say('pages.none')}</p>` : html`${cards}`);
    page = await frame({ ...own, body, data: detail.hasData ? storyData(stories, origin) : '' });
    if (Buffer.byteLength(page) <= maxBytes) break;
  }
  return page;
}

function aboutOf(words: Words) {
  return { description: words.say('pages.about') };
}

function feedRow(path: string, words: Words, follow: string | undefined): Html {
  const inChat = follow === undefined ? '' : html`<li><a href="${follow}">${words.say('pages.follow')}</a></li>`;
  return html`<nav class="row" aria-label="${words.say('pages.feeds')}"><ul><li class="quiet">${words.say(
    'pages.feeds',
  )}</li><li><a href="${path}/feed.xml">RSS</a></li><li><a href="${path}/atom.xml">Atom</a></li><li><a href="${path}/feed.json">JSON Feed</a></li>${inChat}</ul></nav>`;
}

function pageOf(path: string, page: number): string {
  return page === 0 ? path : `${path}?page=${page + 1}`;
}

function turns(path: string, page: number, hasMore: boolean, words: Words): Html {
  const newer =
    page > 0 ? html`<li><a rel="prev" href="${pageOf(path, page - 1)}">${words.say('button.newer')}</a></li>` : '';
  const older = hasMore
    ? html`<li><a rel="next" href="${pageOf(path, page + 1)}">${words.say('button.older')}</a></li>`
    : '';
  const label = words.say('pages.page', { page: page + 1 });
  return html`<nav class="row" aria-label="${label}"><ul>${newer}<li class="quiet">${label}</li>${older}</ul></nav>`;
}
