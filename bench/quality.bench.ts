/**
 * `npm run bench -- quality --data DIR --out OUT [--only NAME]`: runs the daemon's own stages, with the shipped settings, over a directory
 * laid out like the labelled data, and writes one prediction file for each input file. Never reads labels.
 */

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import type { Values } from './flags.ts';

export const flags = {
  data: { type: 'string', default: '../shared/bench' },
  out: { type: 'string', default: 'out/quality' },
  only: { type: 'string' },
} as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  if (!existsSync(values.data)) {
    console.error(`There is no folder '${values.data}'. Name one laid out like the labelled data with --data DIR.`);
    process.exitCode = 2;
    return;
  }
  const here = `${import.meta.dirname}/quality`;
  const lines: string[] = [];
  for (const file of readdirSync(here).filter((name) => name.endsWith('.ts'))) {
    const name = file.slice(0, -3);
    if (values.only !== undefined && values.only !== name) continue;
    const { predict } = (await import(`${here}/${file}`)) as { predict?(data: string, out: string): Promise<string> };
    if (predict === undefined) continue;
    const line = await predict(values.data, values.out);
    lines.push(...line.split('\n'));
    console.log(line);
  }
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ data: values.data, out: values.out, lines })}\n`);
}
