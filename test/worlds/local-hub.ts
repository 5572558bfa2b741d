/** Work between parts that live in one process: what is published is carried out at once, in order, and again when it fails. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AskOptions, Consumer, Job, Reply, Work } from '../../src/ports.ts';

interface Pending {
  readonly job: Job;
  readonly version: number;
  readonly publishedAt: number;
  readonly ended: PromiseWithResolvers<unknown>;
  isBegun: boolean;
  isWithdrawn: boolean;
}

interface LocalConsumer {
  readonly version: number;
  readonly width: number;
  readonly handle: (job: Job) => Promise<unknown>;
  readonly running: Set<Promise<void>>;
  isStopped: boolean;
}

interface Line {
  /** Not yet finished, in order. */
  readonly pending: Map<string, Pending>;
  readonly consumers: Set<LocalConsumer>;
  readonly kept: Map<string, unknown>;
}

const againMs = 100;

/** What the works of one process share. Each of `open` is one party, with the version that it speaks. */
export interface LocalHub {
  open(version: number): Work;
}

export function createLocalHub(): LocalHub {
  const lines = new Map<string, Line>();
  const lineOf = (name: string): Line => {
    const known = lines.get(name);
    if (known !== undefined) return known;
    const made = { pending: new Map(), consumers: new Set<LocalConsumer>(), kept: new Map() };
    lines.set(name, made);
    return made;
  };
  return { open: (version) => openParty(lineOf, version) };
}

function openParty(lineOf: (name: string) => Line, version: number): Work {
  const own = new Set<Consumer>();
  const put = (name: string, job: Job): Pending => {
    const line = lineOf(name);
    const known = line.pending.get(job.id);
    if (known !== undefined) return known;
    const ended = Promise.withResolvers<unknown>();
    ended.promise.catch(() => undefined);
    // As it would arrive elsewhere: nothing is shared by reference.
    const copy = { id: job.id, body: structuredClone(job.body) };
    const pending = { job: copy, version, publishedAt: performance.now(), ended, isBegun: false, isWithdrawn: false };
    line.pending.set(job.id, pending);
    pump(line);
    return pending;
  };
  return {
    async publish(name, jobs) {
      for (const job of jobs) put(name, job);
    },
    ask: (name, job, options) => ask(lineOf(name), () => put(name, job), job, options),
    consume(name, width, handle) {
      const line = lineOf(name);
      const consumer: LocalConsumer = { version, width, handle, running: new Set(), isStopped: false };
      line.consumers.add(consumer);
      queueMicrotask(() => pump(line));
      const stop = async () => {
        consumer.isStopped = true;
        line.consumers.delete(consumer);
        await Promise.allSettled(consumer.running);
      };
      const handleOf = { stop };
      own.add(handleOf);
      return handleOf;
    },
    waiting: async (name) => lineOf(name).pending.size,
    close: async () => {
      await Promise.all([...own].map((consumer) => consumer.stop()));
    },
  };
}

async function ask(line: Line, put: () => Pending, { id }: Job, options: AskOptions): Promise<Reply> {
  if (line.kept.has(id)) return { kind: 'answer', body: line.kept.get(id) };
  const pending = put();
  const late = sleep(options.withinMs, 'late' as const, { ref: false });
  const answered = pending.ended.promise.then((body) => ({ kind: 'answer', body }) as const);
  const first = await Promise.race([answered, late]);
  if (first === 'late' && !pending.isBegun) {
    pending.isWithdrawn = true;
    line.pending.delete(id);
    return { kind: 'away' };
  }
  const reply = await answered;
  if (options.isKept?.(reply.body) === true) line.kept.set(id, reply.body);
  return reply;
}

/** Hands out what may begin. */
function pump(line: Line): void {
  for (const pending of line.pending.values()) {
    if (pending.isBegun) continue;
    const free = [...line.consumers].find(
      ({ version, width, running, isStopped }) => !isStopped && pending.version <= version && running.size < width,
    );
    if (free !== undefined) begin(line, free, pending);
  }
}

function begin(line: Line, consumer: LocalConsumer, pending: Pending): void {
  pending.isBegun = true;
  const run = async () => {
    try {
      const body = await consumer.handle(pending.job);
      line.pending.delete(pending.job.id);
      pending.ended.resolve(structuredClone(body ?? null));
    } catch {
      await sleep(againMs, undefined, { ref: false });
      pending.isBegun = false;
    }
  };
  const running = run();
  consumer.running.add(running);
  void running.finally(() => {
    consumer.running.delete(running);
    pump(line);
  });
}
