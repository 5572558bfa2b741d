import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Boilerplate, normaliseEntries } from '../../src/feeds/normalise.ts';
import type { Entry, FeedSource, Item, ParsedFeed } from '../../src/model.ts';
import { entry, now, parsed, source } from './feeds.ts';

const none: Boilerplate = { sentences: {} };

function itemOf(fields: Partial<Entry>, feed: Partial<ParsedFeed> = {}, of: Partial<FeedSource> = {}): Item {
  const item = normaliseEntries(parsed([entry(fields)], feed), source(of), now, none).items[0];
  if (item === undefined) throw new Error('left out');
  return item;
}

const textOf = (html: string): string => itemOf({ summary: html }).text;

const lead = 'The ferry to Brill Island left at seven on Monday. Some two hundred people were on board.';

describe('the text of a report', () => {
  it.each([
    ['a newsletter', 'Sign up for our Morning Tide newsletter and never miss a story.'],
    ['a trial', 'Try The Harbour Post free for 1 month with full access to our website and app.'],
    ['self-praise', 'Expand your view with award-winning island journalism.'],
    ['social media', 'Follow us on Facebook, X and Instagram for more.'],
    ['an app', 'Download the Harbour app now from the App Store or Google Play.'],
    ['a channel', 'Join our WhatsApp channel for breaking news.'],
    ['a podcast', 'Listen to the Low Tide podcast here.'],
    ['a price', 'Subscribe to The Harbour Post for just £1 a week.'],
    ['a syndication line', 'The post Ferry line opens appeared first on Harbour Post.'],
    ['rights', '© 2025 Harbour Media. All rights reserved.'],
    ['an advertisement', 'Advertisement'],
    ['a by-line', 'Reporting by Ana Ruiz; editing by Tom Bell.'],
    ['German', 'Abonnieren Sie jetzt unseren Newsletter.'],
    ['French', 'Abonnez-vous à notre lettre du matin.'],
    ['Spanish', 'Suscríbete a nuestro boletín y recibe las noticias.'],
    ['Italian', 'Iscriviti alla nostra newsletter.'],
    ['Portuguese', 'Inscreva-se em nosso canal no WhatsApp.'],
    ['Russian', 'Подписывайтесь на наш канал в Telegram.'],
    ['Ukrainian', 'Підписуйтесь на наш канал у Telegram.'],
    ['Arabic', 'تابعونا على صفحتنا في فيسبوك.'],
    ['Turkish', 'Bültenimize abone olun.'],
    ['Chinese', '欢迎关注我们的公众号。'],
    ['Japanese', 'メールマガジンの登録はこちら。'],
  ])('is without promotion: %s', (_, promotion) => {
    expect(textOf(`<p>${lead}</p><p>${promotion}</p>`)).toBe(lead);
  });

  it('keeps news that only speak of such things', () => {
    for (const news of [
      'The island council wants to ban newsletters printed on plastic.',
      'She won a prize for award-winning journalism on the whaling trade.',
      'The app store chain will open a branch in the old customs house.',
      'Readers subscribe to the view that the pier is safe, the mayor said.',
      'Follow-up talks on the lighthouse are planned in Geneva.',
      'Brill will become a member of the union, and the terms and conditions were not disclosed.',
      'Visitors who do not subscribe to the print edition see twenty articles a month.',
      'The mayor (pictured) was shown in a video: it was taken on the quay.',
      'She teaches interactive video, drama.',
    ]) {
      expect(textOf(`${lead} ${news}`)).toBe(`${lead} ${news}`);
    }
  });

  it.each([
    [
      'behind a caption, glued into the text',
      "The mayor, pictured on the quay, has praised the crew - Ana Ruiz/Pool/AFP via Getty Images 'We are proud of them,' she said.",
      "The mayor, pictured on the quay, has praised the crew. 'We are proud of them,' she said.",
    ],
    [
      'of a ministry',
      'The talks were led by Jon Vale, the harbour minister - Mina Okur/Foreign Ministry via Reuters But nothing was signed.',
      'The talks were led by Jon Vale, the harbour minister. But nothing was signed.',
    ],
    [
      'in brackets',
      'The ferry in the new dock (Photo: Ana Ruiz). It left at seven.',
      'The ferry in the new dock. It left at seven.',
    ],
    ['in square brackets', 'The ferry in the new dock. [Foto: Ana Ruiz/dpa]', 'The ferry in the new dock.'],
    ['at the end', 'The ferry left at seven. Photo: Ana Ruiz / AFP', 'The ferry left at seven.'],
    ['on a line of its own', 'The ferry left at seven.\nAna Ruiz/Reuters', 'The ferry left at seven.'],
    ['of an agency alone', 'Getty Images\nThe ferry left at seven.', 'The ferry left at seven.'],
  ])('is without picture credits: %s', (_, text, expected) => {
    expect(textOf(text)).toBe(expected);
  });

  it('keeps a dash with a name that is no credit, and an agency that is quoted', () => {
    const text = 'The winner - Ana Ruiz - was the first to arrive. The minister told Reuters that the pier is safe.';
    expect(textOf(text)).toBe(text);
  });

  it.each([
    'Read more',
    'Continue reading…',
    '… Read the full story »',
    'Weiterlesen',
    'Lire la suite',
    'Leer más',
    'Leggi tutto',
    'Leia mais',
    'Читать далее',
    'اقرأ المزيد',
    'Devamını oku',
    '阅读全文',
    '続きを読む',
  ])('ends before "%s"', (end) => {
    expect(textOf(`<p>${lead} <a href="x">${end}</a></p>`)).toBe(lead);
  });

  it('is without headlines that were glued to its end', () => {
    expect(textOf(`${lead} Brill Island's new pier opens to first guests Brill Island to build a second pier`)).toBe(
      lead,
    );
    expect(
      textOf(`<p>${lead}</p><ul><li><a href="a">Pier opens</a></li><li><a href="b">Crane falls</a></li></ul>`),
    ).toBe(lead);
    expect(textOf(`<p>${lead}</p><p>Read also: Crane falls into the sea</p>`)).toBe(lead);
    expect(textOf(`<p>${lead}</p><p>Читайте также: Кран упал</p>`)).toBe(lead);
  });

  it('keeps the open end of short texts in a feed that never closes its last sentence', () => {
    const texts = [
      'The ferry left. The sea was calm. All went home',
      'A crane fell. Nobody was hurt. The pier is shut',
      'Rain came. The boats stayed. It will clear up',
    ];
    const { items } = normaliseEntries(
      parsed(texts.map((summary, n) => entry({ link: `https://harbour.example/${n}`, summary }))),
      source(),
      now,
      none,
    );
    expect(items.map((item) => item.text)).toEqual(texts);
  });

  it('is without sentences that were pieced together wrongly', () => {
    const broken = 'The council wants further talks on a final has agreed to wait, but the crew refused.';
    expect(textOf(`${lead} ${broken}`)).toBe(lead);
    expect(textOf(`${lead} and then the crew went ashore.`)).toBe(lead);
    expect(textOf('“A calm day.” he said. The crew of Brill Shipping Inc. went ashore.')).toBe(
      '“A calm day.” he said. The crew of Brill Shipping Inc. went ashore.',
    );
    expect(textOf('The man in the boat has agreed to wait. A final was played on the quay. iPhones were lost.')).toBe(
      'The man in the boat has agreed to wait. A final was played on the quay. iPhones were lost.',
    );
  });

  it('shows where it was cut', () => {
    expect(textOf('The ferry left at seven and then [...]')).toBe('The ferry left at seven and then…');
    expect(textOf('The ferry left at seven and then (…)')).toBe('The ferry left at seven and then…');
  });

  it('keeps its dateline and its paragraphs, and does not repeat the title', () => {
    expect(textOf(`<p>BRILL: ${lead}</p><p>It was a calm day.</p>`)).toBe(`BRILL: ${lead}\nIt was a calm day.`);
    expect(textOf('<p>Ferry line to Brill Island opens</p><p>It was a calm day.</p>')).toBe('It was a calm day.');
  });

  it('is the richer of summary and content, at most 6,000 characters, cut at a sentence', () => {
    const item = itemOf({
      summary: 'Short.',
      content: `<p>${'The crane was moved to the new quay again. '.repeat(300)}</p>`,
    });
    expect(item.text.length).toBeLessThanOrEqual(6_000);
    expect(item.text.endsWith('again.')).toBe(true);
  });

  it('loses what its feed repeats under every report, from the first read on', () => {
    const texts = [1, 2, 3, 4].map(
      (n) => `Report number ${n} tells of a boat. Das Hafenblatt dankt allen Freunden des Meeres.`,
    );
    const first = normaliseEntries(
      parsed(texts.map((summary, n) => entry({ link: `https://harbour.example/${n}`, summary }))),
      source(),
      now,
      none,
    );
    expect(first.items.map((item) => item.text)).toEqual(
      [1, 2, 3, 4].map((n) => `Report number ${n} tells of a boat.`),
    );
    const kept = JSON.parse(JSON.stringify(first.boilerplate)) as Boilerplate;
    const later = normaliseEntries(
      parsed([entry({ summary: 'A storm came. Das Hafenblatt dankt allen Freunden des Meeres.' })]),
      source(),
      now,
      kept,
    );
    expect(later.items[0]?.text).toBe('A storm came.');
  });
});

