/** A topic's stories for feed readers: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1. */
import { html } from 'hono/html';
import type { StoryView } from '../../src/model.ts';
import { siteName } from './layout.ts';
import { storyPath, topicPath, webLink } from './links.ts';
import { isoOf, startOf } from './story.ts';
import type { Asked } from './views.ts';

export interface Feed {
  readonly body: string;
  readonly mediaType: string;
}

interface Channel {
  readonly title: string;
  readonly home: string;
  readonly self: string;
  readonly origin: string;
  readonly locale: string;
  readonly stories: readonly StoryView[];
}

const feedPages = 3;

/** Makes the feed of that name (`feed.xml`, `atom.xml`, `feed.json`); undefined when there is no such topic or feed. */
export async function topicFeed(asked: Asked, slug: string, name: string): Promise<Feed | undefined> {
  const write = writers.get(name);
  const found = await asked.pages.topic(slug, 0, asked.words.locale);
  if (write === undefined || found === undefined) return undefined;
  const home = asked.origin + topicPath(slug);
  const title = asked.words.say('pages.topic', { topic: found.topic.name });
  const { origin, words } = asked;
  return write({
    title,
    home,
    self: `${home}/${name}`,
    origin,
    locale: words.locale,
    stories: await aboutIt(asked, slug),
  });
}

/** Only stories about the topic: a passing mention is worth no entry. */
async function aboutIt({ pages, words }: Asked, slug: string): Promise<StoryView[]> {
  const all: StoryView[] = [];
  for (let page = 0; page < feedPages; page += 1) {
    const found = await pages.topic(slug, page, words.locale);
    all.push(...(found?.stories ?? []));
    if (found?.hasMore !== true) break;
  }
  return all.filter(({ level }) => level === 'about');
}

const writers: ReadonlyMap<string, (channel: Channel) => Promise<Feed>> = new Map([
  ['feed.xml', writeRss],
  ['atom.xml', writeAtom],
  ['feed.json', writeJson],
]);

async function writeRss({ title, home, self, locale, stories, origin }: Channel): Promise<Feed> {
  const items = stories.map(
    async (story) => html`<item>
<title>${story.title}</title>
<link>${linkOf(story, origin)}</link>
<guid isPermaLink="false">${idOf(story)}</guid>
<pubDate>${new Date(startOf(story)).toUTCString()}</pubDate>
<category>${story.categoryName}</category>
<description>${await contentOf(story)}</description>
</item>`,
  );
  const body = html`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>${title}</title>
<link>${home}</link>
<description>${title}</description>
<language>${locale}</language>
<generator>${siteName}</generator>
<ttl>5</ttl>
<atom:link rel="self" type="application/rss+xml" href="${self}"/>
${items}
</channel></rss>
`;
  return { body: xml(String(await body)), mediaType: 'application/rss+xml; charset=utf-8' };
}

async function writeAtom({ title, home, self, locale, stories, origin }: Channel): Promise<Feed> {
  const entries = stories.map(
    async (story) => html`<entry>
<id>${idOf(story)}</id>
<title>${story.title}</title>
<link href="${linkOf(story, origin)}"/>
<published>${isoOf(startOf(story))}</published>
<updated>${isoOf(story.publishedAt)}</updated>
<author><name>${story.sources[0]?.name ?? siteName}</name></author>
<category term="${story.category}" label="${story.categoryName}"/>
<content type="html">${await contentOf(story)}</content>
</entry>`,
  );
  const updatedAt = Math.max(0, ...stories.map(({ publishedAt }) => publishedAt));
  const body = html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">
<id>${home}</id>
<title>${title}</title>
<updated>${isoOf(updatedAt)}</updated>
<generator>${siteName}</generator>
<link rel="self" type="application/atom+xml" href="${self}"/>
<link rel="alternate" type="text/html" href="${home}"/>
${entries}
</feed>
`;
  return { body: xml(String(await body)), mediaType: 'application/atom+xml; charset=utf-8' };
}

async function writeJson({ title, home, self, locale, stories, origin }: Channel): Promise<Feed> {
  const items = stories.map(async (story) => ({
    id: idOf(story),
    url: linkOf(story, origin),
    title: story.title,
    content_html: await contentOf(story),
    ...(story.summary === '' ? {} : { summary: story.summary }),
    date_published: isoOf(startOf(story)),
    date_modified: isoOf(story.publishedAt),
    authors: story.sources.slice(0, 1).map(({ name }) => ({ name })),
    tags: [story.category],
    ...(story.lang === undefined ? {} : { language: story.lang }),
  }));
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: home,
    feed_url: self,
    language: locale,
    items: await Promise.all(items),
  };
  return { body: JSON.stringify(feed), mediaType: 'application/feed+json; charset=utf-8' };
}

/** The summary and every source, as HTML. */
async function contentOf({ summary, sources }: StoryView): Promise<string> {
  const rows = sources.map(({ name, url, title }) => {
    const href = webLink(url);
    return html`<li>${name}: ${href === undefined ? title : html`<a href="${href}">${title}</a>`}</li>`;
  });
  return String(await html`${summary === '' ? '' : html`<p>${summary}</p>`}<ul>${rows}</ul>`);
}

function linkOf(story: StoryView, origin: string): string {
  return webLink(story.url) ?? origin + storyPath(story.id);
}

/** The same while the story grows, so that readers show it once. */
function idOf({ id }: StoryView): string {
  return `urn:dateline:story:${id}`;
}

/** Without what XML 1.0 cannot hold even when escaped. */
function xml(text: string): string {
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}
