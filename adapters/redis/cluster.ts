/** The processes that share one database: who lives, who leads, and what they tell one another. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster, Lease, Member, Role } from '../../src/ports.ts';
import type { RedisAddress } from './address.ts';
import type { Connection } from './connection.ts';
import { createGate } from './gate.ts';
import { type HeldLease, leaseMs, renewEveryMs, waitForLease } from './lease.ts';
import { createNudges } from './nudges.ts';
import { leaveScript, presentScript } from './scripts.ts';
import { createStorage } from './storage.ts';
import { createWork } from './work.ts';

const membersKey = 'dateline:members';
const membersTopic = 'members';
/** An answer that takes longer, again and again, is told to whoever runs the program. */
const slowMs = 500;
/** For so long it is told: who asks once in a while sees it too. */
const toldMs = 5_000;

interface Parts {
  readonly connection: Connection;
  readonly address: RedisAddress;
  /** The database itself, which all of them share. */
  readonly shared: HeldLease;
  readonly version: number;
}

export function createCluster({ connection, address, shared, version }: Parts): Cluster {
  const id = randomUUID();
  const work = createWork(address, version);
  const nudges = createNudges(connection, address);
  const held = new Map<Lease, HeldLease>();
  const presence = createPresence(connection, id);
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    await work.close();
    await presence.leave();
    nudges.close();
    shared.leave();
    await connection.close();
  }

  return {
    id,
    work,
    gate: createGate(connection),
    async join(role, about) {
      nudges.listen(membersTopic, () => void presence.look());
      await presence.join(role, about);
      nudges.tell(membersTopic, id);
    },
    async show() {
      await presence.look();
      nudges.tell(membersTopic, id);
    },
    members: presence.members,
    onChange: presence.onChange,
    trouble: presence.trouble,
    nudge: nudges.tell,
    onNudge: nudges.listen,
    async lead(name, signal) {
      const keys = { owner: `dateline:lead:${name}:owner`, lease: `dateline:lead:${name}:lease` };
      const own = await waitForLease(connection, keys, `${id}/${randomUUID()}`, signal);
      if (own === undefined) return undefined;
      const lease: Lease = { lost: Promise.race([own.lost, shared.lost]), release: () => own.release() };
      held.set(lease, own);
      return lease;
    },
    storage(lease) {
      const { fence } = (lease === undefined ? undefined : held.get(lease)) ?? shared;
      const storage = createStorage(connection, address.label, fence);
      // Whoever leads is the only one that writes chats, what they heard, and the outbox.
      return { ...storage, isExclusive: lease !== undefined, lost: shared.lost, close: async () => undefined };
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** Shows this process each second, and keeps in mind which others were shown. */
function createPresence(connection: Connection, id: string) {
  const listeners = new Set<() => void>();
  let members: readonly Member[] = [];
  let trouble: string | undefined;
  let slow: { readonly tookMs: number; readonly at: number } | undefined;
  let seen = '';
  let timer: NodeJS.Timeout | undefined;
  let present: () => Promise<void> = async () => undefined;
  let asking: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function show(role: Role, about: () => unknown): Promise<void> {
    const record = JSON.stringify({ role, about: about() });
    const startedAt = performance.now();
    const found = (await connection.ask('held', (redis) =>
      redis.eval(presentScript, 1, membersKey, id, record, leaseMs),
    )) as string[];
    const tookMs = Math.round(performance.now() - startedAt);
    trouble = undefined;
    if (tookMs > slowMs) slow = { tookMs, at: performance.now() };
    take(found);
  }

  function take(found: readonly string[]): void {
    const now = readMembers(found);
    const text = JSON.stringify(now);
    if (text === seen) return;
    seen = text;
    members = now;
    for (const listener of listeners) listener();
  }

  /** Whoever waits for it has seen what was there after the call. */
  function look(): Promise<void> {
    if (asking === undefined) {
      asking = present()
        .catch((error: Error) => {
          trouble = error.message;
        })
        .finally(() => {
          asking = undefined;
        });
      return asking;
    }
    next ??= asking.then(() => {
      next = undefined;
      return look();
    });
    return next;
  }

  return {
    async join(role: Role, about: () => unknown = () => ({})) {
      present = () => show(role, about);
      await present();
      timer = setInterval(look, renewEveryMs).unref();
    },
    look,
    members: () => members,
    trouble() {
      const isSlow = slow !== undefined && performance.now() - slow.at < toldMs;
      return trouble ?? (isSlow ? `Redis answers slowly (${slow!.tookMs} ms)` : undefined);
    },
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async leave() {
      clearInterval(timer);
      const left = connection.ask('released', (redis) => redis.eval(leaveScript, 1, membersKey, id));
      await Promise.race([left.catch(() => undefined), sleep(1_000, undefined, { ref: false })]);
    },
  };
}

/** A record of another version that cannot be read counts as no member. */
function readMembers(found: readonly string[]): Member[] {
  const members: Member[] = [];
  for (let at = 0; at + 1 < found.length; at += 2) {
    try {
      const { role, about } = JSON.parse(found[at + 1]!) as Omit<Member, 'id'>;
      members.push({ id: found[at]!, role, about });
    } catch {
      // Not ours.
    }
  }
  return members.sort((a, b) => (a.id < b.id ? -1 : 1));
}
