/** A strict fake of Discord over real sockets: REST and gateway, with the servers and people behind them. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Gateway, openGateway } from './discord-gateway.ts';
import { createGate, type DiscordLimits } from './discord-limits.ts';
import { ok, type Reply, type Request, refusal, type Upload } from './discord-replies.ts';
import { answer } from './discord-rest.ts';
import { type FakeGuild, guildJson, type State, userJson } from './discord-state.ts';
import type { Json } from './discord-validation.ts';

interface Call extends Request {
  readonly at: number;
  /** 0 when the connection was cut. */
  status: number;
  code: number;
}

/** What to do with the next call that fits instead of answering it well. */
export type Mischief =
  | Reply
  | 'cutBefore'
  | 'cutAfter'
  /** Takes the call and never answers it. */
  | 'hang'
  | { readonly delayMs: number }
  | { readonly tooFast: 'user' | 'global' | 'shared'; readonly retryAfter: number };

export interface DiscordWorld extends State {
  readonly token: string;
  readonly apiRoot: string;
  readonly gateway: Gateway;
  readonly calls: Call[];
  callsTo(method: string, path: RegExp): readonly Call[];
  /** Puts mischief before the next calls that fit, one each. */
  disturb(path: RegExp, ...mischief: Mischief[]): void;
  /** A file behind an address, as Discord keeps what people send. */
  keep(content: string): string;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** `undefined`: none at all, for tests of other things. */
  readonly limits?: DiscordLimits;
  readonly token?: string;
  readonly now?: () => number;
  readonly shards?: number;
  readonly heartbeatMs?: number;
  readonly maxConcurrency?: number;
  readonly sessionStarts?: number;
  readonly disallowedIntents?: number;
}

const fakeId = '900000000000000001';

