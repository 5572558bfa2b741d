/** Text from outside as Telegram may be given it: nothing in it links by itself. */

export { cleanLine, cleanSpan, cleanText, isolate, sourceName, webUrl as safeUrl } from '../../src/plain/text.ts';

/**
 * Telegram links addresses, mentions, hashtags and commands by itself wherever they stand outside a link. An invisible
 * word joiner after the first sign keeps the text readable and stops that: only our own links can be pressed.
 */
export function breakAutoLinks(text: string): string {
  return text
    .replace(/:\/\//g, ':\u2060//')
    .replace(/(?<=\S)[.\u3002](?=\p{L}{2}|xn--)/giu, '$&\u2060')
    .replace(/(\d{1,3}\.)(?=\d{1,3}\.\d{1,3}\.\d{1,3})/g, '$1\u2060')
    .replace(/[@#$](?=[\p{L}\p{N}_])/gu, '$&\u2060')
    .replace(/(?<![\p{L}\p{N}])\/(?=[\p{L}\p{N}_])/gu, '/\u2060');
}

/** Words that Telegram would link as an address, an e-mail or a mention; commands and hashtags are left to work. */
export function looksLinked(word: string): boolean {
  return /:\/\/|@[\p{L}\p{N}_]|\S[.\u3002](?:\p{L}{2}|xn--)|\d\.\d{1,3}\.\d{1,3}\.\d/iu.test(word);
}
