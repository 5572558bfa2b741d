import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualTime } from '../../src/chats/habit.ts';
import { makeChatWorld } from '../worlds/chat.ts';

const day = 86_400_000;
const minute = 60_000;
/** Midnight in UTC. */
const start = Date.UTC(2025, 6, 1);
const at = (days: number, hours: number, minutes: number) => start + days * day + (hours * 60 + minutes) * minute;

describe('the usual time', () => {
  it('is the middle of the mornings on which somebody reads first', () => {
    const readings = [35, 42, 40, 38, 55, 41].map((minutes, days) => at(days, 7, minutes));
    expect(usualTime(readings, 'UTC', at(6, 9, 0))).toBe('07:40');
    expect(usualTime(readings, 'Europe/Athens', at(6, 9, 0))).toBe('10:40');
  });

  it('does not look at later readings of a day', () => {
    const readings = [0, 1, 2, 3, 4].flatMap((days) => [
      at(days, 7, 40),
      at(days, 12, 0),
      at(days, 12, 5),
      at(days, 21, 0),
    ]);
    expect(usualTime(readings, 'UTC', at(5, 0, 0))).toBe('07:40');
  });

  it.each([
    ['four days', [0, 1, 2, 3].map((days) => at(days, 7, 40))],
    ['a different hour every day', [0, 1, 2, 3, 4, 5, 6, 7].map((days) => at(days, 5 + 2 * days, 0))],
    ['mornings of last month', [0, 1, 2, 3, 4].map((days) => at(days - 60, 7, 40))],
  ])('is not known after %s', (_, readings) => expect(usualTime(readings, 'UTC', at(8, 0, 0))).toBeUndefined());

  it('is a time of the day whatever was read', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 * day }), { maxLength: 40 }), (offsets) => {
        const time = usualTime(
          offsets.map((offset) => start + offset),
          'Asia/Kathmandu',
          start + 20 * day,
        );
        return time === undefined || /^(?:[01]\d|2[0-3]):[0-5][05]$/.test(time);
      }),
    );
  });
});

describe('the offer of a brief', () => {
  /** Reads for some days in a row, a day apart. Answers what was said last. */
  const readFor = async (days: number, how: { kind?: 'group'; before?: string } = {}) => {
    const world = await makeChatWorld();
    const manager = { isManager: true, ...(how.kind === undefined ? {} : { kind: how.kind }) };
    await world.type('/follow Lavrov', manager);
    if (how.before !== undefined) await world.type(how.before, manager);
    let said = '';
    for (let count = 0; count < days; count += 1) {
      await world.clock.advance(day);
      said = await world.ask('/missed', manager);
    }
    return { world, said };
  };

  it('comes on the fifth day, by a button, and only once', async () => {
    expect((await readFor(4)).said).not.toContain('You usually read');
    const { world, said } = await readFor(5);
    expect(said).toMatch(/You usually read at \d\d:\d\d\. Shall a brief come then\?/);
    expect((await world.record()).briefs).toEqual([]);
    await world.clock.advance(day);
    expect(await world.ask('/missed')).not.toContain('You usually read');
  });

  it('is carried out only when it is taken', async () => {
    const { world, said } = await readFor(5);
    const time = /\d\d:\d\d/.exec(said)?.[0];
    await world.press(`run:/brief add ${time}`);
    expect((await world.record()).briefs.map((one) => one.time)).toEqual([time]);
  });

  it('is made to nobody who has a brief near that time, and to no group', async () => {
    const { said } = await readFor(5);
    const time = /\d\d:\d\d/.exec(said)?.[0];
    expect((await readFor(6, { before: `/brief ${time}` })).said).not.toContain('You usually read');
    expect((await readFor(6, { kind: 'group' })).said).not.toContain('You usually read');
  });
});
