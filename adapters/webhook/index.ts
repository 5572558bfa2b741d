/**
 * An outgoing webhook as a channel of the core: what a chat would be told is posted as signed JSON to one address, through the
 * same outbox as every other message. See `docs/webhooks.md`.
 */
import { Agent, request } from 'undici';
import type { Message, MessageRef } from '../../src/model.ts';
import type { Channel, ChannelLimits, Outcome, SendOptions } from '../../src/ports.ts';
import { eventOf } from './event.ts';
import { readAnswer, readFailure } from './outcome.ts';
import { createSigner } from './sign.ts';

export interface HookOptions {
  /** Its name in the outbox. */
  readonly platform: string;
  readonly url: string;
  readonly secret: string;
  /** Told to the receiver as `User-Agent`. */
  readonly userAgent: string;
  /** Real time in ms: receivers refuse signatures of another hour. */
  readonly now?: () => number;
}

const limits: ChannelLimits = { perChat: [{ count: 10, windowMs: 1_000 }], perGroup: [], overall: [] };
const answerWithinMs = 15_000;
/** An answer's body is not read beyond this; only its status counts. */
const bodyLimit = 16_384;

export function createHook({ platform, url, secret, userAgent, now = Date.now }: HookOptions): Channel {
  const sign = createSigner(secret);
  const agent = new Agent({ connections: 2, connect: { timeout: answerWithinMs } });

  async function post(message: Message, isEdit: boolean, options: SendOptions, id: string): Promise<Outcome> {
    const body = JSON.stringify(eventOf(message, isEdit, id, now()));
    const signed = { ...sign(options.nonce, Math.floor(now() / 1_000), body) };
    const late = AbortSignal.timeout(answerWithinMs);
    try {
      const answer = await request(url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': userAgent, ...signed },
        dispatcher: agent,
        signal: options.signal === undefined ? late : AbortSignal.any([late, options.signal]),
      });
      await answer.body.dump({ limit: bodyLimit });
      return readAnswer(
        answer.statusCode,
        answer.headers['retry-after'],
        { address: { platform, id: 'topic' }, id },
        now(),
      );
    } catch (error) {
      return readFailure(error);
    }
  }

  return {
    platform,
    limits,
    // The id of a delivery stays the same at every try: receivers drop what they know.
    isIdempotent: true,
    async start() {},
    send: (_to, message, options) => post(message, false, options, options.nonce),
    edit: (ref: MessageRef, message, options) => post(message, true, options, ref.id),
    async stop() {
      if (!agent.closed && !agent.destroyed) await agent.close();
    },
  };
}
