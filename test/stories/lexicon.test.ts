import { expect, it } from 'vitest';
import table from '../../config/lexicon.json' with { type: 'json' };
import { stem } from '../../src/text/stem.ts';
import { words } from '../../src/text/words.ts';

it('a word of the tables stands for one kind of event, thing or place', () => {
  const kinds = new Map<string, Set<string>>();
  for (const group of [table.events, table.things, table.places]) {
    for (const [name, line] of Object.entries(group)) {
      for (const phrase of line.split(' ')) {
        const key = words(phrase.replaceAll('_', ' ')).map(stem).join('_');
        kinds.set(key, (kinds.get(key) ?? new Set()).add(name));
      }
    }
  }
  expect([...kinds].filter(([, names]) => names.size > 1)).toEqual([]);
});

it('families are made of kinds of event that the tables know', () => {
  const named = table.families.flatMap((line) => line.split(' '));
  expect(named.filter((name) => !(name in table.events))).toEqual([]);
  // Each family is a bit.
  expect(table.families.length).toBeLessThanOrEqual(31);
});
