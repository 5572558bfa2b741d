/** One platform's connection, shared out among the delivery processes: each takes its share of the parts, by leases. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster, Consumer, HeldPart, Lease, Log, OpenPart, Sharing } from '../ports.ts';
import { type DeliveryAbout, partLease, platformLease, type ShareAbout } from './messages.ts';
import { evenShares, type Holder } from './share.ts';

interface Parts {
  readonly cluster: Cluster;
  readonly platform: string;
  readonly log: Log;
  /** Takes what others hand on to a part that is held here. */
  serve(part: number): Consumer;
  /** The process cannot go on. */
  fail(error: Error): void;
}

export interface PlatformSharing {
  /** What the adapter sees. */
  readonly sharing: Sharing;
  about(): ShareAbout;
  holds(part: number): boolean;
  /** Gives everything back, to be had by others at once. */
  stop(): Promise<void>;
}

interface Held {
  readonly lease: Lease;
  readonly connection: HeldPart;
  readonly consumer: Consumer;
}

const againAfterMs = 1_000;
/** What a holder left is of no use later. */
const bequestMs = 120_000;

/**
 * Nobody assigns anything: every process works out from the same members who should have what, and a lease for each part sees
 * to it that the next one waits until the last one has closed. One process at a time is in the chair: it sets how many
 * parts there are. Its lease is the one that an earlier release takes for the whole platform, so both never connect at once.
 */
