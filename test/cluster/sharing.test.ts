import { afterEach, expect, test } from 'vitest';
import { companyOf } from '../../src/cluster/company.ts';
import { type DeliveryAbout, partLine } from '../../src/cluster/messages.ts';
import { createSharing, type PlatformSharing } from '../../src/cluster/sharing.ts';
import type { Cluster } from '../../src/ports.ts';
import { noLimits } from '../worlds/channel.ts';
import { type Company, createCompany } from '../worlds/company.ts';
import { quietLog } from '../worlds/records.ts';
import { until } from '../worlds/wait.ts';

interface Process {
  readonly one: PlatformSharing;
  readonly cluster: Cluster;
  readonly failures: Error[];
  held(): readonly number[];
}

const running = new Set<PlatformSharing>();
afterEach(async () => {
  await Promise.all([...running].map((one) => one.stop()));
  running.clear();
});

/** Whoever holds each part at this moment; a part that is opened twice throws. */
function createWires() {
  const open = new Map<number, string>();
  let count = 0;
  return {
    open,
    get opened() {
      return count;
    },
    connect(part: number, who: string) {
      if (open.has(part)) throw new Error(`part ${part} is open in ${open.get(part)}, and ${who} opens it`);
      open.set(part, who);
      count += 1;
      return { close: async () => void open.delete(part) };
    },
  };
}

async function join(
  company: Company,
  wires: ReturnType<typeof createWires>,
  asked = 4,
  cluster = company.join(),
): Promise<Process> {
  const failures: Error[] = [];
  const one = createSharing({
    cluster,
    platform: 'wire',
    log: quietLog,
    serve: (part) => cluster.work.consume(partLine('wire', part), 1, async () => cluster.id),
    fail: (error) => failures.push(error),
  });
  running.add(one);
  await cluster.join('delivery', (): DeliveryAbout => ({ platforms: [], shares: [one.about()] }));
  const parts = await one.sharing.agree(async () => asked);
  one.sharing.share(parts, async (part) => {
    await new Promise((resolve) => setImmediate(resolve));
    return wires.connect(part, cluster.id);
  });
  return { one, cluster, failures, held: () => one.about().held };
}

const sizes = (all: readonly Process[]) => all.map(({ held }) => held().length).toSorted();

test('one process holds all; a second one gets half of it, and of two that come at once each gets its share', async () => {
  const [company, wires] = [createCompany(), createWires()];
  const first = await join(company, wires);
  await until(() => first.held().length === 4);
  const second = await join(company, wires);
  await until(() => first.held().length === 2 && second.held().length === 2);
  const both = await Promise.all([join(company, wires), join(company, wires)]);
  await until(() => sizes([first, second, ...both]).join() === '1,1,1,1');
  expect(wires.open.size).toBe(4);
  expect([first, second, ...both].flatMap(({ failures }) => failures)).toEqual([]);
});

test('who leaves hands over at once, and only what it held changes hands', async () => {
  const [company, wires] = [createCompany(), createWires()];
  const first = await join(company, wires, 6);
  const second = await join(company, wires);
  const third = await join(company, wires);
  await until(() => sizes([first, second, third]).join() === '2,2,2');
  const kept = [first.held(), second.held()];
  const before = wires.opened;
  await third.one.stop();
  await third.cluster.close();
  await until(() => sizes([first, second]).join() === '3,3');
  for (const [at, one] of [first, second].entries()) expect(one.held()).toEqual(expect.arrayContaining([...kept[at]!]));
  expect(wires.opened - before).toBe(2);
});

test('all keep to the number that the first one was told, whatever others would be told', async () => {
  const [company, wires] = [createCompany(), createWires()];
  const first = await join(company, wires, 3);
  await until(() => first.held().length === 3);
  const second = await join(company, wires, 9);
  expect(second.one.about()).toMatchObject({ agreed: 3, parts: 3 });
  // Who asks must not matter when the first one is gone.
  await first.one.stop();
  await first.cluster.close();
  const third = await join(company, wires, 9);
  await until(() => sizes([second, third]).join() === '1,2');
  expect(third.one.about()).toMatchObject({ agreed: 3 });
});

test('while an earlier release holds the whole platform, nothing is opened; when it ends, all is', async () => {
  const [company, wires] = [createCompany(), createWires()];
  const old = company.join();
  const lease = (await old.lead('platform-wire', new AbortController().signal))!;
  await old.join('delivery', () => ({ platforms: [{ platform: 'wire', limits: noLimits, isIdempotent: true }] }));
  const opened = join(company, wires, 2);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(wires.opened).toBe(0);
  await lease.release();
  await old.close();
  const process = await opened;
  await until(() => process.held().length === 2);
});

