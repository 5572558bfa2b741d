/** Work between processes over BullMQ: a queue for each line, derived job ids, one blocking connection for each consumer. */
import { DelayedError, Queue, type Job as Queued, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { StoreError } from '../../src/errors.ts';
import type { AskOptions, Consumer, Job, Reply, Work } from '../../src/ports.ts';
import type { RedisAddress } from './address.ts';
import { impatience, optionsOf, reasonOf } from './connection.ts';

const prefix = 'dateline:work';
/** A worker that is killed lets go of its jobs after this long; looked at twice as often. */
const lockMs = 5_000;
/** Queueing waits for a Redis that is away; nobody should hang on it. */
const patienceMs = 6_000;
/** For as long as a new engine may need to ask again for what the killed one had asked. */
const keptSeconds = 300;
/** A job of a newer version is offered again after this long. */
const putBackMs = 1_000;
const longestPauseMs = 30_000;
const stopMs = 4_000;
/** After Redis refused or was away. */
const againAfterMs = 500;
const lookEveryMs = 1_000;
/** For what was begun and takes its time: longer than any answer of Redis that still comes. */
const lookLaterMs = 6_000;
/** Answers of late, should the same job come again because Redis was away when it ended. */
const remembered = 2_000;

interface Envelope {
  readonly v: number;
  readonly body: unknown;
}

export function createWork(address: RedisAddress, version: number): Work {
  const client = new Redis({ ...optionsOf(address), ...impatience, lazyConnect: true });
  client.on('error', () => undefined);
  const queues = new Map<string, Queue>();
  const events = new Map<string, Promise<QueueEvents>>();
  const workers = new Set<Consumer>();
  const blocking = { ...optionsOf(address), maxRetriesPerRequest: null, retryStrategy: () => 250 };

  function queueOf(line: string): Queue {
    const known = queues.get(line);
    if (known !== undefined) return known;
    const queue = new Queue(line, { connection: client, prefix, streams: { events: { maxLen: 1_000 } } });
    queue.on('error', () => undefined);
    queue.setMaxListeners(0);
    queues.set(line, queue);
    return queue;
  }
  function eventsOf(line: string): Promise<QueueEvents> {
    const known = events.get(line);
    if (known !== undefined) return known;
    const made = listen(line);
    events.set(line, made);
    made.catch(() => events.delete(line));
    return made;
  }
  /** From the last event there is: one that comes before the first look is not missed. */
  async function listen(line: string): Promise<QueueEvents> {
    const [last] = await client.xrevrange(`${prefix}:${line}:events`, '+', '-', 'COUNT', 1);
    const made = new QueueEvents(line, { connection: blocking, prefix, lastEventId: last?.[0] ?? '0-0' });
    made.on('error', () => undefined);
    made.setMaxListeners(0);
    return made;
  }
  const optionsFor = (job: Job, keptFor: number) => ({
    jobId: `j${job.id}`,
    attempts: Number.MAX_SAFE_INTEGER,
    backoff: { type: 'custom' },
    removeOnComplete: keptFor === 0 ? true : { age: keptFor },
  });

  return {
    async publish(line, jobs) {
      if (jobs.length === 0) return;
      const rows = jobs.map((job) => ({ name: line, data: { v: version, body: job.body }, opts: optionsFor(job, 0) }));
      await within('queued', queueOf(line).addBulk(rows));
    },
    async ask(line, job, { withinMs, isKept }): Promise<Reply> {
      const listening = await within('queued', eventsOf(line));
      const data: Envelope = { v: version, body: job.body };
      const queued = await within('queued', queueOf(line).add(line, data, optionsFor(job, keptSeconds)));
      return waitFor(queued, listening, { withinMs, ...(isKept && { isKept }) });
    },
    consume(line, width, handle) {
      const consumer = startWorker(line, width, handle);
      workers.add(consumer);
      return consumer;
    },
    async waiting(line) {
      const counts = await within('counted', queueOf(line).getJobCounts('wait', 'active', 'delayed', 'prioritized'));
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    },
    async close() {
      await Promise.all([...workers].map((worker) => worker.stop()));
      const listening = (await Promise.allSettled(events.values())).flatMap((one) =>
        'value' in one ? [one.value] : [],
      );
      await Promise.all([...queues.values(), ...listening].map((each) => each.close().catch(() => undefined)));
      client.disconnect();
    },
  };

  function startWorker(line: string, width: number, handle: (job: Job) => Promise<unknown>): Consumer {
    const recent = new Map<string, Promise<unknown>>();
    const carryOut = (queued: Queued<Envelope>): Promise<unknown> => {
      // The same job a second time: its end could not be written down, or this process was busy for too long.
      const name = `${queued.id}/${queued.timestamp}`;
      const known = recent.get(name);
      if (known !== undefined) return known;
      const done = handle({ id: queued.id!.slice(1), body: queued.data.body });
      recent.set(name, done);
      if (recent.size > remembered) recent.delete(recent.keys().next().value as string);
      done.catch(() => recent.delete(name));
      return done;
    };
    const worker = new Worker<Envelope>(
      line,
      async (queued, token) => {
        if (queued.data.v <= version) return (await carryOut(queued)) ?? null;
        await queued.moveToDelayed(Date.now() + putBackMs, token);
        throw new DelayedError();
      },
      {
        connection: blocking,
        prefix,
        concurrency: width,
        lockDuration: lockMs,
        stalledInterval: lockMs / 2,
        runRetryDelay: againAfterMs,
        maxStalledCount: Number.MAX_SAFE_INTEGER,
        settings: { backoffStrategy: (made: number) => Math.min(longestPauseMs, 125 * 2 ** Math.min(made, 10)) },
      },
    );
    worker.on('error', () => undefined);
    let stopping: Promise<void> | undefined;
    const stop = async () => {
      const patience = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), stopMs).unref());
      const closed = worker.close().catch(() => undefined);
      if ((await Promise.race([closed, patience])) === 'late') await worker.close(true).catch(() => undefined);
    };
    return {
      stop() {
        stopping ??= stop();
        return stopping;
      },
    };
  }
}

