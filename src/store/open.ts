/** The store over any storage: JSON records, checked by their schemas when read, in the layout of this version. */
import { z } from 'zod';
import { StoreError } from '../errors.ts';
import type { Collection, Storage } from '../ports.ts';
import {
  chatRecord,
  correctionRecord,
  deliveryRecord,
  feedRecord,
  heardRecord,
  itemRecord,
  namesRecord,
  storyRecord,
} from './records.ts';
import { remember } from './remember.ts';
import type { Namespace, Store } from './store.ts';
import { layoutSteps, upgradeLayout } from './upgrades.ts';

const sentRecord = z
  .object({ at: z.number(), messageId: z.string().optional() })
  .transform(({ at, messageId }) => ({ at, messageId }));
/** Records of a kind that are kept as they were read: some megabytes; a breaking story concerns the same chats again and again. */
const mostRemembered = 2_000;

const updateRecord = z.object({ at: z.number() });

/**
 * Brings the storage to this version's layout and opens its collections.
 * Throws SetupError when a newer version wrote it, StoreError when it does not answer or holds what cannot be read.
 */
export async function openStore(storage: Storage): Promise<Store> {
  await upgradeLayout(storage, layoutSteps);
  return openCollections(storage);
}

/** The collections as they are: for a process that leaves the layout to another one. */
export function openCollections(storage: Storage): Store {
  const remembered = <T>(collection: Collection<T>, most: number) =>
    storage.isExclusive === true ? remember(collection, most) : collection;
  return {
    feeds: openCollection(storage, 'feeds', feedRecord),
    items: openCollection(storage, 'items', itemRecord),
    stories: openCollection(storage, 'stories', storyRecord),
    chats: remembered(openCollection(storage, 'chats', chatRecord), mostRemembered),
    heard: remembered(openCollection(storage, 'heard', heardRecord), mostRemembered),
    outbox: remembered(openCollection(storage, 'outbox', deliveryRecord), mostRemembered),
    sent: openCollection(storage, 'sent', sentRecord),
    updates: openCollection(storage, 'updates', updateRecord),
    names: openCollection(storage, 'names', namesRecord),
    corrections: openCollection(storage, 'corrections', correctionRecord),
    meta: openCollection(storage, 'meta', z.unknown()),
    async scrub() {
      await storage.scrub?.();
    },
    async backup(path) {
      if (storage.backup === undefined) return false;
      await storage.backup(path);
      return true;
    },
    close: () => storage.close(),
  };
}

function openCollection<T>(storage: Storage, name: Namespace, schema: z.ZodType<T>): Collection<T> {
  const raw = storage.collection(name);
  const read = (key: string, text: string): T => parseRecord(`${name}/${key}`, text, schema);
  return {
    async get(key) {
      const text = await raw.get(key);
      return text === undefined ? undefined : read(key, text);
    },
    async getMany(keys) {
      const texts = await raw.getMany(keys);
      return texts.map((text, index) => (text === undefined ? undefined : read(keys[index]!, text)));
    },
    set: (key, value) => raw.set(key, JSON.stringify(value)),
    setMany: (entries) => raw.setMany(entries.map(([key, value]) => [key, JSON.stringify(value)] as const)),
    delete: (...keys) => raw.delete(...keys),
    ...(raw.change === undefined ? {} : { change: changeOf(raw.change.bind(raw), read) }),
    async *entries(prefix) {
      for await (const [key, text] of raw.entries(prefix)) yield [key, read(key, text)] as const;
    },
  };
}

function changeOf<T>(
  raw: NonNullable<Collection<string>['change']>,
  read: (key: string, text: string) => T,
): NonNullable<Collection<T>['change']> {
  return async (key, change) => {
    let after: T | undefined;
    await raw(key, (text) => {
      after = change(text === undefined ? undefined : read(key, text));
      return after === undefined ? undefined : JSON.stringify(after);
    });
    return after;
  };
}

/** Names the record and the field, never what it holds: messages of errors are logged. */
function parseRecord<T>(name: string, text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new StoreError(`The record ${name} cannot be read: it is not JSON.`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'the record itself');
  throw new StoreError(`The record ${name} cannot be read: wrong ${[...new Set(fields)].slice(0, 3).join(', ')}.`);
}
