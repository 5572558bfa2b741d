/** Flags of benchmarks and of what learns weights. A command's help is the first comment of its file, which is where it is described. */
import { readFileSync } from 'node:fs';
import { parseFlags } from '../src/command-line.ts';
import { SettingsError } from '../src/errors.ts';

type Flag =
  | { readonly type: 'string'; readonly default?: string }
  | { readonly type: 'boolean'; readonly default: false };
export type Flags = Readonly<Record<string, Flag>>;

/** What every benchmark takes, whether it has a use for it or not. */
export const commonFlags = { data: { type: 'string' }, out: { type: 'string' }, json: { type: 'string' } } as const;
type Common = keyof typeof commonFlags;

type Value<F> = F extends { readonly type: 'boolean' }
  ? boolean
  : F extends { readonly default: string }
    ? string
    : string | undefined;
export type Values<T> = { readonly [K in keyof T]: Value<T[K]> } & {
  readonly [K in Exclude<Common, keyof T>]?: string | undefined;
};

/** The values for the command in `file`. With `--help`, or where something is wrong, says so and ends the process with 0 or 2. */
export function readFlags<const T extends Flags>(file: string, flags: T, args = process.argv.slice(2)): Values<T> {
  if (args.includes('--help')) {
    console.log(helpOf(file, flags));
    process.exit(0);
  }
  try {
    const values = parseFlags(args, flags, '--help tells what there is') as unknown as Values<T>;
    for (const [name, flag] of Object.entries(flags)) checkNumbers(name, flag, values[name as keyof T]);
    return values;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

const numbers = /^\d+(?:,\d+)*$/;

/** A flag whose usual value is a number, or numbers with commas between them, takes nothing else. */
function checkNumbers(name: string, { default: usual }: Flag, value: unknown): void {
  if (typeof usual !== 'string' || !numbers.test(usual) || typeof value !== 'string' || numbers.test(value)) return;
  const what = usual.includes(',') ? 'numbers with commas between them' : 'a number';
  throw new SettingsError(`--${name} takes ${what}, such as ${usual}; not '${value}'.`);
}

function helpOf(file: string, flags: Flags): string {
  const [, comment = ''] = /\/\*\*([\s\S]*?)\*\//.exec(readFileSync(file, 'utf8')) ?? [];
  const about = comment.replace(/^[ *]+/gm, '').trim();
  const rows = Object.entries(flags).map(([name, flag]) => {
    const usual = flag.type === 'string' && flag.default !== undefined ? `  (${flag.default})` : '';
    return `  --${name}${flag.type === 'string' ? ' VALUE' : ''}${usual}`;
  });
  return `${about}\n\n${rows.join('\n')}`;
}
