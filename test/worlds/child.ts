/** Other processes of a test: started with this runtime, watched, and never left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Child {
  readonly process: ChildProcess;
  /** Resolves when the program printed a line that contains `text`. */
  saw(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

/** Compiled once for all the children of a test run. */
export const compileCache = join(tmpdir(), 'dateline-compile-cache');

/** Runs a TypeScript file of this repository; with `shell`, through bash: `exec` follows its text. */
export function startChild(
  file: string,
  args: readonly string[] = [],
  options: { readonly env?: Record<string, string>; readonly shell?: string } = {},
): Child {
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', file, ...args];
  const [program, ...rest] =
    options.shell === undefined ? command : ['bash', '-c', `${options.shell}; exec "$@"`, 'bash', ...command];
  const child = spawn(program!, rest, {
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const listener of listeners) listener();
    });
  }
  return {
    process: child,
    saw: (text) =>
      new Promise((resolve) => {
        const look = () => {
          if (!output.stdout.includes(text)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      }),
    ended: once(child, 'close').then(([code, signal]) => ({ code, signal, ...output })),
  };
}
