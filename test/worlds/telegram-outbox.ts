/** The real outbox and sender in front of a channel: what of deliveries reaches the fake Telegram. */
import { openMemory } from '../../adapters/memory/index.ts';
import { deliveryId } from '../../src/delivery/ids.ts';
import { createOutbox, type Outbox } from '../../src/delivery/outbox.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import type { ChatNews } from '../../src/delivery/sending.ts';
import { type ChatId, chatIdOf, type Message } from '../../src/model.ts';
import type { Channel, Clock } from '../../src/ports.ts';
import { openStore } from '../../src/store/open.ts';
import type { DeliveryRecord } from '../../src/store/records.ts';
import type { FakeHost } from '../contracts/host.ts';
import type { FakeChat } from './telegram-chats.ts';

export interface Pipeline {
  readonly outbox: Outbox;
  readonly sender: Sender;
  /** The host with the sender's turns and news of chats. */
  readonly host: FakeHost;
  readonly news: { readonly chat: ChatId; readonly news: ChatNews }[];
  /** Puts one message for a chat into the outbox. */
  deliver(chat: FakeChat, message: Message, kind?: DeliveryRecord['kind'], thread?: string): Promise<void>;
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
  const kindOf = { private: 'private', group: 'group', supergroup: 'group', channel: 'channel' } as const;
  return {
    outbox,
    sender,
    host,
    news,
    async deliver(chat, message, kind = 'alert', thread) {
      const address = { platform: 'telegram', id: String(chat.id), ...(thread !== undefined && { thread }) };
      const chatId = chatIdOf(address);
      const now = clock.now();
      order += 1;
      const record: DeliveryRecord = {
        id: deliveryId(chatId, undefined, kind, String(order)),
        chatId,
        address,
        chatKind: kindOf[chat.type],
        kind,
        edition: String(order),
        message,
        isLoud: true,
        createdAt: now,
        notBefore: now,
        tries: 0,
        state: 'waiting',
      };
      await outbox.enqueue([record]);
    },
  };
}
