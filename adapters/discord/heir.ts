/**
 * A session that another process began and left: resumed, so that what came meanwhile is heard, and kept until this process
 * begins one of its own. discord.js learns what servers there are from a new session only, so the old one cannot serve for good.
 */
import { type Client, Events } from 'discord.js';
import { type DiscordSettings, openClient } from './connection.ts';
import { createSlice, type Session } from './slice.ts';

export interface Heir {
  readonly shard: number;
  sessions(): readonly Session[];
  /** Nothing is heard by it any more. The session is over, or kept for somebody else. */
  close(isKept: boolean): Promise<void>;
}

export function openHeir(settings: DiscordSettings, session: Session, listen: (client: Client) => void): Heir {
  const slice = createSlice({
    shards: [session.shardId],
    count: session.shardCount,
    inherited: session,
    // Discord does not know the session any more: it is no use beginning one in its place.
    turn: (_shard, _manager, signal) => new Promise((end) => signal.addEventListener('abort', () => end())),
  });
  const client = openClient(settings, slice);
  // What goes wrong here goes wrong with the session of one's own, too.
  client.on(Events.Error, () => undefined);
  listen(client);
  let isStarting = true;
  void client
    .login(settings.token)
    .catch(() => undefined)
    .finally(() => {
      isStarting = false;
    });
  let closed: Promise<void> | undefined;
  return {
    shard: session.shardId,
    sessions: slice.sessions,
    close(isKept) {
      closed ??= slice.close(client, isStarting, isKept);
      return closed;
    },
  };
}

/** What another process left, as far as it can be understood. */
export function readSessions(bequest: unknown, count: number): readonly Session[] {
  if (!Array.isArray(bequest)) return [];
  return bequest.filter((one: Partial<Session>): one is Session => {
    const isPlace = typeof one.sessionId === 'string' && typeof one.resumeURL === 'string';
    return isPlace && typeof one.sequence === 'number' && typeof one.shardId === 'number' && one.shardCount === count;
  });
}
