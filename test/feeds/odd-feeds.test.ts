/** Feeds as the world sends them: each odd in one way, read through the whole path to items. All text is invented. */
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { noBoilerplate } from '../../src/feeds/boilerplate.ts';
import { runReadJob } from '../../src/feeds/read-job.ts';
import type { FeedId } from '../../src/model.ts';

const url = 'https://coast.example/feeds/all.xml';
const source = { id: 'f' as FeedId, url, name: 'Coast Wire' };
const unknown = { siteUrl: undefined, lang: undefined, country: undefined, category: undefined };
const now = Date.parse('2026-11-25T12:00:00Z');

function read(body: string | Uint8Array, contentType?: string) {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const context = { knownHash: undefined, boilerplate: noBoilerplate, seen: [], now };
  return runReadJob({ body: bytes, url, contentType, source: { ...source, ...unknown }, ...context });
}

function items(body: string | Uint8Array, contentType?: string) {
  const result = read(body, contentType);
  if (result.kind !== 'feed') throw new Error(`${result.kind}: ${'reason' in result ? result.reason : ''}`);
  return result.items;
}

const titles = (body: string | Uint8Array, contentType?: string) => items(body, contentType).map(({ title }) => title);

const text = 'The council of Orwik met on Tuesday and voted for a new ferry line to Tessel.';
const item = (title: string, more = '', page = 'a') =>
  `<item><title>${title}</title><link>https://coast.example/${page}</link><description>${text}</description>${more}</item>`;
const rss = (inside: string, prolog = '<?xml version="1.0"?>', language = '') =>
  `${prolog}<rss version="2.0"><channel><title>Coast Wire</title><link>https://coast.example/</link>${language}${inside}</channel></rss>`;
const atom = (inside: string, space = 'http://www.w3.org/2005/Atom') =>
  `<feed xmlns="${space}"><title>Coast Wire</title>${inside}</feed>`;
const entry = '<entry><id>1</id><title>Ferry line opens</title><link href="https://coast.example/a"/></entry>';
const shouted = (xml: string) => xml.replace(/<(\/?)(\w+)/g, (_, slash, name) => `<${slash}${name.toUpperCase()}`);

