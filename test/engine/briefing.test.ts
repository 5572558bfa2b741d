import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeBrief } from '../../src/engine/briefing.ts';
import { makeCatchUp } from '../../src/engine/catch-up.ts';
import { storiesOf } from '../../src/model.ts';
import type { HeardRecord } from '../../src/store/records.ts';
import { briefLines, briefOf, ferry, sourcesOf } from '../worlds/briefs.ts';
import { chatOf, type Desk, heardOf, heardStory, linesOf, openDesk } from '../worlds/desk.ts';

const hour = 3_600_000;
const day = 24 * hour;
let desk: Desk;
let now: number;
beforeEach(() => {
  desk = openDesk();
  now = desk.clock.now();
});

describe('a story that the chat was told of', () => {
  it('says when it was seen, and nothing more when nothing is new', () => {
    desk.tell('ferry', { ...ferry, hoursAgo: 5 });
    const heard = heardOf({ stories: [heardStory('ferry', 'pushed', now - 4 * hour, [ferry.title])] });
    const lines = briefLines(desk, chatOf(['Tarnholm']), heard);
    expect(lines).toContain(ferry.title);
    expect(lines.some((line) => /^you saw this at \d\d:\d\d$/.test(line))).toBe(true);
  });

  it('counts as seen when its message was sent', () => {
    desk.tell('ferry', { ...ferry, hoursAgo: 5 });
    const told = heardStory('ferry', 'pushed', now - 4 * hour, [ferry.title]);
    const sent = { ...told, sentAt: now - 3 * hour };
    const seen = (one: typeof told) =>
      briefLines(desk, chatOf(['Tarnholm']), heardOf({ stories: [one] })).find((line) =>
        line.startsWith('you saw this'),
      );
    expect(seen(sent)).toBe(seen({ ...told, firstAt: now - 3 * hour }));
    expect(seen(sent)).not.toBe(seen(told));
  });

  it('names what changed since then', () => {
    const later = {
      source: 'Meridian',
      title: 'Tarnholm ferry: captain Lind arrested, three crew members missing',
      hoursAgo: 1,
    };
    desk.tell('ferry', { ...ferry, hoursAgo: 5 }, later);
    const heard = heardOf({ stories: [heardStory('ferry', 'pushed', now - 4 * hour, [ferry.title])] });
    const lines = briefLines(desk, chatOf(['Tarnholm']), heard).join('\n');
    expect(lines).toContain('Update:');
    expect(lines).toContain('captain Lind arrested');
    expect(lines).toContain('you saw this at');
  });

  it('names of two new facts the one that belongs to its headline', () => {
    desk.tell('ferry', { ...ferry, hoursAgo: 5 });
    const storm = {
      source: 'Meridian',
      title: 'Storm: power back in 120,000 homes of Norland, grid says',
      hoursAgo: 2,
    };
    const tug = {
      source: 'Lisk Courier',
      title: 'Tug gets line aboard ferry Aurelia off Tarnholm, all safe',
      hoursAgo: 1.5,
    };
    desk.tell('ferry', storm, tug);
    const heard = heardOf({
      stories: [heardStory('ferry', 'pushed', now - 4 * hour, [ferry.title, 'Storm hits Norland homes'])],
    });
    expect(briefLines(desk, chatOf(['Tarnholm']), heard).join('\n')).toContain('Tug gets line aboard');
  });

  it('tells one new fact once, also where two stories tell it', () => {
    const fact = 'Divers of the ferry found the missing engineer Paul Reiter alive off Tarnholm on Tuesday.';
    const bridge = {
      source: 'Harbour Post',
      title: 'Tarnholm strait closed to ships after ferry accident',
      text: 'The strait of Tarnholm is closed.',
    };
    desk.tell('ferry', { ...ferry, hoursAgo: 5 }, { source: 'Meridian', title: ferry.title, text: fact, hoursAgo: 1 });
    desk.tell(
      'strait',
      { ...bridge, hoursAgo: 5 },
      { source: 'Lisk Courier', title: bridge.title, text: fact, hoursAgo: 1 },
    );
    const stories = [
      heardStory('ferry', 'pushed', now - 4 * hour, [ferry.title]),
      heardStory('strait', 'pushed', now - 4 * hour, [bridge.title]),
    ];
    const lines = briefLines(desk, chatOf(['Tarnholm']), heardOf({ stories }));
    expect(lines.filter((line) => line.includes('Paul Reiter'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('Update:'))).toHaveLength(1);
  });

  it('says under a headline that tells the new fact what else is known, and not that fact again', () => {
    const title = 'Ferry Aurelia freed off Tarnholm by three tugs';
    const text =
      'Three tugs freed the ferry Aurelia off Tarnholm. The hull of the ship will be examined in Osterby on Friday.';
    desk.tell(
      'ferry',
      { ...ferry, hoursAgo: 5 },
      ...['Meridian', 'Lisk Courier'].map((source) => ({ source, title, text, hoursAgo: 1 })),
    );
    const heard = heardOf({ stories: [heardStory('ferry', 'pushed', now - 4 * hour, ['Tarnholm: ferry hits rocks'])] });
    const lines = briefLines(desk, chatOf(['Tarnholm']), heard);
    expect(lines).toContain(`Update: ${title}`);
    expect(lines.join('\n')).not.toContain('New: Three tugs freed');
    expect(lines.join('\n')).toContain('examined in Osterby');
  });

  it('does not come again in the next brief without a new fact', () => {
    desk.tell('ferry', { ...ferry, hoursAgo: 20 }, { ...ferry, source: 'Meridian', hoursAgo: 2 });
    const heard = heardOf({
      stories: [heardStory('ferry', 'briefed', now - 10 * hour, [ferry.title])],
      lastBriefAt: now - 10 * hour,
    });
    expect(storiesOf(briefOf(desk, chatOf(['Tarnholm']), heard).message)).toEqual([]);
  });

  it('comes again under Update: with the new fact', () => {
    const later = { source: 'Meridian', title: 'Tarnholm ferry: death toll rises to 14 as divers search hull' };
    desk.tell('ferry', { ...ferry, hoursAgo: 20 }, later);
    const heard = heardOf({
      stories: [heardStory('ferry', 'briefed', now - 10 * hour, [ferry.title])],
      lastBriefAt: now - 10 * hour,
    });
    const lines = briefLines(desk, chatOf(['Tarnholm']), heard).join('\n');
    expect(lines).toContain('Update:');
    expect(lines).toContain('14');
    expect(lines).toMatch(/you saw this (?:at|on)/);
  });

  it('is remembered, so that two briefs in a row tell it once', () => {
    desk.tell('ferry', ferry);
    const first = briefOf(desk, chatOf(['Tarnholm']));
    expect(storiesOf(first.message)).toHaveLength(1);
    expect(storiesOf(briefOf(desk, chatOf(['Tarnholm']), first.heard).message)).toEqual([]);
  });
});

describe('what was held', () => {
  it.each(['quiet', 'cap', 'threshold'])('by %s stands in the brief as news, not as seen', (why) => {
    desk.tell('ferry', ferry);
    const heard = heardOf({ stories: [{ ...heardStory('ferry', 'held', now - hour, []), why }] });
    const lines = briefLines(desk, chatOf(['Tarnholm']), heard);
    expect(lines).toContain(ferry.title);
    expect(lines.join('\n')).not.toContain('you saw this');
  });
});

describe('the choice', () => {
  it('tells a story once, under the topic that it is about', () => {
    desk.tell('ferry', ferry);
    const { message } = briefOf(desk, chatOf(['Tarnholm', 'Aurelia']));
    expect(storiesOf(message)).toHaveLength(1);
  });

  it('has no more than two stories in a row from one source, and loses none', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: 1, maxLength: 12 }), (picks) => {
        const world = openDesk();
        const names = ['Harbour Post', 'Meridian', 'Lisk Courier'];
        for (const [index, pick] of picks.entries())
          world.tell(`s${index}`, {
            source: names[pick] as string,
            title: `Tarnholm council votes on plan number ${index}`,
            hoursAgo: 1 + index / 10,
          });
        const { message } = makeBrief(world, chatOf(['Tarnholm']), heardOf(), [], { topics: [], length: 'full' });
        const shown = storiesOf(message).map((story) => story.sources[0]?.name);
        const inARow = shown.some((name, at) => at > 1 && name === shown[at - 1] && name === shown[at - 2]);
        const lines = linesOf(message).join('\n');
        const all = picks.every((_, index) => new RegExp(`plan number ${index}(?!\\d)`).test(lines));
        return all && (!inARow || new Set(picks).size === 1);
      }),
      { numRuns: 60, examples: [[[0, 0, 0, 0, 0, 0, 1]], [[2, 2, 2, 2, 2, 2, 0]]] },
    );
  });

  it('leaves out what may be of any day', () => {
    desk.tell('old', { source: 'Meridian', title: 'Tarnholm bridge opens to traffic', isOfUnknownAge: true });
    desk.tell('ferry', ferry);
    expect(storiesOf(briefOf(desk, chatOf(['Tarnholm'])).message).map(({ title }) => title)).toEqual([ferry.title]);
  });

  it('puts the grave before the light where as many outlets tell both', () => {
    desk.tell('quiz', { source: 'Meridian', title: 'Quiz: how well do you know the island of Tarnholm?' });
    desk.tell('blast', { source: 'Lisk Courier', title: 'Explosion at Tarnholm harbour kills four people' });
    const titles = storiesOf(briefOf(desk, chatOf(['Tarnholm'])).message).map(({ title }) => title);
    expect(titles[0]).toContain('Explosion');
  });

  it('shows a story in the language of the chat where a report is in it', () => {
    desk.tell('ferry', { ...ferry, source: 'Meridian' }, ferry, {
      source: 'El Faro',
      title: 'El ferry Aurelia encalla frente a Tarnholm',
      lang: 'es',
    });
    const chat = chatOf(['Tarnholm']);
    const spanish = { ...chat, settings: { ...chat.settings, language: 'es' } };
    expect(storiesOf(briefOf(desk, spanish).message)[0]?.title).toBe('El ferry Aurelia encalla frente a Tarnholm');
    expect(storiesOf(briefOf(desk, chat).message)[0]?.title).toBe(ferry.title);
  });
});

