/** `npm run bench -- NAME [--data DIR] [--out DIR] [--json FILE]`: runs one benchmark; without NAME, lists them. */
import { readdirSync } from 'node:fs';

const here = import.meta.dirname;
const names = readdirSync(here)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length));

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  if (name !== undefined && name !== '--help') console.error(`There is no benchmark '${name}'.`);
  console.log(`Benchmarks: ${names.join(', ')}\nUse: npm run bench -- NAME [--data DIR] [--out DIR] [--json FILE]`);
  process.exit(name === undefined || name === '--help' ? 0 : 2);
}
const { run } = (await import(`./${name}.bench.ts`)) as { run(args: readonly string[]): Promise<void> };
await run(rest);
