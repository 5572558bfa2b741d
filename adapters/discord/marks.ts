/**
 * What Discord gives no nonce to (a webhook's message, a forum's post) carries a mark in its components, equal for every try of
 * a delivery. One whose fate is unknown is looked for before it is sent again.
 */
import { createHash } from 'node:crypto';
import { ComponentType } from 'discord.js';
import type { Body } from './layout.ts';

/** After a start, a program that was killed before may have sent anything for about as long. */
const doubtMs = 600_000;
const remembered = 5000;

/** A number of 31 bits; small ones are Discord's own. */
export function markOf(nonce: string): number {
  return (createHash('sha256').update(nonce).digest().readUInt32BE() % 2_000_000_000) + 100_000_000;
}

/** The mark is the id of the first component that holds others. */
export function marked(body: Body, mark: number): Body {
  const isRoom = ({ type }: Body['components'][number]) =>
    type === ComponentType.Container || type === ComponentType.ActionRow;
  const at = body.components.findIndex(isRoom);
  const components = body.components.map((one, index) => (index === at ? { ...one, id: mark } : one));
  return { ...body, components };
}

export interface Written {
  readonly id: string;
  readonly webhook_id?: string;
  readonly components?: readonly { readonly id?: number }[];
}

export function carries({ components = [] }: Written, mark: number): boolean {
  return components.some(({ id }) => id === mark);
}

export interface Fates {
  /** Whether an earlier try of it may have arrived. */
  isUnknown(nonce: string): boolean;
  begin(nonce: string): void;
}

/** `now` is real time in ms: what Discord holds does not follow a virtual clock. */
export function createFates(now: () => number = () => performance.now()): Fates {
  const begunAt = now();
  const tried = createLedger<true>(remembered);
  return {
    isUnknown: (nonce) => now() - begunAt < doubtMs || tried.get(nonce) === true,
    begin: (nonce) => tried.set(nonce, true),
  };
}

/** The last entries; older ones are forgotten. */
export function createLedger<T>(most: number) {
  const entries = new Map<string, T>();
  return {
    get: (key: string) => entries.get(key),
    set(key: string, value: T) {
      entries.delete(key);
      entries.set(key, value);
      const oldest = entries.keys().next().value;
      if (entries.size > most && oldest !== undefined) entries.delete(oldest);
    },
  };
}
