/** Readers of single settings; each throws `SettingsError` with one line that names the flag. */
import ipaddr from 'ipaddr.js';
import { SettingsError } from './errors.ts';

/** `sqlite:PATH`, `memory:` or `redis://host:port/db`. */
export function parseStore(value: string, flag = '--store (DATELINE_STORE, store)'): string {
  if (value === 'memory:' || /^sqlite:.+/.test(value)) return value;
  if (/^rediss?:\/\/[^/?#\s]+(\/\d{0,5})?$/.test(value) && URL.canParse(value)) return value;
  throw new SettingsError(
    `${flag}: '${withoutPassword(value)}' is not of the form sqlite:./data/dateline.sqlite, memory: or redis://host:port/db.`,
  );
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/.*@/, '//');
}

/** The password inside the address of a store, as written and as meant: neither may ever be printed. */
export function passwordsOf(store: string): string[] {
  const written = URL.canParse(store) ? new URL(store).password : '';
  if (written === '') return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}

export type RoleSetting = 'all' | 'feeds' | 'engine' | 'delivery';

/** One process does everything, or a part of it beside others that share a Redis. */
export function parseRole(value: string, store: string): RoleSetting {
  const role = (['all', 'feeds', 'engine', 'delivery'] as const).find((one) => one === value);
  if (role === undefined)
    throw new SettingsError(`--role (DATELINE_ROLE, role): '${value}' is not one of all, feeds, engine, delivery.`);
  if (role !== 'all' && !/^rediss?:/.test(store))
    throw new SettingsError(
      `--role (DATELINE_ROLE, role): '${value}' works beside other processes, which share a Redis; name it with --store redis://host:port/db, or leave the role out.`,
    );
  return role;
}

/** An address range such as `127.0.0.0/8`; answers it unchanged. */
export function isCidr(value: string): string {
  const range = value.includes('/') ? value : `${value}/${value.includes(':') ? 128 : 32}`;
  try {
    ipaddr.parseCIDR(range);
    return range;
  } catch {
    throw new SettingsError(
      `--allow-private (DATELINE_ALLOW_PRIVATE, fetch.allowPrivate): '${value}' is no address range; write for example 127.0.0.0/8.`,
    );
  }
}

/** `HOST:PORT`; `[::1]:8080` for IPv6. */
export function parseHostPort(value: string): { host: string; port: number } {
  const found = /^(\[[0-9a-f:]+\]|[\w.-]+):(\d{1,5})$/i.exec(value);
  const port = Number(found?.[2]);
  if (found === null || port > 65_535) {
    throw new SettingsError(
      `--http (DATELINE_HTTP, http): '${value}' is not of the form HOST:PORT, such as 127.0.0.1:8080.`,
    );
  }
  return { host: (found[1] as string).replace(/^\[|\]$/g, ''), port };
}

/** `2025-07-29T06:00:00Z` or the same with `,x60`: a clock that starts there and runs 60 times as fast. */
export function parseClock(value: string): { startAt: number; speed: number } {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))(?:,x(\d+(?:\.\d+)?))?$/.exec(
    value,
  );
  const startAt = found === null ? Number.NaN : Date.parse(found[1] as string);
  const speed = found?.[2] === undefined ? 1 : Number(found[2]);
  if (!Number.isFinite(startAt) || !(speed > 0) || speed > 1_000_000) {
    throw new SettingsError(
      `--clock (DATELINE_CLOCK): '${value}' is not of the form 2025-07-29T06:00:00Z or 2025-07-29T06:00:00Z,x60.`,
    );
  }
  return { startAt, speed };
}

/** The public API of Wikidata. */
const wikidataApi = 'https://www.wikidata.org/w/api.php';

/** 'on' is the public API, an address a mirror of it, 'off' none. */
export function wikidataSettings(text: string | undefined): { readonly api: string } | undefined {
  if (text === undefined || text === 'off' || text === 'false') return undefined;
  if (text === 'on' || text === 'true') return { api: wikidataApi };
  if (!URL.canParse(text) || !/^https?:/.test(text))
    throw new SettingsError(
      `--wikidata (DATELINE_WIKIDATA, wikidata): '${text}' is neither on, off nor an http(s) address.`,
    );
  return { api: text };
}