export function createSharing({ cluster, platform, log, serve, fail }: Parts): PlatformSharing {
  const stopping = new AbortController();
  const held = new Map<number, Held>();
  const taking = new Map<number, AbortController>();
  /** Of those that are being taken, the ones that are being opened. */
  const opening = new Set<number>();
  const closing = new Map<number, Promise<void>>();
  /** Of parts that were given back, until somebody else has them. */
  const left = new Map<number, unknown>();
  /** What others were heard to leave, should they end without a word. */
  const heard = new Map<number, { readonly bequest: unknown; readonly at: number }>();
  let agreed: number | undefined;
  let parts = 0;
  let open: OpenPart | undefined;
  let chair: Lease | undefined;
  let hasFailed = false;

  const others = () => {
    const all = cluster.members().filter(({ id, role }) => role === 'delivery' && id !== cluster.id);
    return all.map(({ id, about }) => {
      const { platforms = [], shares = [] } = (about ?? {}) as Partial<DeliveryAbout>;
      const isConnected = platforms.some((one) => one.platform === platform);
      return { id, isConnected, share: shares.find((one) => one.platform === platform) };
    });
  };

  function listen(): void {
    for (const { share } of others()) {
      for (const part of share?.held ?? []) left.delete(part);
      for (const [part, bequest] of share?.bequests ?? []) heard.set(part, { bequest, at: performance.now() });
    }
  }

  const bequestOf = (part: number): unknown => {
    const found = left.has(part) ? { bequest: left.get(part), at: performance.now() } : heard.get(part);
    return found !== undefined && performance.now() - found.at < bequestMs ? found.bequest : undefined;
  };

  /** What is connected goes before what only may be. */
  const leased = () => [...held.keys(), ...opening];
  const hasHeir = () => others().some(({ share }) => share !== undefined && share.parts > 0 && !share.isLeaving);

  function wanted(): readonly number[] {
    if (stopping.signal.aborted || hasFailed || open === undefined) return [];
    // An earlier release holds all of it in one process.
    if (others().some(({ isConnected, share }) => isConnected && share === undefined)) return [];
    const holders: Holder[] = [{ id: cluster.id, held: leased() }];
    for (const { id, share } of others()) {
      if (share !== undefined && share.parts > 0 && !share.isLeaving) holders.push({ id, held: share.leased });
    }
    return evenShares(parts, holders).get(cluster.id) ?? [];
  }

  function review(): void {
    listen();
    const mine = new Set(wanted());
    for (const [part, controller] of taking) if (!mine.has(part)) controller.abort();
    for (const [part, one] of held) if (!mine.has(part)) giveBack(part, one);
    for (const part of mine) if (!held.has(part) && !taking.has(part) && !closing.has(part)) void take(part);
  }

  async function take(part: number): Promise<void> {
    const controller = new AbortController();
    taking.set(part, controller);
    const { signal } = controller;
    try {
      const lease = await cluster.lead(partLease(platform, part), signal);
      if (lease === undefined) return;
      void lease.lost.then(() => {
        // Frozen for so long that another process has it: that one is right.
        controller.abort();
        const one = held.get(part);
        if (one?.lease === lease) giveBack(part, one);
      });
      opening.add(part);
      // The last holder told what it left before it gave the lease back.
      await cluster.show();
      listen();
      const connection = await open!(part, signal, bequestOf(part)).catch(async (error: Error) => {
        await lease.release();
        throw error;
      });
      if (signal.aborted) return await handOver(part, { lease, connection });
      left.delete(part);
      opening.delete(part);
      held.set(part, { lease, connection, consumer: serve(part) });
      log.info({ platform, part, of: parts }, 'this process holds a part of the connection');
      await cluster.show();
    } catch (error) {
      hasFailed = true;
      fail(error as Error);
    } finally {
      taking.delete(part);
      opening.delete(part);
      review();
    }
  }

  async function handOver(part: number, { lease, connection }: Omit<Held, 'consumer'>): Promise<void> {
    await connection.close(hasHeir()).catch(() => undefined);
    left.set(part, connection.bequest?.());
    opening.delete(part);
    await cluster.show();
    await lease.release();
  }

  function giveBack(part: number, one: Held): void {
    held.delete(part);
    const closed = Promise.all([one.consumer.stop(), handOver(part, one)]).then(() => {
      log.info({ platform, part, of: parts }, 'a part of the connection was given back');
      closing.delete(part);
      void cluster.show();
      review();
    });
    closing.set(part, closed);
  }

  async function takeChair(): Promise<void> {
    while (!stopping.signal.aborted) {
      chair = await cluster.lead(platformLease(platform), stopping.signal);
      await chair?.lost;
    }
  }

  /** What the others keep to; else, in the chair, what is asked for. */
  async function settle(ask: () => Promise<number>): Promise<number> {
    while (!stopping.signal.aborted) {
      const told = others().find(({ share }) => share?.agreed !== undefined)?.share?.agreed;
      if (told !== undefined) return told;
      if (chair !== undefined) return ask();
      await sleep(100);
    }
    return new Promise(() => undefined);
  }

  const unlisten = cluster.onChange(review);
  return {
    sharing: {
      async agree(ask) {
        void takeChair();
        agreed = await settle(ask);
        await cluster.show();
        return agreed;
      },
      isWhole: (count) =>
        new Set([...held.keys(), ...others().flatMap(({ share }) => share?.held ?? [])]).size >= count,
      share(count, how) {
        parts = count;
        open = how;
        void cluster.show();
        review();
      },
      async turn(name, rate, signal) {
        const limits = { perChat: [], perGroup: [], overall: [rate] };
        const address = { platform: `${platform}-${name}`, id: '' };
        for (;;) {
          try {
            return await cluster.gate.enter({ address, chatKind: 'private', limits }, 'alert', signal);
          } catch {
            // Redis is away: nobody knows what others do.
            await sleep(againAfterMs);
          }
        }
      },
    },
    about: () => ({
      platform,
      agreed,
      parts,
      held: [...held.keys()],
      leased: leased(),
      bequests: [...[...held].map(([part, { connection }]) => [part, connection.bequest?.()] as const), ...left].filter(
        ([, bequest]) => bequest !== undefined,
      ),
      isLeaving: stopping.signal.aborted,
    }),
    holds: (part) => held.has(part),
    async stop() {
      stopping.abort();
      unlisten();
      void cluster.show();
      review();
      while (taking.size + closing.size > 0) await Promise.race([...closing.values(), sleep(50)]);
      await chair?.release();
    },
  };
}
