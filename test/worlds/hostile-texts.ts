/** Texts of 100 kB that make a careless pattern go back and forth, and all that reads a text. */
import { parseDate } from '../../src/feeds/dates.ts';
import { htmlToText } from '../../src/feeds/html.ts';
import { canonicalLink } from '../../src/feeds/links.ts';
import { normaliseEntries } from '../../src/feeds/normalise.ts';
import { readFeed } from '../../src/feeds/read.ts';
import { bytes, entry, now, parsed, source } from '../feeds/feeds.ts';
import { cpuMs } from './bombs.ts';

const size = 100_000;
/** 100 kB of nothing but this. */
export const fill = (piece: string): string => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);

/** What they are made of. */
export const hostile: readonly string[] = [
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

const timed = (run: () => unknown): number => {
  const startedAt = cpuMs();
  run();
  return cpuMs() - startedAt;
};

/** What each way of reading the text computed, ms. */
export function timesOf(
  text: string,
): Record<'cleaned' | 'as a feed' | 'within a feed' | 'as HTML' | 'as date and link', number> {
  const item = entry({ title: text, summary: text, published: text, link: text, source: text, tags: [text] });
  const asFeed = (body: string, contentType: string | undefined) => readFeed(bytes(body), { url: '', contentType });
  return {
    cleaned: timed(() => normaliseEntries(parsed([item], { title: text }), source(), now, { sentences: {} })),
    'as a feed': timed(() => asFeed(text, text)),
    'within a feed': timed(() => asFeed(`<rss version="2.0"><channel><item><description>${text}`, undefined)),
    'as HTML': timed(() => htmlToText(text)),
    'as date and link': timed(() => [parseDate(text), canonicalLink(`https://a.example/?${text}`)]),
  };
}
