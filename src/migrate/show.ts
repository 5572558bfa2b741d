/** A copy of a state with a bar that fills, for whoever waits for it. */
import type { Storage } from '../ports.ts';
import { type CopyProgress, copyState } from './copy.ts';

export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const barWidth = 30;

/** Copies, shows how far it is, and says what was proven in the end. Throws as `copyState` does. */
export async function showCopy(from: Storage, to: Storage, screen: Screen): Promise<void> {
  const isTerminal = screen.isTTY === true;
  const warnings = (to.warnings ?? []).map((warning) => `${warning}.\n`);
  screen.write(`From ${from.label} to ${to.label}\n${warnings.join('')}`);
  let shown = -1;
  const copied = await copyState(from, to, (progress) => {
    const percent = Math.floor((progress.done / progress.total) * 100);
    // A file or a pipe gets a line for every tenth.
    const mark = isTerminal ? percent : Math.floor(percent / 10);
    if (mark === shown) return;
    shown = mark;
    screen.write(isTerminal ? `\r${bar(progress, percent)}` : `${bar(progress, percent).trimEnd()}\n`);
  });
  if (isTerminal) screen.write('\n');
  screen.write(
    `${copied.records} records are there, ${copied.written} of them new; counts and SHA-256 agree on both sides (${copied.hash.slice(0, 16)}).\n` +
      `${from.label} is as it was; start the program with --store set to the new place.\n`,
  );
}

function bar({ namespace, done, total }: CopyProgress, percent: number): string {
  const blocks = '#'.repeat(Math.round((percent / 100) * barWidth)).padEnd(barWidth, '.');
  return `[${blocks}] ${String(percent).padStart(3)} %  ${done} of ${total}  ${namespace.padEnd(8)}`;
}
