/** `npm run dead-letters`: the messages that were given up on, with their reasons; and another try for them. */
import { existsSync } from 'node:fs';
import { parseFlags } from './command-line.ts';
import { createOutbox } from './delivery/outbox.ts';
import { SettingsError } from './errors.ts';
import type { Clock, Log, Storage } from './ports.ts';
import { readSettings } from './settings.ts';
import { openStore } from './store/open.ts';
import type { DeliveryRecord } from './store/records.ts';

export interface DeadLettersAsked {
  readonly store: string;
  /** Ids to be tried again; 'all'; undefined to list them only. */
  readonly retry: 'all' | readonly string[] | undefined;
}

const form = 'npm run dead-letters -- [--store URL] [--config FILE] [--retry all | --retry ID …]';

export const deadLettersHelp = `${form}

Lists the messages that were given up on, with their reasons, while the program stands still.
  --store URL    where the state is kept; else, as for npm start, DATELINE_STORE or the config file say so
  --config FILE  the config file (config/default.yaml)
  --retry ID     tries this one again when the program runs; may be repeated, and 'all' are all of them
`;

/** Reads the flags; the store is the one that the program itself would take. Throws SettingsError, one line. */
export function readDeadLetters(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): DeadLettersAsked {
  const options = {
    store: { type: 'string' },
    config: { type: 'string' },
    retry: { type: 'string', multiple: true },
  } as const;
  const { retry, ...where } = parseFlags(args, options, `write: ${form}`);
  const invocation = readSettings(
    Object.entries(where).flatMap(([name, value]) => [`--${name}`, value]),
    env,
  );
  if (invocation.kind === 'help') throw new Error('no help was asked for');
  const { store } = invocation.settings;
  if (store === 'memory:')
    throw new SettingsError(`--store: what is in 'memory:' ends with its process; name a file or a Redis.`);
  const file = /^sqlite:(.+)$/.exec(store)?.[1];
  if (file !== undefined && !existsSync(file)) throw new SettingsError(`--store: there is no file ${file}.`);
  return { store, retry: retry?.includes('all') ? 'all' : retry };
}

/** Writes what is asked for; the program that owns the store must stand still. Throws StoreError. */
export async function showDeadLetters(
  storage: Storage,
  retry: DeadLettersAsked['retry'],
  tools: { readonly clock: Clock; readonly log: Log; write(text: string): unknown },
): Promise<void> {
  const outbox = await createOutbox({ store: await openStore(storage), clock: tools.clock, log: tools.log });
  const dead = await outbox.dead();
  if (retry === undefined) return void tools.write(listed(storage.label, dead));
  const wanted = retry === 'all' ? undefined : retry;
  const unknown = (wanted ?? []).filter((id) => dead.every((record) => record.id !== id));
  const count = await outbox.replay(wanted);
  tools.write(
    `${unknown.map((id) => `There is no dead letter ${id}.\n`).join('')}` +
      `${count === 1 ? '1 message' : `${count} messages`} will be tried again when the program runs.\n`,
  );
}

function listed(label: string, dead: readonly DeliveryRecord[]): string {
  if (dead.length === 0) return `No dead letters in ${label}.\n`;
  const rows = dead.map(({ id, chatId, kind, createdAt, lastError = '' }) =>
    [id, new Date(createdAt).toISOString(), chatId, kind, lastError].join('  '),
  );
  return `${rows.join('\n')}\n\nTo try again: npm run dead-letters -- --retry all, or --retry ID\n`;
}
