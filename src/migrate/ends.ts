/** The two ends of a migration, from the command line. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SettingsError } from '../errors.ts';
import { parseStore } from '../settings-values.ts';

export interface Ends {
  readonly from: string;
  readonly to: string;
}

const usage = 'write: npm run migrate -- --from sqlite:./data/dateline.sqlite --to redis://host:port/db';

/** Reads `--from URL --to URL`. Throws SettingsError, one line. */
export function readMigration(args: readonly string[]): Ends {
  const { from, to } = readFlags(args);
  if (from === undefined || to === undefined) throw new SettingsError(`A migration has two ends; ${usage}.`);
  for (const [flag, url] of [['--from', from] as const, ['--to', to] as const]) {
    if (parseStore(url, flag) === 'memory:')
      throw new SettingsError(`${flag}: what is in 'memory:' ends with its process; name a file or a Redis.`);
  }
  if (from === to) throw new SettingsError('--from and --to name the same store.');
  const file = /^sqlite:(.+)$/.exec(from)?.[1];
  if (file !== undefined && !existsSync(file)) throw new SettingsError(`--from: there is no file ${file}.`);
  return { from, to };
}

function readFlags(args: readonly string[]): Partial<Ends> {
  try {
    return parseArgs({ args: [...args], options: { from: { type: 'string' }, to: { type: 'string' } } }).values;
  } catch (error) {
    throw new SettingsError(`${(error as Error).message.split(/[.\n]/, 1)[0]}; ${usage}.`);
  }
}