/**
 * Withdraws what nobody has begun in time; what was begun is waited for. An event that got lost is made up for by looking:
 * each round begins with a look, and must last until Redis has answered it.
 */
async function waitFor(queued: Queued, listening: QueueEvents, { withinMs, isKept }: AskOptions): Promise<Reply> {
  for (let leftMs = withinMs; ; leftMs -= lookEveryMs) {
    const roundMs = leftMs > 0 ? Math.min(leftMs, lookEveryMs) : lookLaterMs;
    const reply = await queued.waitUntilFinished(listening, roundMs).then(
      (body: unknown) => ({ kind: 'answer', body }) as const,
      () => undefined,
    );
    if (reply !== undefined) {
      if (isKept?.(reply.body) !== true) await queued.remove().catch(() => undefined);
      return reply;
    }
    if (leftMs <= lookEveryMs && (await withdraw(queued))) return { kind: 'away' };
  }
}

/** Whether nobody will carry it out any more. */
async function withdraw(queued: Queued): Promise<boolean> {
  try {
    const state = await within('withdrawn', queued.getState());
    if (state === 'active' || state === 'completed') return false;
    if (state === 'unknown') return true;
    await within('withdrawn', queued.remove());
    return true;
  } catch (error) {
    // It was begun between two looks.
    if (error instanceof StoreError && !/lock/i.test(error.message)) throw error;
    return false;
  }
}

/** Throws StoreError, also when Redis takes too long. */
async function within<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Command timed out')), patienceMs);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    work.catch(() => undefined);
    throw new StoreError(`The work could not be ${what}: ${reasonOf(error)}.`);
  } finally {
    clearTimeout(timer);
  }
}
