import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item, TopicId } from '../../src/model.ts';
import { createTopicIndex } from '../../src/topics/match.ts';
import { withAliases } from '../../src/topics/query.ts';
import { report, topic } from './samples.ts';

function isMatched(typed: string, item: Item): boolean {
  const index = createTopicIndex();
  index.add('t' as TopicId, topic(typed));
  return index.match(item).length === 1;
}

describe('a followed name', () => {
  it.each([
    'Sergei Lavrov arrived in the port.',
    'Le ministre Lavrov est arrivé.',
    'Außenminister Lawrow reist ab.',
    'Глава МИД Лавров прибыл.',
    'Встреча с Лавровым отложена.',
    'وصل لافروف إلى المدينة',
    '外长拉夫罗夫抵达。',
  ])('Lavrov is found in: %s', (text) => {
    expect(isMatched('Lavrov', report('News of the day', text))).toBe(true);
  });

  it.each(['A lover of rivers spoke.', 'Laver Cup opens.', 'Любовь и ливер.'])('Lavrov is not found in: %s', (text) => {
    expect(isMatched('Lavrov', report('News of the day', text))).toBe(false);
  });

  it('typed in Cyrillic is found in Latin', () => {
    expect(isMatched('Верхотурцев', report('Verkhoturtsev wins the regatta'))).toBe(true);
  });

  it('typed in Cyrillic is no common word of Latin letters that sounds alike', () => {
    const caught = report(
      'Cazador furtivo detenido',
      'La policía halló una trampa en el bosque y otras trampas cerca.',
    );
    expect(isMatched('Трамп', caught)).toBe(false);
    expect(isMatched('Верхов', report('Nothing for the river', 'He sat by a verkhov and slept.'))).toBe(false);
    expect(isMatched('Верхов', report('Nothing for the river', 'He sat by Ivan Verkhov and slept.'))).toBe(true);
  });

  it('is found by initials and in reversed order', () => {
    expect(isMatched('Martha Quillfeather', report('Report', 'The list names M. Quillfeather.'))).toBe(true);
    expect(isMatched('Orbán Viktor', report('Report', 'Viktor Orban spoke.'))).toBe(true);
  });

  it('is found by its surname once the full name stood in the text', () => {
    expect(isMatched('James Baker', report('Talks', 'James Baker came. Later Baker left.'))).toBe(true);
  });

  it.each([
    'Howard Baker came. Later Baker left.',
    'He is a baker by trade.',
    'Mr. Howard Baker spoke for the fishermen.',
  ])('James Baker is not found in: %s', (text) => {
    expect(isMatched('James Baker', report('Talks', text))).toBe(false);
  });

  it('is found by another name that somebody gave for it', () => {
    const index = createTopicIndex();
    index.add('t' as TopicId, withAliases(topic('Quillfeather'), ['クイルフェザー']));
    expect(index.match(report('ニュース', 'クイルフェザー氏が到着した。'))).toEqual(['t']);
  });
});

describe('places and bodies', () => {
  it.each([
    ['France', 'French fishermen protest'],
    ['Germany', 'Deutschland wählt'],
    ['United Nations', 'The UN meets'],
    ['International Harbour Safety Board', 'The IHSB met on Monday'],
    ['Faryab Province', 'Floods in Faryab'],
    ['United States Senate', 'The Senate votes today'],
  ])('%s is found in: %s', (typed, title) => {
    expect(isMatched(typed, report('Overview', `${title}.`))).toBe(true);
  });

  it('US is not found in the word us', () => {
    expect(isMatched('US', report('They told us so', 'They told us so.'))).toBe(false);
    expect(isMatched('US', report('Trade', 'The US signed.'))).toBe(true);
  });
});

describe('the whole query', () => {
  const item = report('Lavrov opens the resort', 'Tourism grows, Lavrov said.', {
    source: 'BBC News',
    category: 'politics',
  });

  it.each([
    ['Lavrov source:bbc', true],
    ['Lavrov source:"sky news"', false],
    ['Lavrov -source:bbc', false],
    ['Lavrov -tourism', false],
    ['Lavrov lang:en', true],
    ['Lavrov lang:fr', false],
    ['Lavrov category:politics', true],
    ['Lavrov category:sport', false],
    ['Lavrov -lang:en', false],
    ['Lavrov -lang:fr', true],
    ['Lavrov -category:politics', false],
    ['Lavrov -category:sport -category:culture', true],
    ['Lavrov AND resort', true],
    ['Lavrov AND airport', false],
    ['airport OR resort', true],
    ['"Lavrov opens"', true],
    ['"opens Lavrov"', false],
  ])('%s accepts the report: %s', (typed, isAccepted) => {
    expect(isMatched(typed, item)).toBe(isAccepted);
  });

  it('takes a report of unknown language for none that is left out, and for none that is wanted', () => {
    const untold = { ...item, lang: undefined };
    expect(isMatched('Lavrov -lang:en', untold)).toBe(true);
    expect(isMatched('Lavrov lang:en', untold)).toBe(false);
  });

  it('finds emoji and C++ as they are', () => {
    expect(isMatched('🚀', report('Launch 🚀 today'))).toBe(true);
    expect(isMatched('C++', report('Why c++ stays'))).toBe(true);
  });
});

describe('the index', () => {
  it('forgets removed topics and takes their place again', () => {
    const index = createTopicIndex();
    index.add('a' as TopicId, topic('Quillfeather'));
    index.add('b' as TopicId, topic('harbour'));
    index.remove('a' as TopicId);
    index.add('c' as TopicId, topic('regatta'));
    expect(index.match(report('Quillfeather at the harbour regatta')).toSorted()).toEqual(['b', 'c']);
    expect(index.size).toBe(2);
  });

  it('adds a topic twice as once', () => {
    const index = createTopicIndex();
    index.add('a' as TopicId, topic('harbour'));
    index.add('a' as TopicId, topic('regatta'));
    expect(index.match(report('harbour'))).toEqual([]);
    expect(index.match(report('regatta'))).toEqual(['a']);
  });

  it('finds what a lone topic finds, among any others', () => {
    const names = fc.constantFrom(
      'Lavrov',
      'Ada Marlow',
      'harbour tax',
      'France',
      'Лавров',
      '拉夫罗夫',
      'Harbour Safety Board',
      '🚀',
      'US',
    );
    const texts = fc.constantFrom(
      'Lavrov in France',
      'Ada Marlow',
      'Лавров',
      '拉夫罗夫在法国',
      'A harbour tax 🚀',
      'The US',
      'Marlow',
    );
    fc.assert(
      fc.property(fc.uniqueArray(names, { minLength: 1 }), texts, (typed, title) => {
        const item = report(title);
        const together = createTopicIndex();
        for (const name of typed) together.add(name as TopicId, topic(name));
        expect(together.match(item).toSorted()).toEqual(typed.filter((name) => isMatched(name, item)).toSorted());
      }),
    );
  });

  it('knows how common a topic is once it has seen enough', () => {
    const index = createTopicIndex();
    index.add('a' as TopicId, topic('harbour'));
    index.match(report('harbour'));
    expect(index.shareOf('a' as TopicId)).toBeUndefined();
    for (let n = 0; n < 199; n += 1) index.match(report(n % 2 === 0 ? 'harbour' : 'meadow'));
    expect(index.shareOf('a' as TopicId)).toBeCloseTo(0.505, 3);
  });
});
