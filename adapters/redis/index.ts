/** State in one Redis or Valkey, through keyv: all or nothing, back by itself after a restart; for one process or for many. */
import { randomUUID } from 'node:crypto';
import type { Cluster, Storage } from '../../src/ports.ts';
import { parseAddress } from './address.ts';
import { createCluster } from './cluster.ts';
import { connect } from './connection.ts';
import { takeDatabase } from './lease.ts';
import { createStorage, readWarnings } from './storage.ts';

/**
 * Opens the database named by `url`, such as `redis://127.0.0.1:6379/0` (`rediss:` for TLS), for this process alone.
 * Throws SetupError, one line and without the password, when Redis is away, refuses us, or another Dateline uses the
 * database; StoreError when it cannot be written.
 */
export async function openRedis(url: string): Promise<Storage> {
  const address = parseAddress(url);
  const connection = await connect(address);
  try {
    const lease = await takeDatabase(connection, address.label, randomUUID());
    const storage = createStorage(connection, address.label, lease.fence);
    const close = () => lease.release().then(() => connection.close());
    let closing: Promise<void> | undefined;
    return {
      ...storage,
      warnings: await readWarnings(connection, address.label),
      lost: lease.lost,
      close() {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Opens the database for many processes, each of a role. `version` is that of the jobs that they hand one another. Throws as `openRedis`. */
export async function openRedisCluster(
  url: string,
  version: number,
): Promise<Cluster & { readonly warnings: readonly string[] }> {
  const address = parseAddress(url);
  const connection = await connect(address);
  try {
    // One token for all: they share the database, and nobody else may have it.
    const shared = await takeDatabase(connection, address.label, 'cluster');
    const cluster = createCluster({ connection, address, shared, version });
    return { ...cluster, warnings: await readWarnings(connection, address.label) };
  } catch (error) {
    await connection.close();
    throw error;
  }
}
