/**
 * Text that comes from outside is made harmless before it reaches a chat: no controls, no direction overrides,
 * no invisible characters, no links of its own.
 */

/**
 * Controls, soft hyphens, zero-width characters, direction marks, overrides and isolates, language tags.
 * The joiners U+200C and U+200D stay: Persian and emoji need them.
 */
const invisible =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\uffff\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\u034f|\u17b4|\u17b5/gu;

/** More marks on one letter than any script needs: letters that climb over their neighbours. */
const piled = /(\p{M}{4})\p{M}+/gu;

/** Text with paragraphs kept: line ends are one newline, at most one empty line in a row. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(invisible, '')
    .replace(piled, '$1')
    .replace(/[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/\n{3,}/g, '\n\n');
}

/** Text on one line, without spaces at its ends. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Text of a message of ours: where it runs from right to left, the slash of '/follow' stays at its head by a left-to-right mark.
 * The catalogue puts such a mark before commands in code; as a span of its own it stays.
 */
export function cleanSpan(text: string): string {
  if (text === '\u200e') return text;
  const clean = cleanText(text);
  return rightToLeft.test(clean) ? clean.replace(/(?<![\w/:.])\/(?=[a-z])/g, '\u200e/') : clean;
}

/** A part of a line that may run from right to left is kept from reordering what stands around it. */
export function isolate(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}

/** What platforms take as a link at most. */
const maxUrl = 2048;

/** An http(s) address as it may be shown: without a name and password before the host; undefined for all others. */
export function webUrl(address: string): string | undefined {
  if (address.length > maxUrl || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  url.username = '';
  url.password = '';
  return url.href.length > maxUrl ? undefined : url.href;
}

/** Cyrillic and Greek letters that look like Latin ones. */
const likeLatin = /^[АВЕЅІЈКМНОРСТХУаеіјорсухԁԛԝѕһΑΒΕΖΗΙΚΜΝΟΡΤΥΧορυ]+$/u;

function isDeceptive(word: string): boolean {
  const isLatin = /\p{Script=Latin}/u.test(word);
  const isOther = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Cherokee}\p{Script=Armenian}]/u.test(word);
  return (isLatin && isOther) || likeLatin.test(word) || /[\uff21-\uff5a\u{1d400}-\u{1d7ff}\u2100-\u214f]/u.test(word);
}

/** Names of hosts that a name may claim to be; the last two labels decide. */
function isOtherHost(name: string, host: string): boolean {
  const claimed = /^(?:https?:\/\/)?(?:www\.)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})$/iu.exec(name)?.[1]?.toLowerCase();
  return claimed !== undefined && host !== claimed && !host.endsWith(`.${claimed}`);
}

/**
 * The name of an outlet. When it is written in letters that only look like the usual ones, or names another site than the
 * link leads to, the real domain stands behind it.
 */
export function sourceName(name: string, address: string): string {
  const shown = cleanLine(name)
    .slice(0, 60)
    .toWellFormed()
    .replace(/\ufffd$/, '');
  const host = URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, '') : '';
  if (shown === '') return host;
  const isDoubtful = shown.split(/[^\p{L}\p{N}]+/u).some(isDeceptive) || isOtherHost(shown, host);
  return isDoubtful && host !== '' ? `${isolate(shown)} (${host})` : isolate(shown);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The last good place to cut at or before `length`: after a line, else a space in the last third, else between two
 * characters as people see them, else between two code points (never between surrogates). 0 when there is none.
 */
export function breakBefore(text: string, length: number): number {
  const head = text.slice(0, length + 1);
  for (const sign of ['\n', ' ']) {
    const at = head.lastIndexOf(sign);
    if (at > (length * 2) / 3) return at;
  }
  const windowStart = Math.max(0, length - 64);
  let cut = 0;
  for (const { index } of graphemes.segment(text.slice(windowStart, length + 64))) {
    if (windowStart + index > length) break;
    cut = windowStart + index;
  }
  if (cut > windowStart) return cut;
  const isInside = /[\udc00-\udfff]/.test(text[length] ?? '');
  return isInside ? length - 1 : length;
}
