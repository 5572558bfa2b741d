/** Processes of a cluster as parts of one process: their work, who they are, and a gate that lets all through and writes it down. */

import { openMemory } from '../../adapters/memory/index.ts';
import type { Cluster, Member, Passage, Priority, Role } from '../../src/ports.ts';
import { createLocalHub, type LocalHub } from './local-hub.ts';

export interface Company {
  join(): Cluster;
  /** Everybody who was let through, and the pauses that platforms asked for. */
  readonly passed: { readonly passage: Passage; readonly priority: Priority }[];
  readonly paused: { readonly scope: 'chat' | 'all'; readonly ms: number }[];
  /** Set to make what holds the processes together fail. */
  trouble: string | undefined;
}

export function createCompany(): Company {
  const hub: LocalHub = createLocalHub();
  const members: Member[] = [];
  const abouts = new Map<string, () => unknown>();
  const listeners = new Set<() => void>();
  const holders = new Map<string, Promise<void>>();
  const nudges = new Map<string, Set<(text: string) => void>>();
  const storage = openMemory();
  let count = 0;
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const company: Company = {
    passed: [],
    paused: [],
    trouble: undefined,
    join() {
      count += 1;
      const id = `p${count}`;
      return {
        id,
        work: hub.open(1),
        gate: {
          async enter(passage, priority) {
            company.passed.push({ passage, priority });
            return { settle: () => undefined };
          },
          async pause(_, scope, ms) {
            company.paused.push({ scope, ms });
          },
        },
        async join(role: Role, about = () => ({})) {
          abouts.set(id, about);
          members.push({ id, role, about: undefined });
          tell();
        },
        show: async () => tell(),
        members: () => members.map((member) => ({ ...member, about: abouts.get(member.id)!() })),
        onChange(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        async lead(name, signal) {
          const before = holders.get(name) ?? Promise.resolve();
          const ended = Promise.withResolvers<void>();
          holders.set(
            name,
            before.then(() => ended.promise),
          );
          await Promise.race([before, new Promise((resolve) => signal.addEventListener('abort', resolve))]);
          if (!signal.aborted) return { lost: new Promise(() => undefined), release: async () => ended.resolve() };
          ended.resolve();
          return undefined;
        },
        nudge(topic, text) {
          for (const listener of nudges.get(topic) ?? []) listener(text);
        },
        onNudge(topic, listener) {
          nudges.set(topic, (nudges.get(topic) ?? new Set()).add(listener));
          return () => nudges.get(topic)?.delete(listener);
        },
        storage: () => ({ ...storage, close: async () => undefined }),
        trouble: () => company.trouble,
        async close() {
          const at = members.findIndex((member) => member.id === id);
          if (at !== -1) members.splice(at, 1);
          tell();
        },
      };
    },
  };
  return company;
}
