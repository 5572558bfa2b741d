import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames, namesakes } from '../../src/topics/names.ts';
import { report, topic } from './samples.ts';

describe('two names are the same', () => {
  it.each([
    ['Ada Marlow', 'Marlow, Ada'],
    ['Dr. Ada Marlow', 'Ada Marlow'],
    ['Ada M. Quillfeather', 'Ada Quillfeather'],
    ['Верхотурцев Игорь', 'Igor Verkhoturtsev'],
    ['习近平', 'Xi Jinping'],
    ['Harbour Works GmbH', 'Harbour Works Gesellschaft mit beschränkter Haftung'],
    ['ООО Морской Путь', 'Morskoi Put LLC'],
    ['Quillfeather & Sons Ltd', 'Quillfeather and Sons Limited'],
    ['Wladimir Tannenhof', 'Vladimir Tannenhof'],
  ])('%s and %s', (a, b) => {
    expect(compareNames(a, b).match).toBe(true);
  });

  it.each([
    ['James Baker', 'Howard Baker'],
    ['Ada Marlow', 'Igor Verkhoturtsev'],
    ['Harbour Works Ltd', 'Meadow Trading Ltd'],
    ['김종은', '김정은'],
  ])('but not %s and %s', (a, b) => {
    expect(compareNames(a, b).match).toBe(false);
  });

  it('in either order, with a score between 0 and 1', () => {
    const name = fc.oneof(
      fc.constantFrom('Ada Marlow', 'Марлоу', 'Harbour Works Ltd', '习近平', ''),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
    );
    fc.assert(
      fc.property(name, name, (a, b) => {
        const found = compareNames(a, b);
        expect(found.score).toBeGreaterThanOrEqual(0);
        expect(found.score).toBeLessThanOrEqual(1);
        expect(compareNames(b, a)).toEqual(found);
      }),
    );
  });
});

describe('namesakes', () => {
  const items = [
    report('Talks', 'Sergei Lavrov met the press.'),
    report('Regatta', 'Igor Lavrov won the race. Igor Lavrov thanked his crew.'),
    report('Prize', 'Young sailor Igor Lavrov gets a prize. Anna Lavrov watched.'),
  ];

  it('are told, most frequent first, when only the surname was typed', () => {
    expect(namesakes(topic('Lavrov'), items)).toEqual(['Igor Lavrov', 'Anna Lavrov', 'Sergei Lavrov']);
  });

  it('leave out who is meant', () => {
    expect(namesakes(topic('Sergei Lavrov'), items)).toEqual(['Igor Lavrov', 'Anna Lavrov']);
  });

  it('are no phrases of a headline in which every word has a capital', () => {
    const told = [
      report(
        'Markets Fall Amid Lavrov Visit',
        'Amid Lavrov’s visit markets fell. Few traders had bought amid the talks.',
      ),
      report('Ada Berg’s Lamps Sell Out', 'The lamps by Ada Berg are gone. Ivar Berg’s lamps are not.'),
    ];
    expect(namesakes(topic('Lavrov'), told)).toEqual([]);
    expect(namesakes(topic('lamps'), told)).toEqual([]);
    expect(namesakes(topic('Berg'), told)).toEqual(['Ada Berg']);
  });

  it('are none for a place', () => {
    expect(namesakes(topic('France'), [report('Air France', 'New France and Anatole France.')])).toEqual([]);
  });
});
