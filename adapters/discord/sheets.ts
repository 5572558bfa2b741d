/** A message as the sheets that are sent one after another. */
import type { RawFile } from 'discord.js';
import type { Button, Message, Role } from '../../src/model.ts';
import { buttonRows } from './buttons.ts';
import type { Connection } from './connection.ts';
import { componentsBesides, type Sheet } from './layout.ts';
import { onePiece, piecesOf } from './pieces.ts';

/** What the making of sheets needs of the connection. */
type Maker = Pick<Connection, 'seal' | 'links'>;

/** What stands beside the message: rows of buttons under it, and the role that it calls. */
export interface Besides {
  readonly buttons?: readonly (readonly Button[])[];
  readonly role?: Role | undefined;
}

/** The sheets of a message; the first one calls, the last one carries buttons and file. */
export function sheetsOf({ seal, links }: Maker, message: Message, besides: Besides = {}): readonly Sheet[] {
  const rows = buttonRows(seal, [...message.buttons, ...(besides.buttons ?? [])]);
  const fileName = message.file === undefined ? undefined : fileNameOf(message.file.name);
  const pieces = piecesOf(message, componentsBesides(rows, fileName !== undefined), links.link);
  const filled = pieces.length === 0 && fileName !== undefined ? [[]] : pieces;
  return filled.map((piece, index) => {
    const isLast = index === filled.length - 1;
    return {
      kind: message.kind,
      piece,
      rows: isLast ? rows : [],
      fileName: isLast ? fileName : undefined,
      calls: index === 0 ? besides.role?.id : undefined,
    };
  });
}

/** Everything on one sheet, for places that cannot take more; a file is left out. */
export function oneSheet({ seal, links }: Maker, message: Message, besides: Besides = {}): Sheet {
  const rows = buttonRows(seal, [...message.buttons, ...(besides.buttons ?? [])]);
  const piece = onePiece(message, componentsBesides(rows, false), links.link);
  return { kind: message.kind, piece, rows, fileName: undefined, calls: besides.role?.id };
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
