import { describe, expect, it } from 'vitest';
import { type DemoStage, demoClock, demoScript, runDemoScript } from '../../src/demo/script.ts';
import { createManualClock } from '../worlds/clock.ts';

const minute = 60_000;

function rehearse(clock: ReturnType<typeof createManualClock>) {
  const log: string[] = [];
  const stop = new AbortController();
  const note = (what: string) => async (text: string) => {
    log.push(`${new Date(clock.now()).toISOString().slice(11, 16)} ${what} ${text}`);
  };
  const stage: DemoStage = { clock, say: note('say'), type: note('type'), press: note('press'), signal: stop.signal };
  return { log, stage, stop };
}

describe('the script of the demo', () => {
  const steps = demoScript();

  it('goes forward in time and lasts a minute to a minute and a half', () => {
    expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted((a, b) => a - b));
    const realMs = (steps.at(-1)!.at - demoClock.startAt) / demoClock.speed;
    expect(realMs).toBeGreaterThan(60_000);
    expect(realMs).toBeLessThan(90_000);
  });

  it('shows follows, quiet hours, a brief, a search and a button, and says at the end what to type', () => {
    const typed = steps.map(({ type }) => type).filter((line) => line !== undefined);
    expect(typed.filter((line) => line.startsWith('/follow '))).toHaveLength(4);
    expect(typed).toEqual(expect.arrayContaining(['/quiet 22:00-07:00', '/brief 07:30', '/latest Odalys']));
    expect(steps.some(({ press }) => press === 'why')).toBe(true);
    expect(steps.at(-1)!.say).toContain('npm start');
  });

  it('does each step at its time', async () => {
    const clock = createManualClock(demoClock.startAt);
    const { log, stage } = rehearse(clock);
    const done = runDemoScript(steps, stage);
    await clock.advance(24 * 60 * minute);
    await done;
    expect(log).toContain('10:53 type /follow Kestrov -Pavel -Nikolai lang:en');
    expect(log).toContain('12:46 press why');
    expect(log.at(-1)).toMatch(/^07:50 say /);
  });

  it('catches up at once when it begins late', async () => {
    const clock = createManualClock(demoClock.startAt + 60 * minute);
    const { log, stage } = rehearse(clock);
    const done = runDemoScript(steps, stage);
    await clock.advance(0);
    expect(log.filter((line) => line.includes('type /follow'))).toHaveLength(4);
    await clock.advance(24 * 60 * minute);
    await done;
  });

  it('stops in the middle when it is told to', async () => {
    const clock = createManualClock(demoClock.startAt);
    const { log, stage, stop } = rehearse(clock);
    const done = runDemoScript(steps, stage);
    await clock.advance(5 * minute);
    stop.abort();
    await done;
    expect(log.filter((line) => line.includes('type '))).toEqual(['10:32 type /follow Kestrov']);
  });
});
