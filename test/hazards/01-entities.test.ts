import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noBoilerplate } from '../../src/feeds/boilerplate.ts';
import { sourceOf } from '../../src/feeds/one-poll.ts';
import { readFeed } from '../../src/feeds/read.ts';
import { type ReadResult, runReadJob } from '../../src/feeds/read-job.ts';
import { type Folder, makeFolder } from '../worlds/folder.ts';
import { feedNamed } from '../worlds/poller.ts';
import { startWeb, type Web } from '../worlds/web.ts';

let folder: Folder;
let web: Web;

beforeAll(async () => {
  folder = makeFolder();
  writeFileSync(folder.path('secret.txt'), 'the-secret-of-this-machine');
  web = await startWeb();
  // What is loaded when it is first needed is no part of a bomb's cost.
  read(feedWith('', 'Der Hafen von Musterstadt bleibt bis auf weiteres geschlossen'));
});

afterAll(async () => {
  folder.remove();
  await web.stop();
});

function read(text: string): ReadResult {
  const source = sourceOf(feedNamed('bomb'));
  const body = new TextEncoder().encode(text);
  return runReadJob({
    body,
    url: 'https://bomb.example/',
    contentType: undefined,
    knownHash: undefined,
    source,
    now: 0,
    boilerplate: noBoilerplate,
    seen: [],
  });
}

const feedWith = (doctype: string, title: string) =>
  `<?xml version="1.0"?>${doctype}<rss version="2.0"><channel><title>Bomb</title><item><title>${title}</title><link>https://bomb.example/1</link></item></channel></rss>`;
const levels = Array.from({ length: 9 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`).join(
  '',
);
const plain = (title: string) =>
  `<rss version="2.0"><channel><title>${title}</title><item><title>a ${title}</title></item></channel></rss>`;
const many = (count: number, text: string) => text.repeat(count);

const bombs: readonly (readonly [string, () => string])[] = [
  ['a billion laughs', () => feedWith(`<!DOCTYPE rss [<!ENTITY l0 "lol">${levels}]>`, '&l9;')],
  [
    'a billion laughs in an attribute',
    () => feedWith(`<!DOCTYPE rss [<!ENTITY l0 "lol">${levels}]>`, '<b a="&l9;">x</b>'),
  ],
  ['quadratic growth', () => feedWith(`<!DOCTYPE rss [<!ENTITY a "${many(50_000, 'a')}">]>`, many(20_000, '&a;'))],
  ['an entity that names itself', () => feedWith('<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', '&a;')],
  ['parameter entities', () => feedWith('<!DOCTYPE rss [<!ENTITY % a "<!ENTITY b \'boom\'>">%a;%a;]>', '&b;')],
  ['a local file', () => feedWith(`<!DOCTYPE rss [<!ENTITY a SYSTEM "file://${folder.path('secret.txt')}">]>`, '&a;')],
  ['a remote entity', () => feedWith(`<!DOCTYPE rss [<!ENTITY a SYSTEM "${web.url}/entity">]>`, '&a;')],
  ['a remote DTD', () => feedWith(`<!DOCTYPE rss SYSTEM "${web.url}/rss.dtd">`, 'x')],
  [
    'XInclude',
    () =>
      feedWith(
        '',
        `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="file://${folder.path('secret.txt')}"/>`,
      ),
  ],
  ['a doctype that never ends', () => `<?xml version="1.0"?><!DOCTYPE rss [${many(20_000, '<!ENTITY a "b">')}`],
  ['elements in elements', () => feedWith('', many(20_000, '<a>'))],
  ['JSON in JSON', () => `${many(100_000, '[')}1${many(100_000, ']')}`],
  [
    'attributes without end',
    () => feedWith('', `<a ${Array.from({ length: 20_000 }, (_, index) => `a${index}="1"`).join(' ')}/>`),
  ],
  [
    'two entities that hold each other in a title',
    () => `<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]>${plain('&a;')}`,
  ],
  [
    'a bomb in an attribute list',
    () => `<!DOCTYPE rss [<!ENTITY l0 "lol">${levels}<!ATTLIST item a CDATA "&l9;">]>${plain('&l9;')}`,
  ],
  ['three hundred thousand open items', () => `<rss version="2.0"><channel>${many(300_000, '<item>')}`],
  [
    'a hundred thousand end tags without a start',
    () => `<rss version="2.0"><channel>${many(150, '<b>')}${many(100_000, '</a>')}`,
  ],
  [
    'ten thousand namespaces',
    () =>
      `<rss version="2.0" ${Array.from({ length: 10_000 }, (_, i) => `xmlns:n${i}="u:${i}"`).join(' ')}><channel>${many(10_000, '<item xmlns:z="y"/>')}`,
  ],
];

describe('nothing that stands in a feed unfolds, opens a file or asks the network', () => {
  it.each(bombs)('%s', (_, bomb) => {
    const text = bomb();
    const before = process.memoryUsage().rss;
    const startedAt = process.cpuUsage();
    const result = read(text);
    const { user, system } = process.cpuUsage(startedAt);
    // The figure is 200 ms; the collector's threads and a busy machine get some more.
    expect((user + system) / 1000).toBeLessThan(600);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
    expect(result.kind).not.toBe('lost');
    const shown = JSON.stringify(result);
    expect(shown).not.toContain('the-secret-of-this-machine');
    expect(shown.length).toBeLessThan(1_000_000);
    expect(web.received).toBe(0);
  });
});

describe('a body of 20 MB', () => {
  it('is read within seconds, and no further', () => {
    const item = `<item><title>Boat</title><description>${'calm sea '.repeat(20)}</description></item>`;
    const body = new TextEncoder().encode(
      `<rss version="2.0"><channel>${item.repeat(Math.ceil(21_000_000 / item.length))}</channel></rss>`,
    );
    const startedAt = process.cpuUsage();
    const reading = readFeed(body, { url: '', contentType: undefined });
    const { user, system } = process.cpuUsage(startedAt);
    expect((user + system) / 1000).toBeLessThan(15_000);
    expect(reading.kind === 'feed' && reading.feed.entries.length).toBe(1_000);
  });
});
