/** Which feed may be fetched next: due, its host not crowded, and no more than so many at once. Holds no clock. */
import type { FeedId } from '../model.ts';
import { Heap } from './heap.ts';

export interface AgendaLimits {
  /** Fetches under way in all. */
  readonly concurrency: number;
  /** Fetches under way at one host. */
  readonly perHost: number;
  /** Least time between the starts of two fetches at one host. */
  readonly spacingMs: number;
}

export interface Appointment {
  readonly id: FeedId;
  readonly host: string;
  readonly dueAt: number;
  /** Failed or slow lately: such feeds never take more than half of the places, so that they cannot hold up the others. */
  readonly isSlow: boolean;
  /** The operator's own machine or network, where no politeness is due. */
  readonly isOwn: boolean;
}

/** The queue of one host's feeds; its slow feeds have a lane of their own, so that they do not stand in front of the others. */
interface Lane {
  readonly isSlow: boolean;
  readonly isOwn: boolean;
  readonly queue: Appointment[];
  active: number;
  freeAt: number;
  /** Whether it stands in one of the agenda's lines. */
  isListed: boolean;
}

export class Agenda {
  readonly #limits: AgendaLimits;
  readonly #due = new Heap<Appointment>();
  /** The appointments that still count; others were replaced or removed. */
  readonly #current = new Map<FeedId, Appointment>();
  readonly #lanes = new Map<string, Lane>();
  /** Lanes that keep their distance for now. */
  readonly #resting = new Heap<Lane>();
  readonly #quick: Lane[] = [];
  readonly #slow: Lane[] = [];
  #active = 0;
  #activeSlow = 0;

  constructor(limits: AgendaLimits) {
    this.#limits = limits;
  }

  /** Replaces an earlier appointment of the feed that was not yet taken. */
  put(appointment: Appointment): void {
    this.#current.set(appointment.id, appointment);
    this.#due.push(appointment.dueAt, appointment);
  }

  /** Forgets what is not yet taken. */
  remove(id: FeedId): void {
    this.#current.delete(id);
  }

  /** The next feed to fetch, or undefined when none may be fetched now. Each one taken must be handed to `done`. */
  take(now: number): Appointment | undefined {
    this.#admit(now);
    while (this.#active < this.#limits.concurrency) {
      const lane = this.#nextLane();
      if (lane === undefined) return undefined;
      const appointment = this.#takeFrom(lane, now);
      if (appointment !== undefined) return appointment;
    }
    return undefined;
  }

  done(appointment: Appointment, now: number): void {
    const lane = this.#laneOf(appointment);
    this.#active--;
    if (lane.isSlow) this.#activeSlow--;
    lane.active--;
    this.#list(lane, now);
  }

  /** The clock was set back by so much: nobody waits for time that comes twice. */
  shift(byMs: number): void {
    for (const lane of this.#lanes.values()) lane.freeAt -= byMs;
    const resting = drained(this.#resting);
    for (const lane of resting) this.#resting.push(lane.freeAt, lane);
    const due = drained(this.#due).filter((one) => this.#current.get(one.id) === one);
    for (const one of due) this.put({ ...one, dueAt: one.dueAt - byMs });
  }

  /** When `take` may have something again, if nothing is put or done before; undefined for never. */
  wakeAt(): number | undefined {
    if (this.#active >= this.#limits.concurrency) return undefined;
    const due = this.#due.smallest;
    const rested = this.#resting.smallest;
    if (due === undefined || rested === undefined) return due ?? rested;
    return Math.min(due, rested);
  }

  /** Moves what is due into its lane, and lanes that have rested back into the lines. */
  #admit(now: number): void {
    while ((this.#due.smallest ?? Number.POSITIVE_INFINITY) <= now) {
      const appointment = this.#due.pop()!;
      if (this.#current.get(appointment.id) !== appointment) continue;
      const lane = this.#laneOf(appointment);
      lane.queue.push(appointment);
      this.#list(lane, now);
    }
    while ((this.#resting.smallest ?? Number.POSITIVE_INFINITY) <= now) this.#line(this.#resting.pop()!);
  }

  #laneOf({ host, isSlow, isOwn }: Appointment): Lane {
    const key = isSlow ? `${host} slow` : host;
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    const lane: Lane = { isSlow, isOwn, queue: [], active: 0, freeAt: Number.NEGATIVE_INFINITY, isListed: false };
    this.#lanes.set(key, lane);
    return lane;
  }

  #list(lane: Lane, now: number): void {
    if (lane.isListed || lane.queue.length === 0) return;
    if (!lane.isOwn && lane.active >= this.#limits.perHost) return;
    lane.isListed = true;
    if (lane.isOwn || lane.freeAt <= now) this.#line(lane);
    else this.#resting.push(lane.freeAt, lane);
  }

  #line(lane: Lane): void {
    (lane.isSlow ? this.#slow : this.#quick).push(lane);
  }

  #nextLane(): Lane | undefined {
    const maySlow = this.#activeSlow < Math.max(1, Math.floor(this.#limits.concurrency / 2));
    return this.#quick.shift() ?? (maySlow ? this.#slow.shift() : undefined);
  }

  #takeFrom(lane: Lane, now: number): Appointment | undefined {
    lane.isListed = false;
    const appointment = lane.queue.shift();
    if (appointment === undefined) return undefined;
    const isCurrent = this.#current.get(appointment.id) === appointment;
    if (isCurrent) {
      this.#current.delete(appointment.id);
      this.#active++;
      if (lane.isSlow) this.#activeSlow++;
      lane.active++;
      lane.freeAt = now + this.#limits.spacingMs;
    }
    this.#list(lane, now);
    return isCurrent ? appointment : undefined;
  }
}

function drained<T>(heap: Heap<T>): T[] {
  const all: T[] = [];
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) all.push(next);
  return all;
}
