/** How work is shared out without asking anybody: rendezvous hashing for what is many, even shares for what is few. Pure. */

/**
 * The member that looks after `key`; every process that knows the same members answers the same. When a member comes or
 * goes, only what it takes or had changes hands. Undefined when there are none.
 */
export function ownerOf(key: string, members: readonly string[]): string | undefined {
  let best: string | undefined;
  let most = -1;
  for (const member of members) {
    const weight = hash(`${member}/${key}`);
    if (weight > most || (weight === most && member < (best ?? ''))) {
      best = member;
      most = weight;
    }
  }
  return best;
}

export interface Holder {
  readonly id: string;
  /** The dearest first: what it keeps when it has too many. */
  readonly held: readonly number[];
}

/**
 * The parts from 0 to `count` that each holder should have, by its id: shares differ by one at most, and a part moves only
 * where its holder has too many. Every process that knows the same holders comes to the same.
 */
export function evenShares(count: number, holders: readonly Holder[]): ReadonlyMap<string, readonly number[]> {
  const free = new Set(Array.from({ length: count }, (_, part) => part));
  const richestFirst = holders.toSorted((a, b) => b.held.length - a.held.length || (a.id < b.id ? -1 : 1));
  const shares = richestFirst.map(({ id, held }, rank) => {
    const most = Math.floor(count / holders.length) + (rank < count % holders.length ? 1 : 0);
    const kept = held.filter((part) => free.has(part)).slice(0, most);
    for (const part of kept) free.delete(part);
    return { id, most, parts: kept };
  });
  const left = [...free];
  for (const { most, parts } of shares) parts.push(...left.splice(0, most - parts.length));
  return new Map(shares.map(({ id, parts }) => [id, parts]));
}

/** FNV-1a with the last mixing step of MurmurHash3: 32 even bits. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
