/** A process that is connected to the platforms: it hands on what people do, and sends what the engine decides. */
import type { Catalogue } from '../messages/say.ts';
import type { Channel, Clock, Cluster, Job, Log, Outcome } from '../ports.ts';
import { createOutpostHost } from './host.ts';
import {
  type DeliveryAbout,
  type PersonBody,
  type PlatformAbout,
  partLine,
  platformLease,
  type SendBody,
  sendLine,
} from './messages.ts';
import { createOutpostOperation, type RoleProcess } from './outpost.ts';
import { createSharing, type PlatformSharing } from './sharing.ts';

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
/** A part that nobody takes messages for within this time is changing hands; the message comes again after as long. */
const handOnMs = 2_000;

export function createDeliveryRole(parts: DeliveryParts): RoleProcess {
  const { cluster, clockSpeed = 1, log } = parts;
  const channels = parts.channels.map((channel) => paced(channel, clockSpeed));
  const connected = new Map<string, PlatformAbout>();
  const stopping = new AbortController();
  const stopRequested = Promise.withResolvers<void>();
  const hosting = createOutpostHost({ ...parts, stopRequested, signal: stopping.signal });
  const leases: { release(): Promise<void> }[] = [];
  const started: Channel[] = [];
  const shared = new Map<string, PlatformSharing>();
  const about = (): DeliveryAbout => {
    const shares = [...shared.values()].map((one) => one.about());
    return { platforms: [...connected.values()], shares };
  };

  async function connect(channel: Channel): Promise<void> {
    const { platform } = channel;
    if (parts.exclusive.has(platform)) {
      const lease = await cluster.lead(platformLease(platform), stopping.signal);
      if (lease === undefined) return;
      leases.push(lease);
      void lease.lost.then((error) => stopRequested.reject(error));
    }
    started.push(channel);
    const host = hosting.forChannel(channel);
    const sharing = channel.partOf === undefined ? undefined : share(channel);
    await channel.start(sharing === undefined ? host : { ...host, sharing });
    if (stopping.signal.aborted) return;
    const { limits, isIdempotent = false } = channel;
    connected.set(platform, { platform, limits, isIdempotent, handle: channel.handle?.() });
    cluster.work.consume(sendLine(platform), width, (job) => sendOrHandOn(channel, job));
    await cluster.show();
    log.info({ platform }, 'connected');
  }

  /** Every process of the platform connects; the parts of the connection go round among them. */
  function share(channel: Channel) {
    const { platform } = channel;
    const one = createSharing({
      cluster,
      platform,
      log,
      serve: (part) =>
        cluster.work.consume(partLine(platform, part), width, ({ body }) =>
          carryOut(parts, channel, body as SendBody | PersonBody),
        ),
      fail: (error) => stopRequested.reject(error),
    });
    shared.set(platform, one);
    return one.sharing;
  }

  /** Whoever is connected to the part of the platform that a chat is in sends to it: it alone knows the place as it is now. */
  async function sendOrHandOn(channel: Channel, job: Job): Promise<unknown> {
    const { platform } = channel;
    const body = job.body as SendBody | PersonBody;
    const address = 'person' in body ? undefined : (body.to ?? body.ref?.address);
    const part = address === undefined ? undefined : await channel.partOf?.(address);
    if (part === undefined || shared.get(platform)?.holds(part) === true) return carryOut(parts, channel, body);
    const isKept = (outcome: unknown) => (outcome as Outcome).kind === 'sent';
    const reply = await cluster.work.ask(partLine(platform, part), job, { withinMs: handOnMs, isKept });
    if (reply.kind === 'answer') return reply.body;
    const reason = `part ${part} of ${platform} is changing hands`;
    return { kind: 'retry', afterMs: handOnMs, scope: 'chat', reason } satisfies Outcome;
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
      // While others can be asked: what people have begun here is finished.
      await Promise.all([...shared.values()].map((one) => one.stop()));
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
  return { ...channel, limits };
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