describe('sentences of a text', () => {
  it('stand apart by a space behind a quotation, and by none in scripts that have none', () => {
    const english = 'The mayor said: “We close the bridge today.” The council will meet on Monday at the latest.';
    expect(textOf(`<p>${english}</p>`)).toBe(english);
    const chinese = '市长说：“我们今天关闭大桥。”市议会最迟星期一开会讨论此事。';
    expect(textOf(`<p>${chinese}</p>`)).toBe(chinese);
  });
});

describe('the title', () => {
  it.each([
    ['<b>Ferry</b> line &amp; pier\nopen', 'Ferry line & pier open'],
    ['Ferry line opens - Harbour Post', 'Ferry line opens'],
    ['Ferry line opens | The Harbour Post', 'Ferry line opens'],
    ['Ferry line opens – harbour.example', 'Ferry line opens'],
    ['Ferry line opens - at last', 'Ferry line opens - at last'],
    ['\u202eFerry\u200b line\u2066 opens\ufeff', 'Ferry line opens'],
  ])('%j', (given, title) => {
    expect(itemOf({ title: given }).title).toBe(title);
  });

  it('is cut at a word where it is too long, and taken from the text where there is none', () => {
    const long = itemOf({ title: 'Ferry '.repeat(900) }).title;
    expect(long.length).toBeLessThanOrEqual(300);
    expect(long.endsWith('Ferry…')).toBe(true);
    expect(itemOf({ title: '', summary: 'The ferry left at seven.' })).toMatchObject({
      title: 'The ferry left at seven.',
      text: '',
    });
  });
});

