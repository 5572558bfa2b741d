/** One event told in two scripts shares names, and no words: enough to join reports, and easily too much. */
import { describe, expect, it } from 'vitest';
import type { Item } from '../../src/model.ts';
import { createClusterer } from '../../src/stories/cluster.ts';
import { groupsOf, placeAll, report } from './news.ts';

const ru = { lang: 'ru' };
const groups = (items: readonly Item[]) => groupsOf(placeAll(createClusterer(), items), items);

describe('reports in two scripts', () => {
  it('are one story when both name the same people and one kind of event', () => {
    const items = [
      report(0, 'Wire', 'Defence minister Bogdan Terzan resigns', 'Terzan leaves after a year in office in Velden.'),
      report(1, 'Вестник', 'Министр обороны Богдан Терзан подал в отставку', 'Об этом сообщили в Велдене.', ru),
    ];
    expect(groups(items)).toEqual([[0, 1]]);
  });

  it('are two when the same people are in other news, days later or of another kind', () => {
    const signing = report(
      0,
      'Wire',
      'Bogdan Terzan and Mila Orsic sign treaty in Velden',
      'Terzan and Orsic shook hands.',
    );
    const later = report(30, 'Вестник', 'Богдан Терзан и Мила Орсич открыли выставку', 'Гости пришли в музей.', ru);
    const quake = report(2, 'Вестник', 'Богдан Терзан и Мила Орсич: землетрясение разрушило школу', '', ru);
    expect(groups([signing, later])).toHaveLength(2);
    expect(groups([signing, quake])).toHaveLength(2);
  });

  it('are two when all that they share are names of which half of the news is full', () => {
    const affair = Array.from({ length: 14 }, (_, at) =>
      report(
        0.1 * at,
        `Outlet ${at}`,
        `${['Bread', 'Wheat', 'Coal', 'Cotton', 'Timber', 'Sugar', 'Steel'][at % 7]} ${at} in Tarnovia, says Bogdan Terzan`,
        `${['Millers', 'Farmers', 'Miners', 'Weavers', 'Loggers', 'Growers', 'Smelters'][at % 7]} complain at ${at} gates.`,
      ),
    );
    const other = report(
      2,
      'Вестник',
      'Богдан Терзан посетил оперу: премьера в Тарновии',
      'Солистка Алина Громова и дирижёр Павел Зимин получили цветы, зал аплодировал, сообщил Игорь Лапин.',
      ru,
    );
    const stories = groups([...affair, other]);
    expect(stories).toContainEqual([affair.length]);
  });

  it('are not found in a page that follows events as they come', () => {
    const live = report(0, 'Wire', 'Live: Bogdan Terzan and Mila Orsic in Velden, as it happened');
    const news = report(1, 'Вестник', 'Богдан Терзан и Мила Орсич подписали договор', '', ru);
    expect(groups([live, news])).toHaveLength(2);
  });
});
