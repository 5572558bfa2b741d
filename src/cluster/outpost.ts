/** What processes beside the engine have in common: how they begin and end, and how they do. */
import { StoreError } from '../errors.ts';
import type { Cluster, Operation, Trouble } from '../ports.ts';
import { companyOf } from './company.ts';

/** A process of one role. */
export interface RoleProcess {
  /** Throws `SettingsError`, `SetupError` or `StoreError` with one line. */
  start(): Promise<void>;
  /** Within 10 s; may be called once. */
  stop(): Promise<void>;
  /** Resolves when the process should end; rejects with what makes going on impossible. */
  readonly stopRequested: Promise<void>;
  readonly operation: Operation;
}

/** Health as seen from here; the figures are the engine's to tell. */
export function createOutpostOperation(cluster: Cluster): Operation {
  const elsewhere = async () => {
    throw new StoreError('The engine tells these figures; ask the process that leads.');
  };
  return {
    health: async (): Promise<Trouble[]> => companyOf(cluster).troubles.map(({ kind, reason }) => ({ kind, reason })),
    figures: elsewhere,
    feeds: elsewhere,
    dead: elsewhere,
    waiting: elsewhere,
    retry: elsewhere,
  };
}
