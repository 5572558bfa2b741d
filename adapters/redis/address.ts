/** `redis://user:password@host:port/db` in parts. The label never holds the password. */
import { SetupError } from '../../src/errors.ts';

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly isEncrypted: boolean;
  /** `redis://host:port/db`: for messages to people. */
  readonly label: string;
}

const defaultPort = 6379;

/** Port 6379 and database 0 where none is named; `rediss:` speaks TLS. Throws SetupError, which never repeats the address. */
export function parseAddress(text: string): RedisAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const db = /^\/?(\d{0,5})$/.exec(url?.pathname ?? 'none')?.[1];
  if (
    url === undefined ||
    !/^rediss?:$/.test(url.protocol) ||
    url.hostname === '' ||
    db === undefined ||
    url.search !== ''
  )
    throw new SetupError('The address of the store is not of the form redis://host:port/db.');
  const port = url.port === '' ? defaultPort : Number(url.port);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    db: Number(db),
    username: textOf(url.username),
    password: textOf(url.password),
    isEncrypted: url.protocol === 'rediss:',
    label: `${url.protocol}//${url.hostname}:${port}/${Number(db)}`,
  };
}

function textOf(part: string): string | undefined {
  if (part === '') return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
