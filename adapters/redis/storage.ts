/** The collections of a database, as a storage. */
import type { Collection, Storage } from '../../src/ports.ts';
import { createCollection } from './collection.ts';
import type { Connection } from './connection.ts';
import { readInfo, readSetting, scrubFiles } from './scrub.ts';
import { createWriter, type Fence } from './writer.ts';

/** Closing is left to whoever holds the connection. */
export function createStorage(connection: Connection, label: string, fence: Fence): Omit<Storage, 'close'> {
  const collections = new Map<string, Collection<string>>();
  const writer = createWriter(connection, fence);
  let scrubbing: Promise<void> = Promise.resolve();
  return {
    label,
    collection(namespace) {
      const known = collections.get(namespace);
      if (known !== undefined) return known;
      const made = createCollection(connection, writer, namespace);
      collections.set(namespace, made);
      return made;
    },
    scrub() {
      // Redis refuses a second rewrite while one is under way.
      const scrubbed = scrubbing.then(() => scrubFiles(connection));
      scrubbing = scrubbed.catch(() => undefined);
      return scrubbed;
    },
  };
}

/** What of this Redis's own settings would cost records. A Redis that does not tell is not judged. */
export async function readWarnings(connection: Connection, label: string): Promise<string[]> {
  const info = (section: string) => readInfo(connection, section).catch(() => new Map<string, string>());
  const [persistence, memory] = await Promise.all([info('persistence'), info('memory')]);
  const sync = await readSetting(connection, 'appendfsync').catch(() => undefined);
  const warnings: string[] = [];
  if (persistence.get('aof_enabled') === '0')
    warnings.push('keeps no append-only file: its restart may lose what was said to be kept; set appendonly yes');
  else if (sync !== undefined && sync !== 'always')
    warnings.push(
      'syncs its append-only file only now and then: a crash may lose the last seconds; set appendfsync always',
    );
  if (memory.get('maxmemory_policy')?.startsWith('allkeys'))
    warnings.push('may throw records away when it is full; set maxmemory-policy noeviction');
  return warnings.map((warning) => `Redis at ${label} ${warning}`);
}
