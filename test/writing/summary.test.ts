import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newFact } from '../../src/writing/changes.ts';
import { splitSentences, standsAlone } from '../../src/writing/sentences.ts';
import { summarise } from '../../src/writing/summary.ts';

const options = { title: 'Ferry runs aground off Tarnholm', maxSentences: 2, maxLength: 400 };
const report = (text: string, title = options.title) => ({ title, text, lang: 'en' });

describe('sentences', () => {
  it('do not end at titles, initials and abbreviations', () => {
    expect(
      splitSentences('Dr. A. Moreau of the U.S. Navy met Gov. Lind on Jan. 4 in Oslo. They spoke for an hour.', 'en'),
    ).toHaveLength(2);
  });

  it('keep a quotation whole', () => {
    expect(
      splitSentences('“We are leaving. We will not return,” said Ms Okafor. The hall was silent.', 'en'),
    ).toHaveLength(2);
  });

  it('hold every letter of the text, in order', () => {
    const letters = (text: string) => text.replace(/\s+/g, '');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => letters(splitSentences(text).join('')) === letters(text)),
    );
  });
});

describe('a sentence of a summary', () => {
  it.each([
    'He said the talks would go on until Friday evening.',
    'But the minister refused to name a date for the vote.',
    '“We will not give up,” she said on the steps of the court.',
    'and was taken to hospital with light injuries on Monday.',
    'The company reported a profit of four million and…',
    'Read the full report at https://outlet.example/report today.',
    'What happens next for the people of the island?',
    'Too short.',
    'Aber der Minister nannte keinen Termin für die Abstimmung.',
    'Однако министр не назвал дату голосования в парламенте.',
  ])('must stand alone: not %j', (sentence) => {
    expect(standsAlone(sentence)).toBe(false);
  });

  it.each([
    'The ferry Aurelia ran aground off Tarnholm early on Monday with 212 people on board.',
    '“We heard a crash and the lights went out,” passenger Mira Lund said on Monday.',
    'Министр иностранных дел Рената Орлова прибыла в Женеву на переговоры.',
  ])('may be %j', (sentence) => {
    expect(standsAlone(sentence)).toBe(true);
  });
});

describe('a summary', () => {
  it('says what happened and not the headline again', () => {
    const text =
      'Ferry runs aground off Tarnholm. The ferry Aurelia struck rocks in fog at 4 a.m. on Monday with 212 people on board. It was unclear why. Rescuers took everyone off within two hours, the coast guard said.';
    const summary = summarise([report(text)], options);
    expect(summary).toContain('212 people');
    expect(summary).not.toContain('It was unclear');
    expect(summary.startsWith('Ferry runs aground off Tarnholm.')).toBe(false);
  });

  it('leaves the dateline out', () => {
    expect(
      summarise(
        [report('TARNHOLM (Agency) — The ferry Aurelia struck rocks in thick fog on Monday morning.')],
        options,
      ),
    ).toMatch(/^The ferry/);
  });

  it('takes another outlet’s words when the first has none', () => {
    expect(summarise([report(''), report('', 'All 212 passengers safe after ship hits rocks')], options)).toBe(
      'All 212 passengers safe after ship hits rocks',
    );
  });

  it('is empty rather than invented', () => {
    expect(summarise([report('')], options)).toBe('');
  });

  it('consists of words of the reports, within its length', () => {
    const sentence = fc
      .array(fc.constantFrom('Harbour', 'police', 'closed', 'bridges', 'after', 'storm', 'winds', '120', 'people'), {
        minLength: 5,
        maxLength: 30,
      })
      .map((parts) => `The ${parts.join(' ')}.`);
    fc.assert(
      fc.property(fc.array(fc.array(sentence, { maxLength: 6 }), { maxLength: 4 }), (texts) => {
        const reports = texts.map((parts) => report(parts.join(' ')));
        const summary = summarise(reports, options);
        for (const part of summary === '' ? [] : splitSentences(summary))
          expect(texts.flat().concat(options.title)).toContain(part);
      }),
    );
  });
});

describe('what is new', () => {
  it('is the figure that nobody told', () => {
    const told = [
      'Quake shakes Port Amsel, 12 people hurt',
      'A quake shook Port Amsel on Monday and 12 people were hurt.',
    ];
    const later = report(
      'The number of people hurt in the Port Amsel quake rose to 48 on Tuesday, the mayor said.',
      'Port Amsel quake: 48 hurt, mayor says',
    );
    expect(newFact([later], told)).toMatch(/48/);
  });

  it('is nothing when the words are the same', () => {
    const title = 'Quake shakes Port Amsel, 12 people hurt';
    expect(newFact([report('', title)], [title])).toBeUndefined();
  });

  it('is nothing when it has nothing to do with what was told', () => {
    expect(
      newFact(
        [report('', 'Opera house opens season with seven premieres')],
        ['Quake shakes Port Amsel, 12 people hurt'],
      ),
    ).toBeUndefined();
  });
});
