/** Names: every pair through the comparison that the daemon uses. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareNames } from '../../src/topics/names.ts';
import { readRows } from './following.ts';

/** Writes one prediction for each pair; answers one line. */
export async function predict(data: string, out: string): Promise<string> {
  const file = join(data, 'names', 'pairs.jsonl');
  if (!existsSync(file)) return 'names: no data';
  const rows = readRows<{ a: string; b: string }>(file).map(({ a, b }) => ({ a, b, ...compareNames(a, b) }));
  mkdirSync(join(out, 'names'), { recursive: true });
  writeFileSync(join(out, 'names', 'predictions.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return `names: ${rows.length} pairs, ${rows.filter(({ match }) => match).length} the same`;
}