describe('the time that a brief covers', () => {
  const weekend = { source: 'Meridian', title: 'Lisk harbour bridge closed after collision', hoursAgo: 60 };
  const titles = (heard: HeardRecord, options: Partial<Parameters<typeof makeBrief>[4]>) =>
    storiesOf(briefOf(desk, chatOf(['Tarnholm', 'Lisk']), heard, sourcesOf(desk), options).message).map(
      ({ title }) => title,
    );

  it('reaches back to the last one of the same plan, though others came in between', () => {
    desk.tell('bridge', weekend);
    const heard = heardOf({ lastBriefAt: now - hour, lastWholeAt: now - hour });
    expect(titles(heard, {})).toEqual([]);
    expect(titles(heard, { since: now - 3 * day })).toEqual([weekend.title]);
  });

  it('is not shortened by a brief about one topic', () => {
    desk.tell('bridge', weekend);
    const [tarnholm] = chatOf(['Tarnholm']).follows;
    const before = heardOf({ lastBriefAt: now - 3 * day, lastWholeAt: now - 3 * day });
    const { heard } = briefOf(desk, chatOf(['Tarnholm', 'Lisk']), before, sourcesOf(desk), {
      topics: [tarnholm!.topicId],
    });
    expect(titles(heard, {})).toEqual([weekend.title]);
  });
});

