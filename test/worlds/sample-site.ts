/** The pages over the bundled sample day, on the evening of that day. */
import { onTestFinished } from 'vitest';
import { createClock } from '../../src/clock.ts';
import { serveSample } from '../../src/demo/serve.ts';
import { openPages, type PagesWorld } from './pages.ts';

const evening = Date.parse('2026-03-11T18:40:00Z');

const sampleTopics = [
  { name: 'Bank of Arvenia', query: '"Bank of Arvenia"' },
  { name: 'Andrei Kestrov', query: 'Kestrov' },
  { name: 'Storm Odalys', query: 'Odalys' },
];

export async function openSampleSite(options: Parameters<typeof openPages>[1] = {}): Promise<PagesWorld> {
  const sample = await serveSample({ clock: createClock({ startAt: evening }) });
  onTestFinished(() => sample.close());
  const world = await openPages({}, { topics: sampleTopics, feeds: sample.opmlUrl, startAt: evening, ...options });
  await world.start();
  return world;
}
