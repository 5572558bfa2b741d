import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFetcher } from '../../src/feeds/fetch.ts';
import { createGuard } from '../../src/feeds/guard.ts';
import type { Fetcher } from '../../src/ports.ts';
import { startWeb, type Web } from '../worlds/web.ts';

/** Every way to write an address that no feed may reach. */
const forbidden = [
  ...['127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.0.0.1', '0177.0.0.1', '017700000001'],
  ...[
    '127.0.0.53',
    '127.255.255.254',
    'localhost',
    'LOCALHOST',
    'localhost.',
    '0.0.0.0',
    '0',
    '１２７.０.０.１',
    '127。0。0。1',
  ],
  ...[
    '[::1]',
    '[::]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::ffff:0:127.0.0.1]',
    '[::127.0.0.1]',
  ],
  ...['[64:ff9b::7f00:1]', '[64:ff9b::10.0.0.1]', '[64:ff9b:1::7f00:1]', '[2002:7f00:1::]', '[2001:0:7f00:1::]'],
  ...['[fe80::1]', '[fc00::1]', '[fd00:ec2::254]', '[fec0::1]', '[ff02::1]', '[100::1]', '[2001:db8::1]', '[4000::1]'],
  ...['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '100.127.255.254'],
  ...['192.0.0.192', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
];

let inside: Web;
let insideSix: Web;
let outside: Web;

beforeAll(async () => {
  inside = await startWeb('127.0.0.1');
  insideSix = await startWeb('::1');
  // Stands for the public web: the one address that the fetchers here may contact.
  outside = await startWeb('127.0.0.9');
});

afterAll(async () => {
  const received = [inside.received, insideSix.received];
  await Promise.all([inside.stop(), insideSix.stop(), outside.stop()]);
  expect(received, 'bytes that came in at private addresses').toEqual([0, 0]);
});

function fetcherWith(resolve: (hostname: string) => readonly string[]): Fetcher {
  return createFetcher({
    allowPrivate: ['127.0.0.9/32'],
    userAgent: 'test',
    clock: Date,
    totalMs: 3_000,
    resolve: async (hostname) => resolve(hostname),
  });
}

async function outcomeOf(fetcher: Fetcher, url: string) {
  const outcome = await fetcher.fetch({ url, etag: undefined, lastModified: undefined });
  await fetcher.close();
  return outcome;
}

const refusal = { kind: 'refused', reason: 'private-address' };
const portFor = (address: string) => (address.startsWith('[') ? insideSix.port : inside.port);
/** As a name server would answer. */
const bare = (address: string) =>
  new URL(`http://${address}/`).hostname.replace(/^\[|\]$/g, '').replace(/^localhost\.?$/, '127.0.0.1');

describe('no feed reaches a private address', () => {
  test.each(forbidden)('written in the address: %s', async (address) => {
    const fetcher = fetcherWith(() => ['127.0.0.1', '::1']);
    expect(await outcomeOf(fetcher, `http://${address}:${portFor(address)}/feed.xml`)).toEqual(refusal);
  });

  test.each(forbidden)('by a redirect: %s', async (address) => {
    const path = `/to-${encodeURIComponent(address)}`;
    const location = Buffer.from(`http://${address}:${portFor(address)}/`).toString('latin1');
    outside.page(path, (response) => response.writeHead(302, { location }).end());
    const fetcher = fetcherWith(() => ['127.0.0.1', '::1']);
    expect(await outcomeOf(fetcher, `${outside.url}${path}`)).toEqual(refusal);
  });

  test.each(forbidden)('by a name that leads to it: %s', async (address) => {
    const fetcher = fetcherWith(() => [bare(address)]);
    expect(await outcomeOf(fetcher, `http://news.example:${portFor(address)}/`)).toEqual(refusal);
  });

  test.each(forbidden)('by a name that changes its answer: %s', async (address) => {
    outside.page('/feed.xml', (response) => response.writeHead(200, { connection: 'close' }).end('fine'));
    let asked = 0;
    const fetcher = fetcherWith(() => (asked++ === 0 ? ['127.0.0.9'] : [bare(address)]));
    const url = `http://rebinding.example:${outside.port}/feed.xml`;
    expect(await fetcher.fetch({ url, etag: undefined, lastModified: undefined })).toMatchObject({ kind: 'body' });
    expect(await outcomeOf(fetcher, url)).toEqual(refusal);
  });
});

describe('what may be contacted', () => {
  test('of a name with private and public addresses only the public ones', async () => {
    outside.page('/mixed.xml', (response) => response.end('fine'));
    const fetcher = fetcherWith(() => ['127.0.0.1', '127.0.0.9', '10.0.0.1']);
    expect(await outcomeOf(fetcher, `http://mixed.example:${outside.port}/mixed.xml`)).toMatchObject({ kind: 'body' });
  });

  test.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '[2a00:1450::1]', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8'])(
    'public: %s',
    (address) => {
      expect(createGuard([]).allows(address)).toBe(true);
    },
  );

  test('private ranges that the operator allowed, and no others', () => {
    const guard = createGuard(['10.1.0.0/16', 'fd00::/8', '127.0.0.1']);
    const allowed = ['10.1.2.3', '10.2.0.1', 'fd12::1', 'fc00::1', '127.0.0.1', '127.0.0.2', '::ffff:10.1.0.1'].map(
      guard.allows,
    );
    expect(allowed).toEqual([true, false, true, false, true, false, true]);
  });

  test('the address of another scheme never', async () => {
    for (const url of ['file:///etc/passwd', 'ftp://news.example/', 'gopher://news.example/', 'not an address']) {
      expect(
        await outcomeOf(
          fetcherWith(() => []),
          url,
        ),
      ).toEqual({ kind: 'refused', reason: 'not-http' });
    }
  });
});
