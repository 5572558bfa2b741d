import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newFact } from '../../src/writing/changes.ts';
import { splitSentences, withoutDateline } from '../../src/writing/sentences.ts';
import { standsAlone, standsAsLine } from '../../src/writing/standing.ts';
import { summarise } from '../../src/writing/summary.ts';

const options = { title: 'Ferry runs aground off Tarnholm', maxSentences: 2, maxLength: 400 };
const report = (text: string, title = options.title) => ({ title, text, lang: 'en' });

describe('sentences', () => {
  it('do not end at titles, initials and abbreviations', () => {
    expect(
      splitSentences('Dr. A. Moreau of the U.S. Navy met Gov. Lind on Jan. 4 in Oslo. They spoke for an hour.'),
    ).toHaveLength(2);
  });

  it('keep a quotation whole', () => {
    expect(splitSentences('“We are leaving. We will not return,” said Ms Okafor. The hall was silent.')).toHaveLength(
      2,
    );
  });

  it('hold every letter of the text, in order', () => {
    const letters = (text: string) => text.replace(/\s+/g, '');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => letters(splitSentences(text).join('')) === letters(text)),
    );
  });
});

describe('a dateline', () => {
  it.each([
    'SEOUL: ',
    'MUWASI, Gaza Strip — ',
    'LONDON (Agency) — ',
    'Moscow, May 3 (Agency) - ',
    '(Agency) - ROMA, 28 MAG - ',
    'TARNHOLM, OSTERBY, Norland ― ',
  ])('such as %j is taken off', (line) => {
    const news = 'The ferry Aurelia struck rocks in thick fog.';
    expect(withoutDateline(`${line}${news}`)).toBe(news);
  });

  it.each([
    'The Harbour Workers Union (HWU) on Monday ended its strike.',
    'Sen. Mira Lund (D-PA) spoke about her illness.',
    'Tarnholm – a town of 900 people – has no bridge.',
  ])('is not what %j begins with', (text) => {
    expect(withoutDateline(text)).toBe(text);
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
    'We begin with the ferry that ran aground off Tarnholm on Monday.',
    'Find out what your neighbours think of the new bridge at Tarnholm.',
    'Harbour Post’s Mira Lund reports from the island of Tarnholm.',
    '“The bridge will be closed for a year at the very least.”',
    'When asked if he would resign, the mayor left the room at once.',
    'Now, it’s enjoying a comeback in the bars of the old harbour.',
    'The statement came hours after the ferry ran aground on Monday.',
    'En su opinión, nosotros debemos cerrar el puente de Tarnholm.',
    'Cette décision a surpris les habitants du port de Tarnholm.',
    'Questa decisione ha sorpreso gli abitanti del porto vecchio.',
    'Next, fierce debate over the price of tickets for the ferry to Tarnholm.',
    'In other news, the council of Tarnholm votes on a bridge of 4 kilometres.',
    'While the bank also closed its branch in Osterby, it kept the one in Tarnholm.',
    'Segundo ele, a ponte ficará fechada durante um ano inteiro.',
    'Позже он сообщил, что паром сел на мель у острова Тарнхольм.',
    'Was wird nun aus den Menschen auf der kleinen Insel Tarnholm?',
  ])('must stand alone: not %j', (sentence) => {
    expect(standsAlone(sentence)).toBe(false);
  });

  it.each([
    'The ferry Aurelia ran aground off Tarnholm early on Monday with 212 people on board.',
    '“We heard a crash and the lights went out,” passenger Mira Lund said on Monday.',
    'Министр иностранных дел Рената Орлова прибыла в Женеву на переговоры.',
    'With his patience running out, Moreau said on Monday that the talks would end.',
    'US and EU envoys met in Tarnholm on Monday for talks on fishing rights.',
    'This week the council of Tarnholm votes on a bridge of 4 kilometres.',
    'La ministre Claire Moreau a annoncé mardi la fermeture du port de Tarnholm.',
    'Der Frachter lief am 28. Mai vor Tarnholm mit zwölf Menschen auf Grund.',
  ])('may be %j', (sentence) => {
    expect(standsAlone(sentence)).toBe(true);
  });
});

describe('a sentence that begins with this day', () => {
  it.each([
    ['es', 'Este miércoles comienza en Tarnholm la fase más dura de la ola de calor.'],
    ['fr', 'Ce mardi, la ministre Claire Moreau ferme le port de Tarnholm.'],
    ['it', 'Questa settimana il consiglio di Tarnholm vota sul ponte di 4 chilometri.'],
    ['de', 'Diese Woche stimmt der Rat von Tarnholm über die Brücke ab.'],
  ])('points at nothing in %s: %j', (lang, sentence) => {
    expect(standsAlone(sentence, lang)).toBe(true);
  });
});

