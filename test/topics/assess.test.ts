import { describe, expect, it } from 'vitest';
import { assess, assessStory } from '../../src/topics/assess.ts';
import { report, topic } from './samples.ts';

const filler =
  'The harbour was busy all week. Fishermen mended their nets. A new crane arrived on Tuesday. The weather stayed calm. ' +
  'Traders counted the crates. The ferry ran on time. Schools stayed open. The market closed at noon. ';

const main = report(
  'Ada Marlow resigns as harbour minister',
  'Harbour minister Ada Marlow resigned on Monday. "I have done what I could for this port," Marlow said. Marlow had led the office for six years.',
);
const passing = report(
  'New crane lifts first crates',
  `${filler}${filler}Visitors in past years included the harbour minister Ada Marlow.`,
);

describe('a report', () => {
  it('is about who stands in the headline, acts and is quoted', () => {
    const found = assess(topic('Ada Marlow'), main)!;
    expect(found.level).toBe('about');
    expect(found.reasons.map(({ key }) => key)).toContain('topic.reason.headline');
    expect(found.reasons.map(({ key }) => key)).toContain('topic.reason.quoted');
  });

  it('only mentions who is named once at its end', () => {
    const found = assess(topic('Ada Marlow'), passing)!;
    expect(found.level).toBe('mention');
    expect(found.reasons).toContainEqual({ key: 'topic.reason.sentences', params: { count: 1, total: 17 } });
  });

  it('that looks over the papers is about what its headline names, and only mentions the rest', () => {
    const text =
      'PRESS REVIEW – Friday, 4 May: The papers are divided over Ada Marlow. A debate over gas on summits is on page two.';
    const review = report('“Cheating”? Climbers argue over gas', text);
    expect(assess(topic('Ada Marlow'), review)?.level).toBe('mention');
    expect(assess(topic('climbers'), review)?.level).toBe('about');
    const news = report('“Cheating”? Climbers argue over gas', text.replace('PRESS REVIEW', 'VELDEN'));
    expect(assess(topic('Ada Marlow'), news)?.level).toBe('about');
  });

  it('is about whose words fill it, even if the headline names only the country', () => {
    const quoted = report(
      'Port nation calls the tariff a heavy burden',
      'The government criticised the tariff on Monday. "Such a tariff will empty our quays, drive our captains abroad and leave the towns of the coast without work," Harbour Minister Ada Marlow told a meeting.',
    );
    expect(assess(topic('Marlow'), quoted)!.level).toBe('about');
  });

  it('does not take what stands between two quotations for one', () => {
    const quoted = report(
      'Port nation calls the tariff a heavy burden',
      'The government called the tariff a "heavy burden" for the quays of the eastern coast. "Such a tariff will empty our quays, drive our captains abroad and leave the towns of the coast without work," Harbour Minister Ada Marlow told a meeting.',
    );
    expect(assess(topic('Marlow'), quoted)!.level).toBe('about');
  });

  it('with about: is not matched by a mere mention', () => {
    expect(assess(topic('about:"Ada Marlow"'), passing)).toBeUndefined();
    expect(assess(topic('about:"Ada Marlow"'), main)).toBeDefined();
  });

  it('that does not name the topic has no assessment', () => {
    expect(assess(topic('Quillfeather'), main)).toBeUndefined();
  });

  it('scores what is about the topic above what mentions it', () => {
    expect(assess(topic('Marlow'), main)!.score).toBeGreaterThan(assess(topic('Marlow'), passing)!.score);
  });
});

describe('a story', () => {
  it('of reports about the topic is about it', () => {
    expect(assessStory(topic('Ada Marlow'), [main, main])!.level).toBe('about');
  });

  it('in which one report of many names the topic mentions it', () => {
    const others = Array.from({ length: 6 }, () => report('New crane lifts first crates', filler));
    expect(assessStory(topic('Ada Marlow'), [passing, ...others])!.level).toBe('mention');
  });

  it('loses nothing by reports in other languages, which word a phrase otherwise', () => {
    const foreign = { ...report('Новый кран поднял первые ящики', filler), lang: 'ru' };
    const query = topic('"Ada Marlow"');
    expect(assessStory(query, [main, foreign, foreign, foreign])).toEqual(assessStory(query, [main]));
  });

  it('is about the same, whichever of its reports a chat wants', () => {
    const foreign = { ...report('Мэр открыла мост', filler), lang: 'ru' };
    expect(assessStory(topic('Ada Marlow lang:en'), [main, foreign])!.level).toBe('about');
    expect(assessStory(topic('Ada Marlow lang:fr'), [main, foreign])).toBeUndefined();
  });

  it('that nobody ties to the topic has no assessment', () => {
    expect(assessStory(topic('Quillfeather'), [main, passing])).toBeUndefined();
  });

  it('is the same whatever was assessed before', () => {
    const query = topic('Ada Marlow');
    const first = assessStory(query, [main]);
    assessStory(query, [passing]);
    expect(assessStory(query, [main])).toEqual(first);
  });
});
