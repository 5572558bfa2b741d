/** The real outbox and sender in front of a channel: what of deliveries reaches the platform. */
import { openMemory } from '../../adapters/memory/index.ts';
import { composedOf } from '../../src/delivery/deliveries.ts';
import { createOutbox, type Outbox } from '../../src/delivery/outbox.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import type { ChatNews } from '../../src/delivery/sending.ts';
import { type Address, type ChatId, type ChatKind, chatIdOf, type Message, type StoryId } from '../../src/model.ts';
import type { Channel, Clock } from '../../src/ports.ts';
import { openStore } from '../../src/store/open.ts';
import type { DeliveryRecord } from '../../src/store/records.ts';
import type { FakeHost } from '../contracts/host.ts';

export interface Pipeline {
  readonly outbox: Outbox;
  readonly sender: Sender;
  /** The host with the sender's turns and news of chats. */
  readonly host: FakeHost;
  readonly news: { readonly chat: ChatId; readonly news: ChatNews }[];
  /** Puts one message for a chat into the outbox. */
  deliver(
    to: Address,
    message: Message,
    more?: { readonly kind?: DeliveryRecord['kind']; readonly chatKind?: ChatKind; readonly storyId?: StoryId },
  ): Promise<void>;
}

/** Starts the channel with the host, and the sender with the channel. */
export async function openPipeline(channel: Channel, base: FakeHost, clock: Clock): Promise<Pipeline> {
  const store = await openStore(openMemory());
  const outbox = await createOutbox({ store, clock, log: base.log });
  const news: { chat: ChatId; news: ChatNews }[] = [];
  const sender = createSender({
    outbox,
    compose: async () => undefined,
    onSent: async () => {},
    onChat: async (chat, change) => {
      news.push({ chat, news: change });
    },
    clock,
    log: base.log,
    channels: new Map([[channel.platform, channel]]),
  });
  const host: FakeHost = {
    ...base,
    turn: (address, kind, priority, signal) => sender.turn(address, kind, priority, signal),
    chatChanged: (address, change) => sender.chatChanged(address, change),
  };
  await channel.start(host);
  sender.start();
  let order = 0;
  return {
    outbox,
    sender,
    host,
    news,
    async deliver(address, message, { kind = 'alert', chatKind = 'group', storyId } = {}) {
      const chatId = chatIdOf(address);
      const now = clock.now();
      order += 1;
      const edition = storyId === undefined || kind !== 'alert' ? String(order) : '1';
      const chat = { id: chatId, address, kind: chatKind };
      const record = composedOf({ chat, thread: undefined, storyId, now }, kind, edition, message, true);
      await outbox.enqueue([record]);
    },
  };
}
