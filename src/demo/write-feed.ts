/** Writes the sample's reports as feeds, each outlet in its own format, as publishers do. */
import type { SampleItem, SampleSource } from './sample.ts';

export interface WrittenFeed {
  readonly mediaType: string;
  readonly body: string;
}

/** One feed of a source, newest first. `self` is its own address. */
export function writeFeed(source: SampleSource, items: readonly SampleItem[], self: string): WrittenFeed {
  const newestFirst = [...items].sort((a, b) => b.published - a.published);
  return writers[source.format](source, newestFirst, self);
}

const writers = { rss: writeRss, atom: writeAtom, json: writeJson } as const;

/** Text for an element or a quoted attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] as string);
}

function site(source: SampleSource): string {
  return `https://${source.slug}.example/`;
}

function htmlOf(source: SampleSource, item: SampleItem): string {
  const paragraphs = item.text.split('\n').map((text) => `<p>${escapeXml(text)}</p>`);
  if (source.footer === '') return paragraphs.join('');
  const footer = escapeXml(source.footer.replace('{title}', item.title));
  return `${paragraphs.join('')}<p><a href="${escapeXml(item.link)}">${footer}</a></p>`;
}

function writeRss(source: SampleSource, items: readonly SampleItem[], self: string): WrittenFeed {
  const entries = items.map(
    (item) => `<item>
  <title>${escapeXml(item.title)}</title>
  <link>${escapeXml(`${item.link}?utm_source=rss&utm_medium=feed`)}</link>
  <guid isPermaLink="false">${escapeXml(item.id)}</guid>
  <pubDate>${new Date(item.published).toUTCString()}</pubDate>
${item.tags.map((tag) => `  <category>${escapeXml(tag)}</category>`).join('\n')}
  <description>${escapeXml(htmlOf(source, item))}</description>
</item>`,
  );
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>${escapeXml(source.name)}</title>
<link>${site(source)}</link>
<atom:link href="${escapeXml(self)}" rel="self" type="application/rss+xml"/>
<description>${escapeXml(source.name)}</description>
<language>${source.lang}</language>
${entries.join('\n')}
</channel></rss>
`;
  return { mediaType: 'application/rss+xml; charset=utf-8', body };
}

function writeAtom(source: SampleSource, items: readonly SampleItem[], self: string): WrittenFeed {
  const entries = items.map((item) => {
    const at = new Date(item.published).toISOString();
    return `<entry>
  <title>${escapeXml(item.title)}</title>
  <id>tag:${source.slug}.example,2026:${escapeXml(item.id)}</id>
  <link rel="alternate" href="${escapeXml(item.link)}"/>
  <published>${at}</published>
  <updated>${at}</updated>
${item.tags.map((tag) => `  <category term="${escapeXml(tag)}"/>`).join('\n')}
  <content type="html">${escapeXml(htmlOf(source, item))}</content>
</entry>`;
  });
  const updated = new Date(items[0]?.published ?? 0).toISOString();
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${source.lang}">
<title>${escapeXml(source.name)}</title>
<id>${site(source)}</id>
<link rel="alternate" href="${site(source)}"/>
<link rel="self" href="${escapeXml(self)}"/>
<updated>${updated}</updated>
${entries.join('\n')}
</feed>
`;
  return { mediaType: 'application/atom+xml; charset=utf-8', body };
}

function writeJson(source: SampleSource, items: readonly SampleItem[], self: string): WrittenFeed {
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: source.name,
    home_page_url: site(source),
    feed_url: self,
    language: source.lang,
    items: items.map((item) => ({
      id: item.id,
      url: item.link,
      title: item.title,
      content_html: htmlOf(source, item),
      date_published: new Date(item.published).toISOString(),
      tags: item.tags,
    })),
  };
  return { mediaType: 'application/feed+json; charset=utf-8', body: JSON.stringify(feed) };
}
