/** The two ends of a migration, from the command line. */
import { existsSync } from 'node:fs';
import { parseFlags } from '../command-line.ts';
import { SettingsError } from '../errors.ts';
import { parseStore } from '../settings-values.ts';

export interface Ends {
  readonly from: string;
  readonly to: string;
}

const form = 'npm run migrate -- --from sqlite:./data/dateline.sqlite --to redis://host:port/db';
const usage = `write: ${form}`;

export const migrationHelp = `${form}

Copies a whole state from one store into an empty other one and proves that both are equal, while the program stands still.
The state that was copied stays as it is. A copy that was cut short is finished by the same command.
`;

/** Reads `--from URL --to URL`. Throws SettingsError, one line. */
export function readMigration(args: readonly string[]): Ends {
  const { from, to } = parseFlags(args, { from: { type: 'string' }, to: { type: 'string' } }, usage);
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
