/** How the Bot API server treats entities: what it refuses, what it drops without a word, what it links by itself. */
import type { MessageEntity } from 'grammy/types';

export type Entity = MessageEntity;

export interface Formatted {
  readonly text: string;
  readonly entities: readonly Entity[];
  /** What the server would have dropped or bent in silence: the sender's mistakes. */
  readonly complaints: readonly string[];
}

const types = new Set(
  'bold italic underline strikethrough spoiler code pre blockquote expandable_blockquote text_link text_mention custom_emoji date_time'.split(
    ' ',
  ),
);

/** Applies the server's rules to text and given entities. A refusal is a string. */
export function format(text: string, given: readonly Entity[] = []): Formatted | string {
  if (!text.isWellFormed()) return 'Bad Request: strings must be encoded in UTF-8';
  const complaints: string[] = [];
  if (given.length > 100) complaints.push(`${given.length} entities, of which the server keeps 100`);
  for (const entity of given) {
    const refusal = refuseEntity(text, entity);
    if (refusal !== undefined) return refusal;
  }
  if (text.trim() !== text) complaints.push('white space at the ends of the text is cut off');
  const kept = given.filter((entity) => isKept(text, entity, complaints));
  complaints.push(...crossings(kept));
  return { text, entities: [...kept, ...autoLinks(text, kept)], complaints };
}

function refuseEntity(text: string, { offset, length, type }: Entity): string | undefined {
  if (!Number.isInteger(offset) || !Number.isInteger(length)) return "Bad Request: can't parse MessageEntity";
  if (offset < 0 || length < 0 || offset + length > text.length) {
    return `Bad Request: receive an entity with incorrect offset/length: ${type} ${offset} ${length}`;
  }
  if (isLowSurrogate(text, offset))
    return `Bad Request: entity begins in a middle of a UTF-16 symbol at byte offset ${offset}`;
  if (isLowSurrogate(text, offset + length)) {
    return `Bad Request: entity ends in a middle of a UTF-16 symbol at byte offset ${offset + length}`;
  }
  return undefined;
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}

function isKept(text: string, entity: Entity, complaints: string[]): boolean {
  const inside = text.slice(entity.offset, entity.offset + entity.length);
  if (!types.has(entity.type)) complaints.push(`entity of unknown type ${entity.type}`);
  else if (inside.trim() === '') complaints.push(`empty entity ${entity.type}`);
  else if (inside.trim() !== inside) complaints.push(`white space at the ends of an entity ${entity.type}`);
  if (entity.type === 'text_link' && !isLink(entity.url)) {
    complaints.push(`a link that the server drops: ${entity.url}`);
    return false;
  }
  return inside.trim() !== '' && types.has(entity.type);
}

function isLink(url: string): boolean {
  return URL.canParse(url) && /^(?:https?|tg|ton|tonsite):$/.test(new URL(url).protocol);
}

/** Entities are nested or apart; quotes are never inside anything; code holds nothing and stands in nothing but quotes. */
function crossings(entities: readonly Entity[]): readonly string[] {
  const complaints: string[] = [];
  const isQuote = (entity: Entity) => /blockquote$/.test(entity.type);
  const isCode = (entity: Entity) => entity.type === 'code' || entity.type === 'pre';
  entities.forEach((a, at) => {
    for (const b of entities.slice(at + 1)) {
      const [aEnd, bEnd] = [a.offset + a.length, b.offset + b.length];
      if (aEnd <= b.offset || bEnd <= a.offset) continue;
      const isNested = (a.offset <= b.offset && bEnd <= aEnd) || (b.offset <= a.offset && aEnd <= bEnd);
      if (!isNested) complaints.push(`${a.type} and ${b.type} cross`);
      if (isQuote(a) && isQuote(b)) complaints.push('a quote inside a quote');
      if ((isCode(a) && !isQuote(b)) || (isCode(b) && !isQuote(a))) complaints.push(`${a.type} and ${b.type} overlap`);
    }
  });
  return complaints;
}

const detectors: readonly (readonly [Entity['type'], RegExp])[] = [
  ['url', /(?:https?|ftp|tg|ton|tonsite):\/\/[^\s\u2000-\u200b\u200e-\u206f]+/giu],
  ['email', /[\p{L}\p{N}._+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}{2,}/giu],
  [
    'url',
    /(?<![\p{L}\p{N}@.-])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.)+(?:xn--[a-z0-9]+|\p{L}{2,})(?:[/?#][^\s\u2000-\u200b\u200e-\u206f]*)?/giu,
  ],
  ['url', /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g],
  ['mention', /(?<![\p{L}\p{N}_])@[A-Za-z0-9_]{3,32}(?![A-Za-z0-9_])/gu],
  ['hashtag', /(?<![\p{L}\p{N}_])#[\p{L}\p{N}_]{1,256}/gu],
  ['cashtag', /(?<![\p{L}\p{N}_])\$[A-Z]{1,8}(?![\p{L}\p{N}_])/gu],
  ['bot_command', /(?<![\p{L}\p{N}_/])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![A-Za-z0-9_/])/gu],
];

/** What clients would make pressable by themselves: outside links, mentions and code. */
function autoLinks(text: string, entities: readonly Entity[]): readonly Entity[] {
  const taken = entities.filter(({ type }) => /^(?:text_link|text_mention|code|pre|custom_emoji)$/.test(type));
  const found: Entity[] = [];
  for (const [type, pattern] of detectors) {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      const isTaken = [...taken, ...found].some(
        (entity) => entity.offset < end && start < entity.offset + entity.length,
      );
      if (!isTaken) found.push({ type, offset: start, length: end - start } as Entity);
    }
  }
  return found;
}
