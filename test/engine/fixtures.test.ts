import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixturesOf } from '../../src/engine/fixtures.ts';
import type { ItemId } from '../../src/model.ts';
import type { CorrectionRecord } from '../../src/store/records.ts';

function record(kind: CorrectionRecord['kind'], a: readonly string[], b: readonly string[]): CorrectionRecord {
  const report = (id: string, group: 'a' | 'b') => ({
    id: id as ItemId,
    published: `2026-03-10T08:00:0${id.length}.000Z`,
    source: 'Harbour Wire',
    lang: 'en',
    title: `Report ${id}`,
    text: '',
    group,
  });
  return { at: 1, kind, why: '', reports: [...a.map((id) => report(id, 'a')), ...b.map((id) => report(id, 'b'))] };
}

/** `a b | c` for each fixture: its groups. */
function groups(records: readonly CorrectionRecord[]): string[] {
  const rows = fixturesOf(records);
  return [...Map.groupBy(rows, ({ fixture }) => fixture).values()].map((fixture) =>
    [...Map.groupBy(fixture, ({ story }) => story).values()]
      .map((story) => story.map(({ id }) => id).join(' '))
      .sort()
      .join(' | '),
  );
}

describe('corrections as fixtures', () => {
  it('label what was parted as two stories, and what was joined as one', () => {
    expect(groups([record('apart', ['a', 'b'], ['c'])])).toEqual(['a b | c']);
    expect(groups([record('together', ['a', 'b'], ['c'])])).toEqual(['a b c']);
  });

  it('are one where they speak of the same reports, as the last of them left it', () => {
    const parted = record('apart', ['a', 'b', 'd'], ['c']);
    expect(groups([parted, record('apart', ['a', 'b'], ['d'])])).toEqual(['a b | c | d']);
    expect(groups([parted, record('together', ['a', 'b', 'd'], ['c'])])).toEqual(['a b c d']);
    expect(groups([parted, record('apart', ['x'], ['y']), record('together', ['c'], ['y'])])).toEqual([
      'a b d | c y | x',
    ]);
  });

  it('hold each report once, in order, in a fixture and a story of its own kind', () => {
    const ids = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { minLength: 2, maxLength: 8 });
    const records = fc.array(
      fc.tuple(fc.constantFrom('apart' as const, 'together' as const), ids, fc.nat(6)).map(([kind, all, at]) => {
        const cut = 1 + (at % (all.length - 1));
        return record(kind, all.slice(0, cut), all.slice(cut));
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(records, (given) => {
        const rows = fixturesOf(given);
        const named = new Set(given.flatMap(({ reports }) => reports.map(({ id }) => id)));
        expect(new Set(rows.map(({ id }) => id))).toEqual(named);
        expect(rows).toHaveLength(named.size);
        for (const stories of Map.groupBy(rows, ({ story }) => story).values())
          expect(new Set(stories.map(({ fixture }) => fixture)).size).toBe(1);
        const last = given.at(-1);
        const label = (id: ItemId) => rows.find((row) => row.id === id)?.story;
        for (const report of last?.reports ?? [])
          for (const other of last?.reports ?? [])
            expect(label(report.id) === label(other.id)).toBe(
              last?.kind === 'together' || report.group === other.group,
            );
      }),
    );
  });
});
