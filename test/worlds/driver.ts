/**
 * A small program around the real outbox, sender and state file: enqueues its deliveries (the same ones at every start),
 * sends them, says 'done'. With `kill`, it ends itself with SIGKILL at a named point.
 */
import { createTelegram } from '../../adapters/telegram/index.ts';
import { createClock } from '../../src/clock.ts';
import { createOutbox } from '../../src/delivery/outbox.ts';
import { createSender } from '../../src/delivery/send.ts';
import { chatIdOf } from '../../src/model.ts';
import type { Channel, Collection, Storage } from '../../src/ports.ts';
import { openStore } from '../../src/store/open.ts';
import { createFakeHost } from '../contracts/host.ts';
import { createHttpChannel, noLimits, plain } from './channel.ts';
import type { Driver, KillPoint } from './crash.ts';
import { makeDelivery, quietLog } from './records.ts';
import { openStorage } from './storage.ts';

const driver = JSON.parse(process.argv[2]!) as Driver;
let left = driver.kill?.nth ?? 0;

function reach(point: KillPoint): void {
  if (driver.kill?.point === point && --left === 0) process.kill(process.pid, 'SIGKILL');
}

/** What a write is for shows in what is written. */
function stepOf(namespace: string, text: string): 'enqueue' | 'claim' | 'mark' | undefined {
  if (namespace === 'sent') return 'mark';
  if (namespace !== 'outbox') return undefined;
  return text.includes('"state":"sending"') ? 'claim' : 'enqueue';
}

function watch(storage: Storage): Storage {
  const wrap = (namespace: string, inner: Collection<string>): Collection<string> => ({
    ...inner,
    async setMany(entries) {
      const step = entries.length === 0 ? undefined : stepOf(namespace, entries[0]![1]);
      if (step !== undefined) reach(`before-${step}`);
      await inner.setMany(entries);
      if (step !== undefined) reach(`after-${step}`);
    },
    async delete(...keys) {
      const isLeaving = namespace === 'outbox' && keys.length > 0;
      if (isLeaving) reach('before-leave');
      await inner.delete(...keys);
      if (isLeaving) reach('after-leave');
    },
  });
  return { ...storage, collection: (namespace) => wrap(namespace, storage.collection(namespace)) };
}

function watchChannel(channel: Channel): Channel {
  return {
    ...channel,
    async send(to, message, options) {
      reach('before-send');
      const outcome = await channel.send(to, message, options);
      reach('after-send');
      return outcome;
    },
  };
}

const clock = createClock();
const storage = watch(await openStorage(driver.store));
const store = await openStore(storage);
const outbox = await createOutbox({ store, clock, log: quietLog });
const limits = driver.limits ?? noLimits;
const { telegramToken: token } = driver;
const channel = watchChannel(
  token === undefined
    ? createHttpChannel({ url: driver.url, isIdempotent: driver.isIdempotent, limits })
    : { ...createTelegram({ token, apiRoot: driver.url }), limits },
);
const sender = createSender({
  outbox,
  channels: new Map([[channel.platform, channel]]),
  compose: async (delivery) => plain(`${delivery.chatId} ${delivery.edition}`),
  onSent: async () => {},
  onChat: async () => {},
  clock,
  log: quietLog,
});

let isStopping = false;
process.on('SIGTERM', async () => {
  isStopping = true;
  await sender.stop();
  await store.close();
  process.exit(0);
});

for (let index = 0; index < driver.perChat; index++) {
  const round = Array.from({ length: driver.chats }, (_, chat) => {
    const address = { platform: channel.platform, id: String(chat) };
    return makeDelivery(String(chat), String(index), clock.now(), { address, chatId: chatIdOf(address) });
  });
  await outbox.enqueue(round);
}
if (token !== undefined) await channel.start(createFakeHost(clock));
console.log('enqueued');
// Only now, so that a kill at a named point is at that point alone.
sender.start();
await sender.drained(channel.platform);
if (!isStopping) {
  console.log('done');
  await sender.stop();
  await channel.stop();
  await store.close();
}
