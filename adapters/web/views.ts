/** The public pages, each a whole document that fits its size. */
import { html } from 'hono/html';
import type { StoryView } from '../../src/model.ts';
import type { Pages } from '../../src/ports.ts';
import { storyData } from './data.ts';
import { type Frame, frame, siteName } from './layout.ts';
import { storyPath, topicPath } from './links.ts';
import { clip, type Detail, details, type Html, startOf, storyCard, timelineRows } from './story.ts';
import type { Words } from './words.ts';

/** What a view needs of the request. */
export interface Asked {
  readonly pages: Pages;
  readonly words: Words;
  /** `https://news.example`, without a slash at the end. */
  readonly origin: string;
  /** Where to follow in chat: a topic as typed, or whatever the reader likes. */
  readonly followLinks?: ((topic: string | undefined) => readonly FollowLink[]) | undefined;
}

interface FollowLink {
  /** 'Telegram' */
  readonly platform: string;
  readonly url: string;
  /** What to type there; undefined where the link says it. */
  readonly command: string | undefined;
}

/** No page is larger, whatever its stories hold. */
export const maxBytes = 30_000;
const topStories = 12;
export const foundStories = 10;

/** Top stories of the last day, and the public topics. */
export async function homePage({ pages, words, origin, followLinks }: Asked): Promise<string> {
  const { stories } = await pages.topStories(topStories, words.locale);
  const topics = pages.topics.map(({ slug, name }) => html`<li><a href="${topicPath(slug)}">${name}</a></li>`);
  const list = html`<nav class="row" aria-label="${words.say('help.topics')}"><ul>${topics}</ul></nav>`;
  return fitting(
    stories,
    { ...aboutOf(words), title: siteName, url: `${origin}/`, origin, words },
    (cards) => html`${topics.length === 0 ? '' : list}${followRow(followLinks?.(undefined) ?? [], words)}${cards}`,
  );
}

/** A page of a public topic, from 0; undefined when there is no such topic or page. */
export async function topicPage(
  { pages, words, origin, followLinks }: Asked,
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
    { description: headlinesOf(found.stories, words), title, url, origin, words, feeds: path },
    (cards) =>
      html`${page === 0 ? html`${followRow(followLinks?.(found.topic.query) ?? [], words)}${feedRow(path, words)}` : ''}${cards}${turns(path, page, found.hasMore, words)}`,
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
  const own = {
    description: clip(story.summary === '' ? story.title : story.summary, longestAbout),
    title: clip(story.title, 300),
    url: origin + storyPath(story.id),
    origin,
    words,
    article: { publishedAt: startOf(story), modifiedAt: story.publishedAt, section: story.categoryName },
  };
  for (const most of [100, 40, 12]) {
    const rows = timelineRows(story, words, most);
    const body = html`${storyCard(story, words, { ...leanest, hasSummary: most > 12, isAlone: true })}
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

/** Links to a topic's page show what is new there. */
function headlinesOf(stories: readonly StoryView[], words: Words): string {
  const titles = stories.slice(0, 3).map(({ title }) => title);
  return titles.length === 0 ? words.say('pages.about') : clip(titles.join(' · '), longestAbout);
}

/** In characters: longer descriptions are cut by whoever shows them. */
const longestAbout = 200;

function aboutOf(words: Words) {
  return { description: words.say('pages.about') };
}

/** Into the chat, platform by platform. */
function followRow(links: readonly FollowLink[], words: Words): Html | '' {
  if (links.length === 0) return '';
  const rows = links.map(({ platform, url, command }) => {
    const link = html`<a href="${url}">${words.say('pages.follow', { platform })}</a>`;
    if (command === undefined) return html`<li>${link}</li>`;
    const [before = '', after = ''] = words.say('pages.thenType', { command: mark }).split(mark);
    return html`<li>${link} <span class="quiet">${before}<code dir="ltr">${command}</code>${after}</span></li>`;
  });
  return html`<nav class="row" aria-label="${words.say('pages.inChat')}"><ul>${rows}</ul></nav>`;
}

/** Stands in a sentence for what is put into it. */
const mark = '\u0000';

function feedRow(path: string, words: Words): Html {
  return html`<nav class="row" aria-label="${words.say('pages.feeds')}"><ul><li class="quiet">${words.say(
    'pages.feeds',
  )}</li><li><a href="${path}/feed.xml">RSS</a></li><li><a href="${path}/atom.xml">Atom</a></li><li><a href="${path}/feed.json">JSON Feed</a></li></ul></nav>`;
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
