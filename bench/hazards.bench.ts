/**
 * `npm run bench -- hazards [--json FILE]`: the figures of time and memory that hazards must keep, each measured alone in a
 * fresh process, where the tests beside each other can only hold wider bounds.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { Values } from './flags.ts';
import { measures } from './hazards/measures.ts';

interface Row {
  readonly name: string;
  readonly wanted: string;
  readonly figure: string;
}

export const flags = {} as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  const program = new URL('./hazards/measures.ts', import.meta.url).pathname;
  const rows = Object.entries(measures).map(([name, { wanted }]): Row => {
    const figure = execFileSync(process.execPath, [program, name], { encoding: 'utf8' }).trim();
    console.log(`${name}\n  ${figure}  (wanted: ${wanted})`);
    return { name, wanted, figure };
  });
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(rows, null, 2));
}
