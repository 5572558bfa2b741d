import { expect, test } from 'vitest';
import { createHttpChannel } from '../worlds/channel.ts';
import { createRandom } from '../worlds/crash.ts';
import { startPlatform } from '../worlds/platform.ts';
import { makeDelivery } from '../worlds/records.ts';
import { startSending } from '../worlds/sending.ts';
import { until } from '../worlds/wait.ts';

/** Of the shape of a real platform's, but quicker: 1,000 a second over all. */
const limits = {
  perChat: [{ count: 1, windowMs: 300 }],
  perGroup: [{ count: 4, windowMs: 3_000 }],
  overall: [{ count: 200, windowMs: 200 }],
};

test('hazard 19: five thousand chats: none is left out, hardly a request is refused, alerts go before briefs', async () => {
  const platform = await startPlatform({ limits });
  const random = createRandom(19);
  // The platform is sometimes slower than its own figures.
  platform.refuse = () => (random() < 0.003 ? { status: 429, body: { retryAfterMs: 150 } } : undefined);
  const isGroup = (chat: string) => Number(chat) % 10 === 0;
  const world = await startSending(createHttpChannel({ url: platform.url, limits, isGroup }));
  const chats = Array.from({ length: 5_000 }, (_, index) => String(index));
  const deliver = (chat: string, kind: 'brief' | 'alert') =>
    makeDelivery(chat, kind, 0, { kind, chatKind: isGroup(chat) ? 'group' : 'private' });
  await world.outbox.enqueue(chats.map((chat) => deliver(chat, 'brief')));
  await until(() => platform.received.length > 500);
  await world.outbox.enqueue(chats.slice(0, 500).map((chat) => deliver(chat, 'alert')));
  const before = platform.received.length;
  await until(() => platform.received.length === 5_500, 200_000);
  expect(new Set(platform.received.map(({ nonce }) => nonce)).size).toBe(5_500);
  expect((platform.calls - platform.received.length) / platform.calls).toBeLessThan(0.01);
  expect(platform.refusedByLimit / platform.calls).toBeLessThan(0.001);
  const lastAlert = platform.received.findLastIndex(({ text }) => text.startsWith('alert'));
  expect(lastAlert - before).toBeLessThan(1_500);
  await world.close();
  await platform.close();
}, 240_000);
