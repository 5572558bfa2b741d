/** A message as the sheets that are sent one after another. */
import type { RawFile } from 'discord.js';
import type { Button, Message } from '../../src/model.ts';
import { buttonRows } from './buttons.ts';
import { componentsBesides, type Sheet } from './layout.ts';
import { onePiece, piecesOf } from './pieces.ts';

/** The sheets of a message; the last one carries buttons and file. */
export function sheetsOf(message: Message, extra: readonly (readonly Button[])[] = []): readonly Sheet[] {
  const rows = buttonRows([...message.buttons, ...extra]);
  const fileName = message.file === undefined ? undefined : fileNameOf(message.file.name);
  const pieces = piecesOf(message, componentsBesides(rows, fileName !== undefined));
  const filled = pieces.length === 0 && fileName !== undefined ? [[]] : pieces;
  return filled.map((piece, index) => {
    const isLast = index === filled.length - 1;
    return { kind: message.kind, piece, rows: isLast ? rows : [], fileName: isLast ? fileName : undefined };
  });
}

/** Everything on one sheet, for places that cannot take more; a file is left out. */
export function oneSheet(message: Message, extra: readonly (readonly Button[])[] = []): Sheet {
  const rows = buttonRows([...message.buttons, ...extra]);
  return { kind: message.kind, piece: onePiece(message, componentsBesides(rows, false)), rows, fileName: undefined };
}

/** Names that an `attachment://` address can hold. */
function fileNameOf(name: string): string {
  return name.replace(/[^\w.-]+/g, '_').slice(-100) || 'file';
}

export function filesOf(message: Message, name: string): RawFile[] {
  const { content, mediaType } = message.file!;
  return [{ name, data: Buffer.from(content, 'utf8'), contentType: mediaType }];
}

export function attachmentsOf(files: readonly RawFile[]): {
  attachments?: readonly { id: number; filename: string }[];
} {
  return files.length === 0 ? {} : { attachments: files.map(({ name }, id) => ({ id, filename: name })) };
}
