import { describe, expect, it } from 'vitest';
import { categoryOf } from '../../src/feeds/category.ts';
import { languageCode, languageOf } from '../../src/feeds/language.ts';
import type { Category } from '../../src/model.ts';

describe('the language of a text', () => {
  it.each([
    ['en', 'The ferry to the island was late again on Monday because of the weather'],
    ['de', 'Die Fähre zur Insel kam am Montag wegen des Wetters wieder zu spät'],
    ['fr', 'Le bateau vers l’île est encore arrivé en retard lundi à cause du temps'],
    ['es', 'El barco a la isla llegó otra vez tarde el lunes por culpa del tiempo'],
    ['it', 'Il traghetto per l’isola è arrivato di nuovo in ritardo lunedì'],
    ['pt', 'O barco para a ilha chegou outra vez atrasado na segunda-feira'],
    ['ru', 'Паром на остров снова опоздал в понедельник из-за погоды'],
    ['uk', 'Пором на острів знову запізнився в понеділок через негоду'],
    ['tr', 'Adaya giden vapur pazartesi günü hava nedeniyle yine gecikti'],
    ['ar', 'تأخرت العبارة المتجهة إلى الجزيرة مرة أخرى يوم الاثنين بسبب الطقس'],
    ['zh', '由于天气原因，前往该岛的渡轮周一再次晚点'],
    ['ja', '島へ向かうフェリーは月曜日、天候のため再び遅れました'],
    ['ko', '섬으로 가는 여객선이 월요일 날씨 때문에 다시 늦었다'],
  ])('%s, declared or not, or declared wrongly', (language, text) => {
    expect(languageOf(text, undefined)).toBe(language);
    expect(languageOf(text, language)).toBe(language);
    expect(languageOf(text, language === 'en' ? 'de' : 'en')).toBe(language);
  });

  it('is the declared one where the text is too short to tell', () => {
    expect(languageOf('Brill: 3:1', 'sv')).toBe('sv');
    expect(languageOf('2025', 'sv')).toBe('sv');
    expect(languageOf('123', undefined)).toBeUndefined();
  });

  it('is read from tags of any form', () => {
    expect(['en-GB', 'EN_us', 'eng', 'pt-br', 'x', '', undefined, 'english'].map(languageCode)).toEqual([
      'en',
      'en',
      'en',
      'pt',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

/** Invented headlines. */
const samples: readonly (readonly [Category, string])[] = [
  ['politics', 'Parliament votes on the coalition’s pension law before the election'],
  ['politics', 'Opposition party names candidate for president'],
  ['politics', 'Bundestag stimmt über Gesetz der Regierung ab'],
  ['politics', 'Правительство внесло законопроект в парламент'],
  ['politics', 'El Gobierno y la oposición pactan la ley electoral'],
  ['world', 'Ceasefire talks resume as troops leave the border'],
  ['world', 'Ambassador summoned after missile hits embassy'],
  ['world', 'Войска отошли от границы после перемирия'],
  ['business', 'Shares of Brill Shipping fall after profit warning'],
  ['business', 'Inflation slows as central bank holds interest rates'],
  ['business', 'Borsa in calo, utili delle banche sotto le attese'],
  ['business', '株価が下落、インフレ懸念で'],
  ['technology', 'Start-up builds chatbot with open-source software'],
  ['technology', 'Hackers attack smartphone maker'],
  ['technology', '人工智能芯片公司发布新产品'],
  ['science', 'Astronomers find galaxy with new telescope'],
  ['science', 'Fossil of unknown dinosaur found by researchers'],
  ['health', 'Hospital tests vaccine against measles outbreak'],
  ['health', 'Врачи больницы сообщили о новом вирусе'],
  ['sport', 'Striker scores two goals as Brill win the league match'],
  ['sport', 'Entrenador del equipo celebra el gol en la liga'],
  ['sport', 'Teknik direktör maç öncesi konuştu, lig başlıyor'],
  ['culture', 'Singer’s new album opens film festival'],
  ['culture', 'Museum zeigt Ausstellung mit Konzert des Regisseurs'],
  ['environment', 'Wildfire and drought threaten forest as climate warms'],
  ['environment', 'Inondation et sécheresse : le climat change'],
  ['crime', 'Police arrest suspect in harbour murder'],
  ['crime', 'Tribunale, condannato per omicidio: arresto della polizia'],
];

describe('the category of a report', () => {
  const bare = { text: '', tags: [], url: 'https://harbour.example/1', feed: undefined };

  it('is told by the words of its headline for nine in ten', () => {
    const wrong = samples.filter(([category, title]) => categoryOf({ ...bare, title }) !== category);
    expect(wrong.length, JSON.stringify(wrong)).toBeLessThanOrEqual(samples.length / 10);
  });

  it('follows the editor’s own word: a tag, a section of the address', () => {
    expect(categoryOf({ ...bare, title: 'A calm day', tags: ['Sports'] })).toBe('sport');
    expect(
      categoryOf({ ...bare, title: 'A calm day', url: 'https://harbour.example/wirtschaft/2025/a-calm-day' }),
    ).toBe('business');
    expect(categoryOf({ ...bare, title: 'A calm day', tags: ['Новости', 'Культура'] })).toBe('culture');
  });

  it('is not told by a word that means other things as well, but by two of them', () => {
    for (const title of [
      'Tarnholm marks the victory of 1814',
      'Lisk council names new deputy director',
      'League of towns calls for calm',
    ])
      expect(['sport', 'culture'], title).not.toContain(categoryOf({ ...bare, title }));
    for (const title of ['Norlanders head for Romania', 'An authoritarian turn in Valdora'])
      expect(categoryOf({ ...bare, title }), title).not.toBe('culture');
    expect(categoryOf({ ...bare, title: 'Brill take third victory of the season' })).toBe('sport');
    expect(categoryOf({ ...bare, title: 'Star director to lead Lisk’s new theatre' })).toBe('culture');
  });

  it('is what a programme is about, not that it is one', () => {
    const at = (path: string) =>
      categoryOf({ ...bare, title: 'A calm day', url: `https://harbour.example/en/${path}/a-calm-day` });
    expect(at('tv-shows/business')).toBe('business');
    expect(at('tv-shows/focus')).toBe('other');
    expect(at('tv')).toBe('culture');
    expect(at('world-asia')).toBe('world');
  });

  it('is the feed’s own where nothing speaks for another, else other', () => {
    expect(categoryOf({ ...bare, title: 'A calm day', feed: 'science' })).toBe('science');
    expect(categoryOf({ ...bare, title: 'A calm day' })).toBe('other');
  });
});
