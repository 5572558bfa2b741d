/** A strict fake of the Telegram Bot API over real HTTP, with the people and chats behind it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Update } from 'grammy/types';
import type { FakeChat, Refusal, Shown } from './telegram-chats.ts';
import { createFloodGate, type FloodLimits, usualLimits } from './telegram-limits.ts';
import { bad, methods, type Params, type Reply, type State } from './telegram-methods.ts';

interface Call {
  readonly method: string;
  readonly params: Params;
  readonly at: number;
  /** 200, or the code of the refusal; 0 when the connection was cut. */
  code: number;
  description: string | undefined;
}

/** What to do with the next call of a method instead of answering it well. */
export type Mischief = Refusal | 'cutBefore' | 'cutAfter' | 'notJson' | { readonly delayMs: number };

export interface TelegramWorld extends State {
  readonly token: string;
  readonly apiRoot: string;
  readonly calls: Call[];
  /** Calls of a method, or of all that send and edit. */
  callsOf(...names: string[]): readonly Call[];
  /** Puts mischief before the next calls of a method, one each. */
  disturb(method: string, ...mischief: Mischief[]): void;
  /** Refuses every message that holds these words, as the server refuses what it cannot read. */
  poison(words: string): void;
  /** Queues an update for the bot, as the server does. */
  push(update: Omit<Update, 'update_id'>, id?: number): number;
  /** Called when a message was taken, before the bot is told. */
  onPosted: ((chat: FakeChat, shown: Shown) => void | Promise<void>) | undefined;
  /** Updates that the bot has not confirmed. */
  readonly waiting: number;
  /** Posts an update to the webhook; the answer's status. */
  deliver(update: Update, secret?: string): Promise<number>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly limits?: FloodLimits;
  readonly token?: string;
  readonly now?: () => number;
}

const fakeBot = { id: 4242, username: 'DatelineTestBot', first_name: 'Dateline' };

/** No limits at all, for tests of other things. */
export const noLimits: FloodLimits = {
  overall: { count: 1e9, windowMs: 1 },
  chat: { count: 1e9, windowMs: 1 },
  group: { count: 1e9, windowMs: 1 },
};

