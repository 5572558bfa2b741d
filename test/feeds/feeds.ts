/** Small feeds for the tests of reading: invented outlets and news. */
import type { Entry, FeedId, FeedSource, ParsedFeed } from '../../src/model.ts';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export const rss = (
  items: string,
  channel = '<title>Harbour Post</title><link>https://harbour.example/</link>',
): string => `<?xml version="1.0"?><rss version="2.0"><channel>${channel}${items}</channel></rss>`;

export const atom = (entries: string, head = '<title>Harbour Post</title>'): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom">${head}${entries}</feed>`;

export const entry = (fields: Partial<Entry> = {}): Entry => ({
  id: undefined,
  link: 'https://harbour.example/news/ferry-line-opens',
  title: 'Ferry line to Brill Island opens',
  summary: '',
  content: '',
  published: undefined,
  updated: undefined,
  tags: [],
  author: undefined,
  source: undefined,
  lang: undefined,
  image: undefined,
  ...fields,
});

export const parsed = (entries: readonly Entry[], fields: Partial<ParsedFeed> = {}): ParsedFeed => ({
  title: 'Harbour Post',
  link: 'https://harbour.example/',
  lang: undefined,
  entries,
  ttlMs: undefined,
  skipHours: [],
  skipDays: [],
  hub: undefined,
  self: undefined,
  ...fields,
});

export const source = (fields: Partial<FeedSource> = {}): FeedSource => ({
  id: 'feed-harbour' as FeedId,
  url: 'https://harbour.example/rss.xml',
  name: 'Harbour Post',
  siteUrl: undefined,
  lang: undefined,
  country: undefined,
  category: undefined,
  ...fields,
});

/** 10 June 2025, noon UTC. */
export const now = Date.UTC(2025, 5, 10, 12);
