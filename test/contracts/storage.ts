/** What every storage must do, whatever it keeps its records in. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import type { Collection, Storage } from '../../src/ports.ts';

export interface StorageUnderTest {
  /** Opens a new, empty storage. */
  open(): Promise<Storage>;
  /** Removes what `open` made, after it was closed. */
  remove?(): Promise<void>;
}

async function all(collection: Collection<string>, prefix?: string): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for await (const [key, value] of collection.entries(prefix)) found.push([key, value]);
  return found;
}

export function describeStorage(name: string, subject: StorageUnderTest): void {
  describe(`a storage in ${name}`, () => {
    let storage: Storage;
    let records: Collection<string>;
    beforeEach(async () => {
      storage = await subject.open();
      records = storage.collection('records');
    });
    afterEach(async () => {
      await storage.close();
      await subject.remove?.();
    });

    test('gives back what was written, and undefined for what was not', async () => {
      await records.set('a', 'one');
      expect(await records.get('a')).toBe('one');
      expect(await records.get('b')).toBeUndefined();
      await records.set('a', 'two');
      expect(await records.get('a')).toBe('two');
    });

    test('keeps any text unharmed', async () => {
      const texts = [
        '',
        '\u0000',
        'null',
        '{"value":1}',
        'Ångström 東京 🗞️',
        '"\'; DROP TABLE records; --',
        'x'.repeat(300_000),
      ];
      await records.setMany(texts.map((text, index) => [`k${index}`, text] as const));
      expect(await records.getMany(texts.map((_, index) => `k${index}`))).toEqual(texts);
    });

    test('answers many keys in their order', async () => {
      await records.setMany([
        ['b', '2'],
        ['a', '1'],
      ]);
      expect(await records.getMany(['a', 'none', 'b', 'a'])).toEqual(['1', undefined, '2', '1']);
      expect(await records.getMany([])).toEqual([]);
    });

    test('deletes, and does not mind what is not there', async () => {
      await records.setMany([
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
      ]);
      await records.delete('a', 'c', 'none');
      await records.delete();
      expect(await all(records)).toEqual([['b', '2']]);
    });

    test('lets no namespace see another, even where names and keys look alike', async () => {
      const names = ['a', 'a:', 'a:b', 'ab', 'A'];
      for (const each of names) await storage.collection(each).set('b:c', each);
      for (const each of names) expect(await all(storage.collection(each))).toEqual([['b:c', each]]);
      await storage.collection('a').delete('b:c');
      expect(await storage.collection('a:').get('b:c')).toBe('a:');
    });

    test('opens the same data under the same name', async () => {
      await records.set('a', '1');
      expect(await storage.collection('records').get('a')).toBe('1');
    });

    test('goes through keys in order, by prefix', async () => {
      const keys = ['chat:9', 'chat:10', 'chat', 'chat:', 'chats', 'b', 'é', 'Z', '%', 'chat:%', 'chat:_x'];
      await records.setMany(keys.map((key) => [key, key] as const));
      expect((await all(records)).map(([key]) => key)).toEqual([...keys].sort());
      const expected = keys.filter((key) => key.startsWith('chat:')).sort();
      expect((await all(records, 'chat:')).map(([key]) => key)).toEqual(expected);
      expect(await all(records, 'nothing')).toEqual([]);
    });

    test('goes through more records than fit into one page', async () => {
      const keys = Array.from({ length: 1_700 }, (_, index) => `k${String(index).padStart(5, '0')}`);
      await records.setMany(keys.map((key) => [key, key] as const));
      expect((await all(records)).map(([key]) => key)).toEqual(keys);
    });

    test('may be changed while someone goes through it', async () => {
      const keys = Array.from({ length: 1_200 }, (_, index) => `k${String(index).padStart(5, '0')}`);
      await records.setMany(keys.map((key) => [key, key] as const));
      let seen = 0;
      for await (const [key] of records.entries()) {
        seen++;
        await records.delete(key);
      }
      expect(seen).toBe(keys.length);
      expect(await all(records)).toEqual([]);
    });

    test('carries out concurrent writes in the order in which they were asked', async () => {
      await Promise.all(Array.from({ length: 200 }, (_, index) => records.set('a', String(index))));
      expect(await records.get('a')).toBe('199');
    });

    test('refuses a record without a key, and writes nothing of its batch', async () => {
      await expect(records.set('', 'x')).rejects.toBeInstanceOf(StoreError);
      await expect(
        records.setMany([
          ['a', '1'],
          ['', '2'],
        ]),
      ).rejects.toBeInstanceOf(StoreError);
      expect(await records.get('a')).toBeUndefined();
    });

    test('throws after it was closed, and may be closed twice', async () => {
      await storage.close();
      await storage.close();
      await expect(records.get('a')).rejects.toBeInstanceOf(StoreError);
      await expect(records.set('a', '1')).rejects.toBeInstanceOf(StoreError);
      await expect(records.setMany([['a', '1']])).rejects.toBeInstanceOf(StoreError);
      await expect(records.delete('a')).rejects.toBeInstanceOf(StoreError);
      await expect(all(records)).rejects.toBeInstanceOf(StoreError);
    });

    test('behaves as a sorted map under any sequence of changes', async () => {
      const key = fc.constantFrom('a', 'b', 'a:1', 'a:2', 'é');
      const change = fc.oneof(
        fc.record({ kind: fc.constant('set' as const), key, value: fc.string() }),
        fc.record({ kind: fc.constant('delete' as const), key }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(change, { maxLength: 12 }), fc.uuid(), async (changes, namespace) => {
          const model = new Map<string, string>();
          const subjectRecords = storage.collection(namespace);
          for (const each of changes) {
            if (each.kind === 'set') {
              model.set(each.key, each.value);
              await subjectRecords.set(each.key, each.value);
            } else {
              model.delete(each.key);
              await subjectRecords.delete(each.key);
            }
          }
          const expected = [...model].sort(([a], [b]) => (a < b ? -1 : 1));
          expect(await all(subjectRecords)).toEqual(expected);
          expect(await all(subjectRecords, 'a:')).toEqual(expected.filter(([each]) => each.startsWith('a:')));
        }),
        { numRuns: 50 },
      );
    });
  });
}
