/** Short words to all processes, without promise: whoever is not there misses them. */
import { Redis } from 'ioredis';
import type { RedisAddress } from './address.ts';
import { type Connection, optionsOf } from './connection.ts';

const channelOf = (topic: string) => `dateline:nudge:${topic}`;

export function createNudges(connection: Connection, address: RedisAddress) {
  const listeners = new Map<string, Set<(text: string) => void>>();
  // A connection that listens can do nothing else.
  const ears = new Redis({ ...optionsOf(address), retryStrategy: () => 250, maxRetriesPerRequest: null });
  ears.on('error', () => undefined);
  ears.on('message', (channel: string, text: string) => {
    for (const listener of listeners.get(channel) ?? []) listener(text);
  });
  return {
    tell(topic: string, text: string): void {
      connection.ask('told', (redis) => redis.publish(channelOf(topic), text)).catch(() => undefined);
    },
    listen(topic: string, listener: (text: string) => void): () => void {
      const channel = channelOf(topic);
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(listener));
      void ears.subscribe(channel).catch(() => undefined);
      return () => known.delete(listener);
    },
    close: () => ears.disconnect(),
  };
}
