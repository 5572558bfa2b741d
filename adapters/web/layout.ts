/** The frame of every page: head, landmarks, search. */
import { html, raw } from 'hono/html';
import { type Html, isoOf } from './story.ts';
import { style } from './style.ts';
import type { Words } from './words.ts';

export interface Frame {
  readonly title: string;
  readonly description: string;
  /** The page's own address, for Open Graph and search engines. */
  readonly url: string;
  readonly origin: string;
  readonly words: Words;
  /** What was searched for, to stand in the form again. */
  readonly query?: string;
  /** The path of the topic's feeds, without the file's name. */
  readonly feeds?: string;
  /** Left out of search engines: answers to searches, pages that are not there. */
  readonly isHidden?: boolean;
  /** When the one story of the page began, and its language. */
  readonly article?: { readonly publishedAt: number; readonly modifiedAt: number; readonly section: string };
  /** For tables: the page uses the whole window. */
  readonly isWide?: boolean;
  readonly data?: Html | '';
  readonly body: Html;
}

export const siteName = 'Dateline';

/** A whole document. */
export async function frame(page: Frame): Promise<string> {
  const { words, title } = page;
  const heading = title === siteName ? title : `${title} – ${siteName}`;
  const document = html`<!doctype html>
<html lang="${words.locale}" dir="${words.isRightToLeft ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<meta name="description" content="${page.description}">
${page.isHidden === true ? html`<meta name="robots" content="noindex">` : html`<link rel="canonical" href="${page.url}">`}
${page.article === undefined ? html`<meta property="og:type" content="website">` : articleMarks(page.article)}
<meta property="og:site_name" content="${siteName}">
<meta property="og:locale" content="${words.locale}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${page.description}">
<meta property="og:url" content="${page.url}">
<meta name="twitter:card" content="summary">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
${page.feeds === undefined ? '' : feedLinks(page.feeds, title)}
<style>${raw(style)}</style>
${page.data ?? ''}
</head>
<body${page.isWide === true ? html` class="full"` : ''}>
<a class="skip" href="#stories">${words.say('pages.skip')}</a>
<header><strong><a href="/">${siteName}</a></strong>
<form action="/search" role="search"><input type="search" name="q" required maxlength="200" aria-label="${words.say(
    'pages.search',
  )}" placeholder="${words.say('pages.search')}" value="${page.query ?? ''}"><button>${words.say('pages.find')}</button></form>
</header>
<main id="stories" tabindex="-1">
<h1 dir="auto">${title === siteName ? words.say('pages.top') : title}</h1>
${page.body}
</main>
<footer><p>${words.say('pages.about')}</p></footer>
</body>
</html>`;
  return String(await document);
}

function articleMarks({ publishedAt, modifiedAt, section }: NonNullable<Frame['article']>): Html {
  return html`<meta property="og:type" content="article">
<meta property="article:published_time" content="${isoOf(publishedAt)}">
<meta property="article:modified_time" content="${isoOf(modifiedAt)}">
<meta property="article:section" content="${section}">`;
}

function feedLinks(path: string, title: string): Html {
  return html`<link rel="alternate" type="application/rss+xml" title="${title}" href="${path}/feed.xml">
<link rel="alternate" type="application/atom+xml" title="${title}" href="${path}/atom.xml">
<link rel="alternate" type="application/feed+json" title="${title}" href="${path}/feed.json">`;
}

export const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0a50b5"/><path d="M8 10h16M8 16h16M8 22h9" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>`;