test('an earlier release that takes over in between has everything given back to it', async () => {
  const [company, wires] = [createCompany(), createWires()];
  const process = await join(company, wires, 2);
  await until(() => process.held().length === 2);
  const old = company.join();
  await old.join('delivery', () => ({ platforms: [{ platform: 'wire', limits: noLimits, isIdempotent: true }] }));
  await until(() => process.held().length === 0 && wires.open.size === 0);
  await old.close();
  await until(() => process.held().length === 2);
});

test('what a holder left is told to the next one: the last word of one that ends in order, and what was heard of one that does not', async () => {
  const company = createCompany();
  const given: unknown[] = [];
  const open = async (name: string) => {
    const cluster = company.join();
    let word = `${name} at work`;
    const one = createSharing({
      cluster,
      platform: 'wire',
      log: quietLog,
      serve: (part) => cluster.work.consume(partLine('wire', part), 1, async () => undefined),
      fail: () => undefined,
    });
    running.add(one);
    await cluster.join('delivery', (): DeliveryAbout => ({ platforms: [], shares: [one.about()] }));
    one.sharing.share(await one.sharing.agree(async () => 1), async (_part, _signal, bequest) => {
      given.push(bequest);
      return {
        bequest: () => word,
        async close(hasHeir) {
          word = hasHeir ? `${name} closed` : `${name} over`;
        },
      };
    });
    return { one };
  };
  // One that is gone without a word: the others know what it told last.
  const ghost = company.join();
  const lease = (await ghost.lead('platform-wire-0', new AbortController().signal))!;
  const bequests = [[0, 'ghost lately']] as const;
  const share = { platform: 'wire', agreed: 1, parts: 1, held: [0], leased: [0], bequests, isLeaving: false };
  await ghost.join('delivery', (): DeliveryAbout => ({ platforms: [], shares: [share] }));
  const first = await open('first');
  await ghost.close();
  await lease.release();
  await until(() => first.one.holds(0));
  const second = await open('second');
  await first.one.stop();
  await until(() => second.one.holds(0));
  expect(given).toEqual(['ghost lately', 'first closed']);
});

test('a process that was frozen for so long that another took its part lets go of it', async () => {
  const [company, wires] = [createCompany(), createWires()];
  const taken = Promise.withResolvers<Error>();
  const cluster = company.join();
  const { lead } = cluster;
  cluster.lead = async (name, signal) => {
    const lease = await lead(name, signal);
    return lease && name === 'platform-wire-0' ? { ...lease, lost: taken.promise } : lease;
  };
  const process = await join(company, wires, 2, cluster);
  await until(() => process.held().length === 2);
  const other = company.join();
  await other.join(
    'delivery',
    (): DeliveryAbout => ({ platforms: [], shares: [{ ...process.one.about(), held: [0], leased: [0] }] }),
  );
  taken.resolve(new Error('Another Dateline has taken over.'));
  await until(() => process.held().join() === '1' && wires.open.size === 1);
  expect(process.failures).toEqual([]);
});

test('a part that cannot be opened for good ends the process, and is tried no more', async () => {
  const company = createCompany();
  const cluster = company.join();
  const failures: Error[] = [];
  const one = createSharing({
    cluster,
    platform: 'wire',
    log: quietLog,
    serve: (part) => cluster.work.consume(partLine('wire', part), 1, async () => undefined),
    fail: (error) => failures.push(error),
  });
  running.add(one);
  await cluster.join('delivery', (): DeliveryAbout => ({ platforms: [], shares: [one.about()] }));
  one.sharing.share(await one.sharing.agree(async () => 1), async () => {
    throw new Error('refused');
  });
  await until(() => failures.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(failures.map(({ message }) => message)).toEqual(['refused']);
});

test('parts that nobody is connected to are told to those who run it', async () => {
  const [company, wires] = [createCompany(), createWires()];
  const process = await join(company, wires, 2);
  await until(() => process.held().length === 2);
  const reasons = () => companyOf(process.cluster).troubles.map(({ reason }) => reason);
  expect(reasons().join()).not.toContain('parts of wire');
  await process.one.stop();
  expect(reasons()).toContain('2 of the parts of wire are connected to no process');
});
