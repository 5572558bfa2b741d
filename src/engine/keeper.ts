/** Word to the person who looks after a group or channel when it cannot be reached any more: once, in private. */
import { composedOf } from '../delivery/deliveries.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { textMessage } from '../messages/compose.ts';
import type { Catalogue } from '../messages/say.ts';
import { type Address, chatIdOf, type Message } from '../model.ts';
import type { Channel, Clock } from '../ports.ts';
import type { ChatRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';

export interface KeeperParts {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly channels: readonly Pick<Channel, 'platform' | 'privately'>[];
}

/** No more than a try: a person who never spoke with the bot may not be reachable, and that is no matter. */
export async function tellKeeper(parts: KeeperParts, lost: ChatRecord, missing: readonly string[] = []): Promise<void> {
  if (lost.kind === 'private' || lost.keeperId === undefined) return;
  const channel = parts.channels.find(({ platform }) => platform === lost.address.platform);
  const address = await channel?.privately?.(lost.keeperId);
  if (address === undefined) return;
  const chatId = chatIdOf(address);
  const chat = await parts.store.chats.get(chatId);
  const locale = chat?.settings.language ?? chat?.locale ?? lost.locale;
  const now = parts.clock.now();
  const message = lostMessage(parts.catalogue, locale, lost, address, missing);
  const to = { id: chatId, address, kind: 'private' } as const;
  const delivery = composedOf({ chat: to, thread: undefined, now }, 'notice', `lost-${lost.id}-${now}`, message);
  await parts.outbox.enqueue([{ ...delivery, isBestEffort: true }]);
}

/** With the rights that are missing, where the platform named them. */
function lostMessage(
  catalogue: Catalogue,
  locale: string | undefined,
  { title }: ChatRecord,
  to: Address,
  missing: readonly string[],
): Message {
  const name = title ?? catalogue.say(locale, 'keeper.unnamed', { platform: to.platform });
  const rights = missing.map((key) => catalogue.say(locale, key)).join(', ');
  const words = catalogue.spans(locale, rights === '' ? 'keeper.lost' : 'keeper.lacking', { name, rights });
  return textMessage('notice', [words]);
}
