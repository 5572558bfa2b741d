/** Rate limits as Discord keeps them: buckets of a route, 50 calls a second in all. */

export interface DiscordLimits {
  /** Messages of one channel. */
  readonly messages: { readonly count: number; readonly windowMs: number };
  readonly globalPerSecond: number;
}

export const usualLimits: DiscordLimits = { messages: { count: 5, windowMs: 5000 }, globalPerSecond: 50 };

export interface Passage {
  readonly headers: Readonly<Record<string, string>>;
  /** Set when the call is refused. */
  readonly refusal: { readonly retryAfter: number; readonly scope: 'user' | 'global' | 'shared' } | undefined;
}

/** Answers whether a call may pass; `undefined` limits let everything pass. */
export function createGate(now: () => number, limits: DiscordLimits | undefined) {
  const buckets = new Map<string, { used: number; endsAt: number }>();
  let second = { used: 0, endsAt: 0 };
  return (bucket: string | undefined, isCounted: boolean): Passage => {
    if (limits === undefined) return { headers: {}, refusal: undefined };
    const at = now();
    if (isCounted) {
      if (at >= second.endsAt) second = { used: 0, endsAt: at + 1000 };
      second.used += 1;
      if (second.used > limits.globalPerSecond) return refused((second.endsAt - at) / 1000, 'global', {});
    }
    if (bucket === undefined) return { headers: {}, refusal: undefined };
    const { count, windowMs } = limits.messages;
    const old = buckets.get(bucket);
    const state = old === undefined || at >= old.endsAt ? { used: 0, endsAt: at + windowMs } : old;
    buckets.set(bucket, state);
    const left = (state.endsAt - at) / 1000;
    const headers = {
      'x-ratelimit-limit': String(count),
      'x-ratelimit-remaining': String(Math.max(0, count - state.used - 1)),
      'x-ratelimit-reset': (state.endsAt / 1000).toFixed(3),
      'x-ratelimit-reset-after': left.toFixed(3),
      'x-ratelimit-bucket': bucket.split(':')[0]!,
    };
    if (state.used >= count) return refused(left, 'user', headers);
    state.used += 1;
    return { headers, refusal: undefined };
  };
}

function refused(retryAfter: number, scope: 'user' | 'global', headers: Readonly<Record<string, string>>): Passage {
  const isGlobal = scope === 'global';
  const own = {
    'retry-after': String(Math.ceil(retryAfter)),
    'x-ratelimit-scope': scope,
    ...(isGlobal && { 'x-ratelimit-global': 'true' }),
  };
  return { headers: { ...headers, ...own }, refusal: { retryAfter, scope } };
}