describe('the review of a week', () => {
  it('looks back seven days and repeats what mattered, told or not', () => {
    desk.tell('ferry', { ...ferry, hoursAgo: 6 * 24 });
    desk.tell('today', { source: 'Meridian', title: 'Tarnholm council meets on harbour dues', hoursAgo: 3 });
    const heard = heardOf({
      stories: [heardStory('ferry', 'briefed', now - 5 * day, [ferry.title])],
      lastBriefAt: now - 10 * hour,
    });
    const { message, heard: after } = briefOf(desk, chatOf(['Tarnholm']), heard, sourcesOf(desk), { isReview: true });
    expect(storiesOf(message)).toHaveLength(2);
    expect(linesOf(message)[0]).toMatch(/^Your week, /);
    expect(after.lastBriefAt).toBe(heard.lastBriefAt);
  });
});

describe('a brief in full', () => {
  it('tells one sentence more of a story that has more to tell', () => {
    const title = 'Ferry Aurelia runs aground off Tarnholm';
    const told = [
      'The ferry Aurelia struck rocks off Tarnholm in fog on Monday with 212 people on board.',
      'Lifeboats from Osterby brought all passengers of the ferry ashore within two hours.',
      'Divers of the coast guard will examine the hull near Tarnholm on Wednesday for leaks of oil.',
    ];
    desk.tell('ferry', ...['Harbour Post', 'Meridian'].map((source) => ({ source, title, text: told.join(' ') })));
    const summaryIn = (length: 'short' | 'full') =>
      storiesOf(briefOf(desk, chatOf(['Tarnholm']), heardOf(), sourcesOf(desk), { length }).message)[0]!.summary;
    expect(told.filter((sentence) => summaryIn('full').includes(sentence))).toEqual(told);
    expect(told.filter((sentence) => summaryIn('short').includes(sentence))).toHaveLength(2);
  });
});

