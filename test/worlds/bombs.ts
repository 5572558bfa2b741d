/** Feeds made to harm whoever reads them. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { type ReadResult, runReadJob } from '../../src/feeds/read-job.ts';
import { jobFor } from './huge-feeds.ts';
import type { Page } from './web.ts';

/** What was computed in this process, ms: other work on the machine does not count. */
export const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

setFlagsFromString('--expose-gc');
/** What was read before is no part of what is measured next. */
export const collectGarbage = runInNewContext('gc') as () => void;

/** A feed's text on the program's whole way of reading. */
export function readText(text: string): ReadResult {
  return runReadJob(jobFor('bomb', new TextEncoder().encode(text)));
}

export const feedWith = (doctype: string, title: string) =>
  `<?xml version="1.0"?>${doctype}<rss version="2.0"><channel><title>Bomb</title><item><title>${title}</title><link>https://bomb.example/1</link></item></channel></rss>`;
const levels = Array.from({ length: 9 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`).join(
  '',
);
const plain = (title: string) =>
  `<rss version="2.0"><channel><title>${title}</title><item><title>a ${title}</title></item></channel></rss>`;
const many = (count: number, text: string) => text.repeat(count);

/** Feeds that would unfold, open `secretFile` or ask a server at `remote`, and what each is called. */
export const bombs = (secretFile: string, remote: string): readonly (readonly [string, () => string])[] => [
  ['a billion laughs', () => feedWith(`<!DOCTYPE rss [<!ENTITY l0 "lol">${levels}]>`, '&l9;')],
  [
    'a billion laughs in an attribute',
    () => feedWith(`<!DOCTYPE rss [<!ENTITY l0 "lol">${levels}]>`, '<b a="&l9;">x</b>'),
  ],
  ['quadratic growth', () => feedWith(`<!DOCTYPE rss [<!ENTITY a "${many(50_000, 'a')}">]>`, many(20_000, '&a;'))],
  ['an entity that names itself', () => feedWith('<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', '&a;')],
  ['parameter entities', () => feedWith('<!DOCTYPE rss [<!ENTITY % a "<!ENTITY b \'boom\'>">%a;%a;]>', '&b;')],
  ['a local file', () => feedWith(`<!DOCTYPE rss [<!ENTITY a SYSTEM "file://${secretFile}">]>`, '&a;')],
  ['a remote entity', () => feedWith(`<!DOCTYPE rss [<!ENTITY a SYSTEM "${remote}/entity">]>`, '&a;')],
  ['a remote DTD', () => feedWith(`<!DOCTYPE rss SYSTEM "${remote}/rss.dtd">`, 'x')],
  [
    'XInclude',
    () =>
      feedWith('', `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="file://${secretFile}"/>`),
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

/** Four gigabytes of zeros, in four megabytes: sent as long as somebody takes them. */
export const gzipBomb: Page = (response) => {
  const block = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  let blocks = 0;
  response.writeHead(200, { 'content-encoding': 'gzip' });
  const push = () => {
    while (blocks < 64 && !response.destroyed) {
      blocks++;
      if (!response.write(block)) return void response.once('drain', push);
    }
    response.end();
  };
  push();
};
