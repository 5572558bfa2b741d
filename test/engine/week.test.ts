import { beforeEach, describe, expect, it } from 'vitest';
import { weekOf } from '../../src/engine/preview.ts';
import type { ChatRecord } from '../../src/store/records.ts';
import { chatOf, type Desk, openDesk } from '../worlds/desk.ts';

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
    expect(await weekOf(desk, chat({ threshold: 'low', quiet: always }))).toEqual({ alerts: 4, inQuietHours: 4 });
    expect((await weekOf(desk, chat({ threshold: 'low' }))).inQuietHours).toBe(0);
  });
});
