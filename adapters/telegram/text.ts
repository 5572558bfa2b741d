/** Text with entities: the form in which Telegram takes formatting without markup. Offsets and lengths are UTF-16 units. */
import type { MessageEntity } from 'grammy/types';
import type { Span } from '../../src/model.ts';
import { breakBefore } from '../../src/plain/text.ts';
import { breakAutoLinks, cleanSpan, looksLinked, safeUrl } from './clean.ts';

export interface Text {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
}

/** What an entity says apart from where it stands. */
export type Mark = MessageEntity extends infer E
  ? E extends MessageEntity
    ? Omit<E, 'offset' | 'length'>
    : never
  : never;

export const nothing: Text = { text: '', entities: [] };

export function plain(text: string): Text {
  return { text, entities: [] };
}

/** The same text under one more mark, put around those it has. Code stands in quotes only: other marks displace it. */
export function marked(text: Text, mark: Mark): Text {
  const { start, end } = inner(text.text);
  if (start >= end) return text;
  const isQuote = mark.type === 'blockquote' || mark.type === 'expandable_blockquote';
  const inside = isQuote ? text.entities : text.entities.filter(({ type }) => type !== 'code');
  return {
    text: text.text,
    entities: [{ ...mark, offset: start, length: end - start } as MessageEntity, ...inside],
  };
}

/** Telegram drops white space at the ends of an entity: better not to count it in. */
function inner(text: string): { start: number; end: number } {
  return { start: text.length - text.trimStart().length, end: text.trimEnd().length };
}

/** Parts one after another, with `glue` between them; empty parts are left out. */
export function join(parts: readonly Text[], glue = ''): Text {
  let text = '';
  const entities: MessageEntity[] = [];
  for (const part of parts) {
    if (part.text === '') continue;
    if (text !== '') text += glue;
    for (const entity of part.entities) entities.push({ ...entity, offset: entity.offset + text.length });
    text += part.text;
  }
  return { text, entities };
}

/** The part between two offsets, its entities cut to fit. */
export function slice(text: Text, from: number, to: number): Text {
  const entities = text.entities.flatMap((entity) => {
    const start = Math.max(entity.offset, from);
    const end = Math.min(entity.offset + entity.length, to);
    return start < end ? [{ ...entity, offset: start - from, length: end - start }] : [];
  });
  return { text: text.text.slice(from, to), entities };
}

/** At most `length` units, ended with '…' where something was left out, never in the middle of a character. */
export function shorten(text: Text, length: number): Text {
  if (text.text.length <= length) return text;
  const cut = Math.max(1, breakBefore(text.text, length - 1));
  return join([trimmed(slice(text, 0, cut)), plain('…')]);
}

/** Without white space at its ends. */
export function trimmed(text: Text): Text {
  const { start, end } = inner(text.text);
  return start >= end ? nothing : slice(text, start, end);
}

/** `story`: text of feeds, in which nothing may link by itself. `chat`: our own wording, in which commands can be pressed. */
export type Trust = 'story' | 'chat';

/** Spans as text with entities. `dim` becomes italic: Telegram has no quieter style. */
export function fromSpans(spans: readonly Span[], trust: Trust): Text {
  return join(spans.map((span) => fromSpan(span, trust)));
}

function fromSpan(span: Span, trust: Trust): Text {
  const text = cleanSpan(span.text);
  const url = span.href === undefined ? undefined : safeUrl(span.href);
  const mark = styleOf(span);
  if (url !== undefined) {
    const link = marked(plain(text), { type: 'text_link', url });
    return mark === undefined || mark.type === 'code' ? link : marked(link, mark);
  }
  // A bare command is not marked: clients then make it pressable. One with an argument is copied by a tap.
  if (mark?.type === 'code') return /^\/[a-z0-9_]+$/.test(text) ? plain(text) : marked(plain(text), mark);
  const inside = trust === 'story' || mark !== undefined ? plain(breakAutoLinks(text)) : covered(text);
  return mark === undefined ? timed(inside, span) : marked(timed(inside, span), mark);
}

function styleOf(span: Span): Mark | undefined {
  if (span.style === undefined) return undefined;
  return { type: span.style === 'dim' ? 'italic' : span.style };
}

function timed(text: Text, span: Span): Text {
  return span.at === undefined ? text : marked(text, relativeTime(span.at));
}

/** A time that clients word themselves and keep up to date. */
export function relativeTime(at: number): Mark {
  return { type: 'date_time', unix_time: Math.floor(at / 1000), date_time_format: 'r' };
}

/** Words that would become links by themselves stand as code instead, letter for letter. */
function covered(text: string): Text {
  const parts = text.split(/(\s+)/).map((word) => {
    if (!looksLinked(word)) return plain(word);
    return marked(plain(word), { type: 'code' });
  });
  return join(parts);
}
