/** Connections that the guard agreed to: literals are checked before, names after they were resolved. */
import { lookup as systemLookup } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import type { buildConnector as Build } from 'undici';
import { type Guard, literalOf } from './guard.ts';
import { buildConnector } from './undici.ts';

/** Refused by the guard: never contacted. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

/** All addresses of a name. Throws with a `code` of node:dns. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/**
 * A connector for undici. The addresses that were checked are the ones connected to (no second look-up in between),
 * so a name that changes its answer gains nothing.
 */
export function createConnector(guard: Guard, resolve: Resolve, timeoutMs: number): Build.connector {
  const connect = buildConnector({ timeout: timeoutMs, lookup: guardedLookup(guard, resolve) });
  return (options, callback) => {
    const literal = literalOf(options.hostname);
    if (literal !== undefined && !guard.allows(literal)) {
      callback(new ForbiddenAddress('the address is private'), null);
      return;
    }
    connect(options, callback);
  };
}

function guardedLookup(guard: Guard, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const found = addresses
          .filter(guard.allows)
          .map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
        const first = found[0];
        if (first === undefined) callback(new ForbiddenAddress('the name leads to a private address'), '');
        else if (options.all === true) callback(null, found);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}

/**
 * Resolves names without the thread pool, where a few slow name servers would hold up everything else (files, inflating).
 * Names that only this machine knows (no dot, `.local`, the hosts file) are asked of the system.
 */
export function createResolve(): Resolve {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  return async (hostname) => {
    if (isLocalName(hostname)) return askSystem(hostname);
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    return addresses.length > 0 ? addresses : askSystem(hostname);
  };
}

const isLocalName = (hostname: string) =>
  !hostname.includes('.') || /\.(?:local|localhost|internal|test)\.?$/i.test(hostname);

function askSystem(hostname: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true }, (error, found) => {
      if (error) reject(error);
      else resolve(found.map(({ address }) => address));
    });
  });
}
