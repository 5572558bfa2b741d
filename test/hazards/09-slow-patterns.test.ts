import { describe, expect, it } from 'vitest';
import { fill, hostile, timesOf } from '../worlds/hostile-texts.ts';

/** The figure is 50 ms, which `npm run bench -- hazards` measures; cold code beside other tests gets more. A pattern that is not linear takes seconds. */
const generous = 400;

describe('100 kB of nothing but', () => {
  it.each(hostile.map((piece) => [JSON.stringify(piece), fill(piece)]))(
    '%s is read, cleaned and understood in time',
    (_, text) => {
      for (const took of Object.values(timesOf(text))) expect(took).toBeLessThan(generous);
    },
  );
});
