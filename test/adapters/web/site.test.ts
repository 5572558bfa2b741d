import { describe, expect, it } from 'vitest';
import { colours, style, styleHash } from '../../../adapters/web/style.ts';
import { openPages, type PagesWorld, told } from '../../worlds/pages.ts';

const resigns = 'Kestrov resigns as foreign minister of Valdora';
const reports = {
  'Harbour Wire': [
    told(resigns, 'Renata Kestrov resigned as foreign minister of Valdora on Tuesday after eight years in office.', 50),
    told(
      'Police close Lisk harbour bridge after lorry fire',
      'Police closed the harbour bridge in Lisk on Tuesday.',
      90,
    ),
  ],
  'Meridian Post': [
    told(
      'Valdora’s foreign minister Kestrov resigns',
      'Foreign minister Renata Kestrov resigned on Tuesday, her office in Valdora said.',
      40,
    ),
    told(
      'Hotels of Port Amsel closed to foreign guests weeks after opening',
      'The new resort of Port Amsel takes no foreign guests for now, a notice at its gate says. Its four hundred rooms stood empty on Monday, and the water park was shut. Ferries to the island go twice a week. Kestrov swam there last summer.',
      26 * 60,
    ),
  ],
};
const topics = [{ name: 'Renata Kestrov', query: 'Kestrov' }];

async function opened(options: Parameters<typeof openPages>[1] = {}): Promise<PagesWorld> {
  const world = await openPages(reports, { topics, ...options });
  await world.start();
  return world;
}

describe('the start page', () => {
  it('shows the top stories of the last day and the public topics, each story once with its sources', async () => {
    const world = await opened();
    const page = await world.text('/');
    expect(page.match(/<article /g)).toHaveLength(2);
    expect(page).toContain('href="/t/renata-kestrov"');
    expect(page).toContain('2 sources');
    expect(page).not.toContain('Port Amsel');
    expect(page.indexOf('Kestrov resigns')).toBeLessThan(page.indexOf('harbour bridge'));
  });

  it('is a page that a reader without eyes, mouse or script can use', async () => {
    const world = await opened();
    const page = await world.text('/');
    expect(page).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr">/);
    for (const landmark of [
      '<header>',
      '<main id="stories"',
      '<footer>',
      'role="search"',
      '<nav class="row" aria-label="Topics"',
    ])
      expect(page).toContain(landmark);
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page).toMatch(/<body>\n<a class="skip" href="#stories">Skip to the stories<\/a>/);
    expect(page).toContain('aria-label="Search the news"');
    expect(page).toContain('name="viewport"');
    expect(page.match(/<script(?! type="application\/ld\+json")/)).toBeNull();
    expect(page).not.toMatch(/ on\w+=| style="|<img|src=/);
  });

  it('speaks the reader’s language, from right to left where that is the way', async () => {
    const world = await opened();
    const page = async (language: string) => (await world.get('/', { 'accept-language': language })).text();
    expect(await page('de-AT,de;q=0.9,en;q=0.5')).toContain('Das Wichtigste des letzten Tages');
    expect(await page('ar')).toContain('<html lang="ar" dir="rtl">');
    expect(await page('xx, tr;q=0.3')).toContain('lang="tr"');
    expect(await page('*')).toContain('lang="en"');
  });
});

