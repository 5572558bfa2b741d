import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Collection } from '../../src/ports.ts';
import { remember } from '../../src/store/remember.ts';

/** A collection whose every call takes effect at once and ends when the test says so; counts what was read. */
function makeSlow() {
  const records = new Map<string, number>();
  const waiting: (() => void)[] = [];
  const asked: string[] = [];
  const later = <T>(answer: T) => new Promise<T>((resolve) => waiting.push(() => resolve(answer)));
  const collection: Collection<number> = {
    get: async () => undefined,
    getMany(keys) {
      asked.push(...keys);
      return later(keys.map((key) => records.get(key)));
    },
    async set(key, value) {
      records.set(key, value);
      await later(undefined);
    },
    async setMany(entries) {
      for (const [key, value] of entries) records.set(key, value);
      await later(undefined);
    },
    async delete(...keys) {
      for (const key of keys) records.delete(key);
      await later(undefined);
    },
    async *entries() {
      yield* [...records];
    },
  };
  return { collection, records, waiting, asked };
}

const key = fc.constantFrom('a', 'b', 'c', 'd');
const step = fc.oneof(
  fc.record({ kind: fc.constant('get' as const), key }),
  fc.record({ kind: fc.constant('set' as const), key, value: fc.integer({ min: 1 }) }),
  fc.record({ kind: fc.constant('delete' as const), key }),
  fc.record({ kind: fc.constant('end' as const), which: fc.nat() }),
);

test('whatever is read, written and erased at once: once all has ended, it answers what the collection holds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 3 }), async (steps, most) => {
      const slow = makeSlow();
      const own = remember(slow.collection, most);
      const under: Promise<unknown>[] = [];
      for (const one of steps) {
        if (one.kind === 'get') under.push(own.get(one.key));
        if (one.kind === 'set') under.push(own.set(one.key, one.value));
        if (one.kind === 'delete') under.push(own.delete(one.key));
        if (one.kind === 'end') slow.waiting.splice(one.which % Math.max(1, slow.waiting.length), 1)[0]?.();
        await Promise.resolve();
      }
      const finish = async (work: Promise<unknown>) => {
        let isDone = false;
        void work.finally(() => {
          isDone = true;
        });
        while (!isDone) {
          slow.waiting.shift()?.();
          await Promise.resolve();
        }
      };
      await finish(Promise.all(under));
      for (const name of ['a', 'b', 'c', 'd']) {
        const answer = own.getMany([name, name]);
        await finish(answer);
        expect(await answer).toEqual([slow.records.get(name), slow.records.get(name)]);
      }
    }),
    { numRuns: 500 },
  );
});

test('asks once for what it knows, and not at all for what it wrote; what was used longest ago leaves first', async () => {
  const slow = makeSlow();
  const own = remember(slow.collection, 2);
  const end = async <T>(work: Promise<T>): Promise<T> => {
    await Promise.resolve();
    for (const go of slow.waiting.splice(0)) go();
    return work;
  };
  await end(own.set('a', 1));
  slow.records.set('b', 2);
  expect([await own.get('a'), await end(own.get('b')), await own.get('b')]).toEqual([1, 2, 2]);
  expect(slow.asked).toEqual(['b']);
  expect(await own.get('a')).toBe(1);
  await end(own.set('c', 3));
  expect(await end(own.getMany(['a', 'b', 'c']))).toEqual([1, 2, 3]);
  expect(slow.asked).toEqual(['b', 'b']);
});

test('a write that fails leaves nothing remembered', async () => {
  const slow = makeSlow();
  const own = remember(
    {
      ...slow.collection,
      set: async () => {
        throw new Error('disk full');
      },
    },
    5,
  );
  await expect(own.set('a', 1)).rejects.toThrow('disk full');
  const answer = own.get('a');
  await Promise.resolve();
  slow.waiting.shift()?.();
  expect(await answer).toBeUndefined();
});
