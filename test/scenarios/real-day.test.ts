import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../bench/day/feeds.ts';
import { judge, type Label, precisionOf, readLabels, totalOf } from '../../bench/day/judge.ts';
import { liveThrough, type Push } from '../../bench/day/live.ts';
import { readRows } from '../../bench/quality/following.ts';

const file = new URL('../../../shared/bench/brief/items.jsonl', import.meta.url).pathname;

describe.runIf(existsSync(file))(
  'thirty topics over one real day (runs where the day of feeds is beside the repository)',
  () => {
    it('push what a person wanted in nine of ten cases, and no story twice', async () => {
      const labels = readLabels();
      const rows = readRows<Row>(file);
      const topics = labels.map(({ topic }) => topic);
      const pushes = await liveThrough(rows, topics, ['normal', 'high']);
      const normal = totalOf(
        labels,
        pushes.filter(({ threshold }) => threshold === 'normal'),
      );
      const high = totalOf(
        labels,
        pushes.filter(({ threshold }) => threshold === 'high'),
      );
      expect(precisionOf(normal)).toBeGreaterThanOrEqual(0.9);
      expect(normal.right).toBeGreaterThanOrEqual(55);
      expect([normal.again, high.again]).toEqual([0, 0]);
      expect(high).toMatchObject({ wrong: 0 });
      expect(high.right).toBeGreaterThanOrEqual(3);
    }, 120_000);
  },
);

const label: Label = { topic: 'quay', kind: 'place', stories: [['a', 'b'], ['c']] };
const push: Push = {
  topic: 'quay',
  threshold: 'normal',
  kind: 'alert',
  at: 0,
  isLoud: true,
  title: '',
  shown: undefined,
  rows: [],
  sources: 1,
  ranked: undefined,
};

describe('the judge of a day', () => {
  it('calls a push right once for each wanted story, and counts what was never told', () => {
    const { judged, missed } = judge(label, [
      { ...push, rows: ['a'], shown: 'a' },
      { ...push, rows: ['b', 'x'], shown: 'x' },
      { ...push, rows: ['y'], shown: 'y' },
    ]);
    expect(judged.map(({ verdict }) => verdict)).toEqual(['right', 'again', 'wrong']);
    expect(missed).toEqual([['c']]);
  });

  it('calls it wrong when another headline is shown and most reports are of something else', () => {
    const { judged } = judge(label, [{ ...push, rows: ['a', 'x', 'y'], shown: 'x' }]);
    expect(judged.map(({ verdict }) => verdict)).toEqual(['wrong']);
  });
});
