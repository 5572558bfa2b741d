/**
 * A strict chat platform over HTTP. It counts messages in sliding windows by its own clock, refuses what is over its
 * limits, and remembers everything it took, in order.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChannelLimits, Rate } from '../../src/ports.ts';

export interface Received {
  readonly id: string;
  readonly chat: string;
  readonly thread: string | undefined;
  readonly text: string;
  readonly nonce: string;
  readonly isSilent: boolean;
  readonly replyTo: string | undefined;
  readonly at: number;
  /** The texts it was changed to. */
  readonly edits: string[];
}

interface Request {
  readonly path: '/send' | '/edit';
  readonly chat: string;
  readonly thread?: string;
  readonly isGroup?: boolean;
  readonly id?: string;
  readonly text: string;
  readonly nonce: string;
  readonly isSilent: boolean;
  readonly replyTo?: string;
}

/** An answer in the place of the platform's own; `hangUp` closes the connection, after the message was taken or before. */
export type Refusal =
  | { readonly status: number; readonly body: Record<string, unknown> }
  | { readonly hangUp: 'before' | 'after' };

export interface Platform {
  readonly url: string;
  readonly received: readonly Received[];
  /** Requests of any kind, refused ones included. */
  readonly calls: number;
  readonly refusedByLimit: number;
  /** Set to refuse some requests; undefined takes the request as usual. */
  refuse: ((request: Request) => Refusal | undefined) | undefined;
  /** Called when a message was taken, before the sender is told. */
  onTaken: ((message: Received) => void | Promise<void>) | undefined;
  close(): Promise<void>;
}

export interface PlatformOptions {
  readonly limits?: ChannelLimits;
  /** Drops a repeated nonce and answers the first message again. */
  readonly knowsNonces?: boolean;
  readonly latencyMs?: number;
  readonly now?: () => number;
}

interface World extends Platform {
  readonly received: Received[];
  readonly byNonce: Map<string, Received>;
  readonly stamps: Map<string, number[]>;
  calls: number;
  refusedByLimit: number;
}

export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const server = createServer((request, response) => void answer(world, options, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const world: World = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    byNonce: new Map(),
    stamps: new Map(),
    calls: 0,
    refusedByLimit: 0,
    refuse: undefined,
    onTaken: undefined,
    close: () => closeServer(server),
  };
  return world;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function answer(world: World, options: PlatformOptions, incoming: IncomingMessage, out: ServerResponse) {
  const request = await readRequest(incoming);
  world.calls++;
  if (options.latencyMs !== undefined) await new Promise((resolve) => setTimeout(resolve, options.latencyMs));
  const refusal = world.refuse?.(request);
  if (refusal !== undefined && 'status' in refusal) return respond(out, refusal.status, refusal.body);
  if (refusal?.hangUp === 'before') return void out.socket?.destroy();
  const now = options.now?.() ?? performance.timeOrigin + performance.now();
  const waitMs = options.limits === undefined ? 0 : countIn(world, options.limits, request, now);
  if (waitMs > 0) {
    world.refusedByLimit++;
    return respond(out, 429, { retryAfterMs: Math.ceil(waitMs) });
  }
  const message = take(world, options, request, now);
  if (message !== undefined) await world.onTaken?.(message);
  if (refusal?.hangUp === 'after') return void out.socket?.destroy();
  if (message === undefined) return respond(out, 400, { error: 'message to edit not found' });
  respond(out, 200, { id: message.id });
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return { ...JSON.parse(Buffer.concat(chunks).toString()), path: incoming.url };
}

function respond(out: ServerResponse, status: number, body: Record<string, unknown>): void {
  out.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function take(world: World, options: PlatformOptions, request: Request, now: number): Received | undefined {
  if (request.path === '/edit') {
    const message = world.received.find(({ id, chat }) => id === request.id && chat === request.chat);
    message?.edits.push(request.text);
    return message;
  }
  const known = options.knowsNonces ? world.byNonce.get(request.nonce) : undefined;
  if (known !== undefined) return known;
  const { chat, thread, text, nonce, isSilent, replyTo } = request;
  const id = String(world.received.length + 1);
  const message = { id, chat, thread, text, nonce, isSilent, replyTo, at: now, edits: [] };
  world.received.push(message);
  world.byNonce.set(nonce, message);
  return message;
}

/** Counts the request where there is room; else answers how long there will be none. */
function countIn(world: World, limits: ChannelLimits, request: Request, now: number): number {
  const own = [...limits.perChat, ...(request.isGroup ? limits.perGroup : [])];
  const windows: readonly (readonly [string, Rate])[] = [
    ...limits.overall.map((rate) => ['', rate] as const),
    ...own.map((rate) => [request.chat, rate] as const),
  ];
  const waits = windows.map(([key, rate]) => {
    const name = `${key}/${rate.windowMs}`;
    const recent = (world.stamps.get(name) ?? []).filter((at) => at > now - rate.windowMs);
    world.stamps.set(name, recent);
    return recent.length < rate.count ? 0 : recent[0]! + rate.windowMs - now;
  });
  const waitMs = Math.max(0, ...waits);
  if (waitMs === 0) for (const [key, rate] of windows) world.stamps.get(`${key}/${rate.windowMs}`)!.push(now);
  return waitMs;
}
