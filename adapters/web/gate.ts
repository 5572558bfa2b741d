/** Who asks, how often they may, and whether they run the program. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';

/** Requests that an address may make at once, and how fast it gets new ones. */
const burst = 60;
const perSecond = 1;
/** Addresses that are remembered; the longest silent go first. */
const mostAddresses = 10_000;

export interface Limiter {
  /** Whether the address may do what costs so many requests; counts it when it may. */
  allows(address: string, cost: number): boolean;
}

/** A bucket of requests for every address, filled by real time. `now` in ms. */
export function createLimiter(now: () => number = () => performance.now()): Limiter {
  const buckets = new Map<string, { level: number; at: number }>();
  return {
    allows(address, cost) {
      const at = now();
      const known = buckets.get(address) ?? { level: burst, at };
      const level = Math.min(burst, known.level + ((at - known.at) / 1_000) * perSecond);
      const isAllowed = level >= cost;
      // Last in the order of the map: the first is the one that was silent longest.
      buckets.delete(address);
      buckets.set(address, { level: isAllowed ? level - cost : level, at });
      const [oldest] = buckets.keys();
      if (buckets.size > mostAddresses && oldest !== undefined) buckets.delete(oldest);
      return isAllowed;
    },
  };
}

/**
 * The address that asks: of the connection, or as a proxy of one's own network tells when there is one. An IPv6 network
 * counts as one, since its owner has all of its addresses.
 */
export function addressOf(c: Context, isProxied: boolean): string {
  const peer = peerOf(c);
  const told = isProxied && isOwnNetwork(peer) ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  const address = told !== undefined && ipaddr.isValid(told) ? ipaddr.process(told) : peer;
  if (address === undefined) return 'unknown';
  return address.kind() === 'ipv6' ? address.toNormalizedString().split(':').slice(0, 4).join(':') : address.toString();
}

/**
 * Whether the request comes from a program on this machine itself. What a proxy hands over does not, so any trace of one,
 * or a name other than this machine's, says no: a page elsewhere may have told a browser to ask here.
 */
export function isLocal(c: Context): boolean {
  const { hostname } = new URL(c.req.url);
  const isThisMachine = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  const isHandedOver = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'].some(
    (name) => c.req.header(name) !== undefined,
  );
  return peerOf(c)?.range() === 'loopback' && isThisMachine && !isHandedOver;
}

/** Whether the request brings the token: as `Bearer`, or as the password that a browser asks for. Takes equally long for any guess. */
export function bringsToken(c: Context, token: string): boolean {
  const [scheme = '', value = ''] = (c.req.header('authorization') ?? '').split(' ', 2);
  const given =
    scheme.toLowerCase() === 'basic'
      ? Buffer.from(value, 'base64')
          .toString('utf8')
          .replace(/^[^:]*:/, '')
      : value;
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}

type Ip = ReturnType<typeof ipaddr.process>;

function peerOf(c: Context): Ip | undefined {
  const { address } = getConnInfo(c).remote;
  return address !== undefined && ipaddr.isValid(address) ? ipaddr.process(address) : undefined;
}

function isOwnNetwork(address: Ip | undefined): boolean {
  return ['loopback', 'private', 'uniqueLocal', 'linkLocal'].includes(address?.range() ?? '');
}
