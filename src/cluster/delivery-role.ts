/** A process that is connected to the platforms: it hands on what people do, and sends what the engine decides. */
import type { Catalogue } from '../messages/say.ts';
import type { Channel, Clock, Cluster, Log, Outcome } from '../ports.ts';
import { createOutpostHost } from './host.ts';
import {
  type DeliveryAbout,
  type PersonBody,
  type PlatformAbout,
  platformLease,
  type SendBody,
  sendLine,
} from './messages.ts';
import { createOutpostOperation, type RoleProcess } from './outpost.ts';

export interface DeliveryParts {
  readonly cluster: Cluster;
  readonly channels: readonly Channel[];
  /** Platforms that let one process connect at a time; the others of the role stand by. */
  readonly exclusive: ReadonlySet<string>;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  /** Of a virtual clock; the platforms' limits follow it. */
  readonly clockSpeed: number | undefined;
  readonly administrators: readonly string[];
  readonly log: Log;
}

/** Sends under way at once: the engine asks for no more than the platform takes. */
const width = 64;

export function createDeliveryRole(parts: DeliveryParts): RoleProcess {
  const { cluster, clockSpeed = 1, log } = parts;
  const channels = parts.channels.map((channel) => paced(channel, clockSpeed));
  const connected = new Map<string, PlatformAbout>();
  const stopping = new AbortController();
  const stopRequested = Promise.withResolvers<void>();
  const hosting = createOutpostHost({ ...parts, stopRequested, signal: stopping.signal });
  const leases: { release(): Promise<void> }[] = [];
  const started: Channel[] = [];
  const about = (): DeliveryAbout => ({ platforms: [...connected.values()] });

  async function connect(channel: Channel): Promise<void> {
    const { platform } = channel;
    if (parts.exclusive.has(platform)) {
      const lease = await cluster.lead(platformLease(platform), stopping.signal);
      if (lease === undefined) return;
      leases.push(lease);
      void lease.lost.then((error) => stopRequested.reject(error));
    }
    started.push(channel);
    await channel.start(hosting.forChannel(channel));
    if (stopping.signal.aborted) return;
    const { limits, isIdempotent = false } = channel;
    connected.set(platform, { platform, limits, isIdempotent });
    cluster.work.consume(sendLine(platform), width, ({ body }) =>
      carryOut(parts, channel, body as SendBody | PersonBody),
    );
    await cluster.show();
    log.info({ platform }, 'connected');
  }

  return {
    operation: createOutpostOperation(cluster),
    stopRequested: stopRequested.promise,
    async start() {
      await cluster.join('delivery', about);
      const [alone, shared] = split(channels, ({ platform }) => parts.exclusive.has(platform));
      for (const channel of alone) void connect(channel).catch((error: Error) => stopRequested.reject(error));
      await Promise.all(shared.map(connect));
    },
    async stop() {
      stopping.abort();
      // What is being sent needs its connections until it is done.
      await cluster.work.close();
      await Promise.all(started.map((channel) => channel.stop()));
      await Promise.all(leases.map((lease) => lease.release()));
      await cluster.close();
    },
  };
}

function split<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}

/** The figures on the clock of this world: a virtual clock makes a platform's second shorter. */
function paced(channel: Channel, speed: number): Channel {
  if (speed === 1) return channel;
  const shorter = (rates: Channel['limits']['overall']) =>
    rates.map(({ count, windowMs }) => ({ count, windowMs: Math.max(1, Math.round(windowMs / speed)) }));
  const { perChat, perGroup, overall } = channel.limits;
  const limits = { perChat: shorter(perChat), perGroup: shorter(perGroup), overall: shorter(overall) };
  return {
    platform: channel.platform,
    limits,
    ...(channel.isIdempotent === undefined ? {} : { isIdempotent: channel.isIdempotent }),
    start: (host) => channel.start(host),
    send: (to, message, options) => channel.send(to, message, options),
    edit: (ref, message, options) => channel.edit(ref, message, options),
    ...(channel.privately === undefined ? {} : { privately: (person) => channel.privately!(person) }),
    stop: () => channel.stop(),
  };
}

function carryOut(parts: DeliveryParts, channel: Channel, body: SendBody | PersonBody): Promise<unknown> {
  if ('person' in body) return channel.privately?.(body.person) ?? Promise.resolve(undefined);
  return send(parts, channel, body);
}

/** Throws StoreError before anything was sent; after that, never. */
async function send({ cluster }: DeliveryParts, channel: Channel, body: SendBody): Promise<Outcome> {
  const { to, ref, message, nonce, isSilent, replyTo, chatKind } = body;
  const address = to ?? ref?.address;
  if (address === undefined) return { kind: 'rejected', reason: 'a message without an address' };
  const passage = { address, chatKind, limits: channel.limits };
  const place = await cluster.gate.enter(passage, 'alert');
  const options = { nonce, isSilent, replyTo };
  const outcome = await (to === undefined ? channel.edit(ref!, message, options) : channel.send(to, message, options));
  place.settle(true);
  if (outcome.kind === 'retry' && outcome.afterMs !== undefined)
    await cluster.gate.pause(passage, outcome.scope, outcome.afterMs);
  return outcome;
}
