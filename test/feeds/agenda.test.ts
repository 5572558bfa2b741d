import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Agenda, type Appointment } from '../../src/feeds/agenda.ts';
import { Heap } from '../../src/feeds/heap.ts';
import type { FeedId } from '../../src/model.ts';

const limits = { concurrency: 6, perHost: 2, spacingMs: 10 };
const appointments = fc.array(
  fc.record({
    host: fc.constantFrom('a', 'b', 'c'),
    dueAt: fc.integer({ min: 0, max: 200 }),
    isSlow: fc.boolean(),
    takesMs: fc.integer({ min: 0, max: 50 }),
  }),
  { maxLength: 40 },
);

test('whatever the appointments: each is kept once, none early, no host is crowded, and slow ones leave half of the places', () => {
  fc.assert(
    fc.property(appointments, (given) => {
      const agenda = new Agenda(limits);
      const isOwn = (host: string) => host === 'c';
      given.forEach(({ host, dueAt, isSlow }, index) => {
        agenda.put({ id: `f${index}` as FeedId, host, dueAt, isSlow, isOwn: isOwn(host) });
      });
      const taken: string[] = [];
      const running: { readonly appointment: Appointment; readonly endsAt: number }[] = [];
      for (let now = 0; now < 5_000; now++) {
        for (const one of running.filter(({ endsAt }) => endsAt <= now)) {
          running.splice(running.indexOf(one), 1);
          agenda.done(one.appointment, now);
        }
        for (let next = agenda.take(now); next !== undefined; next = agenda.take(now)) {
          expect(next.dueAt).toBeLessThanOrEqual(now);
          taken.push(next.id);
          running.push({ appointment: next, endsAt: now + 1 + given[Number(next.id.slice(1))]!.takesMs });
          const at = (host: string, isSlow: boolean) =>
            running.filter(({ appointment }) => appointment.host === host && appointment.isSlow === isSlow).length;
          expect(running.length).toBeLessThanOrEqual(limits.concurrency);
          expect(running.filter(({ appointment }) => appointment.isSlow).length).toBeLessThanOrEqual(
            limits.concurrency / 2,
          );
          if (!next.isOwn) expect(at(next.host, next.isSlow)).toBeLessThanOrEqual(limits.perHost);
        }
        // Nothing may become free before the agenda says so.
        if (running.length < limits.concurrency) expect(agenda.wakeAt() ?? now + 1).toBeGreaterThan(now);
      }
      expect(taken.toSorted()).toEqual(given.map((_, index) => `f${index}`).toSorted());
    }),
    { numRuns: 60 },
  );
});

test('a replaced or removed appointment is not kept', () => {
  const agenda = new Agenda(limits);
  const at = (id: string, dueAt: number) => ({ id: id as FeedId, host: id, dueAt, isSlow: false, isOwn: false });
  agenda.put(at('moved', 0));
  agenda.put(at('moved', 50));
  agenda.put(at('removed', 0));
  agenda.remove('removed' as FeedId);
  expect(agenda.take(10)).toBeUndefined();
  expect(agenda.take(50)?.id).toBe('moved');
  expect(agenda.take(5_000)).toBeUndefined();
});

test('a heap gives its values in the order of their keys', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (keys) => {
      const heap = new Heap<number>();
      for (const key of keys) heap.push(key, key);
      expect(heap.smallest).toBe(keys.length === 0 ? undefined : Math.min(...keys));
      const popped = keys.map(() => heap.pop());
      expect(popped).toEqual(keys.toSorted((a, b) => a - b));
      expect([heap.pop(), heap.size]).toEqual([undefined, 0]);
    }),
  );
});
