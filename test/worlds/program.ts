/** The real program as a child process, talked to through its console in JSON. */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { compileCache } from './child.ts';

export interface Line {
  readonly kind: 'reply' | 'alert' | 'update' | 'brief' | 'notice';
  readonly chat: string;
  readonly text: string;
  readonly topic?: string;
  readonly stories: readonly {
    readonly id: string;
    readonly title: string;
    readonly url: string;
    readonly published: string;
    readonly level: 'about' | 'mention';
    readonly score: number;
    readonly reasons: readonly string[];
    readonly summary: string;
    readonly category: string;
    readonly sources: readonly { readonly name: string; readonly url: string }[];
  }[];
  readonly buttons: readonly { readonly label: string; readonly action: string }[];
}

export interface Ended {
  readonly code: number | null;
  readonly lines: readonly Line[];
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly lines: readonly Line[];
  /** What it has written to stderr so far. */
  logged(): string;
  type(line: string): void;
  /** The first line from `from` on that satisfies `is`; rejects when the program ends or `ms` of real time pass without one. */
  line(is: (line: Line) => boolean, from?: number, ms?: number): Promise<Line>;
  /** Types a line and answers what comes back first as a reply or brief. */
  ask(line: string): Promise<Line>;
  /** Ends the input and waits for the end. */
  finish(): Promise<Ended>;
  kill(signal: NodeJS.Signals): Promise<Ended>;
  readonly ended: Promise<Ended>;
}

const root = resolve(import.meta.dirname, '../..');

export interface StartOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly isJson?: boolean;
  readonly input?: string;
}

/** Starts `src/main.ts` with the given flags; nothing of the surrounding environment but the path reaches it. */
export function startProgram({ args = [], env = {}, isJson = true, input }: StartOptions): Program {
  const child = spawn(process.execPath, ['src/main.ts', ...(isJson ? ['--json'] : []), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', LANG: 'en_US.UTF-8', TZ: 'UTC', NODE_COMPILE_CACHE: compileCache, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const program = watch(child);
  if (input !== undefined) {
    child.stdin?.end(input);
  }
  return program;
}

/** Starts it with all its input at once and waits for the end. */
export function runProgram(options: StartOptions): Promise<Ended> {
  return startProgram({ input: '', ...options }).ended;
}

function watch(child: ChildProcess): Program {
  const lines: Line[] = [];
  const waiting = new Set<() => void>();
  let stdout = '';
  let stderr = '';
  let isEnded = false;
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  child.stdin?.on('error', () => undefined);
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (text) => {
    stdout += `${text}\n`;
    if (text.startsWith('{')) lines.push(JSON.parse(text) as Line);
    for (const look of waiting) look();
  });
  const ended = new Promise<Ended>((done) => {
    child.on('close', (code) => {
      isEnded = true;
      for (const look of waiting) look();
      done({ code, lines, stdout, stderr });
    });
  });
  const line: Program['line'] = (is, from = 0, ms = 60_000) =>
    new Promise((done, fail) => {
      const timer = setTimeout(
        () => settle(() => fail(new Error(`no such line within ${ms} ms\n${stdout}\n${stderr}`))),
        ms,
      );
      const settle = (end: () => void) => {
        clearTimeout(timer);
        waiting.delete(look);
        end();
      };
      const look = () => {
        const found = lines.slice(from).find(is);
        if (found !== undefined) settle(() => done(found));
        else if (isEnded) settle(() => fail(new Error(`the program ended without it\n${stdout}\n${stderr}`)));
      };
      waiting.add(look);
      look();
    });
  const type = (text: string) => void child.stdin?.write(`${text}\n`);
  return {
    lines,
    logged: () => stderr,
    type,
    line,
    ask(text) {
      const from = lines.length;
      type(text);
      return line(({ kind }) => kind === 'reply' || kind === 'brief', from);
    },
    finish() {
      child.stdin?.end();
      return ended;
    },
    kill(signal) {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}
