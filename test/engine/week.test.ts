import { beforeEach, describe, expect, it } from 'vitest';
import { nextBriefOf } from '../../src/engine/next-brief.ts';
import { weekOf } from '../../src/engine/preview.ts';
import type { ChatRecord } from '../../src/store/records.ts';
import { chatOf, type Desk, heardOf, heardStory, openDesk } from '../worlds/desk.ts';

const outlets = ['Harbour Post', 'Meridian', 'Lisk Courier', 'El Faro', 'Night Wire'];
let desk: Desk;
beforeEach(() => {
  desk = openDesk();
  // Three large stories of one day, and a small one of another.
  for (const [index, word] of ['ferry', 'bridge', 'tunnel'].entries())
    desk.tell(
      word,
      ...outlets.map((source) => ({
        source,
        title: `Tarnholm ${word} closed after explosion`,
        hoursAgo: 40 + index / 10,
      })),
    );
  desk.tell('small', { source: 'Meridian', title: 'Tarnholm names a new harbour master', hoursAgo: 80 });
});

const chat = (settings: Partial<ChatRecord['settings']>, more: Partial<ChatRecord> = {}): ChatRecord => {
  const made = chatOf(['Tarnholm'], more);
  return { ...made, settings: { ...made.settings, cap: 20, topiccap: 20, ...settings } };
};
const alerts = async (one: ChatRecord) => (await weekOf(desk, one)).alerts;

describe('the last seven days', () => {
  it('have more alerts with a low threshold than with a high one', async () => {
    expect(await alerts(chat({ threshold: 'low' }))).toBe(4);
    expect(await alerts(chat({ threshold: 'high' }))).toBeLessThan(4);
  });

  it('keep to the caps of a day, for one topic and for all', async () => {
    expect(await alerts(chat({ threshold: 'low', topiccap: 2 }))).toBe(3);
    expect(await alerts(chat({ threshold: 'low', cap: 1 }))).toBe(2);
    expect(await alerts(chat({ threshold: 'low', cap: 0 }))).toBe(0);
  });

  it('leave out what is muted now', async () => {
    const mutes = [{ kind: 'word' as const, value: 'tunnel', label: 'tunnel' }];
    expect(await alerts(chat({ threshold: 'low' }, { mutes }))).toBe(3);
  });

  it('tell how many fell into quiet hours', async () => {
    const always = [{ from: '00:00', to: '23:59', days: [] }];
    expect(await weekOf(desk, chat({ threshold: 'low', quiet: always }))).toMatchObject({ alerts: 4, inQuietHours: 4 });
    expect((await weekOf(desk, chat({ threshold: 'low' }))).inQuietHours).toBe(0);
  });
});

describe('the stories of the last seven days', () => {
  it('are counted by language and picture', async () => {
    desk.tell('spanish', { source: 'El Faro', title: 'Tarnholm cierra el puerto', lang: 'es', hoursAgo: 20 });
    const english = chat({ threshold: 'low', language: 'en' });
    expect(await weekOf(desk, english)).toMatchObject({ stories: 5, inLanguage: 4, withPicture: 0 });
    const spanish = chat({ threshold: 'low', language: 'es' });
    expect(await weekOf(desk, spanish)).toMatchObject({ stories: 5, inLanguage: 1 });
  });
});

describe('the next brief', () => {
  const reader = chatOf(['Tarnholm']);
  const plan = (changes: object) => ({
    id: 'b',
    time: '08:00',
    days: [],
    topics: [],
    length: 'short' as const,
    since: desk.clock.now(),
    ...changes,
  });
  const next = (heard = heardOf(), plans = [plan({})]) =>
    nextBriefOf({ ...desk, heard: { read: async () => heard } }, reader, plans);

  it('is told with what it would hold now', async () => {
    desk.tell('fresh', { source: 'Meridian', title: 'Tarnholm mayor resigns over harbour dues', hoursAgo: 2 });
    const made = await next();
    expect(made).toMatchObject({ stories: 1, first: 'Tarnholm mayor resigns over harbour dues', zone: 'UTC' });
    expect(made.at).toBeGreaterThan(desk.clock.now());
    expect(new Date(made.at!).toISOString()).toMatch(/T08:00:00/);
  });

  it('holds nothing that the chat was told', async () => {
    const title = 'Tarnholm mayor resigns over harbour dues';
    desk.tell('fresh', { source: 'Meridian', title, hoursAgo: 2 });
    const heard = heardOf({ stories: [heardStory('fresh', 'briefed', desk.clock.now(), [title])] });
    expect(await next(heard)).toMatchObject({ stories: 0, first: undefined });
  });

  it('of one day a week holds the week, told or not', async () => {
    const title = 'Tarnholm mayor resigns over harbour dues';
    desk.tell('fresh', { source: 'Meridian', title, hoursAgo: 2 });
    const heard = heardOf({ stories: [heardStory('fresh', 'briefed', desk.clock.now(), [title])] });
    expect((await next(heard, [plan({ days: [1] })])).stories).toBeGreaterThan(1);
  });

  it('is the first of several plans, in its own zone', async () => {
    const plans = [plan({ time: '23:00' }), plan({ time: '09:00', zone: 'Asia/Tokyo' })];
    const made = await next(heardOf(), plans);
    const first = Math.min(...(await Promise.all(plans.map(async (one) => (await next(heardOf(), [one])).at!))));
    expect(made.at).toBe(first);
  });
});
