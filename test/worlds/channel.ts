/** A channel to the strict platform: a small adapter, as a real one would be. */
import { Agent, request } from 'node:http';
import type { Address, Message } from '../../src/model.ts';
import type { Channel, ChannelLimits, Outcome, SendOptions } from '../../src/ports.ts';

export interface HttpChannelOptions {
  readonly url: string;
  readonly platform?: string;
  readonly limits?: ChannelLimits;
  readonly isIdempotent?: boolean;
  /** Chats that the platform counts as groups. */
  readonly isGroup?: (chat: string) => boolean;
}

export const noLimits: ChannelLimits = { perChat: [], perGroup: [], overall: [] };

export function createHttpChannel(options: HttpChannelOptions): Channel {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const call = (
    path: string,
    to: Address,
    message: Message,
    { nonce, isSilent, replyTo, signal }: SendOptions,
    id?: string,
  ) =>
    post(
      agent,
      options.url + path,
      {
        chat: to.id,
        thread: to.thread,
        isGroup: options.isGroup?.(to.id),
        id,
        text: textOf(message),
        nonce,
        isSilent,
        replyTo: replyTo?.id,
      },
      signal,
    ).then((response) => readOutcome(to, response));
  return {
    platform: options.platform ?? 'fake',
    limits: options.limits ?? noLimits,
    ...(options.isIdempotent === undefined ? {} : { isIdempotent: options.isIdempotent }),
    start: async () => {},
    send: (to, message, sendOptions) => call('/send', to, message, sendOptions),
    edit: (ref, message, sendOptions) => call('/edit', ref.address, message, sendOptions, ref.id),
    stop: async () => agent.destroy(),
  };
}

interface Response {
  readonly status: number;
  readonly body: {
    readonly id?: string;
    readonly error?: string;
    readonly retryAfterMs?: number;
    readonly isGlobal?: boolean;
    readonly movedTo?: string;
    readonly threadGone?: boolean;
  };
}

function post(agent: Agent, url: string, body: unknown, signal: AbortSignal | undefined): Promise<Response> {
  return new Promise((resolve) => {
    const fail = (error: Error) => resolve({ status: 0, body: { error: error.message } });
    const outgoing = request(
      url,
      { method: 'POST', agent, ...(signal === undefined ? {} : { signal }) },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', fail);
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) }),
        );
      },
    );
    outgoing.on('error', fail);
    outgoing.end(JSON.stringify(body));
  });
}

function readOutcome(to: Address, { status, body }: Response): Outcome {
  const reason = body.error ?? String(status);
  if (status === 200) return { kind: 'sent', ref: { address: to, id: body.id! } };
  if (status === 429)
    return { kind: 'retry', afterMs: body.retryAfterMs, scope: body.isGlobal ? 'all' : 'chat', reason };
  if (body.movedTo !== undefined) return { kind: 'moved', to: { platform: to.platform, id: body.movedTo } };
  if (body.threadGone) return { kind: 'threadGone', reason };
  if (status === 403) return { kind: 'unreachable', reason, canReturn: true };
  if (status >= 400 && status < 500) return { kind: 'rejected', reason };
  return { kind: 'retry', afterMs: undefined, scope: status === 0 ? 'all' : 'chat', reason };
}

function textOf(message: Message): string {
  return message.blocks
    .map((block) => (block.kind === 'paragraph' ? block.spans.map(({ text }) => text).join('') : ''))
    .join('\n');
}

/** A message of one paragraph. */
export function plain(text: string, isLoud = true): Message {
  return {
    kind: 'alert',
    topic: undefined,
    blocks: [{ kind: 'paragraph', spans: [{ text }] }],
    buttons: [],
    isLoud,
    isPrivate: false,
    previewUrl: undefined,
    file: undefined,
  };
}