describe('a catch-up', () => {
  const tellDays = (count: number) => {
    for (let index = 0; index < count; index += 1)
      desk.tell(`s${index}`, {
        source: ['Harbour Post', 'Meridian'][index % 2] as string,
        title: `${index % 2 === 0 ? 'Tarnholm' : 'Lisk'} council votes on plan number ${index}`,
        text: `The council of ${index % 2 === 0 ? 'Tarnholm' : 'Lisk'} votes on Friday on a plan that costs ${index} million marks.`,
        hoursAgo: 3 + index * 8,
      });
  };

  it('of a few hours is short, with summaries, by topic', () => {
    tellDays(60);
    const message = makeCatchUp(desk, chatOf(['Tarnholm', 'Lisk'], { lastReadAt: now - 20 * hour }), heardOf());
    expect(storiesOf(message).length).toBeLessThanOrEqual(6);
    expect(message.blocks.filter(({ kind }) => kind === 'heading')).toEqual([]);
    expect(linesOf(message)).toContain('Tarnholm');
    expect(message.blocks.every((block) => block.kind !== 'story' || block.detail === 'short')).toBe(true);
  });

  it('of ten days goes day by day, newest first, and counts what it leaves out', () => {
    tellDays(60);
    const message = makeCatchUp(desk, chatOf(['Tarnholm', 'Lisk'], { lastReadAt: now - 10 * day }), heardOf());
    const days = message.blocks.filter(({ kind }) => kind === 'heading').length;
    expect(storiesOf(message)).toHaveLength(24);
    expect(days).toBeGreaterThan(4);
    expect(linesOf(message).at(-1)).toMatch(/^and \d+ more/);
  });

  it('of the same day says since what time', () => {
    const at = now - 60_000;
    const time = new Date(at).toISOString().slice(11, 16);
    const lines = linesOf(makeCatchUp(desk, chatOf(['Tarnholm'], { lastReadAt: at }), heardOf()));
    expect(lines[0]).toBe(`You missed nothing: no story on your topics since ${time}.`);
  });

  it('says that nothing was missed', () => {
    const lines = linesOf(makeCatchUp(desk, chatOf(['Tarnholm'], { lastReadAt: now - day }), heardOf()));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^You missed nothing/);
  });
});
