/** `npm run bench -- NAME [--data DIR] [--out DIR] [--json FILE]`: runs one benchmark; without NAME, lists them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { commonFlags, type Flags, readFlags, type Values } from './flags.ts';

const here = import.meta.dirname;
const names = readdirSync(here)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length));

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  const isAsked = name === undefined || name === '--help';
  if (!isAsked) console.error(`There is no benchmark '${name}'; npm run bench lists those there are.`);
  else
    console.log(
      `Benchmarks: ${names.join(', ')}\nUse: npm run bench -- NAME [--data DIR] [--out DIR] [--json FILE]; npm run bench -- NAME --help tells more.`,
    );
  process.exit(isAsked ? 0 : 2);
}
interface Benchmark {
  readonly flags: Flags;
  run(values: Values<Flags>): Promise<void>;
}
const file = join(here, `${name}.bench.ts`);
const { flags, run } = (await import(file)) as Benchmark;
await run(readFlags(file, { ...commonFlags, ...flags }, rest));
