import { describe, expect, it } from 'vitest';
import { escapeMarkup, render } from '../../adapters/discord/text.ts';
import { breakAutoLinks } from '../../adapters/telegram/clean.ts';
import { cleanSpan } from '../../src/plain/text.ts';
import { cpuMs } from '../worlds/bombs.ts';
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

  it.each([...hostile, '\n ', ' \n1'].map((piece) => [JSON.stringify(piece), fill(piece)]))(
    '%s is made harmless for a chat in time',
    (_, text) => {
      for (const harmless of [
        breakAutoLinks,
        escapeMarkup,
        cleanSpan,
        (words: string) => render([{ text: `a${words}b` }]),
      ]) {
        const startedAt = cpuMs();
        harmless(text);
        expect(cpuMs() - startedAt).toBeLessThan(generous);
      }
    },
  );
});
