/** How work is shared out without asking anybody: rendezvous hashing. Pure. */

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

/** FNV-1a with the last mixing step of MurmurHash3: 32 even bits. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
