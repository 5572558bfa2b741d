import { expect, test } from 'vitest';
import { startTick } from '../src/tick.ts';
import { createManualClock } from './worlds/clock.ts';
import { quietLog } from './worlds/records.ts';

test('a step that fails keeps no other step back, and comes again with the next minute', async () => {
  const clock = createManualClock();
  const done: string[] = [];
  const logged: unknown[] = [];
  const log = { ...quietLog, error: (fields: Record<string, unknown>) => void logged.push(fields.step) };
  const tick = startTick(clock, 1, log, {
    briefs: async () => {
      done.push('briefs');
      throw new Error('a fault of the test');
    },
    'held stories': async () => done.push('held stories'),
  });
  await clock.advance(60_000);
  await clock.advance(60_000);
  await tick.stop();
  expect(done).toEqual(['briefs', 'held stories', 'briefs', 'held stories']);
  expect(logged).toEqual(['briefs', 'briefs']);
});
