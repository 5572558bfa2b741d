/** Other names of people, places and bodies from Wikidata, for choosing 'which Lavrov?' at a follow. Off without a setting. */
import type { AliasCandidate, AliasSource, Clock, Log } from '../../src/ports.ts';
import { candidatesOf, entitiesAnswer, searchAnswer } from './answers.ts';

export interface WikidataOptions {
  /** The API's address, `https://www.wikidata.org/w/api.php` or a mirror's. */
  readonly api: string;
  /** Who asks, as the API's etiquette wants it: a name and a way to reach the operator. */
  readonly userAgent: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** At most so many candidates are asked for; a person picks among them. */
const maxCandidates = 5;
const timeoutMs = 5000;
const keptMs = 24 * 3_600_000;
const maxKept = 2000;

interface Kept {
  readonly at: number;
  readonly found: Promise<readonly AliasCandidate[]>;
}

/** A body of more than this is no answer to such a question. */
const maxBytes = 4_000_000;

/** Languages whose names are asked for: the larger ones of news, in several scripts. */
const languages = 'en|de|fr|es|it|pt|ru|uk|pl|nl|sv|tr|el|ar|fa|he|hi|bn|zh|ja|ko';

/** A source that remembers its answers for a day; failures are logged, answer nothing and are not remembered. */
export function createWikidata({ api, userAgent, clock, log }: WikidataOptions): AliasSource {
  const kept = new Map<string, Kept>();

  async function ask(params: Readonly<Record<string, string>>): Promise<unknown> {
    const url = new URL(api);
    for (const [key, value] of Object.entries({ ...params, format: 'json', maxlag: '5' }))
      url.searchParams.set(key, value);
    const response = await fetch(url, {
      headers: { 'user-agent': userAgent, accept: 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    const text = await bodyOf(response);
    return JSON.parse(text);
  }

  async function find(name: string, language: string): Promise<readonly AliasCandidate[]> {
    const limit = String(maxCandidates);
    const search = { action: 'wbsearchentities', search: name, language, uselang: language, type: 'item', limit };
    const ids = searchAnswer.parse(await ask(search)).search.map(({ id }) => id);
    if (ids.length === 0) return [];
    const wanted =
      language === 'en' || languages.split('|').includes(language) ? languages : `${language}|${languages}`;
    const get = {
      action: 'wbgetentities',
      ids: ids.join('|'),
      props: 'labels|aliases|descriptions',
      languages: wanted,
    };
    return candidatesOf(entitiesAnswer.parse(await ask(get)), ids, language);
  }

  function remember(key: string, found: Promise<readonly AliasCandidate[]>): void {
    if (kept.size >= maxKept) kept.delete(kept.keys().next().value!);
    kept.set(key, { at: clock.now(), found });
  }

  return {
    async lookup(name, locale) {
      const language = /^[a-z]{2,3}/.exec(locale?.toLowerCase() ?? '')?.[0] ?? 'en';
      const key = `${language} ${name.trim().toLowerCase()}`;
      const known = kept.get(key);
      if (known !== undefined && clock.now() - known.at < keptMs) return known.found;
      const found = find(name.trim(), language).catch((error: unknown) => {
        kept.delete(key);
        log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'names could not be looked up');
        return [];
      });
      remember(key, found);
      return found;
    },
  };
}

/** The body as text. Throws when it is larger than any answer should be. */
async function bodyOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new Error('answered too much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
