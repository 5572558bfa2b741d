import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChild } from '../worlds/child.ts';
import { makeFolder } from '../worlds/folder.ts';
import { startPlatform } from '../worlds/platform.ts';
import { until } from '../worlds/wait.ts';

test('hazard 16: sending on a disk that fills up loses nothing; with room again the rest goes out', async () => {
  const folder = makeFolder();
  const platform = await startPlatform();
  const limits = { perChat: [], perGroup: [], overall: [{ count: 1_000, windowMs: 1_000 }] };
  const driver = {
    store: `sqlite:${folder.path('state.sqlite')}`,
    url: platform.url,
    isIdempotent: false,
    limits,
    chats: 4,
    perChat: 20,
  };
  const program = join(import.meta.dirname, '../worlds/driver.ts');
  // 900 kB is the most that it may write into one file: enough to begin, not enough to end.
  const full = startChild(program, [JSON.stringify(driver)], { shell: "trap '' XFSZ; ulimit -f 900" });
  let seen = -1;
  // It goes on trying; nothing new arrives for a while.
  await until(async () => {
    if (platform.received.length === seen && seen > 0) return true;
    seen = platform.received.length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    return false;
  });
  expect(platform.received.length).toBeLessThan(80);
  full.process.kill('SIGKILL');
  await full.ended;
  expect((await startChild(program, [JSON.stringify(driver)]).ended).code).toBe(0);
  const nonces = platform.received.map(({ nonce }) => nonce);
  expect(new Set(nonces).size).toBe(80);
  expect(nonces.length).toBeLessThanOrEqual(81);
  await platform.close();
  folder.remove();
});
