/** The newest lines of the log, in memory, for whoever runs the program. Takes them as they are printed: without secrets. */

import type { LogTail as Shown } from './ports.ts';

export interface LogTail extends Shown {
  /** One line, as written. */
  take(line: string): void;
}

const kept = 300;
/** A longer line is cut: a stack, say. */
const longest = 2_000;
/** Who somebody is stays in the log on the machine. */
const personal = /"(chat|chatId|address|person|delivery)":("(?:[^"\\]|\\.)*"|[^,}]*)/g;

export function createTail(): LogTail {
  let lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  return {
    take(line) {
      const shown = line.trimEnd().replace(personal, '"$1":"…"').slice(0, longest);
      lines.push(shown);
      if (lines.length > 2 * kept) lines = lines.slice(-kept);
      for (const listener of listeners) listener(shown);
    },
    lines: () => lines.slice(-kept),
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
