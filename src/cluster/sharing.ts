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

/**
 * Nobody assigns anything: every process works out from the same members who should have what, and a lease for each part sees
 * to it that the next one waits until the last one has closed. One process at a time is in the chair: it sets how many
 * parts there are. Its lease is the one that an earlier release takes for the whole platform, so both never connect at once.
 */
export function createSharing({ cluster, platform, log, serve, fail }: Parts): PlatformSharing {
  const stopping = new AbortController();
  const held = new Map<number, Held>();
  const taking = new Map<number, AbortController>();
  const closing = new Map<number, Promise<void>>();
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

  function wanted(): readonly number[] {
    if (stopping.signal.aborted || hasFailed || open === undefined) return [];
    // An earlier release holds all of it in one process.
    if (others().some(({ isConnected, share }) => isConnected && share === undefined)) return [];
    const holders: Holder[] = [{ id: cluster.id, held: [...held.keys()] }];
    for (const { id, share } of others()) {
      if (share !== undefined && share.parts > 0 && !share.isLeaving) holders.push({ id, held: share.held });
    }
    return evenShares(parts, holders).get(cluster.id) ?? [];
  }

  function review(): void {
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
      const connection = await open!(part, signal).catch(async (error: Error) => {
        await lease.release();
        throw error;
      });
      if (connection === undefined || signal.aborted) {
        await connection?.close();
        return void (await lease.release());
      }
      held.set(part, { lease, connection, consumer: serve(part) });
      log.info({ platform, part, of: parts }, 'this process holds a part of the connection');
      await cluster.show();
    } catch (error) {
      hasFailed = true;
      fail(error as Error);
    } finally {
      taking.delete(part);
      review();
    }
  }

  function giveBack(part: number, { lease, connection, consumer }: Held): void {
    held.delete(part);
    const close = async () => {
      await Promise.allSettled([consumer.stop(), connection.close()]);
      await lease.release();
      log.info({ platform, part, of: parts }, 'a part of the connection was given back');
    };
    const closed = close().finally(() => {
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
    about: () => ({ platform, agreed, parts, held: [...held.keys()], isLeaving: stopping.signal.aborted }),
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
