/** What kind each of the first 128 characters is, for reading plain texts letter by letter; everything else is 0. */

export const upper = 1;
export const lower = 2;
export const digit = 4;
export const blank = 8;
export const letters = upper | lower;
export const alphanumeric = letters | digit;

/** The kind of each of them; to be asked with a code below 128. */
export const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 65 && code <= 90) return upper;
  if (code >= 97 && code <= 122) return lower;
  if (code >= 48 && code <= 57) return digit;
  return code === 32 || (code >= 9 && code <= 13) ? blank : 0;
});

const plain = /^[\x00-\x7f]*$/;

/** Whether a text holds nothing but plain characters. */
export function isAscii(text: string): boolean {
  return plain.test(text);
}

const encoder = new TextEncoder();
let codes = new Uint8Array(4096);

/**
 * The characters of a plain text as numbers, with a 0 behind the last; undefined for any other text. To ask the text itself for
 * one after the other takes several times as long. They hold until the next text is given.
 */
export function plainCodes(text: string): Uint8Array | undefined {
  if (text.length >= codes.length) codes = new Uint8Array(2 * text.length);
  const { read, written } = encoder.encodeInto(text, codes);
  // Whatever is not plain takes more than one byte.
  if (read !== text.length || written !== text.length) return undefined;
  codes[written] = 0;
  return codes;
}
