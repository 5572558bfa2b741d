/** Reads of one turn of the event loop share a command: many concurrent readers pay for one round trip. */
import type { Connection } from './connection.ts';

export interface Reader {
  /** In the order of `keys`; null for what is not there. Sees every write that resolved before. Throws StoreError. */
  read(keys: readonly string[]): Promise<readonly (string | null)[]>;
}

interface Question {
  readonly keys: readonly string[];
  readonly resolve: (values: readonly (string | null)[]) => void;
  readonly reject: (error: unknown) => void;
}

const mostAtOnce = 1_000;

export function createReader(connection: Connection, records: string): Reader {
  let waiting: Question[] = [];
  let count = 0;
  const flush = async () => {
    const questions = waiting;
    if (questions.length === 0) return;
    waiting = [];
    count = 0;
    try {
      const keys = questions.flatMap((question) => question.keys);
      const values = await connection.ask('read', (redis) => redis.hmget(records, ...keys));
      let from = 0;
      for (const question of questions) {
        question.resolve(values.slice(from, from + question.keys.length));
        from += question.keys.length;
      }
    } catch (error) {
      for (const { reject } of questions) reject(error);
    }
  };
  return {
    read(keys) {
      if (keys.length === 0) return Promise.resolve([]);
      return new Promise((resolve, reject) => {
        waiting.push({ keys, resolve, reject });
        count += keys.length;
        if (count >= mostAtOnce) void flush();
        else if (waiting.length === 1) setImmediate(flush);
      });
    },
  };
}