describe('a line that is a whole text', () => {
  it('may lack its full stop', () => {
    expect(standsAsLine('La sociedad del puerto nombra directora a Mira Lund después de un año', 'es')).toBe(true);
  });

  it.each([
    'Mira Lund on the strike, its causes and whether the talks may finally',
    'The harbour company named Mira Lund director after a year of',
  ])('does not break off: %j', (line) => {
    expect(standsAsLine(line, 'en')).toBe(false);
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
    expect(
      summarise(
        [report(''), report('', 'All 212 passengers of the ferry safe after it hits rocks off Tarnholm')],
        options,
      ),
    ).toBe('All 212 passengers of the ferry safe after it hits rocks off Tarnholm');
  });

  it('leaves out what another event brought into the story', () => {
    const stray = report(
      'The opera house of Osterby opens its season with seven premieres and a new director.',
      'Opera house opens season',
    );
    const own = report('The ferry Aurelia struck rocks in thick fog on Monday with 212 people on board.');
    expect(summarise([own, stray, stray], options)).toBe(own.text);
  });

  it('never gives two figures for one thing, and believes the later report', () => {
    const title = 'Quake shakes Port Amsel';
    const early = {
      ...report('The quake in Port Amsel left 12 people injured on Monday morning, police said.', title),
      at: 1,
    };
    const late = {
      ...report('Hospitals in Port Amsel treated 48 people after the quake, mayor Lind said.', title),
      at: 2,
    };
    const summary = summarise([early, late], { ...options, title });
    expect(summary).toContain('48 people');
    expect(summary).not.toContain('12 people');
  });

  it('says nothing twice', () => {
    const title = 'Ferry runs aground';
    const first = report('The ferry Aurelia struck rocks off Tarnholm in thick fog on Monday morning.', title);
    const twin = report('On Monday morning the ferry Aurelia struck rocks off Tarnholm in fog.', title);
    expect(splitSentences(summarise([first, twin], { ...options, title }))).toHaveLength(1);
  });

  it('tells more where there is more to tell: what other outlets report, and not what is said', () => {
    const title = 'Ferry Aurelia runs aground';
    const where = 'The ferry Aurelia ran aground off Tarnholm on Monday with 212 people on board.';
    const rescue = 'Lifeboats from Osterby brought all passengers ashore within two hours.';
    const reports = [
      report(`${where} ${rescue}`, title),
      report(`${where} Lifeboats from Osterby took the passengers ashore before noon.`, title),
      report('The ferry Aurelia, built in 1988, had a café with a view of the harbour cranes.', title),
    ];
    const [first, second, ...more] = splitSentences(summarise(reports, { ...options, title }));
    expect(first).toBe(where);
    expect(second).toMatch(/^Lifeboats from Osterby/);
    expect(more).toEqual([]);
  });

  it('is in the language of its headline', () => {
    const own = report('The ferry Aurelia struck rocks in thick fog on Monday with 212 people on board.');
    const other = {
      title: 'El ferry Aurelia encalla',
      text: 'El ferry Aurelia encalló el lunes frente a Tarnholm con 212 personas a bordo.',
      lang: 'es',
    };
    expect(summarise([own, other], options)).toBe(own.text);
  });

  it('passes over what an outlet says of its own programme', () => {
    const text = 'Harbour Post looks at the ferry Aurelia and the history of the rocks off Tarnholm.';
    expect(summarise([{ ...report(text), source: 'Harbour Post' }], options)).toBe('');
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

  it('is no colour: a sentence without a figure, a new name or a day does not carry a story on', () => {
    const told = [
      'Minister Kestrov signs the treaty on the river',
      'Kestrov, the minister, signed a treaty about the river.',
    ];
    const portrait = report('Colleagues tell of a minister who draws rivers on paper napkins.', told[0]!);
    expect(newFact([portrait], told)).toBeUndefined();
    const news = report('Colleagues tell that the minister Kestrov will leave for Lisk on Friday.', told[0]!);
    expect(newFact([news], told)).toContain('Friday');
  });

  it('is no question', () => {
    const told = ['Minister Kestrov signs the treaty on the river'];
    const rumour = report('', 'Will minister Kestrov quit over the treaty? Rumours fly in Lisk on Friday');
    expect(newFact([rumour], told)).toBeUndefined();
  });

  it('is not the headline in other words', () => {
    const told = ['Ferry hits rocks off Tarnholm'];
    const headline = 'Ferry Aurelia freed off Tarnholm by three tugs';
    const later = { title: headline, text: 'Three tugs freed the ferry Aurelia off Tarnholm.', lang: 'en' };
    expect(newFact([later], told, { headline })).toBe(headline);
  });

  it('is the later of two that are as new', () => {
    const told = ['Minister Kestrov signs the treaty on the river'];
    const noon = { ...report('', 'Minister Kestrov will resign over the treaty, newspapers say') };
    const evening = { ...report('', 'Minister Kestrov denies that he will resign over the treaty') };
    expect(newFact([noon, evening], told)).toContain('denies');
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
