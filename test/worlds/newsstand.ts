/** A small publisher on a real socket: one RSS feed for each outlet, with validators, and reports that appear when a test says so. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Report {
  readonly title: string;
  readonly text?: string;
  /** ISO 8601; left out for a feed without dates. */
  readonly published?: string;
  readonly link?: string;
  readonly image?: string;
}

export interface Newsstand {
  readonly opmlUrl: string;
  feedUrl(outlet: string): string;
  publish(outlet: string, report: Report): void;
  /** Requests for feeds so far. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const slugOf = (outlet: string) => outlet.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

export async function openNewsstand(reports: Readonly<Record<string, readonly Report[]>>): Promise<Newsstand> {
  const outlets = new Map(Object.entries(reports).map(([outlet, own]) => [outlet, [...own]]));
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/opml') return void response.end(opml([...outlets.keys()]));
    const outlet = [...outlets.keys()].find((name) => path === `/${slugOf(name)}.xml`);
    if (outlet === undefined) return void response.writeHead(404).end();
    requests.push(path);
    const body = rss(outlet, outlets.get(outlet) ?? []);
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
    response.writeHead(200, { 'content-type': 'application/rss+xml', etag }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const feedUrl = (outlet: string) => `${root}/${slugOf(outlet)}.xml`;

  function opml(names: readonly string[]): string {
    const rows = names.map(
      (name) =>
        `<outline type="rss" text="${escaped(name)}" title="${escaped(name)}" xmlUrl="${feedUrl(name)}" language="en"/>`,
    );
    return `<?xml version="1.0"?><opml version="2.0"><head><title>Newsstand</title></head><body>${rows.join('')}</body></opml>`;
  }

  function rss(outlet: string, own: readonly Report[]): string {
    const slug = slugOf(outlet);
    const items = own.map(({ title, text = '', published, link, image }, index) => {
      const url = link ?? `https://${slug}.example/${index + 1}`;
      const date = published === undefined ? '' : `<pubDate>${new Date(published).toUTCString()}</pubDate>`;
      const picture = image === undefined ? '' : `<enclosure url="${escaped(image)}" type="image/jpeg" length="1"/>`;
      return `<item><title>${escaped(title)}</title><link>${escaped(url)}</link><guid>${escaped(url)}</guid>${date}${picture}<description>${escaped(text)}</description></item>`;
    });
    return `<?xml version="1.0"?><rss version="2.0"><channel><title>${escaped(outlet)}</title><link>https://${slug}.example/</link><language>en</language>${items.toReversed().join('')}</channel></rss>`;
  }

  return {
    opmlUrl: `${root}/opml`,
    feedUrl,
    requests,
    publish(outlet, report) {
      const own = outlets.get(outlet);
      if (own === undefined) outlets.set(outlet, [report]);
      else own.push(report);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
