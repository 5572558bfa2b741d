/** Ways that save time must answer what the plain ones answer. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streamOf } from '../../bench/engine/world.ts';
import { readCases } from '../../bench/tune/data.ts';
import table from '../../config/clustering.json' with { type: 'json' };
import { createClusterer } from '../../src/stories/cluster.ts';
import { featureNames, inThousandths } from '../../src/stories/features.ts';
import { Near } from '../../src/stories/near.ts';
import { anyPieces, piecesIn } from '../../src/stories/pieces.ts';
import { termsOf } from '../../src/stories/terms.ts';
import { Vocabulary } from '../../src/stories/vocabulary.ts';
import { judgeByWeights, judgeInFull, readForest, scoreByHand, scoreForest } from '../../src/stories/weights.ts';
import type { Entry } from '../../src/stories/window.ts';
import { numbersIn } from '../../src/text/numbers.ts';
import { withoutOutlet } from '../../src/text/outlet.ts';

const casesFile = join(import.meta.dirname, '../../bench/tune/hard-cases.txt');

const plain = fc
  .array(fc.constantFrom('port', 'Brevik', "'s", "'", 's', ' ', '. ', '_', '"', '2026', '|', 'The ', '-', ';'), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

describe('ways that save time', () => {
  it('cut a plain text into the same pieces as a text in any script', () => {
    fc.assert(
      fc.property(fc.oneof(plain, fc.string()), (text) => {
        expect(piecesIn(text)).toEqual(anyPieces(text));
      }),
    );
  });

  it('look for numbers only where a title holds one, and find them all', () => {
    const part = fc.constantFrom(
      'two',
      'Fünf',
      'два',
      '12',
      '3,400.5',
      'a1',
      "ten's",
      'x_7',
      '²',
      'six\u0301',
      'ships',
      '. ',
      ' ',
      '-',
    );
    fc.assert(
      fc.property(fc.oneof(fc.array(part, { maxLength: 12 }), fc.array(fc.string())), (parts) => {
        const title = parts.join(' ');
        const { numbers } = termsOf({ title, text: '', source: '' }, new Vocabulary());
        expect(numbers).toEqual(numbersIn(withoutOutlet(title, '')));
      }),
    );
  });

  it('walk the trees as they are written', () => {
    const features = fc.array(fc.integer({ min: -1000, max: 3000 }), {
      minLength: featureNames.length,
      maxLength: featureNames.length,
    });
    const comparings = fc.constantFrom('place', 'merge', 'part');
    const forests = { place: readForest(table.place), merge: readForest(table.merge), part: readForest(table.part) };
    fc.assert(
      fc.property(comparings, features, (comparing, thousandths) => {
        const vector = Int32Array.from(thousandths);
        const trees = scoreForest(
          forests[comparing],
          thousandths.map((value) => value / 1000),
        );
        const whole = trees + table.shift[comparing] + scoreByHand(comparing, vector);
        expect(judgeInFull(comparing, vector)).toBeCloseTo(whole, 9);
      }),
    );
  });

  it('leave most trees unasked only of what all of them would keep apart', () => {
    const cases = Map.groupBy(readCases(casesFile), ({ fixture }) => fixture).values();
    const invented = streamOf(600, 50);
    let left = 0;
    for (const items of [...Array.from(cases, (rows) => rows.map(({ item }) => item)), invented]) {
      const clusterer = createClusterer({
        judge(comparing, features) {
          const thousandths = inThousandths(features);
          const whole = judgeInFull(comparing, thousandths);
          const quick = judgeByWeights(comparing, thousandths);
          if (quick !== whole) {
            left += 1;
            expect(Math.max(quick, whole)).toBeLessThan(0);
            expect(comparing).not.toBe('part');
          }
          return whole;
        },
      });
      for (const item of items) clusterer.place(item);
    }
    expect(left).toBeGreaterThan(1000);
  });

  it('put neighbours in order one by one as sorting all of them would', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 }), fc.nat(60), (shares, asked) => {
        const entries = shares.map((_, order) => ({ order }) as Entry);
        const orders = Int32Array.from(entries, ({ order }) => order);
        const slots = { entries, shared: Float64Array.from(shares), orders, clusters: orders };
        const near = new Near(slots, Int32Array.from(orders));
        const sorted = [...orders].sort((a, b) => shares[b]! - shares[a]! || b - a);
        expect(near.at(asked)).toBe(sorted[asked] ?? -1);
        expect([...near].map(({ order }) => order)).toEqual(sorted);
        expect(sorted.map((slot) => near.sharedOf(slot))).toEqual(sorted.map((order) => shares[order]));
      }),
    );
  });

  it('remember how rare a term is only for as long as that holds', () => {
    const step = fc.tuple(
      fc.constantFrom('minister', 'zelkova', 'tanker', '#quake', '7'),
      fc.constantFrom('in', 'out', 'ask'),
      fc.nat(3),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const vocabulary = new Vocabulary();
        const held = new Map<string, number>();
        for (const [term, kind, inside] of steps) {
          const id = vocabulary.idOf(term);
          const count = held.get(term) ?? 0;
          if (kind === 'in') {
            vocabulary.enter(Int32Array.of(id));
            held.set(term, count + 1);
          } else if (kind === 'out' && count > 0) {
            vocabulary.leave(Int32Array.of(id));
            held.set(term, count - 1);
          } else {
            const rarity = Math.log(vocabulary.oddity(id, inside));
            const looked = { rarities: new Float64Array(2), kinds: new Uint8Array(2) };
            vocabulary.lookUp(Int32Array.of(id, id), Int32Array.of(inside, inside), looked);
            expect(vocabulary.rarity(id, inside)).toBe(rarity);
            expect([...looked.rarities]).toEqual([rarity, rarity]);
            expect(looked.kinds[1]).toBe(vocabulary.kindOf(id));
          }
        }
      }),
    );
  });
});
