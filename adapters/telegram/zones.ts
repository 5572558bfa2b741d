/** A place on earth as a time zone, without asking anybody: the zone of the nearest principal town. */
import { places } from './places.ts';

/**
 * The zone of the nearest town in the table of the time zone database. Near a border it may be the neighbour's: the
 * answer names the zone, and `/timezone` corrects it. The position itself is not kept.
 */
export function zoneAt(latitude: number, longitude: number): string {
  let best = { zone: 'UTC', distance: Number.POSITIVE_INFINITY };
  for (const [zone, lat, lon] of places) {
    const distance = distanceBetween(latitude, longitude, lat, lon);
    if (distance < best.distance) best = { zone, distance };
  }
  return best.zone;
}

/** Haversine of the angle between two places: grows with their distance. */
function distanceBetween(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const radians = Math.PI / 180;
  const half = (a: number, b: number) => Math.sin(((a - b) * radians) / 2) ** 2;
  return half(lat1, lat2) + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * half(lon1, lon2);
}
