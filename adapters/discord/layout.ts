/** A piece of a message as the body that Discord takes: in components, or in the old form with an embed. */
import {
  type APIContainerComponent,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  ComponentType,
  MessageFlags,
  SeparatorSpacingSize,
} from 'discord.js';
import type { MessageKind } from '../../src/model.ts';
import { type ButtonRow, inFiveRows } from './buttons.ts';
import type { Part, Piece } from './pieces.ts';

/** From the best to the plainest; a plainer one is tried where Discord refuses a better one. */
export const forms = ['components', 'converted', 'withoutPictures', 'embed'] as const;
/** `converted` takes away what a message that was sent in the old form holds: for edits. */
export type Form = (typeof forms)[number];

/** The parts of a body that depend on what is said; flags for notifications and the like come on top. */
export interface Body {
  readonly flags: number;
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly content?: string | null;
  readonly embeds?: readonly APIEmbed[] | null;
}

export interface Sheet {
  readonly kind: MessageKind;
  readonly piece: Piece;
  readonly rows: readonly ButtonRow[];
  /** Name of a file that is sent along. */
  readonly fileName: string | undefined;
  /** Id of the role that stands above it; whether that rings is for `allowed_mentions` to say. */
  readonly calls: string | undefined;
}

/** Components that a message needs besides its texts. */
export function componentsBesides(rows: readonly ButtonRow[], hasFile: boolean): number {
  // One for a role that is called.
  return rows.reduce((sum, row) => sum + 1 + row.components.length, hasFile ? 2 : 1);
}

const colours: Readonly<Record<MessageKind, number>> = {
  alert: 0xd9480f,
  update: 0xe8a317,
  brief: 0x2b6cb0,
  reply: 0x4a5568,
  notice: 0x4a5568,
};

export function bodyOf(sheet: Sheet, form: Form): Body {
  if (form === 'embed') return oldForm(sheet);
  const body = inComponents(sheet, form !== 'withoutPictures');
  return form === 'converted' ? { ...body, content: null, embeds: null } : body;
}

function inComponents({ kind, piece, rows, fileName, calls }: Sheet, hasPictures: boolean): Body {
  const texts = piece.map((part) => componentOf(part, hasPictures));
  const file: readonly APIMessageTopLevelComponent[] =
    fileName === undefined ? [] : [{ type: ComponentType.File, file: { url: `attachment://${fileName}` } }];
  const called: readonly APIMessageTopLevelComponent[] =
    calls === undefined ? [] : [{ type: ComponentType.TextDisplay, content: mentionOf(calls) }];
  const hasStory = piece.some((part) => part.kind === 'story');
  const inside = [...texts, ...rows];
  const components: readonly APIMessageTopLevelComponent[] =
    hasStory && inside.length > 0
      ? [...called, { type: ComponentType.Container, accent_color: colours[kind], components: inside }, ...file]
      : [...called, ...texts, ...file, ...rows];
  return { flags: MessageFlags.IsComponentsV2, components };
}

function componentOf(part: Part, hasPictures: boolean): APIContainerComponent['components'][number] {
  if (part.kind === 'divider')
    return { type: ComponentType.Separator, divider: true, spacing: SeparatorSpacingSize.Small };
  const text = { type: ComponentType.TextDisplay, content: part.text } as const;
  if (part.image === undefined || !hasPictures) return text;
  const accessory = { type: ComponentType.Thumbnail, media: { url: part.image } } as const;
  return { type: ComponentType.Section, components: [text], accessory };
}

/** Plain text stands as it is; stories stand in one embed. Its description takes 4,096 characters, a text 2,000. */
function oldForm({ kind, piece, rows, calls }: Sheet): Body {
  const call = calls === undefined ? '' : mentionOf(calls);
  const text = piece.map((part) => (part.kind === 'divider' ? '———' : part.text)).join('\n\n');
  const hasStory = piece.some((part) => part.kind === 'story');
  const whole = [call, text].filter((part) => part !== '').join('\n');
  if (!hasStory && whole.length <= 2000) return { flags: 0, content: whole, embeds: [], components: inFiveRows(rows) };
  const image = piece.find((part) => part.image !== undefined)?.image;
  const embed: APIEmbed = { description: text, color: colours[kind], ...(image && { thumbnail: { url: image } }) };
  return { flags: 0, content: call, embeds: [embed], components: inFiveRows(rows) };
}

function mentionOf(roleId: string): string {
  return `<@&${roleId}>`;
}
