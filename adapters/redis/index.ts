/** State in one Redis or Valkey, through keyv: one process at a time, all or nothing, back by itself after a restart. */
import type { Collection, Storage } from '../../src/ports.ts';
import { parseAddress } from './address.ts';
import { createCollection } from './collection.ts';
import { type Connection, connect } from './connection.ts';
import { type Lease, takeLease } from './lease.ts';
import { readInfo, readSetting, scrubFiles } from './scrub.ts';

/**
 * Opens the database named by `url`, such as `redis://127.0.0.1:6379/0` (`rediss:` for TLS).
 * Throws SetupError, one line and without the password, when Redis is away, refuses us, or another Dateline uses the
 * database; StoreError when it cannot be written.
 */
export async function openRedis(url: string): Promise<Storage> {
  const address = parseAddress(url);
  const connection = await connect(address);
  try {
    const lease = await takeLease(connection, address.label);
    return createStorage(connection, lease, address.label, await readWarnings(connection, address.label));
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function createStorage(connection: Connection, lease: Lease, label: string, warnings: readonly string[]): Storage {
  const collections = new Map<string, Collection<string>>();
  let closing: Promise<void> | undefined;
  let scrubbing: Promise<void> = Promise.resolve();
  return {
    label,
    warnings,
    lost: lease.lost,
    collection(namespace) {
      const known = collections.get(namespace);
      if (known !== undefined) return known;
      const made = createCollection(connection, lease.token, namespace);
      collections.set(namespace, made);
      return made;
    },
    scrub() {
      // Redis refuses a second rewrite while one is under way.
      const scrubbed = scrubbing.then(() => scrubFiles(connection));
      scrubbing = scrubbed.catch(() => undefined);
      return scrubbed;
    },
    close() {
      closing ??= lease.release().then(() => connection.close());
      return closing;
    },
  };
}

/** What of this Redis's own settings would cost records. A Redis that does not tell is not judged. */
async function readWarnings(connection: Connection, label: string): Promise<string[]> {
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
