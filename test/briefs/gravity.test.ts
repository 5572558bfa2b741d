import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gravityOf, type Told } from '../../src/briefs/gravity.ts';
import { namesCountry } from '../../src/text/countries.ts';
import { namesDay } from '../../src/text/weekdays.ts';

const told = (title: string, lead = '', category: Told['category'] = 'world') => ({ title, lead, category });

/** Graver first: what a reader of a general brief must know before what may be nice to know. */
const pairs: readonly (readonly [Told, Told])[] = [
  [told('Ferry capsizes off Arvenia, 12 dead'), told('Ferry line opens a new route to the islands')],
  [
    told('Court convicts former minister of Tarnovia', 'A court found the former minister guilty on Tuesday.', 'crime'),
    told('How a former minister learnt to bake', 'Bread is patience, he writes.', 'culture'),
  ],
  [told('Erdbeben in Chile: Häuser zerstört'), told('Fünf Tipps für den Garten', '', 'culture')],
  [told('Parlamento aprueba sanciones a Perú', '', 'politics'), told('¿Qué comer en verano?', '', 'culture')],
  [told('Strike ends after two weeks'), told('Could the strike end this week?')],
  [
    told('Rovers win the cup', 'The court of public opinion…', 'sport'),
    told('Quiz: do you know the cup?', '', 'sport'),
  ],
];

describe('gravity', () => {
  it.each(pairs)('puts $title before the lighter', (graver, lighter) => {
    expect(gravityOf(graver)).toBeGreaterThan(gravityOf(lighter));
  });

  it('hears of deaths in the first sentences when the headline is silent', () => {
    const lead = 'Three people were killed when a bridge fell on Monday, police said.';
    expect(gravityOf(told('Bridge closed', lead))).toBeGreaterThan(gravityOf(told('Bridge closed')));
  });

  it('keeps within its bounds, whatever it reads', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (title, lead) => {
        const gravity = gravityOf(told(title, lead, 'other'));
        expect(gravity).toBeGreaterThanOrEqual(0.45);
        expect(gravity).toBeLessThanOrEqual(2.2);
      }),
    );
  });
});

describe('words of place and time', () => {
  it.each([
    'Kenya votes',
    'US to leave',
    'Südkorea wählt',
    'Выборы в Польша',
    'Burkina Faso mourns',
    'EE.UU. responde',
  ])('finds the country in %s', (text) => expect(namesCountry(text)).toBe(true));
  it.each(['Tell us more', 'A burkina without more', 'Nothing here', ''])('finds none in %s', (text) =>
    expect(namesCountry(text)).toBe(false),
  );
  it.each(['He spoke on Tuesday.', 'Am Mittwoch', 'lunedì scorso', 'во вторник', 'Ayer llovió'])(
    'finds the day in %s',
    (text) => expect(namesDay(text)).toBe(true),
  );
  it.each(['He spoke.', 'segunda vez', ''])('finds no day in %s', (text) => expect(namesDay(text)).toBe(false));
});
