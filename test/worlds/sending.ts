/** A sender over a storage and the strict platform, ready to be looked at. */
import { openMemory } from '../../adapters/memory/index.ts';
import { createClock } from '../../src/clock.ts';
import { createOutbox, type Outbox } from '../../src/delivery/outbox.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import type { ChatNews } from '../../src/delivery/sending.ts';
import type { ChatId, Message, MessageRef } from '../../src/model.ts';
import type { Channel, Clock, Storage } from '../../src/ports.ts';
import { openStore } from '../../src/store/open.ts';
import type { DeliveryRecord } from '../../src/store/records.ts';
import type { Store } from '../../src/store/store.ts';
import { plain } from './channel.ts';
import { quietLog } from './records.ts';

export interface SendingWorld {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly news: (readonly [ChatId, ChatNews])[];
  readonly sent: (readonly [DeliveryRecord, MessageRef])[];
  /** Enqueues, and waits until everything that can be sent now is sent. */
  send(...records: readonly DeliveryRecord[]): Promise<void>;
  close(): Promise<void>;
}

export async function startSending(
  channel: Channel,
  options: {
    readonly clock?: Clock;
    readonly storage?: Storage;
    readonly compose?: (delivery: DeliveryRecord) => Promise<Message | undefined>;
    readonly onChat?: (world: { store: Store }, chatId: ChatId, news: ChatNews) => Promise<void>;
  } = {},
): Promise<SendingWorld> {
  const clock = options.clock ?? createClock();
  const store = await openStore(options.storage ?? openMemory());
  const outbox = await createOutbox({ store, clock, log: quietLog });
  const news: [ChatId, ChatNews][] = [];
  const sent: [DeliveryRecord, MessageRef][] = [];
  const sender = createSender({
    outbox,
    channels: new Map([[channel.platform, channel]]),
    compose: options.compose ?? (async (delivery) => plain(`${delivery.kind} ${delivery.edition}`, delivery.isLoud)),
    onSent: async (delivery, ref) => void sent.push([delivery, ref]),
    onChat: async (chatId, change) => {
      news.push([chatId, change]);
      await options.onChat?.({ store }, chatId, change);
    },
    clock,
    log: quietLog,
  });
  sender.start();
  return {
    store,
    outbox,
    sender,
    news,
    sent,
    async send(...records) {
      await outbox.enqueue(records);
      await sender.drained(channel.platform);
    },
    async close() {
      await sender.stop();
      await channel.stop();
      await store.close();
    },
  };
}
