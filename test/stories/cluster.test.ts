import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../src/model.ts';
import { createClusterer } from '../../src/stories/cluster.ts';
import { groupsOf, placeAll, report } from './news.ts';

function groups(items: readonly Item[]): number[][] {
  return groupsOf(placeAll(createClusterer(), items), items);
}

describe('finding the story of a report', () => {
  it('keeps two quakes apart that read alike', () => {
    const items = [
      report(0, 'Wire', 'Magnitude 5.7 earthquake shakes western Ecuador', 'It was centred near Manta.'),
      report(1, 'Desk', 'Magnitude 6.3 earthquake shakes western Nepal', 'It was centred near Jumla.'),
      report(2, 'Daily', 'Strong quake near Manta: four hurt in Ecuador'),
      report(3, 'Post', 'Strong quake near Jumla: two hurt in Nepal'),
    ];
    expect(groups(items)).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it('keeps two verdicts of one day apart', () => {
    const items = [
      report(0, 'Wire', 'Former banker Otto Brandl found guilty of fraud', 'A court in Graz convicted him.'),
      report(0.5, 'Desk', 'Former mayor Rita Solano found guilty of bribery', 'A court in Cadiz convicted her.'),
      report(1, 'Daily', 'Graz court convicts ex-banker Brandl of fraud'),
      report(1.5, 'Post', 'Cadiz court convicts ex-mayor Solano of bribery'),
    ];
    expect(groups(items)).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it('joins wire copies whatever their outlets add', () => {
    const title = 'Tungsten mine in Velden to close next spring, 300 jobs at risk';
    const items = [
      report(0, 'Wire', title),
      report(0.1, 'Harbour Post', `${title} - Harbour Post`),
      report(0.2, 'Northern Daily', title.toUpperCase()),
      report(0.3, 'Energy Record', `Update 2: ${title}`),
    ];
    expect(groups(items)).toEqual([[0, 1, 2, 3]]);
  });

  it('joins the next day’s development and does not take in another matter of the same place', () => {
    const items = [
      report(0, 'Wire', 'Cargo ship runs aground off Brevik', 'The vessel struck a reef in fog.'),
      report(1, 'Daily', 'Crew taken off cargo ship stuck on reef off Brevik'),
      report(20, 'Post', 'Brevik cargo ship pulled off reef by tugs'),
      report(22, 'Daily', 'Brevik library to open on Sundays'),
    ];
    expect(groups(items)).toEqual([[0, 1, 2], [3]]);
  });

  it('takes a yearly return of the same event for a new story that follows the old one', () => {
    const old = report(0, 'Wire', 'Storm Ilka floods the old town of Brevik', 'The river Brev rose by two metres.');
    const next = report(
      24 * 365,
      'Wire',
      'Storm Ilka floods the old town of Brevik',
      'The river Brev rose by two metres.',
    );
    const clusterer = createClusterer();
    const first = clusterer.place(old);
    const second = clusterer.place(next);
    expect(second.isNew).toBe(true);
    expect(second.follows).toBe(first.storyId);
  });

  it('keeps the editions of a series apart', () => {
    const items = [0, 24, 48].flatMap((hours) => [
      report(hours, 'Skywatch', 'Weather: sun in the north, rain in the south'),
      report(hours + 1, 'Daybreak', 'Morning briefing: seven things to know today'),
    ]);
    expect(groups(items)).toHaveLength(6);
  });

  it.each([
    'The day in three minutes',
    'The week in 10 headlines',
    'Evening briefing: what happened today',
    'Five things to know this morning',
  ])('lets "%s" join no story, whatever it names', (title) => {
    const text = 'A shock from the Bank of Arvenia, which cut its key rate; and a lander named after a bird.';
    const items = [
      report(0, 'Wire', 'Bank of Arvenia cuts its key rate by half a point', 'The Bank of Arvenia cut its key rate.'),
      report(1, 'Northline', title, text),
      report(
        2,
        'Daily',
        'Arvenia: key rate cut by half a point',
        'The Bank of Arvenia cut its key rate by half a point.',
      ),
    ];
    expect(groups(items)).toEqual([[0, 2], [1]]);
  });

  it('does not let a round-up glue the day’s stories together', () => {
    const items = [
      report(0, 'Wire', 'Brevik harbour closed after tanker spills diesel'),
      report(0.5, 'Wire', 'Velden parliament rejects pension reform'),
      report(1, 'Wire', 'Solano wins cycling tour of Morvania'),
      report(2, 'Daybreak', 'Evening briefing: diesel spill in Brevik, pensions in Velden, Solano wins tour'),
      report(3, 'Daily', 'Tanker spills diesel, Brevik harbour shut'),
      report(3.5, 'Daily', 'Pension reform fails in Velden parliament'),
      report(4, 'Daily', 'Cyclist Solano takes Morvania tour'),
    ];
    const stories = placeAll(createClusterer(), items);
    const of = (at: number) => stories.get(items[at]!.id);
    expect(new Set([of(0), of(1), of(2)]).size).toBe(3);
    expect([of(4), of(5), of(6)]).toEqual([of(0), of(1), of(2)]);
  });

  it('does not let a live page, or a title of three matters, glue stories together', () => {
    const items = [
      report(
        0,
        'Wire',
        'Brevik harbour closed after tanker spills diesel',
        'The tanker Alva ran onto a reef at Brevik.',
      ),
      report(0.5, 'Wire', 'Brevik teachers walk out over class sizes', 'Some 900 teachers of Brevik stopped work.'),
      report(1, 'Post', 'Tanker spills diesel, Brevik harbour shut', 'The tanker Alva leaked for hours.'),
      report(1.5, 'Post', 'Class sizes: teachers in Brevik on strike', 'Some 900 teachers stopped work.'),
      report(
        2,
        'Live',
        'Brevik live updates: tanker spills diesel, harbour closed, teachers walk out over class sizes',
      ),
      report(
        2.2,
        'Live',
        'Tanker spills diesel in Brevik; teachers walk out over class sizes; Solano wins cycling tour',
      ),
      report(3, 'Daily', 'Brevik: harbour still closed as diesel from tanker Alva spreads'),
      report(3.5, 'Daily', 'Strike of Brevik teachers over class sizes enters second day'),
    ];
    const stories = placeAll(createClusterer(), items);
    const of = (at: number) => stories.get(items[at]!.id);
    expect([of(2), of(6)]).toEqual([of(0), of(0)]);
    expect([of(3), of(7)]).toEqual([of(1), of(1)]);
    expect(of(0)).not.toBe(of(1));
    expect([of(0), of(1), of(4)]).not.toContain(of(5));
  });

  it('knows a story in another script by the names in it', () => {
    const items = [
      report(0, 'Wire', 'Defence minister Bogdan Terzan resigns'),
      report(0.3, 'Вестник', 'Министр обороны Богдан Терзан подал в отставку', '', { lang: 'ru' }),
      report(0.6, 'Вестник', 'Министр культуры открыл выставку', '', { lang: 'ru' }),
    ];
    expect(groups(items)).toEqual([[0, 1], [2]]);
  });

  it('leaves reports alone that share a common word or nothing', () => {
    const items = [
      report(0, 'A', 'Wheat harvest falls short in Morvania'),
      report(1, 'B', 'Choir of Velden sings at the harbour'),
      report(2, 'C', 'New rules for bicycle lamps'),
      report(3, 'D', 'Wheat prices steady, traders say'),
    ];
    expect(groups(items)).toHaveLength(4);
  });
});

const word = fc.constantFrom(
  'brevik',
  'harbour',
  'tanker',
  'velden',
  'court',
  'Solano',
  'fire',
  'storm',
  'Terzan',
  '12',
  '40',
  'опера',
);
const title = fc.array(word, { minLength: 1, maxLength: 8 }).map((list) => list.join(' '));
const stream = fc
  .array(fc.record({ title, text: title, hours: fc.integer({ min: 0, max: 200 }) }), { minLength: 1, maxLength: 40 })
  .map((rows) =>
    rows
      .toSorted((a, b) => a.hours - b.hours)
      .map((row, at) => report(row.hours, `Outlet ${at % 5}`, row.title, row.text)),
  );

describe('the clusterer', () => {
  it('answers the same for the same stream', () => {
    fc.assert(
      fc.property(stream, (items) => {
        expect([...placeAll(createClusterer(), items)]).toEqual([...placeAll(createClusterer(), items)]);
      }),
      { numRuns: 40 },
    );
  });

  it('goes on after a restart as if it had never stopped', () => {
    fc.assert(
      fc.property(stream, fc.nat(39), (items, cut) => {
        const before = items.slice(0, cut);
        const after = items.slice(cut);
        const whole = createClusterer();
        const stories = placeAll(whole, before);
        const restored = createClusterer();
        for (const item of before) restored.restore(item, stories.get(item.id)!);
        for (const item of after) expect(restored.place(item)).toEqual(whole.place(item));
      }),
      { numRuns: 60 },
    );
  });

  it('corrects only what it placed, from where it stood, and gives short ids', () => {
    fc.assert(
      fc.property(stream, (items) => {
        const clusterer = createClusterer();
        const stories = new Map<string, string>();
        for (const item of items) {
          const { storyId, isNew, corrections } = clusterer.place(item);
          expect(storyId.length).toBeLessThanOrEqual(12);
          expect(isNew).toBe(![...stories.values(), ...corrections.map(({ to }) => to)].includes(storyId));
          for (const { itemId, from, to } of corrections) {
            expect(stories.get(itemId)).toBe(from);
            stories.set(itemId, to);
          }
          stories.set(item.id, storyId);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the place of an item that it knows', () => {
    const clusterer = createClusterer();
    const item = report(0, 'Wire', 'Brevik harbour closed after tanker spills diesel');
    const { storyId } = clusterer.place(item);
    expect(clusterer.place(item)).toMatchObject({ storyId, isNew: false, corrections: [] });
  });

  it('does not join what it was told to forget', () => {
    const clusterer = createClusterer();
    const item = report(0, 'Wire', 'Brevik harbour closed after tanker spills diesel');
    const { storyId } = clusterer.place(item);
    clusterer.forgetBefore(item.publishedAt! + 1);
    const again = clusterer.place(report(1, 'Daily', 'Brevik harbour closed after tanker spills diesel'));
    expect(again.isNew).toBe(true);
    expect(again.storyId).not.toBe(storyId);
  });
});
