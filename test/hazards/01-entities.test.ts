import { describe, expect, it } from 'vitest';
import { readFeed } from '../../src/feeds/read.ts';
import { bytes } from '../feeds/feeds.ts';

const levels = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
const big = 'x'.repeat(100_000);
const tail = (reference: string): string =>
  `<rss version="2.0"><channel><title>${reference}</title><item><title>a ${reference}</title></item></channel></rss>`;

const bombs: readonly (readonly [string, string])[] = [
  ['a billion laughs', `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">${levels}]>${tail('&l9;')}`],
  ['quadratic blow-up', `<!DOCTYPE rss [<!ENTITY b "${big}">]>${tail('&b;'.repeat(10_000))}`],
  ['an entity that holds itself', `<!DOCTYPE rss [<!ENTITY a "&a;">]>${tail('&a;')}`],
  ['two that hold each other', `<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]>${tail('&a;')}`],
  ['a local file', `<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>${tail('&f;')}`],
  ['an address', `<!DOCTYPE rss [<!ENTITY f SYSTEM "http://127.0.0.1:9/x">]>${tail('&f;')}`],
  ['an external document type', `<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/evil.dtd">${tail('&f;')}`],
  ['a parameter entity', `<!DOCTYPE rss [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>${tail('a')}`],
  [
    'a bomb in an attribute',
    `<!DOCTYPE rss [<!ENTITY l0 "lol">${levels}<!ATTLIST item a CDATA "&l9;">]>${tail('&l9;')}`,
  ],
  ['a document type that never ends', `<!DOCTYPE rss [${'<!ENTITY a "b">'.repeat(50_000)}`],
  ['a hundred thousand elements in each other', `<rss version="2.0"><channel>${'<a>'.repeat(100_000)}`],
  ['three hundred thousand open items', `<rss version="2.0"><channel>${'<item>'.repeat(300_000)}`],
  [
    'a hundred thousand end tags without a start',
    `<rss version="2.0"><channel>${'<b>'.repeat(150)}${'</a>'.repeat(100_000)}`,
  ],
  [
    'ten thousand namespaces',
    `<rss version="2.0" ${Array.from({ length: 10_000 }, (_, i) => `xmlns:n${i}="u:${i}"`).join(' ')}><channel>${'<item xmlns:z="y"/>'.repeat(10_000)}`,
  ],
];

/** CPU time of this process, ms: other work on the machine does not count. */
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

describe('a bomb of', () => {
  // The figure is 200 ms and 50 MB, measured alone; side by side with other tests it gets three times as long.
  it.each(bombs)('%s costs little and shows nothing', (_, xml) => {
    const body = bytes(xml);
    readFeed(body, { url: '', contentType: undefined });
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const startedAt = cpuMs();
    const reading = readFeed(body, { url: '', contentType: undefined });
    expect(cpuMs() - startedAt).toBeLessThan(600);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000 + 10 * body.length);
    expect(JSON.stringify(reading)).not.toMatch(/lollol|root:|xxxx/);
  });
});

describe('a body of 20 MB', () => {
  it('is read within seconds, and no further', () => {
    const item = `<item><title>Boat</title><description>${'calm sea '.repeat(20)}</description></item>`;
    const body = bytes(
      `<rss version="2.0"><channel>${item.repeat(Math.ceil(21_000_000 / item.length))}</channel></rss>`,
    );
    const startedAt = cpuMs();
    const reading = readFeed(body, { url: '', contentType: undefined });
    expect(cpuMs() - startedAt).toBeLessThan(15_000);
    expect(reading.kind === 'feed' && reading.feed.entries.length).toBe(1_000);
  });
});
