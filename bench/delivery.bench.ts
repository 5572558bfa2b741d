/**
 * `npm run bench -- delivery [--only outbox|flood|latency] [--pending 1000000]
 * [--chats 10000] [--rate 300] [--json FILE]`: the outbox on disk, a
 * breaking story for 10,000 chats against a platform that counts in sliding windows, and the time from a story's
 * change to the platform.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { measureFlood } from './delivery/flood.ts';
import { measureLatency } from './delivery/latency.ts';
import { measureOutbox } from './delivery/outbox.ts';
import type { Values } from './flags.ts';

export const flags = {
  only: { type: 'string' },
  pending: { type: 'string', default: '1000000' },
  chats: { type: 'string', default: '10000' },
  rate: { type: 'string', default: '300' },
} as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`,
  );
  const measures = {
    outbox: () => measureOutbox(Number(values.pending)),
    flood: () => measureFlood(Number(values.chats), Number(values.rate)),
    latency: measureLatency,
  };
  const results: Record<string, unknown> = {};
  for (const [name, measure] of Object.entries(measures)) {
    if (values.only !== undefined && values.only !== name) continue;
    results[name] = await measure();
    console.log(`\n${name}`);
    console.table(results[name]);
  }
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 2));
}
