import { describe, expect, it } from 'vitest';
import { parseDate } from '../../src/feeds/dates.ts';
import { htmlToText } from '../../src/feeds/html.ts';
import { canonicalLink } from '../../src/feeds/links.ts';
import { normaliseEntries } from '../../src/feeds/normalise.ts';
import { readFeed } from '../../src/feeds/read.ts';
import { bytes, entry, now, parsed, source } from '../feeds/feeds.ts';

const size = 100_000;
const fill = (piece: string): string => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);

/** Texts that make a careless pattern go back and forth. */
const hostile: readonly string[] = [
  '.',
  '...',
  '…',
  '!?',
  '"',
  '.”',
  ' ',
  '\n',
  '\t \n',
  '<',
  '<!',
  '<!--',
  '<a ',
  '<b',
  '&',
  '&amp;',
  '&#',
  '&lt;',
  '&lt;script',
  ']]>',
  '<![CDATA[',
  '-',
  ' - ',
  ' - A',
  ' - Ana Ruiz/',
  ' | Ab',
  'A B ',
  'Aa/',
  '(',
  '(Photo',
  '[A/',
  ':',
  ' :: ',
  '1',
  '1:',
  '2025-',
  '10 ',
  'a',
  'the ',
  'sign up ',
  'subscribe to ',
  'read more ',
  'the post ',
  'try free ',
  'follow us on ',
  'by A',
  '. a',
  '. A',
  '。',
  '\u200d',
  '\u202e',
  'https://',
  'a.',
  '港',
  'Photo: A ',
  '© A, ',
  '<?a?>',
  '<x y="',
  'xmlns:a="',
];

/** CPU time of this process, ms: other work on the machine does not count. */
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** The figure is 50 ms, measured alone; cold code beside other tests gets more. A pattern that is not linear takes seconds. */
const generous = 400;

const timed = (run: () => unknown): number => {
  const startedAt = cpuMs();
  run();
  return cpuMs() - startedAt;
};

describe('100 kB of nothing but', () => {
  it.each(hostile.map((piece) => [JSON.stringify(piece), fill(piece)]))(
    '%s is read, cleaned and understood in time',
    (_, text) => {
      const clean = (): unknown =>
        normaliseEntries(
          parsed([entry({ title: text, summary: text, published: text, link: text, source: text, tags: [text] })], {
            title: text,
          }),
          source(),
          now,
          { sentences: {} },
        );
      expect(timed(clean)).toBeLessThan(generous);
      expect(timed(() => readFeed(bytes(text), { url: '', contentType: text }))).toBeLessThan(generous);
      expect(
        timed(() =>
          readFeed(bytes(`<rss version="2.0"><channel><item><description>${text}`), {
            url: '',
            contentType: undefined,
          }),
        ),
      ).toBeLessThan(generous);
      expect(timed(() => htmlToText(text))).toBeLessThan(generous);
      expect(timed(() => [parseDate(text), canonicalLink(`https://a.example/?${text}`)])).toBeLessThan(generous);
    },
  );
});
