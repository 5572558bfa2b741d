/** Buttons as an inline keyboard within Telegram's limits. */
import type { InlineKeyboardButton } from 'grammy/types';
import type { Button } from '../../src/model.ts';
import { cleanLine, safeUrl } from './clean.ts';

/** Of the Bot API: bytes of `callback_data`; buttons in a row; buttons in all. */
const maxData = 64;
const maxInRow = 8;
const maxButtons = 100;
const maxLabel = 64;

/** Rows of buttons; undefined when there are none. Buttons that Telegram would refuse are left out. */
export function keyboardOf(
  rows: readonly (readonly Button[])[],
): { inline_keyboard: InlineKeyboardButton[][] } | undefined {
  const keyboard: InlineKeyboardButton[][] = [];
  let room = maxButtons;
  for (const row of rows) {
    const buttons = row.flatMap(toButton).slice(0, room);
    room -= buttons.length;
    for (let at = 0; at < buttons.length; at += maxInRow) keyboard.push(buttons.slice(at, at + maxInRow));
  }
  return keyboard.length === 0 ? undefined : { inline_keyboard: keyboard };
}

function toButton(button: Button): readonly InlineKeyboardButton[] {
  const text = [...cleanLine(button.label)].slice(0, maxLabel).join('');
  if (text === '') return [];
  if (/^https?:\/\//i.test(button.action)) {
    const url = safeUrl(button.action);
    return url === undefined ? [] : [{ text, url }];
  }
  const bytes = Buffer.byteLength(button.action, 'utf8');
  return bytes >= 1 && bytes <= maxData ? [{ text, callback_data: button.action }] : [];
}
