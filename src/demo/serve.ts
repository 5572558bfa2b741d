/** Serves the sample day on this machine: one feed for each outlet, in which reports appear when the clock reaches them. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../ports.ts';
import { readSample, type Sample, type SampleSource } from './sample.ts';
import { escapeXml, writeFeed } from './write-feed.ts';

export interface ServedSample {
  /** Lists all feeds with language, country and category. */
  readonly opmlUrl: string;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 at a free port. Feeds carry an ETag and answer 304 while they have nothing new.
 * Rejects when no port can be had.
 */
export async function serveSample(options: { readonly clock: Clock }): Promise<ServedSample> {
  const sample = readSample();
  const server = createServer((request, response) => answer(sample, options.clock, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    opmlUrl: `http://127.0.0.1:${port}/opml`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(sample: Sample, clock: Clock, request: IncomingMessage, response: ServerResponse): void {
  const base = `http://${request.headers.host ?? '127.0.0.1'}`;
  if (request.url === '/opml') {
    response.writeHead(200, { 'content-type': 'text/x-opml; charset=utf-8' }).end(writeOpml(sample.sources, base));
    return;
  }
  const source = sample.sources.find((each) => request.url === feedPath(each));
  if (source === undefined) response.writeHead(404).end();
  else answerFeed(sample, source, clock.now(), base, request, response);
}

function answerFeed(
  sample: Sample,
  source: SampleSource,
  now: number,
  base: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const items = sample.items.filter((item) => item.source === source.name && item.published <= now);
  const etag = `"${source.slug}-${items.length}"`;
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  const feed = writeFeed(source, items, base + feedPath(source));
  response.writeHead(200, { 'content-type': feed.mediaType, etag }).end(feed.body);
}

function feedPath(source: SampleSource): string {
  return `/feeds/${source.slug}.${source.format === 'json' ? 'json' : 'xml'}`;
}

function writeOpml(sources: readonly SampleSource[], base: string): string {
  const outlines = sources.map((source) => {
    const name = escapeXml(source.name);
    return `  <outline type="rss" text="${name}" title="${name}" xmlUrl="${escapeXml(base + feedPath(source))}" htmlUrl="https://${source.slug}.example/" language="${source.lang}" country="${source.country}" category="${source.category}"/>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Sample day</title></head><body>
${outlines.join('\n')}
</body></opml>
`;
}
