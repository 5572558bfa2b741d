/** Buttons as rows of components within Discord's limits. */
import { type APIButtonComponent, ButtonStyle, ComponentType } from 'discord.js';
import type { Button } from '../../src/model.ts';
import { cleanLine, safeUrl } from './clean.ts';
import type { Seal } from './seal.ts';

/** Of Discord: characters of a link and a label; buttons in a row; rows of a message in the old form. More than seven read badly. */
const maxLink = 512;
const maxLabel = 80;
const maxInRow = 5;
const maxRows = 5;
const readableRows = 7;

export interface ButtonRow {
  readonly type: ComponentType.ActionRow;
  readonly components: APIButtonComponent[];
}

/** At most seven rows as they were meant, else five of five. Buttons that Discord would refuse (too long, doubled) are left out. */
export function buttonRows(seal: Seal, rows: readonly (readonly Button[])[]): readonly ButtonRow[] {
  const seen = new Set<string>();
  const packed: APIButtonComponent[][] = [];
  for (const row of rows) {
    const buttons = row.flatMap((button) => toButton(seal, button, seen));
    for (let at = 0; at < buttons.length; at += maxInRow) packed.push(buttons.slice(at, at + maxInRow));
  }
  const fitting = packed.length <= readableRows ? packed : repacked(packed.flat());
  return fitting.map((components) => ({ type: ComponentType.ActionRow, components }));
}

/** Rows for the old form, which takes five. */
export function inFiveRows(rows: readonly ButtonRow[]): readonly ButtonRow[] {
  if (rows.length <= maxRows) return rows;
  return repacked(rows.flatMap(({ components }) => components)).map((components) => ({
    type: ComponentType.ActionRow,
    components,
  }));
}

function repacked(buttons: readonly APIButtonComponent[]): APIButtonComponent[][] {
  const rows = Array.from({ length: maxRows }, (_, row) => buttons.slice(row * maxInRow, (row + 1) * maxInRow));
  return rows.filter((row) => row.length > 0);
}

function toButton(seal: Seal, { label, action }: Button, seen: Set<string>): readonly APIButtonComponent[] {
  const words = [...cleanLine(label)].slice(0, maxLabel).join('').slice(0, maxLabel).toWellFormed();
  if (words === '' || action === '' || seen.has(action)) return [];
  seen.add(action);
  const type = ComponentType.Button;
  if (!/^https?:\/\//i.test(action)) {
    const id = seal.close(action);
    return id === undefined ? [] : [{ type, style: ButtonStyle.Secondary, label: words, custom_id: id }];
  }
  const url = safeUrl(action);
  return url === undefined || url.length > maxLink ? [] : [{ type, style: ButtonStyle.Link, label: words, url }];
}
