/** What a brief says where there is little or nothing: lines that stand alone, quiet topics, sources that are down. */
import { beforeEach, describe, expect, it } from 'vitest';
import { makeBrief } from '../../src/engine/briefing.ts';
import { briefLines, briefOf, ferry, sourcesOf } from '../worlds/briefs.ts';
import { chatOf, type Desk, feedOf, heardOf, heardStory, linesOf, openDesk } from '../worlds/desk.ts';

const hour = 3_600_000;
const day = 24 * hour;
let desk: Desk;
let now: number;
beforeEach(() => {
  desk = openDesk();
  now = desk.clock.now();
});

describe('what is worth a line', () => {
  const passing = {
    source: 'Meridian',
    title: 'Bakers of Norland win prize for rye bread',
    text: 'The bakers won a prize for their rye bread. The jury tasted ninety loaves. Former winners sent greetings. One of them lives in Tarnholm.',
    hoursAgo: 3,
  };

  it('stands under a heading of its own below stories', () => {
    desk.tell('ferry', ferry);
    desk.tell('bread', passing);
    const lines = briefLines(desk, chatOf(['Tarnholm']));
    expect(lines.indexOf('Also on your topics')).toBeGreaterThan(lines.indexOf(ferry.title));
  });

  it('stands alone where there is nothing else', () => {
    desk.tell('bread', passing);
    const lines = briefLines(desk, chatOf(['Tarnholm']));
    expect(lines.join()).toContain(passing.title);
    expect(lines).not.toContain('Also on your topics');
  });
});

describe('silence', () => {
  const old = { source: 'Meridian', title: 'Lisk harbour bridge closed for a week', hoursAgo: 9 * 24 };

  it('is one line on a quiet day', () => {
    desk.tell('old', old);
    const lines = briefLines(desk, chatOf(['Tarnholm', 'Lisk']));
    expect(lines).toHaveLength(2);
    expect(lines[1]).toBe('A quiet day: nothing new on your 2 topics.');
  });

  it('is no quiet day when a brief came on it: nothing is new since then', () => {
    const heard = heardOf({ lastBriefAt: now - 60_000 });
    const time = new Date(now - 60_000).toISOString().slice(11, 16);
    expect(briefLines(desk, chatOf(['Tarnholm']), heard).slice(1)).toEqual([
      `Nothing new since your brief at ${time}.`,
    ]);
    expect(briefLines(desk, chatOf(['Tarnholm']), heardOf({ lastBriefAt: now - 25 * hour }))[1]).toMatch(
      /^A quiet day/,
    );
  });

  it('names the quiet topics beside those with news', () => {
    desk.tell('ferry', ferry);
    desk.tell('old', old);
    expect(briefLines(desk, chatOf(['Tarnholm', 'Lisk']))).toContain('Nothing new on Lisk.');
  });

  it('is counted where naming all topics would outgrow the news', () => {
    desk.tell('ferry', ferry);
    const towns = ['Lisk', 'Osterby', 'Norland', 'Amsel', 'Velden', 'Korin'];
    expect(briefLines(desk, chatOf(['Tarnholm', ...towns]))).toContain(`Nothing new on ${towns.join(', ')}.`);
    expect(briefLines(desk, chatOf(['Tarnholm', ...towns, 'Brask']))).toContain('Nothing new on 7 of your topics.');
  });

  it('is not claimed for a topic whose story stands under another one', () => {
    desk.tell('treaty', { source: 'Meridian', title: 'Tarnholm and Lisk sign treaty on harbour fees', hoursAgo: 2 });
    desk.tell('ferry', ferry);
    const lines = briefLines(desk, chatOf(['Tarnholm', 'Lisk', 'Osterby']));
    expect(lines).toContain('Nothing new on Osterby.');
  });

  it('is not claimed for a topic whose stories are only counted', () => {
    const towns = ['Tarnholm', 'Osterby', 'Norland', 'Amsel', 'Velden', 'Korin', 'Brask', 'Holme', 'Mirel'];
    for (const town of [...towns, 'Lisk'])
      for (const [index, what] of ['bridge', 'school'].entries())
        desk.tell(`${town}-${what}`, {
          source: ['Harbour Post', 'Meridian', 'Lisk Courier'][(town.length + index) % 3]!,
          title: `${town} opens its new ${what} after years of work`,
          hoursAgo: town === 'Lisk' ? 20 : 2,
        });
    const lines = briefLines(desk, chatOf([...towns, 'Lisk', 'Quell']));
    expect(lines.some((line) => line.startsWith('and '))).toBe(true);
    expect(lines).toContain('Nothing new on Quell.');
  });

  it('is told from sources that are down', () => {
    const feeds = [...sourcesOf(desk), feedOf('Night Wire', now, 4)];
    const lines = briefLines(desk, chatOf(['Tarnholm']), heardOf(), feeds);
    expect(lines).toContain('A quiet day: nothing new on your topic.');
    expect(lines.at(-1)).toBe('One source cannot be read at present: Night Wire.');
  });

  it('does not call a day quiet that it could not see', () => {
    const feeds = ['Harbour Post', 'Meridian', 'Lisk Courier'].map((name, index) => feedOf(name, now, index));
    const lines = briefLines(desk, chatOf(['Tarnholm']), heardOf(), feeds);
    expect(lines.slice(1)).toEqual(['I could read only 1 of your 3 sources, so there may be news that I missed.']);
  });

  it('of thirty days is named as such, counted from the last story that was seen', async () => {
    const chat = chatOf(['Lisk']);
    desk.tell('old', { ...old, hoursAgo: 2 });
    let { heard } = briefOf(desk, chat);
    for (let days = 1; days <= 31; days += 1) {
      await desk.clock.advance(day);
      desk.archive.forgetBefore(desk.clock.now() - 14 * day);
      const made = makeBrief(desk, chat, heard, [], { topics: [], length: 'short' });
      expect(
        linesOf(made.message).some((line) => line.includes('no story for')),
        `day ${days}`,
      ).toBe(days >= 30);
      heard = made.heard;
    }
  });

  it('lets go of stories that it told more than two weeks ago, as an alert does', () => {
    const chat = chatOf(['Tarnholm']);
    desk.tell('ferry', ferry);
    const old = Array.from({ length: 30 }, (_, n) => heardStory(`s${n}`, 'briefed', desk.clock.now() - n * day, []));
    const { heard } = makeBrief(desk, chat, heardOf({ stories: old }), [], { topics: [], length: 'short' });
    expect(heard.stories.map(({ storyId }) => storyId).toSorted()).toEqual(
      ['ferry', ...old.slice(0, 14).map(({ storyId }) => storyId)].toSorted(),
    );
  });

  it('lets go of what it knew of topics that are followed no more', () => {
    const now = desk.clock.now();
    const lisk = chatOf(['Lisk']);
    const known = { [lisk.follows[0]!.topicId]: now - day, gone: now - 40 * day };
    const { heard } = makeBrief(desk, lisk, heardOf({ silentSince: known }), [], { topics: [], length: 'short' });
    expect(Object.keys(heard.silentSince ?? {})).toEqual([lisk.follows[0]!.topicId]);
  });

  it('is never claimed for longer than was watched', () => {
    const watched = heardOf({ silentSince: { [chatOf(['Lisk']).follows[0]!.topicId]: now - 40 * day } });
    expect(briefLines(desk, chatOf(['Lisk']), watched).join()).not.toContain('no story for');
    const gapless = { ...watched, lastBriefAt: now - day };
    expect(briefLines(desk, chatOf(['Lisk']), gapless).join()).toContain('no story for 40 days');
  });
});
