import { describe, expect, it } from 'vitest';
import { makeChatWorld, textOf } from '../worlds/chat.ts';

const console = { platform: 'console', chat: 'console', person: 'console' };

describe('hazard 22: one chat abuses the rest', () => {
  it('10,000 follows: 200 are taken, the others refused kindly', async () => {
    const world = await makeChatWorld();
    let refused = 0;
    for (let number = 0; number < 10_000; number++) {
      if ((await world.ask(`/follow topic${number}`, console)).includes('which is the most one chat can have'))
        refused += 1;
    }
    expect((await world.record('console:console')).follows).toHaveLength(200);
    expect(refused).toBe(9_800);
  }, 120_000);

  it('more than 20 commands in a minute are refused once, then met with silence, until the minute is over', async () => {
    const world = await makeChatWorld();
    const said: string[] = [];
    for (let number = 0; number < 30; number++) said.push(await world.ask('/topics'));
    expect(said.filter((text) => text.includes('You follow nothing yet'))).toHaveLength(20);
    expect(said.filter((text) => text.includes('more than 20 commands'))).toHaveLength(1);
    expect(said.filter((text) => text === '')).toHaveLength(9);
    await world.clock.advance(60_001);
    expect(await world.ask('/topics')).toContain('You follow nothing yet');
  });

  it('others are not held up by it', async () => {
    const world = await makeChatWorld();
    for (let number = 0; number < 100; number++) await world.type('/topics');
    expect(await world.ask('/topics', { chat: '8', person: '8' })).toContain('You follow nothing yet');
  });

  it('a press beyond the limit gets its word at the button', async () => {
    const world = await makeChatWorld({ quotas: { commandsAMinute: 1 } });
    await world.type('/topics');
    expect((await world.press('more:s1')).toast).toContain('One moment, please');
    expect(textOf(await world.press('more:s1'))).toBe('');
  });
});
