/** What every implementation of `Work` must do. Several parties share the lines, as several processes would. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Job, Work } from '../../src/ports.ts';
import { until } from '../worlds/wait.ts';

export interface WorkWorld {
  /** One more party, which speaks this version. */
  open(version: number): Work;
  /** Ends all parties and empties the lines. */
  close(): Promise<void>;
}

const job = (id: string, body: unknown = id): Job => ({ id, body });
const long = { withinMs: 20_000 };
const bodiesOf = (jobs: readonly Job[]) => jobs.map(({ body }) => body);

export function describeWork(name: string, openWorld: () => WorkWorld): void {
  describe(`work over ${name}`, () => {
    let world: WorkWorld;
    let near: Work;
    let far: Work;
    beforeEach(() => {
      world = openWorld();
      near = world.open(1);
      far = world.open(1);
    });
    afterEach(() => world.close());

    test('carries out what was published before anyone was there, in order', async () => {
      await near.publish(
        'items',
        Array.from({ length: 30 }, (_, index) => job(`a${index}`, index)),
      );
      expect(await near.waiting('items')).toBe(30);
      const seen: Job[] = [];
      far.consume('items', 1, async (each) => void seen.push(each));
      await until(() => seen.length === 30);
      expect(bodiesOf(seen)).toEqual(Array.from({ length: 30 }, (_, index) => index));
      await until(async () => (await near.waiting('items')) === 0);
    });

    test('carries out one at a time and in order where that is asked for', async () => {
      const seen: unknown[] = [];
      far.consume('items', 1, async ({ body }) => {
        await new Promise((resolve) => setTimeout(resolve, (Number(body) * 7) % 5));
        seen.push(body);
      });
      for (let index = 0; index < 40; index++) await near.publish('items', [job(`b${index}`, index)]);
      await until(() => seen.length === 40);
      expect(seen).toEqual(Array.from({ length: 40 }, (_, index) => index));
    });

    test('takes a job once while it waits or is under way, also when several say so', async () => {
      await near.publish('items', [job('same', 1)]);
      await far.publish('items', [job('same', 1), job('other', 2)]);
      const seen: Job[] = [];
      near.consume('items', 4, async (each) => void seen.push(each));
      await until(async () => seen.length > 0 && (await near.waiting('items')) === 0);
      expect(bodiesOf(seen)).toEqual([1, 2]);
    });

    test('shares the work of a line between its consumers, each job going to one of them', async () => {
      const seen: string[] = [];
      const take =
        (who: string) =>
        async ({ body }: Job) => {
          seen.push(String(body));
          await new Promise((resolve) => setTimeout(resolve, 5));
          return who;
        };
      near.consume('items', 2, take('near'));
      far.consume('items', 2, take('far'));
      await near.publish(
        'items',
        Array.from({ length: 40 }, (_, index) => job(`c${index}`, `c${index}`)),
      );
      await until(async () => seen.length >= 40 && (await near.waiting('items')) === 0);
      expect(new Set(seen).size).toBe(40);
      expect(seen.length).toBe(40);
    });

    test('answers whoever asks, each with the answer to its own question', async () => {
      far.consume('questions', 16, async ({ body }) => ({ double: 2 * Number(body) }));
      const replies = await Promise.all(
        Array.from({ length: 20 }, (_, index) => near.ask('questions', job(`q${index}`, index), long)),
      );
      expect(replies).toEqual(
        Array.from({ length: 20 }, (_, index) => ({ kind: 'answer', body: { double: 2 * index } })),
      );
    });

    test('says that nobody is there, and then nobody carries it out', async () => {
      expect(await near.ask('questions', job('lonely'), { withinMs: 50 })).toEqual({ kind: 'away' });
      const seen: Job[] = [];
      far.consume('questions', 1, async (each) => void seen.push(each));
      await near.ask('questions', job('heard'), long);
      expect(bodiesOf(seen)).toEqual(['heard']);
    });

    test('waits for what was begun, however long it takes', async () => {
      far.consume('questions', 1, async () => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        return 'late';
      });
      expect(await near.ask('questions', job('slow'), { withinMs: 100 })).toEqual({ kind: 'answer', body: 'late' });
    });

    test('gives an answer that is worth keeping again to whoever asks the same, any other is made anew', async () => {
      let count = 0;
      far.consume('questions', 1, async () => ({ isGood: count > 0, count: count++ }));
      const ask = () =>
        near.ask('questions', job('same'), {
          ...long,
          isKept: (body) => (body as { readonly isGood: boolean }).isGood,
        });
      expect(await ask()).toEqual({ kind: 'answer', body: { isGood: false, count: 0 } });
      expect(await ask()).toEqual({ kind: 'answer', body: { isGood: true, count: 1 } });
      expect(await ask()).toEqual({ kind: 'answer', body: { isGood: true, count: 1 } });
      expect(count).toBe(2);
    });

    test('offers a job again whose handler failed', async () => {
      let tries = 0;
      far.consume('items', 1, async () => {
        tries++;
        if (tries < 3) throw new Error('not yet');
        return tries;
      });
      expect(await near.ask('items', job('hard'), long)).toEqual({ kind: 'answer', body: 3 });
    });

    test('leaves a job of a newer version to those who understand it, and drops it never', async () => {
      const newer = world.open(2);
      const old: Job[] = [];
      near.consume('items', 1, async (each) => void old.push(each));
      await newer.publish('items', [job('new', 'of tomorrow')]);
      await far.publish('items', [job('usual', 'of today')]);
      await until(() => old.length === 1);
      const seen: Job[] = [];
      newer.consume('items', 1, async (each) => void seen.push(each));
      await until(() => seen.length === 1);
      expect([bodiesOf(old), bodiesOf(seen)]).toEqual([['of today'], ['of tomorrow']]);
    });

    test('finishes what it has begun before it stops, and takes no more', async () => {
      const seen: unknown[] = [];
      const consumer = far.consume('items', 1, async ({ body }) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        seen.push(body);
      });
      await near.publish('items', [job('one'), job('two')]);
      await until(async () => (await near.waiting('items')) === 2);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await consumer.stop();
      expect(seen).toEqual(['one']);
      expect(await near.waiting('items')).toBe(1);
    });

    test('keeps plain data as they are', async () => {
      const body = { text: 'Ångström 東京 🗞️ "\\', none: null, list: [1, [2, { deep: true }]] };
      far.consume('questions', 1, async (each) => each.body);
      expect(await near.ask('questions', job('data', body), long)).toEqual({ kind: 'answer', body });
    });
  });
}
