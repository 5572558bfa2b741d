/** Outgoing webhooks as chats of their own: each follows its topic, and what it is told goes the way of every message. */
import { blankChat } from '../chats/record.ts';
import { SettingsError } from '../errors.ts';
import type { Catalogue } from '../messages/say.ts';
import { type Address, type ChatId, chatIdOf } from '../model.ts';
import type { ChatRecord, Follow } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { understand } from './news.ts';

export interface HookTopic {
  readonly name: string;
  /** As typed. */
  readonly topic: string;
  readonly threshold: 'low' | 'normal' | 'high';
}

/** Machines do not tire: no cap but the burst rule, which gathers what comes at once. */
const uncapped = 1_000_000;

/** Keeps a record for each webhook of the settings, before the state is read. Throws `SettingsError` for a topic that cannot be followed. */
export async function keepHooks(
  store: Store,
  hooks: readonly HookTopic[],
  catalogue: Catalogue,
  now: number,
): Promise<void> {
  for (const hook of hooks) {
    const understood = understand(hook.topic);
    if (understood.kind === 'problem') {
      const why = catalogue.phrase('en', understood.problem).replace(/\s+/g, ' ');
      throw new SettingsError(`In the config file, 'webhooks': the topic of '${hook.name}' cannot be followed. ${why}`);
    }
    const known = await store.chats.get(idOf(hook));
    const before = known?.follows.find(({ topicId }) => topicId === understood.topicId);
    const follow: Follow = {
      topicId: understood.topicId,
      text: hook.topic,
      query: understood.query,
      since: before?.since ?? now,
      threshold: hook.threshold,
      aliases: [],
    };
    await store.chats.set(idOf(hook), { ...(known ?? newRecord(hook, now)), follows: [follow], state: 'active' });
  }
}

/** Webhooks that the settings name no more. */
export async function lostHooks(store: Store, hooks: readonly HookTopic[]): Promise<ChatId[]> {
  const kept = new Set(hooks.map(idOf));
  const lost: ChatId[] = [];
  for await (const [, { id }] of store.chats.entries(hookPrefix)) if (!kept.has(id)) lost.push(id);
  return lost;
}

const hookPrefix = 'webhook-';

/** Each receiver is a server of its own, so it is a platform of its own: it rests by itself. */
export function hookPlatform(name: string): string {
  return `${hookPrefix}${name}`;
}

function addressOf({ name }: HookTopic): Address {
  return { platform: hookPlatform(name), id: 'topic' };
}

function idOf(hook: HookTopic): ChatId {
  return chatIdOf(addressOf(hook));
}

function newRecord(hook: HookTopic, now: number): ChatRecord {
  const settings = { cap: uncapped, topiccap: uncapped };
  return { ...blankChat(addressOf(hook), 'channel', now, settings), title: hook.name };
}
