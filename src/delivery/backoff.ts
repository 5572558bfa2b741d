/** When a delivery that failed is tried again. */
import { digest } from '../hash.ts';
import type { DeliveryId } from '../model.ts';

/** Tries in all; then it is given up on, with its reason. */
export const mostTries = 8;
/** So many failed tries hold back what is behind it in its chat, to keep the order; then it steps aside. */
export const holdingTries = 3;

/** After the first try, the second…: quick at first, then long enough to outlive most outages (2.6 h in all). */
const waitsMs = [1_000, 2_000, 4_000, 60_000, 300_000, 1_800_000, 7_200_000];

/** Milliseconds until the next try after `tries` failed ones: ± 25 %, different for each delivery but always the same. */
export function backOffMs(tries: number, id: DeliveryId): number {
  const base = waitsMs[Math.min(tries, waitsMs.length) - 1] ?? waitsMs[0]!;
  const share =
    Number.parseInt(
      Buffer.from(digest(8, id, String(tries)))
        .toString('hex')
        .slice(0, 8),
      16,
    ) /
    2 ** 32;
  return Math.round(base * (0.75 + share / 2));
}

/** Milliseconds that a whole platform is left alone after so many failures in a row: 1 s, 2 s, 4 s… at most 1 min. */
export function outageMs(failures: number): number {
  return Math.min(60_000, 1_000 * 2 ** Math.min(failures, 10));
}
