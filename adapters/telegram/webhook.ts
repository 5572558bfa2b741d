/** Updates by webhook: checked, acknowledged at once, and worked on afterwards. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Update } from 'grammy/types';
import { z } from 'zod';

/** Updates are a few kilobytes; nothing this large is one. */
const maxBytes = 1_000_000;
const rememberedUpdates = 10_000;

const updateShape = z.looseObject({ update_id: z.number().int() });

/** Answers one request of Telegram. */
export type WebhookHandler = (request: Request) => Promise<Response>;

/** `receive` begins an update; it is not waited for. Requests without the right secret are refused before they are read. */
export function createWebhook(secret: string, receive: (update: Update) => Promise<void>): WebhookHandler {
  const seen = new Set<number>();
  return async (request) => {
    if (request.method !== 'POST') return new Response(undefined, { status: 405 });
    if (!isSecret(request.headers.get('x-telegram-bot-api-secret-token') ?? '', secret)) {
      return new Response(undefined, { status: 401 });
    }
    const body = await readCapped(request);
    if (body === undefined) return new Response(undefined, { status: 413 });
    const update = parse(body);
    if (update === undefined) return new Response(undefined, { status: 400 });
    if (!seen.has(update.update_id)) void receive(remember(seen, update));
    return new Response(undefined, { status: 200 });
  };
}

function remember(seen: Set<number>, update: Update): Update {
  seen.add(update.update_id);
  const [oldest] = seen;
  if (seen.size > rememberedUpdates && oldest !== undefined) seen.delete(oldest);
  return update;
}

/** Takes as long for a wrong secret as for the right one, whatever their lengths. */
function isSecret(given: string, secret: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return secret !== '' && timingSafeEqual(hash(given), hash(secret));
}

async function readCapped(request: Request): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(body: string): Update | undefined {
  try {
    return updateShape.parse(JSON.parse(body)) as Update;
  } catch {
    return undefined;
  }
}