export async function createDiscordWorld(options: WorldOptions = {}): Promise<DiscordWorld> {
  const token = options.token ?? 'OTAwMDAwMDAwMDAwMDAwMDAx.Fake.FakeFakeFakeFakeFakeFakeFake';
  const now = options.now ?? Date.now;
  const shards = options.shards ?? 1;
  const maxConcurrency = options.maxConcurrency ?? 16;
  const sessionStarts = options.sessionStarts ?? 1000;
  const gate = createGate(now, options.limits);
  const calls: Call[] = [];
  const kept = new Map<string, string>();
  const disturbances: { readonly path: RegExp; readonly mischief: Mischief }[] = [];
  let lastId = 900000000000001000n;
  let root = '';

  const shardOf = (guildId: string | undefined) =>
    guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(shards));
  const guildsOf = (shard: number): readonly FakeGuild[] =>
    [...world.guilds.values()].filter(({ id, hasBot }) => hasBot && shardOf(id) === shard);

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  const gateway = openGateway(server, {
    token,
    shards,
    heartbeatMs: options.heartbeatMs ?? 40_000,
    maxConcurrency,
    sessionStarts,
    disallowed: options.disallowedIntents ?? (1 << 1) | (1 << 8) | (1 << 15),
    url: () => root.replace('http', 'ws'),
    ready: (shard) => ({
      user: userJson(fakeId, 'Dateline', true),
      application: { id: fakeId, flags: 0 },
      guilds: guildsOf(shard).map(({ id }) => ({ id, unavailable: true })),
    }),
    greet: (shard) => guildsOf(shard).map((guild) => ['GUILD_CREATE', guildJson(world, guild)] as const),
  });

  const world: DiscordWorld = {
    token,
    get apiRoot() {
      return `${root}/api`;
    },
    gateway,
    now,
    botId: fakeId,
    guilds: new Map(),
    channels: new Map(),
    interactions: new Map(),
    webhooks: [],
    commands: [],
    commandRights: new Map(),
    knowsComponents: true,
    poison: undefined,
    calls,
    callsTo: (method, path) => calls.filter((call) => call.method === method && path.test(call.path)),
    disturb(path, ...mischief) {
      disturbances.push(...mischief.map((one) => ({ path, mischief: one })));
    },
    keep(content) {
      const path = `/files/${kept.size}`;
      kept.set(path, content);
      return `${root}${path}`;
    },
    nextId: () => String(++lastId),
    tell: (guildId, event, data) => gateway.tell(shardOf(guildId), event, data),
    async close() {
      gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '', 'http://fake');
    const file = kept.get(url.pathname);
    if (file !== undefined) return void response.writeHead(200).end(file);
    const path = decodeURIComponent(url.pathname.replace(/^\/api\/v10/, ''));
    const { body, files } = await readBody(request);
    const isOpen = /^\/(?:interactions|webhooks)\//.test(path);
    const call: Call = {
      method: request.method ?? 'GET',
      path,
      query: url.searchParams,
      body,
      files,
      at: now(),
      status: 0,
      code: 0,
    };
    calls.push(call);
    if (!isOpen && request.headers.authorization !== `Bot ${token}`)
      return respond(response, call, refusal(401, 0, '401: Unauthorized'));
    const found = disturbances.findIndex((one) => one.path.test(`${call.method} ${path}`));
    const mischief = found < 0 ? undefined : disturbances.splice(found, 1)[0]!.mischief;
    if (mischief === 'cutBefore') return void request.socket.destroy();
    if (typeof mischief === 'object' && 'delayMs' in mischief) await wait(mischief.delayMs);
    if (typeof mischief === 'object' && 'tooFast' in mischief) {
      return tooFast(response, call, mischief.retryAfter, mischief.tooFast, {});
    }
    const hook = world.webhooks.find(({ id }) => path.startsWith(`/webhooks/${id}/`))?.channelId;
    const bucket = hook ?? /^\/channels\/(\d+)\/messages/.exec(path)?.[1];
    const passage = gate(bucket === undefined ? undefined : `messages-${call.method}:${bucket}`, !isOpen);
    if (passage.refusal !== undefined)
      return tooFast(response, call, passage.refusal.retryAfter, passage.refusal.scope, passage.headers);
    const reply = typeof mischief === 'object' && 'status' in mischief ? mischief : answerAny(call);
    if (mischief === 'cutAfter') return void request.socket.destroy();
    if (mischief === 'hang') return;
    respond(response, call, reply, passage.headers);
  };

  const answerAny = (call: Call): Reply => {
    if (call.path === '/gateway/bot') {
      const remaining = Math.max(0, gateway.startsLeft);
      const start = { total: sessionStarts, remaining, reset_after: 14_400_000, max_concurrency: maxConcurrency };
      return ok({ url: root.replace('http', 'ws'), shards, session_start_limit: start });
    }
    return answer(world, call);
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return world;
}

function tooFast(
  response: ServerResponse,
  call: Call,
  retryAfter: number,
  scope: string,
  headers: Readonly<Record<string, string>>,
): void {
  const isGlobal = scope === 'global';
  const body = { message: 'You are being rate limited.', retry_after: retryAfter, global: isGlobal };
  const own = {
    'retry-after': String(retryAfter),
    'x-ratelimit-scope': scope,
    ...(isGlobal && { 'x-ratelimit-global': 'true' }),
    via: '1.1 google',
  };
  respond(response, call, { status: 429, body }, { ...headers, ...own });
}

function respond(
  response: ServerResponse,
  call: Call,
  reply: Reply,
  headers: Readonly<Record<string, string>> = {},
): void {
  call.status = reply.status;
  call.code = Number((reply.body as Json | undefined)?.code ?? 0);
  const type = reply.body === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(reply.status, { ...type, ...headers });
  response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
}

async function readBody(request: IncomingMessage): Promise<{ body: Json; files: readonly Upload[] }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/'))
    return { body: raw.length === 0 ? {} : (JSON.parse(raw.toString('utf8')) as Json), files: [] };
  const form = await new Response(raw, { headers: { 'content-type': type } }).formData();
  const files: Upload[] = [];
  for (const value of form.values()) {
    if (typeof value !== 'string') files.push({ name: value.name, content: await value.text() });
  }
  return { body: JSON.parse(String(form.get('payload_json') ?? '{}')) as Json, files };
}
