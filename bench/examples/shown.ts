/** A message as three platforms take it, drawn in Markdown: the console's text, Telegram's entities and Discord's markup. */
import type { MessageEntity } from 'grammy/types';
import { renderMessage } from '../../adapters/console/render.ts';
import { piecesOf as discordPieces } from '../../adapters/discord/pieces.ts';
import { piecesOf as telegramPieces } from '../../adapters/telegram/pieces.ts';
import { ago } from '../../src/messages/text.ts';
import type { Message } from '../../src/model.ts';

type Say = (key: string, params?: Readonly<Record<string, string | number>>) => string;

const columns = 60;

/** `now` is when it is read: Discord says by itself how long ago something was. */
export function shownOn(message: Message, say: Say, now: number): string {
  return [
    `Console:\n\n\`\`\`text\n${onConsole(message, say)}\n\`\`\``,
    `Telegram:\n\n${quoted(onTelegram(message))}`,
    `Discord:\n\n${quoted(onDiscord(message, now))}`,
  ].join('\n\n');
}

function onConsole(message: Message, say: Say): string {
  const text = renderMessage(message, { hasColour: false, hasLinks: true, width: columns, isAiry: true, say });
  // A terminal shows addresses as links, which a page of text cannot.
  return text.replaceAll(/\x1b\]8;;[^\x1b\x07]*(?:\x1b\\|\x07)/g, '').replaceAll(/[^\S\n]+$/gm, '');
}

function onTelegram(message: Message): string {
  return telegramPieces(message)
    .map(({ text, entities }) => marked(text, entities))
    .join('\n\n———\n\n');
}

interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
}

const signs: Partial<Record<MessageEntity['type'], string>> = { bold: '**', italic: '*', code: '`' };

/** Entities as Markdown: at each place what ends there, the inner first, then what begins there, the outer first. */
function marked(text: string, entities: readonly Entity[]): string {
  const nested = entities
    .toSorted((a, b) => a.offset - b.offset || b.length - a.length)
    .flatMap((one) => {
      const sign = signs[one.type as MessageEntity['type']] ?? '';
      if (one.url === undefined && sign === '') return [];
      const end = one.offset + one.length;
      return [
        {
          from: one.offset,
          end,
          open: one.url === undefined ? sign : '[',
          close: one.url === undefined ? sign : `](${one.url})`,
        },
      ];
    });
  const at = (place: number) =>
    nested
      .toReversed()
      .filter(({ end }) => end === place)
      .map(({ close }) => close)
      .join('') +
    nested
      .filter(({ from }) => from === place)
      .map(({ open }) => open)
      .join('');
  return Array.from({ length: text.length + 1 }, (_, place) => at(place) + text.charAt(place)).join('');
}

/** Small print is `-#` there. */
function onDiscord(message: Message, now: number): string {
  const texts = discordPieces(message).map((piece) => piece.map(({ text }) => text).join('\n\n'));
  return texts
    .join('\n\n———\n\n')
    .replace(/^-# (.*)$/gm, '<sub>$1</sub>')
    .replace(/<t:(\d+):[a-zA-Z]>/g, (_, at) => ago('en', Number(at) * 1000, now));
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}  `))
    .join('\n');
}