describe('a feed that says what it is in an odd way', () => {
  const prefixed = `<x:feed xmlns:x="http://www.w3.org/2005/Atom"><x:title>Coast Wire</x:title><x:entry><x:id>1</x:id><x:title type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml">Ferry <h:b>line</h:b> opens</h:div></x:title><x:link href="/a"/></x:entry></x:feed>`;
  const rdf = `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://purl.org/rss/1.0/"><s:channel r:about="https://coast.example/"><s:title>Coast Wire</s:title></s:channel><s:item r:about="https://coast.example/a"><s:title>Ferry line opens</s:title></s:item></r:RDF>`;
  const netscape = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Coast Wire</title></channel>${item('Ferry line opens')}</rdf:RDF>`;
  it.each([
    ['Atom under another prefix', prefixed],
    ['RSS 1.0 under other prefixes', rdf],
    ['RSS 0.90', netscape],
    ['RSS in capitals', shouted(rss(item('Ferry line opens'), ''))],
    ['RSS without a version', rss(item('Ferry line opens')).replace(' version="2.0"', '')],
    ['RSS with unquoted attributes', rss(item('Ferry line opens')).replace('"2.0"', '2.0')],
    [
      'items behind the channel',
      `<rss version="2.0"><channel><title>Coast Wire</title></channel>${item('Ferry line opens')}</rss>`,
    ],
    ['Atom without a namespace', atom(entry).replace(/ xmlns="[^"]*"/, '')],
    ['Atom with https in its namespace', atom(entry, 'https://www.w3.org/2005/Atom')],
    ['an entry by itself', entry.replace('<entry', '<entry xmlns="http://www.w3.org/2005/Atom"')],
    ['XML 1.1', rss(item('Ferry line opens'), '<?xml version="1.1"?>')],
    [
      'wrapped in another document',
      `<e:Envelope xmlns:e="http://wrap.example/"><e:Body>${rss(item('Ferry line opens'), '')}</e:Body></e:Envelope>`,
    ],
  ])('%s', (_, xml) => {
    expect(items(xml)).toMatchObject([{ title: 'Ferry line opens', url: 'https://coast.example/a' }]);
  });

  it('has two channels, and both are read', () => {
    const channel = (inside: string) => `<channel><title>Coast Wire</title>${inside}</channel>`;
    const both = `<rss version="2.0">${channel(item('Ferry line opens'))}${channel(item('Second report', '', 'b'))}</rss>`;
    expect(titles(both)).toEqual(['Ferry line opens', 'Second report']);
  });
});

describe('a feed that is broken', () => {
  const good = rss(item('Ferry line opens'));
  it.each([
    ['a warning before it', `Warning: include() failed on line 3<br />\n${good}`],
    ['blank lines and a byte-order mark inside', `\n\n \ufeff${good}`],
    ['two byte-order marks', `\ufeff\ufeff${good}`],
    ['a page behind it', `${good}<script>x()</script>`],
    ['control characters', rss(item('Ferry \u0000\u0008line\u001f opens'))],
    ['instructions inside', rss(`<?php echo 1 ?>${item('Ferry line opens')}`)],
    ['a commented item', rss(`<!-- ${item('Old')} -->${item('Ferry <!-- new -->line opens')}`)],
    ['undeclared prefixes', rss(item('Ferry line opens', '<dc:creator>Ana Ruiz</dc:creator>'))],
    ['tags that cross', rss(item('Ferry <b>line opens</title></b>').replace('</title></title>', '</title>'))],
    ['a charset that it is not in', rss(item('Ferry line opens'), '<?xml version="1.0" encoding="UTF-16"?>')],
    ['a charset that nobody knows', rss(item('Ferry line opens'), '<?xml version="1.0" encoding="utf8mb4"?>')],
    ['no end', good.slice(0, good.indexOf('</description>'))],
  ])('%s', (_, xml) => {
    expect(titles(xml)).toEqual(['Ferry line opens']);
  });

  it.each([
    ['Kestrov &amp;amp; Rell: &amp;quot;No&amp;quot;', 'Kestrov & Rell: "No"'],
    ['<![CDATA[Kestrov &amp; Rell&#8217;s plan]]>', 'Kestrov & Rell’s plan'],
    ['Caf&eacute; opens &mdash; R&uuml;ckblick', 'Café opens — Rückblick'],
    ['Rell & Sons win 5 < 6 match', 'Rell & Sons win 5 < 6 match'],
    ['Ferry &#0;&#xD800;&#x1F6A2;&#99999999; line', 'Ferry 🚢 line'],
  ])('title %s', (given, meant) => {
    expect(titles(rss(item(given)))).toEqual([meant]);
  });
});

describe('charsets', () => {
  const russian = 'Паром в Орвик открыт';
  it.each([
    ['windows-1251', russian],
    ['koi8-r', russian],
    ['iso-8859-5', russian],
    ['cp866', russian],
    ['gb2312', '奥维克轮渡线路开通'],
    ['big5', '奧維克渡輪開通'],
    ['ks_c_5601-1987', '오르윅 여객선 개통'],
    ['x-sjis', 'オルウィックの航路開設'],
    ['euc-jp', 'オルウィックの航路開設'],
    ['iso-8859-9', 'Orwik feribotu açıldı'],
    ['windows-1256', 'افتتاح خط العبارة'],
  ])('declared: %s', (charset, title) => {
    const xml = rss(item(title), `<?xml version="1.0" encoding="${charset}"?>`);
    expect(titles(iconv.encode(xml, charset.replace('x-', '').replace('ks_c_5601-1987', 'euc-kr')))).toEqual([title]);
    expect(
      titles(
        iconv.encode(rss(item(title)), charset.replace('x-', '').replace('ks_c_5601-1987', 'euc-kr')),
        `text/xml; charset=${charset}`,
      ),
    ).toEqual([title]);
  });

  it.each([
    ['windows-1251', '', russian],
    ['koi8-r', '', russian],
    ['windows-1252', '', '“Ferry” line – Orwik’s café'],
    ['gb18030', 'zh-cn', '奥维克轮渡线路开通'],
    ['big5', 'zh-TW', '奧維克渡輪開通'],
    ['euc-kr', 'ko', '오르윅 여객선 개통'],
    ['shift_jis', 'ja', 'オルウィックの航路開設'],
    ['euc-jp', 'ja', 'オルウィックの航路開設'],
    ['windows-1250', 'pl', 'Żegluga Orwik rusza łączem'],
    ['windows-1253', 'el', 'Νέα γραμμή πλοίων'],
    ['windows-1254', 'tr', 'Orwik feribotu açıldı'],
    ['windows-1256', 'ar', 'افتتاح خط العبارة'],
  ])('not declared: %s, language "%s"', (charset, language, title) => {
    const channel = language === '' ? '' : `<language>${language}</language>`;
    expect(titles(iconv.encode(rss(item(title), '<?xml version="1.0"?>', channel), charset))).toEqual([title]);
  });

  it.each(['utf-16le', 'utf-16be', 'utf-32le'])('%s with and without a byte-order mark', (charset) => {
    const xml = rss(item('Fähre öffnet'), '<?xml version="1.0" encoding="UTF-16"?>');
    expect(titles(iconv.encode(xml, charset))).toEqual(['Fähre öffnet']);
    expect(titles(iconv.encode(xml, charset, { addBOM: true }))).toEqual(['Fähre öffnet']);
  });
});

describe('JSON Feed', () => {
  const feed = { version: 'https://jsonfeed.org/version/1.1', title: 'Coast Wire' };
  const report = {
    id: 7,
    url: '/a',
    title: 'Rell &amp; Sons open a ferry line',
    content_text: 'It costs < 5 & sails daily.',
  };
  const whole = JSON.stringify({ ...feed, items: [report] });
  it.each([
    ['1.1', whole],
    ['with a byte-order mark', `\ufeff${whole}`],
    ['with a comma too many', whole.replace(']}', ',\n]}')],
    ['cut off', `${whole.slice(0, -2)}, {"id": 8, "title": "Second rep`],
  ])('%s', (_, json) => {
    expect(items(json)).toMatchObject([
      { title: 'Rell & Sons open a ferry line', url: 'https://coast.example/a', text: 'It costs < 5 & sails daily.' },
    ]);
  });
});

describe('what is no feed is said to be none', () => {
  it.each([
    ['', 'the answer is empty'],
    [' \n ', 'the answer is empty'],
    ['<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>', 'a web page, not a feed'],
    [
      '<html><head><link rel="alternate" type="application/rss+xml" href="/f.xml"></head></html>',
      'a web page, not a feed',
    ],
    ['Service unavailable', 'not a feed'],
    ['<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>', 'not a feed'],
    ['{"message":"rate limited"}', 'JSON, but not a JSON feed'],
  ])('%s', (body, reason) => {
    expect(read(body)).toEqual({ kind: 'unreadable', reason });
  });

  it('an empty channel is a feed without news', () => {
    expect(items(rss(''))).toEqual([]);
  });
});