export async function createTelegramWorld(options: WorldOptions = {}): Promise<TelegramWorld> {
  const token = options.token ?? '4242:AAFakeFakeFakeFakeFakeFakeFakeFakeFake';
  const now = options.now ?? Date.now;
  const updates: Update[] = [];
  const disturbances = new Map<string, Mischief[]>();
  const poisons: string[] = [];
  let nextUpdate = 1000;
  let webhook: { readonly url: string; readonly secret: string } | undefined;
  let poll: { readonly end: (conflict: boolean) => void } | undefined;
  const calls: Call[] = [];

  const getUpdates = async (params: Params): Promise<Reply> => {
    if (webhook !== undefined) {
      const description =
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
      return { code: 409, description };
    }
    poll?.end(true);
    const offset = (params.offset as number | undefined) ?? 0;
    while (updates.length > 0 && updates[0]!.update_id < offset) updates.shift();
    const isEnded = updates.length === 0 && (await idle(Number(params.timeout ?? 0)));
    if (isEnded) {
      const description =
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
      return { code: 409, description };
    }
    return { result: updates.slice(0, Number(params.limit ?? 100)) };
  };

  /** Waits for an update; answers whether another poller ended the wait. */
  const idle = (seconds: number): Promise<boolean> =>
    new Promise((resolve) => {
      if (seconds <= 0) return resolve(false);
      const timer = setTimeout(() => own.end(false), seconds * 1000);
      const own = {
        end(isConflict: boolean) {
          clearTimeout(timer);
          if (poll === own) poll = undefined;
          resolve(isConflict);
        },
      };
      poll = own;
    });

  const own: Readonly<Record<string, (params: Params) => Reply | Promise<Reply>>> = {
    getUpdates,
    setWebhook(params) {
      const url = String(params.url ?? '');
      if (!/^https?:\/\//.test(url)) return bad('bad webhook: An HTTPS URL must be provided for webhook');
      webhook = { url, secret: String(params.secret_token ?? '') };
      return { result: true };
    },
    deleteWebhook() {
      webhook = undefined;
      return { result: true };
    },
  };

  const world: TelegramWorld = {
    token,
    apiRoot: '',
    bot: fakeBot,
    chats: new Map<number, FakeChat>(),
    gate: createFloodGate(now, options.limits ?? usualLimits),
    complaints: [],
    acknowledged: new Map(),
    inlineAnswers: new Map(),
    settings: new Map(),
    files: new Map(),
    without: new Set(),
    lostPictures: new Set(),
    whispers: new Map(),
    now,
    calls,
    callsOf: (...names) => calls.filter(({ method }) => names.includes(method)),
    disturb(method, ...mischief) {
      disturbances.set(method, [...(disturbances.get(method) ?? []), ...mischief]);
    },
    poison(words) {
      poisons.push(words);
    },
    push(update, id) {
      const update_id = id ?? nextUpdate++;
      const full: Update = { ...update, update_id };
      if (webhook !== undefined) void world.deliver(full);
      else updates.push(full);
      poll?.end(false);
      return update_id;
    },
    onPosted: undefined,
    get waiting() {
      return updates.length;
    },
    async deliver(update, secret = webhook?.secret ?? '') {
      const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret };
      const response = await fetch(webhook!.url, { method: 'POST', headers, body: JSON.stringify(update) });
      return response.status;
    },
    close: async () => {
      poll?.end(false);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  const answer = async (method: string, params: Params): Promise<Reply> => {
    const text = String(params.text ?? '');
    if (poisons.some((words) => text.includes(words))) return bad("can't parse entities");
    const known = own[method] ?? (methods[method] && ((given: Params) => methods[method]!(world, given)));
    return known === undefined ? { code: 404, description: 'Not Found: method not found' } : known(params);
  };

  const tellPosted = async ({ chat_id: id }: Params): Promise<void> => {
    const chat = world.chats.get(Number(id));
    const shown = chat?.shown.at(-1);
    if (chat !== undefined && shown !== undefined) await world.onPosted?.(chat, shown);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '', 'http://fake');
    const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(url.pathname);
    if (file !== null) return serveFile(world, response, file[1]!, file[2]!);
    const [, given, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(url.pathname) ?? [];
    if (given !== token) return respond(response, { code: 401, description: 'Unauthorized' });
    const call: Call = { method, params: await readParams(request), at: now(), code: 0, description: undefined };
    calls.push(call);
    const mischief = disturbances.get(method)?.shift();
    if (mischief === 'cutBefore') return void request.socket.destroy();
    if (mischief === 'notJson') return void response.writeHead(502).end('<html>Bad Gateway</html>');
    if (typeof mischief === 'object' && 'delayMs' in mischief) await wait(mischief.delayMs);
    const reply = typeof mischief === 'object' && 'code' in mischief ? mischief : await answer(method, call.params);
    if (/^send(?:Message|Photo|Document|RichMessage)$/.test(method) && 'result' in reply) await tellPosted(call.params);
    if (mischief === 'cutAfter') return void request.socket.destroy();
    call.code = 'code' in reply ? reply.code : 200;
    call.description = 'code' in reply ? reply.description : undefined;
    respond(response, reply);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.defineProperty(world, 'apiRoot', { value: apiRoot });
}

function respond(response: ServerResponse, reply: Reply): void {
  const isRefusal = 'code' in reply;
  const body = isRefusal
    ? { ok: false, error_code: reply.code, description: reply.description, parameters: reply.parameters }
    : { ok: true, result: reply.result };
  response.writeHead(isRefusal ? reply.code : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function serveFile(world: TelegramWorld, response: ServerResponse, given: string, path: string): void {
  const file = [...world.files.values()].find((candidate) => candidate.path === path);
  if (given !== world.token || file === undefined) response.writeHead(404).end();
  else response.writeHead(200).end(file.bytes);
}

async function readParams(request: IncomingMessage): Promise<Params> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/')) return body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as Params);
  return readForm(await new Response(body, { headers: { 'content-type': type } }).formData());
}

/** Form fields hold JSON where they are no plain text; files hang on `attach://` names. */
async function readForm(form: FormData): Promise<Params> {
  const params: Record<string, unknown> = {};
  for (const [name, value] of form.entries()) {
    if (typeof value !== 'string') params[name] = { name: value.name, content: await value.text() };
    else params[name] = /^(?:[[{]|true$|false$|-?\d+$)/.test(value) ? JSON.parse(value) : value;
  }
  const document = params.document;
  if (typeof document === 'string' && document.startsWith('attach://')) params.document = params[document.slice(9)];
  return params;
}
