/** A platform that another process is connected to, as the engine sees it. */
import { digest } from '../hash.ts';
import type { Address, Message, MessageRef } from '../model.ts';
import type { Channel, Cluster, Outcome, SendOptions } from '../ports.ts';
import { companyOf } from './company.ts';
import { type PersonBody, type PlatformAbout, type SendBody, sendLine } from './messages.ts';

/** When no process takes a message within this time and none is connected, the platform rests, as when it were down. */
const withinMs = 8_000;
/** Where one is connected it is only slow, or Redis is, and is asked again; but not for ever. */
const longestMs = 60_000;

/**
 * A message is a job with an id derived from its delivery: when the engine is killed while it is under way, the next one
 * asks for the same job, and hears that it was sent.
 */
export function createRemoteChannel(
  cluster: Pick<Cluster, 'work' | 'members' | 'trouble'>,
  about: PlatformAbout,
): Channel {
  const { work } = cluster;
  const { platform, limits, isIdempotent } = about;
  const isConnected = () => companyOf(cluster).platforms.some((one) => one.platform === platform);
  const ask = async (kind: string, body: SendBody): Promise<Outcome> => {
    const id = digest(20, kind, body.nonce);
    const isKept = (outcome: unknown) => (outcome as Outcome).kind === 'sent';
    try {
      const startedAt = performance.now();
      do {
        const reply = await work.ask(sendLine(platform), { id, body }, { withinMs, isKept });
        if (reply.kind === 'answer') return reply.body as Outcome;
      } while (isConnected() && performance.now() - startedAt < longestMs);
      return { kind: 'retry', afterMs: undefined, scope: 'all', reason: `no process is connected to ${platform}` };
    } catch (error) {
      return { kind: 'retry', afterMs: undefined, scope: 'all', reason: (error as Error).message };
    }
  };
  return {
    platform,
    limits,
    isIdempotent,
    start: async () => undefined,
    send: (to, message, options) => ask('send', { to, ...bodyOf(to, message, options) }),
    edit: (ref: MessageRef, message, options) => ask('edit', { ref, ...bodyOf(ref.address, message, options) }),
    async privately(person) {
      const job = { id: digest(20, 'person', person), body: { person } satisfies PersonBody };
      const reply = await work.ask(sendLine(platform), job, { withinMs }).catch(() => undefined);
      return reply?.kind === 'answer' ? ((reply.body as Address | null) ?? undefined) : undefined;
    },
    stop: async () => undefined,
  };
}

function bodyOf(_to: Address, message: Message, options: SendOptions): SendBody {
  const { nonce, isSilent, replyTo, chatKind = 'private' } = options;
  return { message, nonce, isSilent, replyTo, chatKind };
}
