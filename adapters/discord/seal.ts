/**
 * Custom ids of what people press, with a seal that only this bot can make: an id that was not written by it does nothing.
 * The seal is made of the bot's token; after the token was reset, older buttons say so instead of acting.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Of Discord: characters of a custom id. */
const maxId = 100;
const sealBytes = 6;
const sign = '~';

export interface Seal {
  /** The custom id for an action; undefined when it would be too long. */
  close(action: string): string | undefined;
  /** The action in a custom id; undefined when the seal is not ours. */
  open(id: string): string | undefined;
}

export function createSeal(token: string): Seal {
  const key = createHmac('sha256', token).update('dateline buttons').digest();
  const sealOf = (action: string) => createHmac('sha256', key).update(action).digest().subarray(0, sealBytes);
  return {
    close(action) {
      const id = `${action}${sign}${sealOf(action).toString('base64url')}`;
      return id.length > maxId ? undefined : id;
    },
    open(id) {
      const at = id.lastIndexOf(sign);
      const action = id.slice(0, Math.max(0, at));
      const given = Buffer.from(id.slice(at + 1), 'base64url');
      const isOurs = at > 0 && given.length === sealBytes && timingSafeEqual(given, sealOf(action));
      return isOurs ? action : undefined;
    },
  };
}
