/** Telegram's floods: sliding windows over all chats, one chat and one group. */
import type { Rate } from '../../src/ports.ts';

export interface FloodLimits {
  readonly overall: Rate;
  readonly chat: Rate;
  readonly group: Rate;
}

/** The figures of Telegram's FAQ for bots. */
export const usualLimits: FloodLimits = {
  overall: { count: 30, windowMs: 1000 },
  chat: { count: 1, windowMs: 1000 },
  group: { count: 20, windowMs: 60_000 },
};

export interface FloodGate {
  /** Lets one message to a chat pass, or answers after how many seconds it may. What is refused does not count. */
  pass(chat: number, isGroup: boolean): number | undefined;
}

/** `slack` widens the windows of single chats, as the real server allows short bursts. */
export function createFloodGate(now: () => number, limits: FloodLimits): FloodGate {
  const passed = new Map<string, number[]>();
  const wait = (key: string, { count, windowMs }: Rate, at: number): number => {
    const times = (passed.get(key) ?? []).filter((time) => time > at - windowMs);
    passed.set(key, times);
    return times.length < count ? 0 : times[times.length - count]! + windowMs - at;
  };
  return {
    pass(chat, isGroup) {
      const at = now();
      const windows: [string, Rate][] = [
        ['all', limits.overall],
        [`chat:${chat}`, limits.chat],
      ];
      if (isGroup) windows.push([`group:${chat}`, limits.group]);
      const longest = Math.max(...windows.map(([key, rate]) => wait(key, rate, at)));
      if (longest > 0) return Math.max(1, Math.ceil(longest / 1000));
      for (const [key] of windows) passed.get(key)!.push(at);
      return undefined;
    },
  };
}
