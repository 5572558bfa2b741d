/** What a program of several processes needs from the world. One process alone needs none of it. */
import type { Address, ChatKind } from '../model.ts';
import type { ChannelLimits, Priority, Rate, Storage } from '../ports.ts';

/** One piece of work on its way from one process to another. */
export interface Job {
  /** Derived from what it is about, of letters, digits, '-' and '_': the same step made twice is one job. */
  readonly id: string;
  /** Plain data, as JSON keeps it. */
  readonly body: unknown;
}

export type Reply = { readonly kind: 'answer'; readonly body: unknown } | { readonly kind: 'away' };

/**
 * Work between processes, in lines. What was published is carried out at least once, whatever process is killed; a
 * consumer of width 1 carries jobs out in the order in which they were published, except those that come again after a
 * kill or a failure. A job that a newer version of the program published is left to a process that understands it.
 */
export interface Work {
  /** Kept once resolved. A job whose id waits or is under way is not taken again. Throws StoreError. */
  publish(line: string, jobs: readonly Job[]): Promise<void>;
  /**
   * Publishes and waits for the answer. 'away' when nobody began within `withinMs`: then nobody will. A job that was begun
   * is waited for. An answer that `isKept` wants is given again to whoever asks the same within some minutes.
   * Throws StoreError.
   */
  ask(line: string, job: Job, options: AskOptions): Promise<Reply>;
  /** Carries out up to `width` jobs at once. A handler that throws gets the job again later, for as long as it takes. */
  consume(line: string, width: number, handle: (job: Job) => Promise<unknown>): Consumer;
  /** How many jobs of the line wait or are under way. Throws StoreError. */
  waiting(line: string): Promise<number>;
  /** Ends all consumers; what they have begun is finished. */
  close(): Promise<void>;
}

export interface AskOptions {
  readonly withinMs: number;
  readonly isKept?: (body: unknown) => boolean;
}

export interface Consumer {
  /** Takes no more, and resolves when what was begun is finished. */
  stop(): Promise<void>;
}

export type Role = 'feeds' | 'engine' | 'delivery';

export interface Member {
  readonly id: string;
  readonly role: Role;
  /** What it tells about itself, as plain data. */
  readonly about: unknown;
}

export interface Lease {
  /** Resolves when another process holds it now. */
  readonly lost: Promise<Error>;
  /** Never throws: what cannot be given back runs out. */
  release(): Promise<void>;
}

/** The other processes. A process that is killed is gone within five seconds. */
export interface Cluster {
  readonly id: string;
  readonly work: Work;
  readonly gate: Gate;
  /** Shows this process to the others. `about` is asked again each second. Throws StoreError. */
  join(role: Role, about?: () => unknown): Promise<void>;
  /** What this process tells about itself has changed: the others know it at once. Never throws. */
  show(): Promise<void>;
  /** Those that live, this one included, in the order of their ids; as known a second ago. */
  members(): readonly Member[];
  /** Calls back when members came, went or tell something new. The answer ends that. */
  onChange(listener: () => void): () => void;
  /** Resolves once this process holds the lease, however long that takes; undefined when the signal was aborted before. */
  lead(name: string, signal: AbortSignal): Promise<Lease | undefined>;
  /** Tells all processes, without promise: whoever misses it must find out by itself. */
  nudge(topic: string, text: string): void;
  onNudge(topic: string, listener: (text: string) => void): () => void;
  /** The state. With a lease, it refuses to write from the moment another process holds that. */
  storage(lease?: Lease): Storage;
  /** What is wrong with what holds the processes together, in words; undefined when it is well. */
  trouble(): string | undefined;
  close(): Promise<void>;
}

/** The platforms' limits, kept over all processes together: never more than the figures in any sliding window. */
export interface Gate {
  /** Waits for a place and takes it; answers before everything else. At once when the signal is aborted. Throws StoreError. */
  enter(passage: Passage, priority: Priority, signal?: AbortSignal): Promise<Place>;
  /** The platform asked to be left alone, as a whole or in one chat. Never throws. */
  pause(passage: Omit<Passage, 'limits'>, scope: 'chat' | 'all', ms: number): Promise<void>;
}

export interface Passage {
  readonly address: Address;
  readonly chatKind: ChatKind;
  readonly limits: ChannelLimits;
}

interface Place {
  /**
   * The platform has answered: it counted the message by now. Until then the place is given to nobody. Not answered: when
   * the message will leave is not known.
   */
  settle(isAnswered: boolean): void;
}

/**
 * A platform's connection in parts (the shards of Discord's gateway), which processes share out among themselves: evenly, each
 * part in one process at a time, and taken over when that process ends.
 */
export interface Sharing {
  /**
   * A number that all processes keep to for as long as one of them lives: the first one asks for it. Throws what `ask` throws;
   * never resolves when the process ends before.
   */
  agree(ask: () => Promise<number>): Promise<number>;
  /** Whether every one of the parts is connected to some process. */
  isWhole(parts: number): boolean;
  /** Takes its share from now on. */
  share(parts: number, open: OpenPart): void;
  /** Waits for a place under a limit of the platform's that all processes keep together. Real time; does not reject. */
  turn(name: string, rate: Rate, signal: AbortSignal): Promise<Place>;
}

/**
 * Connects a part, which nobody else has while this process does. `bequest` is what its last holder left, if that is known and
 * not long ago. When the signal is aborted somebody else is to have it: what is there by then is closed. An error ends the process.
 */
export type OpenPart = (part: number, signal: AbortSignal, bequest: unknown) => Promise<HeldPart>;

export interface HeldPart {
  /** Plain data for the next holder. The others are told about each second; what is there after `close` they have for certain. */
  bequest?(): unknown;
  /**
   * Finishes what was begun and closes the connection, for good: when this resolves another process may open the part.
   * `hasHeir`: there is one that will.
   */
  close(hasHeir: boolean): Promise<void>;
}
