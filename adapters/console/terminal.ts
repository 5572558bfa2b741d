/** What the terminal can show, and how text is made safe, measured and painted for it. */
import type { Span } from '../../src/model.ts';

export interface Abilities {
  readonly hasColour: boolean;
  /** OSC 8: text that opens an address. */
  readonly hasLinks: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const linkPrograms = ['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'Hyper', 'Tabby', 'rio'];

/** Colours only on a terminal and never with NO_COLOR (https://no-color.org); links only in terminals known to understand them. */
export function abilitiesOf(isTerminal: boolean, environment: Environment): Abilities {
  const isPlain = !isTerminal || environment.TERM === 'dumb';
  const hasColour = !isPlain && (environment.NO_COLOR ?? '') === '';
  const forced = environment.FORCE_HYPERLINK;
  if (isPlain || forced !== undefined) return { hasColour, hasLinks: !isPlain && forced !== '0' };
  const known =
    linkPrograms.includes(environment.TERM_PROGRAM ?? '') ||
    ['WT_SESSION', 'KITTY_WINDOW_ID', 'KONSOLE_VERSION', 'DOMTERM'].some((name) => environment[name] !== undefined) ||
    Number(environment.VTE_VERSION ?? 0) >= 5000;
  return { hasColour, hasLinks: known };
}

/** Without control characters (they steer terminals), bidirectional overrides and invisible marks; line breaks stay. */
export function clean(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '');
}

/** The address when it is http(s), without anything that could end or extend an escape sequence. */
export function safeHref(href: string | undefined): string | undefined {
  if (href === undefined) return undefined;
  try {
    const url = new URL(href);
    return url.protocol === 'http:' || url.protocol === 'https:' ? clean(url.href) : undefined;
  } catch {
    return undefined;
  }
}

const zero = /^(?:\p{Mn}|\p{Me}|\p{Cf})$/u;
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]$|^\p{Emoji_Presentation}$/u;

/** Columns that the text takes: two for wide characters and emoji, none for combining marks. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const letter of text) width += zero.test(letter) ? 0 : wide.test(letter) ? 2 : 1;
  return width;
}

/** Whether a line may break before or after this character without a space. */
export function isWide(letter: string): boolean {
  return wide.test(letter);
}

const codes: Readonly<Record<NonNullable<Span['style']>, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  code: [36, 39],
};

/** Escape sequences around text that is clean already. */
export function paint(text: string, span: Omit<Span, 'text'>, abilities: Abilities): string {
  const code = span.style === undefined || !abilities.hasColour ? undefined : codes[span.style];
  const coloured = code === undefined ? text : `\u001b[${code[0]}m${text}\u001b[${code[1]}m`;
  const href = abilities.hasLinks ? safeHref(span.href) : undefined;
  return href === undefined ? coloured : `\u001b]8;;${href}\u001b\\${coloured}\u001b]8;;\u001b\\`;
}
