/**
 * Cycles one after the other within one process, as a program that keeps running has them: the start is paid once, before the
 * first. Arguments: server, feeds, state file, and the cycles ('cold', 'same', 'warm'), which print a line each.
 */
import { request } from 'node:http';
import type { Clock } from '../../src/ports.ts';
import { openPolling } from './polling.ts';

/** Longer than any appointment that a good feed makes: all are due again. */
const betweenMs = 7 * 3_600_000;

const [server = '', feeds = '0', file = '', ...cycles] = process.argv.slice(2);
const total = Number(feeds);
const clock = createJumpingClock();
let kept = 0;
let finish = () => {};
const { poller, report, close } = await openPolling(server, total, file, clock, () => {
  if (++kept % total === 0) finish();
});

for (const [index, cycle] of cycles.entries()) {
  if (cycle === 'warm') await changeFeeds();
  const before = { cpu: process.cpuUsage(), at: performance.now(), items: report.items };
  const { promise, resolve } = Promise.withResolvers<void>();
  finish = resolve;
  if (index === 0) await poller.start();
  else clock.jump(betweenMs);
  await promise;
  const { user, system } = process.cpuUsage(before.cpu);
  const cost = {
    wallS: (performance.now() - before.at) / 1000,
    cpuS: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
    nowMb: process.memoryUsage.rss() / 1024 / 1024,
  };
  console.log(JSON.stringify({ cycle, ...cost, items: report.items - before.items, failed: report.failed }));
  // What the last polls leave to be done belongs to this cycle's end, not to the next one's beginning.
  await new Promise((done) => setTimeout(done, 200));
}
await close();

/** The real clock, which can be put forward: what is due by then is due at once. */
function createJumpingClock(): Clock & { jump(ms: number): void } {
  let aheadMs = 0;
  const waiting = new Set<{ readonly dueAt: number; readonly run: () => void; timer: NodeJS.Timeout }>();
  const now = () => Date.now() + aheadMs;
  const after = (ms: number, run: () => void) => {
    const fire = () => {
      waiting.delete(entry);
      run();
    };
    const entry = { dueAt: now() + ms, run: fire, timer: setTimeout(fire, Math.min(ms, 2 ** 31 - 1)) };
    waiting.add(entry);
    return () => {
      clearTimeout(entry.timer);
      waiting.delete(entry);
    };
  };
  return {
    now,
    after,
    sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
    jump(ms) {
      aheadMs += ms;
      for (const entry of [...waiting].filter(({ dueAt }) => dueAt <= now())) {
        clearTimeout(entry.timer);
        entry.run();
      }
    },
  };
}

function changeFeeds(): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(`${server}/control/cycle`, { method: 'POST' }, (answer) =>
      answer.resume().on('end', () => resolve()),
    );
    asked.on('error', reject).end();
  });
}