describe('a topic’s page', () => {
  it('shows stories about it before those that mention it, with source, age, category, summary and timeline', async () => {
    const world = await opened();
    const page = await world.text('/t/renata-kestrov');
    expect(page).toContain('<h1 dir="auto">Latest news: Renata Kestrov</h1>');
    expect(page.indexOf('resigns')).toBeLessThan(page.indexOf('Hotels of Port Amsel'));
    expect(page).not.toContain('harbour bridge');
    expect(page).toMatch(/<time datetime="2026-03-10T11:20:00.000Z">40 min ago<\/time>/);
    expect(page).toMatch(
      /<details><summary>2 sources<\/summary>\s*<ol class="time"><li><time datetime="2026-03-10T11:10/,
    );
    expect(page).toContain('mentioned');
    expect(page).toMatch(/eight years in office|her office in Valdora said/);
    for (const feed of ['feed.xml', 'atom.xml', 'feed.json']) expect(page).toContain(`/t/renata-kestrov/${feed}`);
  });

  it('says what it is to other programs: Open Graph and schema.org', async () => {
    const world = await opened({ web: { url: 'https://news.example' } });
    const page = await world.text('/t/renata-kestrov');
    expect(page).toContain('<meta property="og:title" content="Latest news: Renata Kestrov">');
    expect(page).toContain('<link rel="canonical" href="https://news.example/t/renata-kestrov">');
    const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/.exec(page)![1]!);
    expect(data.itemListElement[0].item).toMatchObject({
      '@type': 'NewsArticle',
      url: expect.stringMatching(/^https:\/\/(harbour-wire|meridian-post)\.example\//),
      datePublished: '2026-03-10T11:10:00.000Z',
      publisher: { '@type': 'Organization' },
    });
  });

  it('leads into the chats: a link that follows it there, or one and what to type', async () => {
    const followLinks = (topic: string | undefined) => [
      {
        platform: 'Telegram',
        url: `https://t.me/Bot${topic === undefined ? '' : `?start=follow_${topic}`}`,
        command: undefined,
      },
      {
        platform: 'Discord',
        url: 'https://discord.com/x',
        command: topic === undefined ? undefined : `/follow ${topic}`,
      },
    ];
    const world = await opened({ web: { followLinks } });
    const page = await world.text('/t/renata-kestrov');
    expect(page).toContain('<a href="https://t.me/Bot?start=follow_Kestrov">Follow in Telegram</a>');
    expect(page).toContain(
      'Follow in Discord</a> <span class="quiet">then type <code dir="ltr">/follow Kestrov</code>',
    );
    const start = await world.text('/');
    expect(start).toContain('<a href="https://t.me/Bot">Follow in Telegram</a>');
    expect(start).not.toContain('then type');
  });

  it('tells other programs on a story’s page that it is an article, since when, and what it says', async () => {
    const world = await opened();
    const id = /"id":"([^"]+)"/.exec(await world.text('/api/stories?topic=renata-kestrov'))![1];
    const page = await world.text(`/s/${id}`);
    expect(page).toContain('<meta property="og:type" content="article">');
    expect(page).toContain('<meta property="article:published_time" content="2026-03-10T11:10:00.000Z">');
    expect(page).toMatch(/<meta property="og:description" content="[^"]*resigned on Tuesday/);
    expect(await world.text('/robots.txt')).toContain('Disallow: /admin');
  });

  it('goes on on older pages, and ends kindly', async () => {
    const many = deeds.map((deed, index) => told(`Kestrov ${deed}`, `Renata Kestrov ${deed}.`, 60 * 25 * index + 10));
    const world = await openPages({ 'Harbour Wire': many }, { topics });
    await world.start();
    const first = await world.text('/t/renata-kestrov');
    expect(first.match(/<article /g)).toHaveLength(10);
    expect(first).toContain('<a rel="next" href="/t/renata-kestrov?page=2">');
    const second = await world.text('/t/renata-kestrov?page=2');
    expect(second).toContain('<a rel="prev" href="/t/renata-kestrov">');
    const ids = (page: string) => [...page.matchAll(/<article id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids(first).filter((id) => ids(second).includes(id))).toEqual([]);
    expect((await world.get('/t/renata-kestrov?page=99')).status).toBe(404);
  });

  it('leads to each story with all its sources', async () => {
    const world = await opened();
    const id = /<article id="([^"]+)"/.exec(await world.text('/t/renata-kestrov'))![1];
    const page = await world.text(`/s/${id}`);
    expect(page).toContain('All sources, earliest first');
    // The headline is the page's own, and no second one stands below it.
    expect(page.match(/<h1[^>]*>[^<]*Kestrov/g)).toHaveLength(1);
    expect(page).not.toMatch(/<h2[^>]*><a/);
    expect(page).toContain('https://harbour-wire.example/1');
    expect(page).toContain('https://meridian-post.example/1');
  });
});

const deeds = [
  'buys a lighthouse near Lisk',
  'sings in the opera of Tamberg',
  'sues a newspaper over a cartoon',
  'plants nine thousand oaks',
  'wins the regatta of the northern lakes',
  'warns of empty grain silos',
  'receives a doctorate in chemistry',
  'sells her vintage motorcycles',
  'breaks an ankle while skiing',
  'translates a novel about bees',
  'pardons two smugglers',
  'adopts a blind greyhound',
  'inherits a vineyard in the south',
];

describe('the search', () => {
  it('finds stories for any topic, whoever follows it', async () => {
    const world = await opened();
    const page = await world.text('/search?q=harbour+bridge');
    expect(page).toContain('Search: harbour bridge');
    expect(page).toContain('Police close Lisk harbour bridge');
    expect(page).toContain('value="harbour bridge"');
    expect(page).toContain('noindex');
  });

  it('says what is wrong with a text that is no topic', async () => {
    const world = await opened();
    expect(await world.text('/search?q=the')).toMatch(/<p>[^<]*the[^<]*<\/p>/);
    expect((await world.get(`/search?q=${'x'.repeat(201)}`)).status).toBe(400);
    expect((await world.get('/search?q=+')).headers.get('location')).toBe('/');
  });
});

