/** Text from outside as Discord may be given it: nothing in it links or calls by itself. */
import { webUrl } from '../../src/plain/text.ts';

export { cleanLine, cleanSpan, cleanText, isolate, sourceName } from '../../src/plain/text.ts';

/**
 * Discord links addresses with a scheme and invitations by itself, and calls people by `@`. Its clients differ in how they
 * read a backslash there; an invisible word joiner keeps the text readable and stops all of them.
 */
export function breakAutoLinks(text: string): string {
  return text
    .replace(/:\/\//g, ':\u2060//')
    .replace(/(discord(?:app)?)\.(?=gg|com)/gi, '$1\u2060.')
    .replace(/@(?=[\p{L}\p{N}_!&])/gu, '@\u2060');
}

/** An http(s) address as it may be shown, without signs that end a link in Discord's markup; undefined for all others. */
export function safeUrl(address: string): string | undefined {
  const url = webUrl(address)?.replace(/[\s()<>\\"'`[\]|*]/g, encodeSign);
  return url === undefined ? undefined : webUrl(url);
}

function encodeSign(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
