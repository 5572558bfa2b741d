/** Feeds as large as the program takes. */
import { noBoilerplate } from '../../src/feeds/boilerplate.ts';
import { sourceOf } from '../../src/feeds/one-poll.ts';
import type { ReadJob } from '../../src/feeds/read-job.ts';
import { feedNamed } from './poller.ts';

const cap = 8 * 1024 * 1024;

/** As many items as fit under the cap, each with a good deal of text. */
export function hugeFeed(name: string): Uint8Array {
  const text = 'The harbour office said on Monday that the ferry would sail again. '.repeat(30);
  const item = (index: number) =>
    `<item><title>${name} report ${index}</title><link>https://${name}.example/${index}</link><guid>${name}-${index}</guid><description>${text}</description></item>`;
  const size = item(0).length + 8;
  const items = Array.from({ length: Math.floor(cap / size) - 1 }, (_, index) => item(index));
  return new TextEncoder().encode(
    `<?xml version="1.0"?><rss version="2.0"><channel><title>${name}</title>${items.join('')}</channel></rss>`,
  );
}

/** A body to be read that nobody has read before. */
export function jobFor(name: string, body: Uint8Array): ReadJob {
  const source = sourceOf(feedNamed(name));
  return {
    body,
    url: source.url,
    contentType: undefined,
    knownHash: undefined,
    source,
    now: 0,
    boilerplate: noBoilerplate,
    seen: [],
  };
}
