/**
 * How older layouts become today's. The version stands in `meta/schema`; a new storage gets the newest at once.
 * A step changes the records of one namespace, one by one. It may be cut short by a crash and run again from its
 * beginning, so it must leave a record that is already changed as it is.
 */
import { SetupError, StoreError } from '../errors.ts';
import type { Collection, Storage } from '../ports.ts';

export interface LayoutStep {
  readonly namespace: string;
  /** The record as parsed JSON; answers what takes its place, or undefined to delete it. */
  change(record: unknown, key: string): unknown;
}

/** In order; version n + 1 is the layout after the first n steps. Never edit a step that was released: add one. */
export const layoutSteps: readonly LayoutStep[] = [
  {
    // Deliveries written before the kind of chat was kept with them are paced as private chats.
    namespace: 'outbox',
    change: (record) => ({ chatKind: 'private', ...(record as Record<string, unknown>) }),
  },
];

const batchRows = 500;

/** In `meta` while a copy from another storage is under way; holds the label of that storage. */
export const unfinishedKey = 'unfinishedCopy';

/** Whether the text under `meta/schema` names a layout that this version can read. */
export function isKnownLayout(text: string): boolean {
  const version = Number(text);
  return Number.isInteger(version) && version >= 1 && version <= layoutSteps.length + 1;
}

/**
 * Runs the steps that this storage has not seen. Answers the version it came from (undefined for a new storage).
 * Throws SetupError when a newer program wrote it or it is half a copy, StoreError when a record cannot be read.
 */
export async function upgradeLayout(storage: Storage, steps: readonly LayoutStep[]): Promise<number | undefined> {
  const meta = storage.collection('meta');
  if ((await meta.get(unfinishedKey)) !== undefined) {
    throw new SetupError(
      `The state in ${storage.label} is a copy that was not finished; run the same 'npm run migrate' again.`,
    );
  }
  const newest = steps.length + 1;
  const from = await readVersion(meta);
  if (from !== undefined && from > newest) {
    throw new SetupError(
      `The state in ${storage.label} was written by a newer Dateline (layout ${from}, this one reads ${newest}); use that version.`,
    );
  }
  for (let version = from ?? newest; version < newest; version++) {
    await runStep(storage, steps[version - 1]!);
    await meta.set('schema', JSON.stringify(version + 1));
  }
  if (from === undefined) await meta.set('schema', JSON.stringify(newest));
  return from;
}

/**
 * For a process that leaves the layout to another one. Layouts change so that the release before still reads them: one
 * ahead is understood. Throws SetupError when it is further ahead.
 */
export async function checkLayout(storage: Storage): Promise<void> {
  const version = await readVersion(storage.collection('meta'));
  const newest = layoutSteps.length + 1;
  if (version !== undefined && version > newest + 1)
    throw new SetupError(
      `The state in ${storage.label} was written by a newer Dateline (layout ${version}, this one reads up to ${newest + 1}); use that version.`,
    );
}

async function readVersion(meta: Collection<string>): Promise<number | undefined> {
  const text = await meta.get('schema');
  if (text === undefined) return undefined;
  const version = Number(text);
  if (!Number.isInteger(version) || version < 1) throw new StoreError('The record meta/schema cannot be read.');
  return version;
}

async function runStep(storage: Storage, step: LayoutStep): Promise<void> {
  const collection = storage.collection(step.namespace);
  let changed: [string, string][] = [];
  let deleted: string[] = [];
  const write = async () => {
    await collection.setMany(changed);
    await collection.delete(...deleted);
    changed = [];
    deleted = [];
  };
  for await (const [key, text] of collection.entries()) {
    const result = step.change(parse(`${step.namespace}/${key}`, text), key);
    if (result === undefined) deleted.push(key);
    else changed.push([key, JSON.stringify(result)]);
    if (changed.length + deleted.length >= batchRows) await write();
  }
  await write();
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StoreError(`The record ${name} cannot be read: it is not JSON.`);
  }
}
