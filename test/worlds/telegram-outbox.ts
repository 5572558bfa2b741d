/** What of deliveries reaches the fake Telegram. */
import type { Message } from '../../src/model.ts';
import type { Channel, Clock } from '../../src/ports.ts';
import type { DeliveryRecord } from '../../src/store/records.ts';
import type { FakeHost } from '../contracts/host.ts';
import * as any from './pipeline.ts';
import type { FakeChat } from './telegram-chats.ts';

interface Pipeline extends Omit<any.Pipeline, 'deliver'> {
  /** Puts one message for a chat into the outbox. */
  deliver(chat: FakeChat, message: Message, kind?: DeliveryRecord['kind'], thread?: string): Promise<void>;
}

const kinds = { private: 'private', group: 'group', supergroup: 'group', channel: 'channel' } as const;

export async function openPipeline(channel: Channel, base: FakeHost, clock: Clock): Promise<Pipeline> {
  const pipeline = await any.openPipeline(channel, base, clock);
  return {
    ...pipeline,
    deliver({ id, type }, message, kind = 'alert', thread) {
      const to = { platform: 'telegram', id: String(id), ...(thread !== undefined && { thread }) };
      return pipeline.deliver(to, message, { kind, chatKind: kinds[type] });
    },
  };
}
