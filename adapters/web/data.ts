/** Machine-readable data inside pages: schema.org. */
import { html, raw } from 'hono/html';
import type { StoryView } from '../../src/model.ts';
import { storyPath, webLink } from './links.ts';
import { type Html, isoOf, leadOf, startOf } from './story.ts';

/** The stories as a list of NewsArticle. */
export function storyData(stories: readonly StoryView[], origin: string): Html {
  const itemListElement = stories.map((story, index) => ({
    '@type': 'ListItem',
    position: index + 1,
    item: article(story, origin),
  }));
  return jsonScript({ '@context': 'https://schema.org', '@type': 'ItemList', itemListElement });
}

/** More would crowd out the stories themselves. */
const mostSources = 5;

function article(story: StoryView, origin: string) {
  return {
    '@type': 'NewsArticle',
    headline: story.title,
    url: webLink(story.url),
    mainEntityOfPage: origin + storyPath(story.id),
    datePublished: isoOf(startOf(story)),
    dateModified: isoOf(story.publishedAt),
    articleSection: story.categoryName,
    ...(story.summary === '' ? {} : { description: story.summary }),
    isBasedOn: story.sources.flatMap(({ url }) => webLink(url) ?? []).slice(0, mostSources),
    ...(story.lang === undefined ? {} : { inLanguage: story.lang }),
    publisher: { '@type': 'Organization', name: leadOf(story)?.name },
  };
}

/** Data, not script: nothing in it can end the element or begin another. */
function jsonScript(value: unknown): Html {
  const safe = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return html`<script type="application/ld+json">${raw(safe)}</script>`;
}
