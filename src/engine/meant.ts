/** Who may be meant by a name: asked of an alias source where one is set, kept in the store, never waited for long. */
import type { Meant, Namesakes } from '../chats/news.ts';
import { digest } from '../hash.ts';
import type { AliasCandidate, AliasSource, Clock, Log } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { words } from '../text/words.ts';
import { canonicalQuery, describeQuery, parseQuery, type Query, withAliases } from '../topics/query.ts';
import { within } from '../within.ts';
import { topicIdOf } from './news.ts';

interface Parts {
  readonly source: AliasSource | undefined;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Real milliseconds that an answer to `/follow` may be late for this; 1,200 unless told otherwise. */
  readonly patienceMs?: number;
}

export interface MeantBook {
  namesakes(query: string, locale: string | undefined): Promise<Namesakes>;
  /** Lets go of all that was looked up: when a chat is erased nobody can tell any more what of it the chat had asked for. */
  forget(): Promise<void>;
}

const keptMs = 30 * 86_400_000;
const none: Namesakes = { isLate: false, choices: [] };

export function createMeantBook({ source, store, clock, log, patienceMs = 1200 }: Parts): MeantBook {
  if (source === undefined) return { namesakes: async () => none, forget: async () => undefined };
  const asking = new Map<string, Promise<readonly AliasCandidate[]>>();
  let erasures = 0;

  async function ask(key: string, name: string, locale: string): Promise<readonly AliasCandidate[]> {
    const kept = await store.names.get(key);
    if (kept !== undefined && clock.now() - kept.at < keptMs) return kept.candidates;
    const before = erasures;
    const found = await source!.lookup(name, locale);
    // Nothing may also mean that the source did not answer: it is asked again next time.
    if (found.length > 0 && erasures === before)
      await store.names.set(key, { at: clock.now(), candidates: [...found] });
    return found.length > 0 ? found : (kept?.candidates ?? []);
  }

  /** One question for all who ask at a time; it goes on when nobody waits any more. Never rejects. */
  function askOnce(name: string, locale: string): Promise<readonly AliasCandidate[]> {
    const key = keyOf(name, locale);
    const known = asking.get(key);
    if (known !== undefined) return known;
    const found = ask(key, name, locale)
      .catch((error: unknown) => {
        log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'names could not be kept');
        return [];
      })
      .finally(() => asking.delete(key));
    asking.set(key, found);
    return found;
  }

  return {
    async namesakes(typed, locale) {
      const query = readName(typed);
      if (query === undefined) return none;
      const { name } = query;
      const found = await within(patienceMs, askOnce(name, languageOf(locale)));
      return found === 'late'
        ? { isLate: true, choices: [] }
        : { isLate: false, choices: found.map((one) => choiceOf(query, one)) };
    },
    async forget() {
      erasures += 1;
      const keys: string[] = [];
      for await (const [key] of store.names.entries()) keys.push(key);
      await store.names.delete(...keys);
    },
  };
}

interface NameQuery {
  readonly name: string;
  readonly query: Query;
}

/** The name that a topic consists of, filters and exclusions apart; undefined for other topics and where names were chosen before. */
function readName(typed: string): NameQuery | undefined {
  const parsed = parseQuery(typed);
  if (parsed.kind !== 'query' || parsed.query.aliases.length > 0) return undefined;
  const [terms, ...others] = parsed.query.alternatives;
  const [term] = terms ?? [];
  if (others.length > 0 || terms?.length !== 1 || term === undefined || term.kind === 'literal') return undefined;
  return { name: term.text, query: parsed.query };
}

function choiceOf({ query }: NameQuery, candidate: AliasCandidate): Meant {
  const label = candidate.label.replace(/["\s]+/gu, ' ').trim();
  const chosen = withAliases({ ...query, alternatives: [[{ kind: 'name', text: label }]] }, candidate.aliases);
  const canonical = canonicalQuery(chosen);
  return {
    id: candidate.id,
    label,
    description: candidate.description,
    names: candidate.aliases,
    topic: { kind: 'topic', topicId: topicIdOf(canonical), query: canonical, ...describeQuery(chosen) },
  };
}

/** Without what was typed: what was looked up is not to be read off the keys. */
function keyOf(name: string, locale: string): string {
  return digest(10, 'name', words(name).join(' '), locale);
}

function languageOf(locale: string | undefined): string {
  return locale?.toLowerCase().split('-')[0] || 'en';
}
