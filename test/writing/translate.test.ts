import { describe, expect, it } from 'vitest';
import { datesIn } from '../../src/text/dates.ts';
import { isFaithful } from '../../src/writing/faithful.ts';
import { askToTranslate, readTranslation, restore, type TranslationTask } from '../../src/writing/translate.ts';

const ferry =
  'La fragata Aurelia encalló el lunes frente a Tarnholm con 212 personas a bordo, según la guardia costera.';

/** Faithful lines, as a model that keeps to its task would give them. */
const good: readonly (readonly [string, string, string, string])[] = [
  [
    'es',
    'en',
    ferry,
    'the frigate Aurelia ran aground off Tarnholm on Monday with 212 people aboard, the coast guard said',
  ],
  [
    'de',
    'en',
    'Die Regierung in Norland will den Vertrag nicht.',
    'the government of Norland does not want the treaty',
  ],
  [
    'en',
    'fr',
    'Three passengers were killed in Germany on Tuesday.',
    'trois passagers ont été tués en Allemagne mardi.',
  ],
  ['ru', 'en', 'Министр Кестров прибыл в Лиск в среду.', 'minister Kestrov arrived in Lisk on Wednesday.'],
  ['en', 'ru', 'Minister Kestrov arrived in Lisk on Wednesday.', 'министр Кестров прибыл в Лиск в среду.'],
  ['en', 'es', 'Valdor Lines owes 2.5 million marks.', 'la empresa Valdor Lines debe 2,5 millones de marcos.'],
  ['en', 'it', 'The port closes on 14 June.', 'il porto chiude il 14 giugno.'],
];

/** Not said by the source: [from, to, source, invention]. */
const bad: readonly (readonly [string, string, string, string])[] = [
  [
    'es',
    'en',
    ferry,
    'the frigate Aurelia ran aground off Tarnholm on Tuesday with 212 people aboard, the coast guard said',
  ],
  [
    'es',
    'en',
    ferry,
    'the frigate Aurelia ran aground off Tarnholm on Monday with 221 people aboard, the coast guard said',
  ],
  [
    'es',
    'en',
    ferry,
    'the frigate Aurora ran aground off Osterby on Monday with 212 people aboard, the coast guard said',
  ],
  [
    'es',
    'en',
    ferry,
    'the frigate Aurelia did not run aground off Tarnholm on Monday with 212 people aboard, the coast guard said',
  ],
  [
    'es',
    'en',
    ferry,
    'captain Lind ran the Aurelia aground off Tarnholm on Monday with 212 people aboard, the coast guard said',
  ],
  [
    'es',
    'en',
    ferry,
    'the frigate Aurelia ran aground, see www.evil.example, off Tarnholm on Monday with 212 people, it said',
  ],
  ['es', 'en', ferry, 'fine'],
  ['es', 'en', ferry, ferry],
  [
    'en',
    'fr',
    'Three passengers were killed in Germany on Tuesday.',
    'trois passagers ont été tués en Autriche mardi.',
  ],
  [
    'en',
    'fr',
    'Three passengers were killed in Germany on Tuesday.',
    'quatre passagers ont été tués en Allemagne mardi.',
  ],
  ['en', 'es', 'Valdor Lines owes 2.5 million marks.', 'la empresa Valdor Lines debe 2,5 mil marcos.'],
  ['en', 'es', 'Valdor Lines owes 2 million marks.', 'la empresa Valdor Lines debe 2 billones de marcos.'],
  ['en', 'it', 'The port closes on 14 June.', 'il porto chiude il 14 luglio.'],
  ['en', 'es', 'Lind accused Okafor of fraud.', 'la denuncia de Okafor acusa a Lind de fraude.'],
  ['en', 'es', 'The port may close.', 'el puerto cierra.'],
];

describe('a faithful translation', () => {
  it.each(good)('from %s into %s: %s', (from, to, source, text) => {
    expect(isFaithful(source, text, from, to)).toBe(true);
  });
  it.each(bad)('is none, from %s into %s: %s → %s', (from, to, source, text) => {
    expect(isFaithful(source, text, from, to)).toBe(false);
  });
});

describe('days and months', () => {
  it('are the same in every language', () => {
    expect(datesIn('on Wednesday, 14 June', 'en')).toEqual(datesIn('am Mittwoch, den 14. Juni', 'de'));
    expect(datesIn('в среду, 14 июня', 'ru')).toEqual(datesIn('mercoledì 14 giugno', 'it'));
  });
  it('leave words alone that only look like a month', () => {
    expect(datesIn('it may march on', 'en')).toEqual([]);
  });
});

describe('quotations', () => {
  const title = 'El dueño: «No pagaremos las reparaciones»';
  const task = askToTranslate(title, '', 'es', 'en') as TranslationTask;

  it('stay in the words that were said', () => {
    const read = readTranslation('1. the owner: ⟦1⟧', task);
    expect(task.prompt).not.toContain('pagaremos');
    expect(restore(read ?? [], task).title).toBe('The owner: «No pagaremos las reparaciones»');
  });
  it.each([
    '1. the owner pays',
    '1. the owner: ⟦1⟧ ⟦1⟧',
    '1. the owner: “we will pay”',
    '1. the owner: ⟦2⟧',
    'the owner: ⟦1⟧',
  ])('may neither go nor come: %s', (answer) => expect(readTranslation(answer, task)).toBeUndefined());
});
