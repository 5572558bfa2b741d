/** A response's body: inflated as it arrives, and cut off at the cap, which counts what comes out. */

import type { Transform } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

export interface BodySink {
  /** False asks the sender to wait until `onDrain`. */
  write(chunk: Buffer): boolean;
  end(): void;
  /** Frees what inflating holds. Nothing is reported afterwards. */
  destroy(): void;
}

export interface SinkEvents {
  onDone(body: Uint8Array): void;
  onFail(reason: 'too-large' | 'bad-encoding'): void;
  onDrain(): void;
}

/** How much an inflater gives at a time: the most that can be held beyond the cap. */
const chunkSize = 64 * 1024;
/** Servers apply one encoding; two is a proxy's mistake; more is an attack. */
const maxLayers = 2;

/** Answers undefined when the encodings are not known, or too many. */
export function createBodySink(
  encoding: string | undefined,
  maxBytes: number,
  events: SinkEvents,
): BodySink | undefined {
  const names = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  const named = names.filter((name) => name !== '' && name !== 'identity' && name !== 'utf-8' && name !== 'none');
  // A file that lies compressed on the server is sent as it is, and says so by its first bytes alone.
  const layers = named.length === 0 ? ['gzip'] : named;
  if (layers.length > maxLayers || !layers.every((name) => Object.hasOwn(inflaters, name))) return undefined;
  return layers.reduce<BodySink>((next, name) => inflate(name, next, maxBytes, events), collect(maxBytes, events));
}

function collect(maxBytes: number, events: SinkEvents): BodySink {
  let chunks: Buffer[] = [];
  let size = 0;
  return {
    write(chunk) {
      size += chunk.length;
      if (size > maxBytes) events.onFail('too-large');
      else chunks.push(chunk);
      return true;
    },
    end() {
      const body = joinChunks(chunks, size);
      chunks = [];
      events.onDone(body);
    },
    destroy() {
      chunks = [];
    },
  };
}

/** Into memory of its own, so that it can be handed to another thread without a copy. */
function joinChunks(chunks: readonly Buffer[], size: number): Uint8Array {
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

const inflaters: Readonly<Record<string, (first: Buffer) => Transform | undefined>> = {
  gzip: makeGunzip,
  'x-gzip': makeGunzip,
  deflate: (first) => (((first[0] ?? 0) & 0x0f) === 8 ? createInflate(zlibOptions) : createInflateRaw(zlibOptions)),
  br: () => createBrotliDecompress({ chunkSize, finishFlush: constants.BROTLI_OPERATION_FLUSH }),
  zstd: () => createZstdDecompress({ chunkSize, params: { [constants.ZSTD_d_windowLogMax]: 23 } }),
};

/** A transfer that was cut off still gives what came: the tolerant reader makes the best of it. */
const zlibOptions = { chunkSize, finishFlush: constants.Z_SYNC_FLUSH };

/** Some servers say gzip and send plain text. */
function makeGunzip(first: Buffer): Transform | undefined {
  return first[0] === 0x1f && (first[1] === undefined || first[1] === 0x8b) ? createGunzip(zlibOptions) : undefined;
}

function inflate(name: string, next: BodySink, maxBytes: number, events: SinkEvents): BodySink {
  let stream: Transform | undefined;
  let isPlain = false;
  let isOver = false;
  let size = 0;
  const start = (first: Buffer) => {
    stream = inflaters[name]?.(first);
    isPlain = stream === undefined;
    stream?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (isOver) return;
      if (size > maxBytes) events.onFail('too-large');
      else next.write(chunk);
    });
    stream?.on('end', () => !isOver && next.end());
    stream?.on('error', () => !isOver && events.onFail('bad-encoding'));
    stream?.on('drain', () => !isOver && events.onDrain());
  };
  return {
    write(chunk) {
      if (stream === undefined && !isPlain) start(chunk);
      return stream === undefined ? next.write(chunk) : stream.write(chunk);
    },
    end() {
      if (stream === undefined) next.end();
      else stream.end();
    },
    destroy() {
      isOver = true;
      stream?.destroy();
      next.destroy();
    },
  };
}
