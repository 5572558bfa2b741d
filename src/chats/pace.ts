/** How many commands one person may give in a minute, so that one chat cannot take the bot from the others. */

const windowMs = 60_000;

export type Pace = 'ok' | 'tell' | 'silent';

/** Remembers in memory only. `tell` is answered once a window; further commands in it are met with silence. */
export function createPace(limit: number): (person: string, now: number) => Pace {
  const recent = new Map<string, { readonly times: number[]; toldAt: number }>();
  return (person, now) => {
    const mine = recent.get(person) ?? { times: [], toldAt: Number.NEGATIVE_INFINITY };
    const times = mine.times.filter((at) => now - at < windowMs);
    const next = { times, toldAt: mine.toldAt };
    recent.set(person, next);
    if (recent.size > 10_000) dropOld(recent, now);
    if (times.length < limit) {
      times.push(now);
      return 'ok';
    }
    if (now - next.toldAt < windowMs) return 'silent';
    next.toldAt = now;
    return 'tell';
  };
}

function dropOld(recent: Map<string, { readonly times: readonly number[] }>, now: number): void {
  for (const [person, { times }] of recent) if (times.every((at) => now - at >= windowMs)) recent.delete(person);
}
