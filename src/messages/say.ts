/** The message catalogue: everything that people read is worded here, from `config/locales/*.yaml` (ICU MessageFormat). */
import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { parse } from 'yaml';
import { SettingsError } from '../errors.ts';
import type { Phrase, Span } from '../model.ts';

export type Params = Readonly<Record<string, string | number>>;

export interface Catalogue {
  /** The languages there are, such as 'en', 'de'. */
  readonly locales: readonly string[];
  /** The nearest language there is to an IETF tag ('de-AT' → 'de'); English when none is near. */
  negotiate(wanted: string | undefined): string;
  /** Plain text; marks such as <b> are left out. An unknown key is answered with the key itself, never an error. */
  say(locale: string | undefined, key: string, params?: Params): string;
  /** Text with <b>, <i>, <code>, <dim> as styles and <a> as a link to the parameter `href` (http and https only). */
  spans(locale: string | undefined, key: string, params?: Params): Span[];
  /** A stage's phrase in words. */
  phrase(locale: string | undefined, phrase: Phrase): string;
}

type Rich = string | { readonly tag: string; readonly chunks: readonly Rich[] };
type Messages = ReadonlyMap<string, string>;

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);
const tags = ['b', 'i', 'code', 'dim', 'a'] as const;
const styles: Readonly<Record<string, Span['style']>> = { b: 'bold', i: 'italic', code: 'code', dim: 'dim' };

/** Reads English at once and other languages when they are first spoken. Throws `SettingsError` when English cannot be read. */
export function loadCatalogue(folder: URL = new URL('../../config/locales/', import.meta.url)): Catalogue {
  const locales = listLocales(folder);
  const find = createTexts(folder);
  const known = new Set(locales);
  const negotiate = (wanted: string | undefined) => nearest(wanted, (locale) => known.has(locale));
  const format = (wanted: string | undefined, key: string, params: Params): readonly Rich[] => {
    const locale = negotiate(wanted);
    const own = fill(find(locale, key), params);
    if (own !== undefined) return rightToLeft.has(locale) ? own.flatMap(keepCommands) : own;
    return fill(find('en', key), params) ?? [key];
  };
  const plain = new Map<string, string>();
  /** Words without anything to fill in are put together once: the labels under every story are such. */
  const sayPlain = (locale: string, key: string): string => {
    const name = `${locale}\u0000${key}`;
    const made = plain.get(name) ?? flatten(format(locale, key, {}));
    plain.set(name, made);
    return made;
  };
  const say = (locale: string | undefined, key: string, params?: Params) =>
    params === undefined ? sayPlain(negotiate(locale), key) : flatten(format(locale, key, params));
  return {
    locales,
    negotiate,
    say,
    spans: (locale, key, params = {}) => toSpans(format(locale, key, params), params, {}),
    phrase: (locale, phrase) => say(locale, phrase.key, phrase.params),
  };
}

/** Compiled messages by language and key, made when they are first asked for. */
function createTexts(folder: URL): (locale: string, key: string) => IntlMessageFormat | undefined {
  const texts = new Map<string, Messages>([['en', readMessages(new URL('en.yaml', folder))]]);
  const compiled = new Map<string, IntlMessageFormat | undefined>();
  const textsOf = (locale: string): Messages => {
    const made = texts.get(locale) ?? readOther(new URL(`${locale}.yaml`, folder));
    texts.set(locale, made);
    return made;
  };
  return (locale, key) => {
    const name = `${locale}\u0000${key}`;
    if (!compiled.has(name)) compiled.set(name, compile(locale, textsOf(locale).get(key)));
    return compiled.get(name);
  };
}

/** A language that cannot be read is spoken in English: no reason to leave an answer out. */
function readOther(file: URL): Messages {
  try {
    return readMessages(file);
  } catch {
    return new Map();
  }
}

function listLocales(folder: URL): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
}

function readMessages(file: URL): Messages {
  try {
    return new Map(flattenKeys(parse(readFileSync(file, 'utf8')), ''));
  } catch (error) {
    throw new SettingsError(`${file.pathname} cannot be read: ${String(error).split('\n')[0]}`);
  }
}

/** Nested sections become dotted keys: `follow: { done: … }` is `follow.done`. */
function* flattenKeys(node: unknown, prefix: string): Generator<[string, string]> {
  if (typeof node === 'object' && node !== null) {
    for (const [name, inner] of Object.entries(node))
      yield* flattenKeys(inner, prefix === '' ? name : `${prefix}.${name}`);
  } else if (node !== null && node !== undefined) yield [prefix, String(node)];
}

function nearest(wanted: string | undefined, has: (locale: string) => boolean): string {
  const parts = (wanted ?? '').replaceAll('_', '-').toLowerCase().split('-');
  for (let length = parts.length; length > 0; length--) {
    const candidate = parts.slice(0, length).join('-');
    if (has(candidate)) return candidate;
  }
  return 'en';
}

function compile(locale: string, text: string | undefined): IntlMessageFormat | undefined {
  if (text === undefined) return undefined;
  try {
    return new IntlMessageFormat(text, locale);
  } catch {
    return undefined;
  }
}

/** Undefined when the message does not exist or a parameter is missing: the caller falls back to the next best text. */
function fill(message: IntlMessageFormat | undefined, params: Params): readonly Rich[] | undefined {
  if (message === undefined) return undefined;
  const marks = Object.fromEntries(tags.map((tag) => [tag, (chunks: Rich[]): Rich => ({ tag, chunks })]));
  try {
    const made = message.format<Rich>({ ...params, ...marks } as never) as Rich | Rich[];
    return Array.isArray(made) ? made : [made];
  } catch {
    return undefined;
  }
}

/** In right-to-left text the slash of '/follow' would stand at the wrong end; a left-to-right mark before it keeps it in place. */
function keepCommands(part: Rich): Rich[] {
  if (typeof part === 'string') return [part.replace(/(?<![\w/:.])\/(?=[a-z])/g, '\u200e/')];
  // Outside of the code, so that what is copied from it can be typed as it is.
  return part.tag === 'code' ? ['\u200e', part] : [{ ...part, chunks: part.chunks.flatMap(keepCommands) }];
}

function flatten(parts: readonly Rich[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : flatten(part.chunks))).join('');
}

function toSpans(parts: readonly Rich[], params: Params, outer: Omit<Span, 'text'>): Span[] {
  return parts.flatMap((part) => {
    if (typeof part === 'string') return part === '' ? [] : [{ ...outer, text: part }];
    return toSpans(part.chunks, params, { ...outer, ...look(part.tag, params) });
  });
}

function look(tag: string, params: Params): Omit<Span, 'text'> {
  const style = styles[tag];
  if (style !== undefined) return { style };
  const href = String(params.href ?? '');
  return /^https?:\/\//i.test(href) ? { href } : {};
}
