/** The shipped table of other names (`config/aliases.yaml`): facts about well-known people, places and bodies. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { tokens } from '../text/tokens.ts';
import { givenNames } from '../text/vocabulary.ts';

interface AliasName {
  readonly text: string;
  /** 'French' for France: whoever writes it may mean the language or a dish. */
  readonly isAdjective: boolean;
  /** Only in capitals: 'UN', 'EU'. */
  readonly isAcronym: boolean;
}

export interface AliasEntry {
  readonly kind: 'person' | 'place' | 'other';
  readonly names: readonly AliasName[];
}

const names = z.array(z.union([z.string(), z.number()]).transform(String));
const place = z.union([names, z.strictObject({ adjectives: names, names: names.optional() })]);
const file = z.strictObject({
  places: z.record(z.string(), place),
  people: z.record(z.string(), names),
  others: z.record(z.string(), names),
});

function keyOf(text: string): string {
  return tokens(text)
    .map(({ word }) => word)
    .join(' ');
}

function nameOf(text: string, isAdjective: boolean): AliasName {
  return { text, isAdjective, isAcronym: /^(?:\p{Lu}\.?){2,6}$/u.test(text) };
}

function entryOf(
  kind: AliasEntry['kind'],
  main: string,
  plain: readonly string[],
  adjectives: readonly string[],
): AliasEntry {
  return {
    kind,
    names: [main, ...plain].map((name) => nameOf(name, false)).concat(adjectives.map((name) => nameOf(name, true))),
  };
}

/** Reads the table. Throws when it is not one: it ships with the program. */
function readTable(yaml: string): ReadonlyMap<string, AliasEntry> {
  const data = file.parse(parse(yaml));
  const table = new Map<string, AliasEntry>();
  const add = (main: string, entry: AliasEntry): void => {
    for (const name of entry.names) {
      const key = keyOf(name.text);
      if (!name.isAdjective && !table.has(key)) table.set(key, entry);
    }
    const words = keyOf(main).split(' ');
    const surname = words.at(-1)!;
    // Only where the given name shows that the family name comes last: not 'Ban Ki-moon', not 'Pope Francis'.
    if (entry.kind === 'person' && givenNames.has(words[0]!) && !table.has(surname)) table.set(surname, entry);
  };
  for (const [main, value] of Object.entries(data.places)) {
    const isList = Array.isArray(value);
    add(main, entryOf('place', main, isList ? value : (value.names ?? []), isList ? [] : value.adjectives));
  }
  for (const [main, list] of Object.entries(data.others)) add(main, entryOf('other', main, list, []));
  for (const [main, list] of Object.entries(data.people)) add(main, entryOf('person', main, list, []));
  return table;
}

/** Shipped data, read once when this module is loaded, as code would be. */
const table = readTable(readFileSync(new URL('../../config/aliases.yaml', import.meta.url), 'utf8'));

/** What is known of a name in any of its spellings; the text is folded words parted by spaces. */
export function findEntry(text: string): AliasEntry | undefined {
  return table.get(text);
}
