/** A real Redis of a test's own: on a spare port of this machine, with an append-only file in a folder of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import { makeFolder } from './folder.ts';
import { until } from './wait.ts';

/** Whether there is a `redis-server` to start. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
/** For the names of tests that are skipped without one. */
export const noRedis = hasRedis ? '' : ' (skipped: there is no redis-server on this machine)';

export interface RedisServer {
  /** `redis://127.0.0.1:port/db` */
  url(db?: number): string;
  /** Where its append-only file and snapshots are. */
  readonly folder: string;
  /** Runs a command as an operator would. */
  command(...words: readonly string[]): Promise<unknown>;
  /** Deletes everything in all databases. */
  empty(): Promise<void>;
  /** Starts it again after `kill`. */
  start(): Promise<void>;
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Ends it and removes its files. */
  remove(): Promise<void>;
}

/** `flags` are added to the command line, such as `['--requirepass', 'secret']`. */
export async function startRedis(flags: readonly string[] = []): Promise<RedisServer> {
  const place = makeFolder();
  const folder = place.path('redis');
  mkdirSync(folder);
  const port = await sparePort();
  const password = flags[flags.indexOf('--requirepass') + 1];
  const options = { port, maxRetriesPerRequest: 0, retryStrategy: () => null, lazyConnect: true } as const;
  let child: ChildProcess | undefined;

  async function command(...words: readonly string[]): Promise<unknown> {
    const redis = new Redis({ ...options, ...(flags.includes('--requirepass') ? { password: password! } : {}) });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return await redis.call(words[0]!, ...words.slice(1));
    } finally {
      redis.disconnect();
    }
  }
  async function start(): Promise<void> {
    const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
    // Synced before every answer: each second only, what was acknowledged last may be missing after a kill.
    own.push('--appendonly', 'yes', '--appendfsync', 'always');
    child = spawn('redis-server', [...own, ...flags], { stdio: 'ignore' });
    await until(() =>
      command('PING').then(
        () => true,
        () => false,
      ),
    );
  }
  async function kill(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (child === undefined) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    child = undefined;
  }
  // A test that fails half-way leaves no server behind.
  const end = () => void child?.kill('SIGKILL');
  process.once('exit', end);
  await start();
  return {
    url: (db = 0) => `redis://127.0.0.1:${port}/${db}`,
    folder,
    command,
    async empty() {
      await command('FLUSHALL');
    },
    start,
    kill,
    async remove() {
      process.off('exit', end);
      await kill('SIGKILL');
      place.remove();
    },
  };
}

async function sparePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
