import { describe, expect, test } from 'vitest';
import { readFeed } from '../../src/feeds/read.ts';

const item = (name: string, extra = '') =>
  `<item><title>${name}</title><link>https://harbour.example/${name}</link>${extra}</item>`;
const rss = (...items: readonly string[]) =>
  `<rss version="2.0"><channel><title>Harbour</title><ttl>30</ttl>${items.join('\n')}</channel></rss>`;

/** Reads a feed, leaving out the entries at these places. */
function readWithout(text: string, ...places: readonly number[]) {
  const reading = readFeed(new TextEncoder().encode(text), {
    url: 'https://harbour.example/feed',
    contentType: undefined,
    chooseLeftOut: (marks) => marks.map((_, index) => places.includes(index)),
  });
  if (reading.kind !== 'feed') throw new Error(reading.reason);
  const { feed, leftOut } = reading;
  return { titles: feed.entries.map(({ title }) => title), leftOut: leftOut.length, feed };
}

describe('entries that are known to the letter', () => {
  test('are left out before anything is parsed, and the frame is read all the same', () => {
    const { titles, leftOut, feed } = readWithout(rss(item('one'), item('two'), item('three')), 0, 2);
    expect([titles, leftOut, feed.title, feed.ttlMs]).toEqual([['two'], 2, 'Harbour', 1_800_000]);
  });

  test('may be all of them', () => {
    const { titles, leftOut, feed } = readWithout(rss(item('one'), item('two')), 0, 1);
    expect([titles, leftOut, feed.title]).toEqual([[], 2, 'Harbour']);
  });

  test('are told apart in Atom and in RSS 1.0', () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title>
      <entry><id>1</id><title>one</title></entry><entry><id>2</id><title>two</title></entry></feed>`;
    const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
      <channel><title>Harbour</title><items><rdf:Seq><rdf:li resource="one"/></rdf:Seq></items></channel>
      <item rdf:about="one"><title>one</title></item><item rdf:about="two"><title>two</title></item></rdf:RDF>`;
    for (const text of [atom, rdf]) expect(readWithout(text, 0)).toMatchObject({ titles: ['two'], leftOut: 1 });
  });

  test('have the same mark wherever they stand, and another one when a letter changes', () => {
    const marksOf = (text: string) => readWithout(text).feed.entries.map(({ raw }) => raw);
    const [one, two] = marksOf(rss(item('one'), item('two')));
    expect(marksOf(rss(item('new'), item('two'), item('one'))).slice(1)).toEqual([two, one]);
    expect(marksOf(rss(item('one', '<description>Edited</description>')))).not.toEqual([one]);
  });

  test('of a document that was cut off are told apart as far as it goes', () => {
    const cut = rss(item('one'), item('two'), item('three')).split('<title>three')[0] ?? '';
    expect(readWithout(cut, 0).titles).toContain('two');
  });
});

describe('entries that cannot be told apart in the text are all read', () => {
  test.each([
    [
      'an end tag inside a CDATA section',
      rss(item('one', '<description><![CDATA[</item> of]]></description>'), item('two')),
    ],
    ['entries inside a comment', rss(item('one'), `<!-- ${item('old')} -->`, item('two'))],
    ['an entry that was left open', rss('<item><title>one</title>', item('two'))],
    ['an entry without an end tag', rss(item('one'), '<item rdf:about="x"/>', item('two'))],
  ])('%s', (_, text) => {
    expect(readWithout(text, 0).titles).toEqual(expect.arrayContaining(['one', 'two']));
    expect(readWithout(text, 0).leftOut).toBe(0);
  });
});
