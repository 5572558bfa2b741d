import { describe, expect, it } from 'vitest';
import { createClusterer } from '../../src/stories/cluster.ts';
import { featureNames } from '../../src/stories/features.ts';
import { placeAll, report } from './news.ts';

/** What was seen between the last report and the first, by feature; nothing is joined. */
function evidenceBetween(...titles: readonly string[]): Readonly<Record<string, number>> {
  let seen: readonly number[] = [];
  const clusterer = createClusterer({
    judge(_, features) {
      seen = features;
      return -1;
    },
  });
  placeAll(
    clusterer,
    titles.map((title, at) => report(at, 'Harbour Post', title)),
  );
  return Object.fromEntries(featureNames.map((name, at) => [name, seen[at] ?? Number.NaN]));
}

describe('kinds of event', () => {
  it('of which one event is told by either do not conflict: a vote and a win, a crash and the dead', () => {
    for (const titles of [
      ['Exit polls point to Greens in Ostmark election', 'Greens win in Ostmark'],
      ['Tram crash on Selm hill in Norvo', 'Three dead on Selm hill in Norvo'],
    ])
      expect(evidenceBetween(...titles)).toMatchObject({ eventConflict: 0, eventMatch: 0, oneName: 0 });
  });

  it('that have nothing to do with each other conflict, and the name alone is no evidence', () => {
    expect(evidenceBetween('Earthquake shakes Ostmark', 'Ostmark wedding draws a crowd')).toMatchObject({
      eventConflict: 1,
      oneName: 1,
    });
  });
});

it('evidence comes in thousandths, so that the order in which a sum is added up decides nothing', () => {
  const seen: number[] = [];
  const clusterer = createClusterer({
    judge(_, features) {
      seen.push(...features);
      return features[featureNames.indexOf('gainShare')]! - 0.4;
    },
  });
  placeAll(clusterer, [
    report(0, 'Harbour Post', 'Ferry Aurelia runs aground off Tarnholm with 212 aboard'),
    report(1, 'Meridian', 'All 212 leave ferry Aurelia near Tarnholm'),
    report(2, 'Meridian', 'Tarnholm opens a museum of ferries'),
    report(3, 'Lisk Courier', 'Captain of the Aurelia held after ferry ran aground'),
  ]);
  expect(seen.length).toBeGreaterThanOrEqual(3 * featureNames.length);
  for (const value of seen) expect(value).toBe(Math.round(value * 1000) / 1000);
});

describe('a window of few reports', () => {
  const judgedWith = (reports: number) => {
    const others = Array.from({ length: reports - 1 }, (_, at) => `Notice number${at} of the harbour office`);
    return evidenceBetween(...others, 'Ferry to Tarnholm late', 'Tarnholm ferry late')['fewReports'];
  };

  it('is held back the more, the fewer there are', () => {
    expect(judgedWith(1)).toBe(0.975);
    expect(judgedWith(10)).toBe(0.75);
  });

  it('is held back no longer once it shows what is common in it', () => {
    expect(judgedWith(40)).toBe(0);
    expect(judgedWith(60)).toBe(0);
  });
});