describe('an item', () => {
  it('leads to its own page, else to its permanent id, else to the site; without any it is left out', () => {
    expect(itemOf({ link: 'https://harbour.example/a?utm_source=x#b' }).url).toBe('https://harbour.example/a');
    expect(itemOf({ link: 'javascript:alert(1)', id: 'https://harbour.example/p/1' }).url).toBe(
      'https://harbour.example/p/1',
    );
    expect(itemOf({ link: 'data:text/html,x' }).url).toBe('https://harbour.example/');
    expect(
      normaliseEntries(
        parsed([entry({ link: 'file:///etc/passwd' })], { link: 'http://10.0.0.1/' }),
        source(),
        now,
        none,
      ).items,
    ).toEqual([]);
  });

  it.each([
    ['http://192.168.1.5:8080/feed', 'http://192.168.1.5:8080/a'],
    ['http://wiki.lan/feed', 'http://wiki.lan/a'],
    ['http://localhost:4000/rss', 'http://intranet/a'],
  ])('of a feed on the operator’s own network (%s) may lead there', (url, link) => {
    const [first, second] = normaliseEntries(
      parsed([entry({ link, image: link }), entry({ link: `${link}b`, title: 'The pier is closed' })], { link: url }),
      source({ url }),
      now,
      none,
    ).items;
    expect(first).toMatchObject({ url: link, image: undefined });
    expect(second?.url).toBe(`${link}b`);
  });

  it('is left out when it says nothing', () => {
    expect(normaliseEntries(parsed([entry({ title: ' ', summary: '<p></p>' })]), source(), now, none).items).toEqual(
      [],
    );
  });

  it('names the outlet of the feed; in an aggregator the outlet of the entry', () => {
    expect(itemOf({ source: 'Wire' }).source).toBe('Harbour Post');
    const entries = [
      entry({ source: 'Wire', title: 'Storm comes - Wire', link: 'https://wire.example/1' }),
      entry({ source: 'Island Times', link: 'https://times.example/1' }),
    ];
    const { items } = normaliseEntries(parsed(entries), source({ name: 'All the News' }), now, none);
    expect(items.map((item) => [item.source, item.title])).toEqual([
      ['Wire', 'Storm comes'],
      ['Island Times', 'Ferry line to Brill Island opens'],
    ]);
  });

  it('has one id for good, and another one in another feed', () => {
    const one = itemOf({ id: 'a' });
    expect(itemOf({ id: 'a', title: 'Other title' }).id).toBe(one.id);
    expect(itemOf({ id: 'a' }, {}, { id: 'other' as FeedSource['id'] }).id).not.toBe(one.id);
  });

  it('is never dated later than it was seen', () => {
    expect(itemOf({ published: 'Thu, 01 Jan 2999 00:00:00 GMT' }).publishedAt).toBe(now);
    expect(itemOf({ published: 'soon', updated: '2025-06-01T00:00:00Z' }).publishedAt).toBe(Date.UTC(2025, 5, 1));
    expect(itemOf({ published: '1970-01-01T00:00:00Z' }).publishedAt).toBeUndefined();
  });
});

const seed = '../shared/replay/seed';

describe.runIf(existsSync(`${seed}/items.json`))('five real reports', () => {
  it('show nothing that must never be in a summary', () => {
    const squeezed = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ');
    const { neverInSummary } = JSON.parse(readFileSync(`${seed}/expect.json`, 'utf8')) as {
      neverInSummary: { item: string; text: string }[];
    };
    const rows = JSON.parse(readFileSync(`${seed}/items.json`, 'utf8')) as {
      id: string;
      link: string;
      title: string;
      text: string;
      source: string;
    }[];
    for (const row of rows) {
      const { text } = itemOf(
        { id: row.id, link: row.link, title: row.title, summary: row.text.replace(/&/g, '&amp;') },
        {},
        { name: row.source },
      );
      expect(text.length).toBeGreaterThan(300);
      for (const never of neverInSummary.filter((each) => each.item === row.id))
        expect(squeezed(text)).not.toContain(squeezed(never.text));
    }
  });
});
