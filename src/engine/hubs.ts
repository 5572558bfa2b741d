/** Subscriptions at feeds' hubs, while the program has an address that hubs can reach. */
import { randomBytes } from 'node:crypto';
import type { Poller } from '../feeds/poll.ts';
import { createWebSub, type WebSub } from '../feeds/websub.ts';
import type { Clock, Log } from '../ports.ts';
import type { Store } from '../store/store.ts';

/** Sends a form under the guard of fetching; answers the status, or undefined when nothing came back. */
export type Post = (url: string, form: URLSearchParams) => Promise<number | undefined>;

interface Parts {
  readonly store: Pick<Store, 'feeds' | 'meta'>;
  readonly poller: Poller;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where hubs call, below the program's public address. */
const path = '/websub';
const secretKey = 'websub/secret';

/** `publicUrl`: without a slash at the end. Throws StoreError. */
export async function openHubs({ store, ...parts }: Parts, publicUrl: string, post: Post): Promise<WebSub> {
  const secret = await secretOf(store);
  return createWebSub({ ...parts, feeds: store.feeds, post, secret, callbackBase: `${publicUrl}${path}` });
}

/** Of this installation: made once, so that subscriptions outlive a restart. */
async function secretOf({ meta }: Parts['store']): Promise<string> {
  const known = await meta.get(secretKey);
  if (typeof known === 'string') return known;
  const made = randomBytes(32).toString('base64url');
  await meta.set(secretKey, made);
  return made;
}
