/** Reading bodies without holding up the program: small ones between other work, large ones in threads of their own. */
import { Worker } from 'node:worker_threads';
import type { ReadJob, ReadResult } from './read-job.ts';

export interface FeedReaderPool {
  /** Never throws. A thread that crashes or does not answer in time loses this body only (`lost`). */
  read(job: ReadJob): Promise<ReadResult>;
  close(): Promise<void>;
}

export interface ReaderPoolOptions {
  /** Threads at most; each is started when it is needed. */
  readonly threads?: number;
  /** Bodies up to this size are read on the main thread: handing them over would cost more. */
  readonly inlineBytes?: number;
  /** How long a thread may take for one body; real time. */
  readonly deadlineMs?: number;
  /** The thread's program; another one in tests. */
  readonly program?: URL;
}

const defaults = { threads: 1, inlineBytes: 64 * 1024, deadlineMs: 15_000 };
/** How long the main thread reads at a stretch before it looks after everything else. */
const stretchMs = 8;
/** A thread without work is ended after this, and its memory freed. */
const idleMs = 30_000;

export function createReaderPool(options: ReaderPoolOptions = {}): FeedReaderPool {
  const settings = { ...defaults, program: new URL('./parse-worker.ts', import.meta.url), ...options };
  const readBetween = createInlineReader();
  const threads = createThreads(settings);
  return {
    read: (job) => (job.body.byteLength <= settings.inlineBytes ? readBetween(job) : threads.read(job)),
    close: () => threads.close(),
  };
}

interface Waiting {
  readonly job: ReadJob;
  readonly resolve: (result: ReadResult) => void;
}

/** Reads on this thread, a few milliseconds in each turn of the event loop. */
function createInlineReader(): (job: ReadJob) => Promise<ReadResult> {
  const queue: Waiting[] = [];
  let isWorking = false;
  let runReadJob: ((job: ReadJob) => ReadResult) | undefined;
  const work = async () => {
    // Loaded when the first body is there: when nothing changed, no parser is needed.
    runReadJob ??= (await import('./read-job.ts')).runReadJob;
    const startedAt = performance.now();
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      next.resolve(runReadJob(next.job));
      if (performance.now() - startedAt >= stretchMs) break;
    }
    if (queue.length > 0) setImmediate(work);
    else isWorking = false;
  };
  return (job) =>
    new Promise((resolve) => {
      queue.push({ job, resolve });
      if (isWorking) return;
      isWorking = true;
      setImmediate(work);
    });
}

interface ThreadSettings {
  readonly threads: number;
  readonly deadlineMs: number;
  readonly program: URL;
}

function createThreads(settings: ThreadSettings) {
  const queue: Waiting[] = [];
  const idle: ReadThread[] = [];
  const all = new Set<ReadThread>();
  let isClosed = false;

  function startThread(): ReadThread {
    const thread = new ReadThread(settings, () => {
      all.delete(thread);
      const at = idle.indexOf(thread);
      if (at >= 0) idle.splice(at, 1);
    });
    all.add(thread);
    return thread;
  }

  function pump(): void {
    while (queue.length > 0 && (idle.length > 0 || all.size < settings.threads)) {
      const thread = idle.pop() ?? startThread();
      const { job, resolve } = queue.shift()!;
      thread.read(job).then((result) => {
        resolve(result);
        if (thread.isAlive) idle.push(thread);
        pump();
      });
    }
  }

  return {
    read: (job: ReadJob) =>
      new Promise<ReadResult>((resolve) => {
        if (isClosed) return resolve({ kind: 'lost', reason: 'stopped' });
        queue.push({ job, resolve });
        pump();
      }),
    async close(): Promise<void> {
      isClosed = true;
      for (const { resolve } of queue.splice(0)) resolve({ kind: 'lost', reason: 'stopped' });
      await Promise.all([...all].map((thread) => thread.end('stopped')));
    },
  };
}

/** One worker thread; reads one body at a time. */
class ReadThread {
  readonly #worker: Worker;
  readonly #deadlineMs: number;
  readonly #onEnd: () => void;
  #finish: ((result: ReadResult) => void) | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  isAlive = true;

  constructor(settings: ThreadSettings, onEnd: () => void) {
    this.#deadlineMs = settings.deadlineMs;
    this.#onEnd = onEnd;
    this.#worker = new Worker(settings.program, { resourceLimits: { maxOldGenerationSizeMb: 256 } });
    this.#worker.unref();
    this.#worker.on('message', (result: ReadResult) => this.#finish?.(result));
    this.#worker.on('error', () => this.#lose('crashed'));
    this.#worker.on('exit', () => this.#lose('crashed'));
  }

  read(job: ReadJob): Promise<ReadResult> {
    clearTimeout(this.#idleTimer);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.end('hung'), this.#deadlineMs);
      this.#finish = (result) => {
        clearTimeout(timer);
        this.#finish = undefined;
        this.#idleTimer = setTimeout(() => this.end('idle'), idleMs);
        this.#idleTimer.unref();
        resolve(result);
      };
      this.#worker.postMessage(job, transferable(job.body));
    });
  }

  async end(reason: string): Promise<void> {
    this.#lose(reason);
    await this.#worker.terminate();
  }

  #lose(reason: string): void {
    if (this.isAlive) {
      this.isAlive = false;
      this.#onEnd();
    }
    this.#finish?.({ kind: 'lost', reason });
    clearTimeout(this.#idleTimer);
  }
}

/** A body with memory of its own is handed over instead of copied. */
function transferable(body: Uint8Array): ArrayBuffer[] {
  const { buffer, byteLength } = body;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
