/** A bot with three feeds and one topic holds ten reports or so: nothing in its window tells which words are rare. */
import { describe, expect, it } from 'vitest';
import { readWindows, scoreLeftOutside, scoreWindows } from '../../bench/tune/windows.ts';
import { createClusterer } from '../../src/stories/cluster.ts';
import { groupsOf, placeAll, report } from './news.ts';

interface TinyWindow {
  readonly name: string;
  /** Hours, story, title, text; stories are single letters. */
  readonly reports: readonly (readonly [hours: number, story: string, title: string, text?: string])[];
}

const outlets = ['Coast Wire', 'Morning Ledger', 'Public Radio'];

const windows: readonly TinyWindow[] = [
  {
    name: 'one minister resigns, is named in a ban, gets a medal',
    reports: [
      [
        0,
        'a',
        'Finance minister Dalia Vorsek resigns over budget dispute',
        'She told reporters that she could not defend the cuts.',
      ],
      [
        1,
        'b',
        'Hotel on Lake Sarn closed to foreigners for a month',
        'The order was signed by the interior ministry. It follows a visit there by Dalia Vorsek.',
      ],
      [2, 'a', 'Vorsek quits as finance minister after row about cuts'],
      [5, 'c', 'Parliament awards Dalia Vorsek its medal of honour', 'Members stood and clapped for two minutes.'],
    ],
  },
  {
    name: 'one minister arrives for talks and gives an interview',
    reports: [
      [
        0,
        'a',
        'Foreign minister Ilya Brandov arrives in Ankara for talks',
        'He will meet his counterpart on Tuesday to speak about grain.',
      ],
      [
        3,
        'b',
        'Brandov calls alliance expansion a threat in interview',
        'The foreign minister spoke to a weekly magazine.',
      ],
      [4, 'a', 'Brandov in Ankara: grain deal on the table'],
    ],
  },
  {
    name: 'one president signs a law, falls ill, writes a book',
    reports: [
      [0, 'a', 'President Osei Marto signs forest protection law', 'Logging in the north will end by 2030.'],
      [2, 'b', 'President Osei Marto taken to hospital with chest pains', 'Doctors said that he was stable.'],
      [4, 'b', 'Marto in stable condition after night in hospital'],
      [6, 'c', 'President Osei Marto to publish memoir of his school years'],
    ],
  },
  {
    name: 'one company recalls, hires, builds',
    reports: [
      [0, 'a', 'Carmaker Talvio recalls 30,000 vans over brake fault'],
      [1, 'b', 'Talvio hires former airline chief as finance director'],
      [2, 'a', 'Brake fault: Talvio calls back 30,000 vans'],
      [3, 'c', 'Talvio to build battery plant near Orlen'],
    ],
  },
  {
    name: 'one event in other words',
    reports: [
      [
        0,
        'a',
        'Landslide buries road to Kestrava, three missing',
        'Rescuers with dogs searched the slope above the village.',
      ],
      [
        1,
        'a',
        'Three people missing after hillside collapses at Kestrava',
        'A slope gave way and covered the only road to the village.',
      ],
      [2, 'a', 'Search for three under mud in Kestrava goes on'],
    ],
  },
  {
    name: 'a singer cancels a tour in other words, and sings elsewhere later',
    reports: [
      [0, 'a', 'Singer Mira Lund cancels autumn tour because of throat surgery'],
      [
        2,
        'a',
        'Throat operation forces Mira Lund to call off tour',
        'The singer had planned twenty concerts this autumn.',
      ],
      [30, 'b', 'Mira Lund buys farmhouse in Velden', 'The singer wants to breed horses there.'],
    ],
  },
  {
    name: 'one court, two trials',
    reports: [
      [0, 'a', 'Brevik court jails smuggler Aron Teleki for nine years'],
      [1, 'b', 'Brevik court frees baker Lena Roos in arson case'],
      [2, 'a', 'Nine years in prison for smuggler Teleki'],
      [3, 'b', 'Arson case: baker Roos walks free'],
    ],
  },
  {
    name: 'one club wins, sells and mourns',
    reports: [
      [0, 'a', 'Harbour City beat Northgate 3-1 to reach cup final', 'Dino Reyes scored twice.'],
      [2, 'b', 'Harbour City sell defender Karl Amundsen to Genoa club'],
      [3, 'a', 'Reyes sends Harbour City into the final of the cup'],
      [5, 'c', 'Former Harbour City coach Piet Joosten dies at 81'],
    ],
  },
  {
    name: 'one town, three matters',
    reports: [
      [0, 'a', 'Fire destroys paper mill in Sundal', 'Nobody was hurt. Smoke could be seen for miles.'],
      [1, 'b', 'Sundal elects its first woman mayor'],
      [2, 'a', 'Paper mill in Sundal burns to the ground'],
      [4, 'c', 'Sundal library to lend out tools'],
    ],
  },
  {
    name: 'one agency, two launches',
    reports: [
      [0, 'a', 'Space agency launches weather satellite Corvo-2', 'The rocket took off before dawn.'],
      [1, 'b', 'Space agency picks four astronauts for moon training', 'Two pilots and two doctors were chosen.'],
      [2, 'a', 'Weather satellite Corvo-2 reaches orbit'],
      [4, 'b', 'Two pilots and two doctors to train for the moon'],
    ],
  },
];

describe('a window of a few reports', () => {
  it.each(windows)('tells stories apart and together: $name', ({ reports }) => {
    const items = reports.map(([hours, , title, text], at) => report(hours, outlets[at % 3]!, title, text));
    const stories = reports.map(([, story]) => story);
    const expected = [...new Set(stories)].map((story) =>
      stories.flatMap((other, at) => (other === story ? [at] : [])),
    );
    expect(groupsOf(placeAll(createClusterer(), items), items)).toEqual(expected);
  });
});

describe('thirty-one windows of a first hour, half of them kept from all choosing', () => {
  const { chosen, kept } = readWindows();

  it.each([
    ['for choosing', chosen, { right: 12, wrong: 7 }],
    ['kept', kept, { right: 11, wrong: 8 }],
  ] as const)('come out as told, but for what is known: %s', (_, windows, known) => {
    const { right, joined, missed } = scoreWindows(windows);
    expect(right).toBeGreaterThanOrEqual(known.right);
    expect(joined + missed).toBeLessThanOrEqual(known.wrong);
  });
});

it('affairs that easily lose a report, behind a day of news, come out as told, but for what is known', () => {
  const { windows, right, joined, missed } = scoreLeftOutside();
  expect(windows).toBe(12);
  expect(right).toBeGreaterThanOrEqual(3);
  expect(joined).toBeLessThanOrEqual(12);
  expect(missed).toBeLessThanOrEqual(8);
});