describe('every answer', () => {
  it('forbids what a page could be made to do', async () => {
    const world = await opened();
    for (const path of ['/', '/t/renata-kestrov', '/search?q=bridge', '/nothing']) {
      const { headers } = await world.get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toBe(
        `default-src 'none'; style-src ${styleHash}; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect(await world.text('/')).toContain(`<style>${style}</style>`);
  });

  it('can be kept by the reader and asked about cheaply', async () => {
    const world = await opened();
    const first = await world.get('/t/renata-kestrov');
    expect(first.headers.get('cache-control')).toBe('public, max-age=60');
    expect(first.headers.get('vary')).toBe('accept-language');
    const again = await world.get('/t/renata-kestrov', { 'if-none-match': first.headers.get('etag')! });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  it('with a slash too many leads to the page, at the site’s address behind a proxy', async () => {
    const location = async (web: { readonly url?: string }, path: string) => {
      const world = await opened({ web });
      const answer = await world.get(path);
      return [answer.status, answer.headers.get('location')];
    };
    const url = 'https://news.example';
    expect(await location({ url }, '/t/renata-kestrov/')).toEqual([301, `${url}/t/renata-kestrov`]);
    expect(await location({ url }, '//evil.example/')).toEqual([301, `${url}//evil.example`]);
  });

  it('is kind where there is no page', async () => {
    const world = await opened();
    for (const path of [
      '/t/sergei-lavrov',
      '/s/nothing',
      '/t/renata-kestrov/feed.exe',
      '/%ff',
      '/.env',
      '/t/__proto__',
    ]) {
      const answer = await world.get(path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('There is no such page.');
    }
    for (const path of ['/t/renata-kestrov?page=0', '/t/renata-kestrov?page=x', '/t/renata-kestrov?page=1e9']) {
      const answer = await world.get(path);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('I can’t read that address.');
    }
  });

  it('comes only so often for one address, and says when to come again', async () => {
    const world = await opened();
    const answers = [];
    for (let count = 0; count < 70; count += 1) answers.push(await world.get('/'));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(3);
    expect(refused[0]?.headers.get('retry-after')).toBe('30');
    expect(await refused[0]?.text()).toContain('Please try again in a minute.');
    expect((await world.get('/healthz')).status).toBe(200);
  });
});

describe('readers behind a proxy', () => {
  const exhaust = async (world: PagesWorld) => {
    for (let count = 0; count < 70; count += 1)
      await world.get('/favicon.svg', { 'x-forwarded-for': '9.9.9.9, 8.8.8.8' });
  };
  const status = async (world: PagesWorld, told: string) =>
    (await world.get('/favicon.svg', { 'x-forwarded-for': told })).status;

  it('are told apart by what the proxy of the site says last, and by nothing that they say themselves', async () => {
    const world = await opened({ web: { url: 'https://news.example' } });
    await exhaust(world);
    expect(await status(world, '1.2.3.4, 8.8.8.8')).toBe(429);
    expect(await status(world, '8.8.8.8, 1.2.3.4')).toBe(200);
  });

  it('cannot pass for others where there is no proxy', async () => {
    const world = await opened();
    await exhaust(world);
    expect(await status(world, '1.2.3.4')).toBe(429);
  });
});

describe('what is not public', () => {
  it('is not shown: what chats follow, and what comes from feeds of their own', async () => {
    const world = await opened();
    await world.say('/follow "harbour bridge"', 'olga');
    expect((await world.get('/t/harbour-bridge')).status).toBe(404);
    expect(await world.text('/')).not.toContain('/t/harbour');
    expect(await world.text('/api/topics')).toBe(
      '{"topics":[{"slug":"renata-kestrov","name":"Renata Kestrov","query":"Kestrov"}]}',
    );

    const secret = await openSecretFeed();
    await world.say(`/addfeed ${secret.feedUrl('Quiet Circular')}`, 'olga');
    const latest = await until(async () => {
      const text = await world.say('/latest Kestrov', 'olga');
      return text.includes('Quiet Circular') ? text : undefined;
    });
    expect(latest).toContain('Quiet Circular');
    for (const path of [
      '/',
      '/t/renata-kestrov',
      '/search?q=Kestrov+memoir',
      '/api/stories?q=Kestrov',
      '/t/renata-kestrov/feed.xml',
    ])
      expect(await world.text(path)).not.toMatch(/memoir in secret|Quiet Circular/);
  });
});

async function openSecretFeed() {
  const { openNewsstand } = await import('../../worlds/newsstand.ts');
  const { onTestFinished } = await import('vitest');
  const stand = await openNewsstand({
    'Quiet Circular': [told('Kestrov writes a memoir in secret', 'Renata Kestrov writes a memoir in secret.', 5)],
  });
  onTestFinished(() => stand.close());
  return stand;
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const endAt = performance.now() + 10_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > endAt) throw new Error('What was waited for did not happen.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the colours', () => {
  /** Contrast by WCAG 2.2. */
  const luminance = (colour: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  it.each(Object.entries(colours))('of the %s sheet can be read', (_, { ground, text, quiet, link }) => {
    for (const colour of [text, quiet, link]) {
      const [low, high] = [luminance(ground), luminance(colour)].sort((a, b) => a - b) as [number, number];
      expect((high + 0.05) / (low + 0.05)).toBeGreaterThan(4.5);
    }
  });
});
