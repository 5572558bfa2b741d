/** What a report in the window of news takes: memory in the engine, and time to come back at a start or a hand-over. */
import { openMemory } from '../../adapters/memory/index.ts';
import { createArchive } from '../../src/engine/archive.ts';
import { createIntake } from '../../src/engine/intake.ts';
import { restore } from '../../src/engine/restore.ts';
import { createSight } from '../../src/engine/sight.ts';
import { createSubscriptions } from '../../src/engine/subscriptions.ts';
import { openStore } from '../../src/store/open.ts';
import { createClusterer } from '../../src/stories/cluster.ts';
import { streamOf } from '../engine/world.ts';
import { collectGarbage, cpuSeconds } from './usage.ts';

/** So many reports come with one reading. */
const batch = 50;

export async function measureWindow(items: number): Promise<unknown> {
  const store = await openStore(openMemory());
  const intake = createIntake({ store, archive: createArchive(), clusterer: createClusterer() });
  const stream = streamOf(items, 400);
  const placedFrom = cpuSeconds();
  for (let from = 0; from < items; from += batch) await intake.accept(stream.slice(from, from + batch), []);
  const placedCpu = cpuSeconds() - placedFrom;
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const archive = createArchive();
  const clusterer = createClusterer();
  const parts = { archive, clusterer, subscriptions: createSubscriptions(), sight: createSight(archive) };
  const restoredFrom = cpuSeconds();
  await restore({ store, ...parts, census: { put: () => undefined } });
  const restoredCpu = cpuSeconds() - restoredFrom;
  collectGarbage();
  const bytes = process.memoryUsage().heapUsed - before;
  const figures = {
    reports: archive.itemCount,
    placingCpuMs: Number(((placedCpu * 1_000) / items).toFixed(2)),
    restoringCpuMs: Number(((restoredCpu * 1_000) / items).toFixed(2)),
    bytesAReport: Math.round(bytes / items),
  };
  // Held until here.
  if (clusterer.forgetBefore === undefined) throw new Error('the window is gone');
  return figures;
}
