/** What pages say around the stories, in the reader's language. */
import { parseAccept } from 'hono/utils/accept';
import type { Pages } from '../../src/ports.ts';

export interface Words {
  readonly locale: string;
  readonly isRightToLeft: boolean;
  say(key: string, params?: Readonly<Record<string, string | number>>): string;
  /** '10 Mar, 11:10 UTC'. */
  moment(at: number): string;
}

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);
/** A header that is longer says nothing more. */
const maxHeader = 300;

/** The first language of an `Accept-Language` header that there is; English when there is none. */
export function chooseLocale(header: string | undefined, locales: readonly string[]): string {
  for (const { type } of parseAccept((header ?? '').slice(0, maxHeader))) {
    const base = type.toLowerCase().split('-')[0] ?? '';
    if (locales.includes(base)) return base;
  }
  return 'en';
}

export function wordsFor(pages: Pages, locale: string): Words {
  const format = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
    timeZoneName: 'short',
  });
  return {
    locale,
    isRightToLeft: rightToLeft.has(locale),
    say: (key, params) => pages.say(locale, key, params),
    moment: (at) => format.format(at),
  };
}
