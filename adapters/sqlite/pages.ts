/**
 * Reads records straight from the pages of a database file, whatever state its tree is in.
 * The format: https://sqlite.org/fileformat2.html (b-tree pages, cells of a table's leaves, record format).
 */
import type { Row } from './check.ts';

/** As ours are made. */
const pageSize = 4_096;

const utf8 = new TextDecoder();

/** Every cell of every page that reads as a record of ours; the caller checks the sums. */
export function* readPages(file: Uint8Array): Generator<Row> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let start = 0; start + pageSize <= file.byteLength; start += pageSize) yield* readCells(view, start);
}

/** The byte that tells a page's kind may be the one that changed, so every page is read as a leaf of a table. */
function* readCells(view: DataView, start: number): Generator<Row> {
  // The file's own header comes before the first page's.
  const head = start === 0 ? 100 : start;
  const count = Math.min(view.getUint16(head + 3), pageSize / 2);
  for (let index = 0; index < count; index++) {
    const pointer = head + 8 + index * 2;
    if (pointer + 2 > start + pageSize) return;
    const row = readCell(view, start + view.getUint16(pointer));
    if (row !== undefined) yield row;
  }
}

function readCell(view: DataView, cell: number): Row | undefined {
  try {
    const [length, afterLength] = readVarint(view, cell);
    const [, from] = readVarint(view, afterLength);
    return length < 8 || length > view.byteLength ? undefined : readRecord(readPayload(view, from, length));
  } catch {
    // Not a cell, or not one that is whole.
    return undefined;
  }
}

/** What does not fit into the page is in a chain of overflow pages. */
function readPayload(view: DataView, from: number, length: number): DataView {
  const most = pageSize - 35;
  const least = Math.floor(((pageSize - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (pageSize - 4));
  const local = length <= most ? length : fitting <= most ? fitting : least;
  const payload = new Uint8Array(length);
  payload.set(new Uint8Array(view.buffer, view.byteOffset + from, local));
  let page = local < length ? view.getUint32(from + local) : 0;
  for (let at = local; at < length; ) {
    const start = (page - 1) * pageSize;
    const part = Math.min(pageSize - 4, length - at);
    payload.set(new Uint8Array(view.buffer, view.byteOffset + start + 4, part), at);
    page = view.getUint32(start);
    at += part;
  }
  return new DataView(payload.buffer);
}

/** Namespace, key, sum, value. */
function readRecord(payload: DataView): Row | undefined {
  const [headLength, first] = readVarint(payload, 0);
  const types: number[] = [];
  for (let at = first; at < headLength; ) {
    const [type, next] = readVarint(payload, at);
    types.push(type);
    at = next;
  }
  if (types.length !== 4) return undefined;
  let at = headLength;
  const values = types.map((type) => {
    const length = lengthOf(type);
    const value = type >= 13 ? readText(payload, at, length) : readInteger(payload, at, type, length);
    at += length;
    return value;
  });
  const [namespace, key, sum, value] = values;
  if (typeof namespace !== 'string' || typeof key !== 'string' || typeof value !== 'string') return undefined;
  return { namespace, key, sum: Number(sum), value };
}

function lengthOf(type: number): number {
  return type >= 12 ? Math.floor((type - 12) / 2) : (([0, 1, 2, 3, 4, 6, 8, 8, 0, 0] as const)[type] ?? 0);
}

function readText(payload: DataView, at: number, length: number): string {
  return utf8.decode(new Uint8Array(payload.buffer, at, length));
}

function readInteger(payload: DataView, at: number, type: number, length: number): number {
  if (type >= 8) return type - 8;
  let value = 0;
  for (let index = 0; index < length; index++) value = value * 256 + payload.getUint8(at + index);
  return value;
}

/** Answers the number and where the next byte stands. Seven bits a byte, most significant first. */
function readVarint(view: DataView, at: number): readonly [number, number] {
  let value = 0;
  for (let index = 0; index < 8; index++) {
    const byte = view.getUint8(at + index);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + index + 1];
  }
  return [value * 256 + view.getUint8(at + 8), at + 9];
}
