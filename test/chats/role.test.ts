import { describe, expect, it } from 'vitest';
import { makeChatWorld, textOf } from '../worlds/chat.ts';

const server = { platform: 'discord', chat: '55', kind: 'group', isManager: true } as const;
const role = { id: '123', name: 'watchers', isOpen: true };

describe('/role', () => {
  it('keeps whom the alerts of a topic call, lists it, and ends it', async () => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov', server);
    expect(await world.ask('/role', server)).toContain('No topic calls a role yet');
    expect(await world.ask('/role Lavrov', { ...server, role })).toBe('Alerts on Lavrov call @watchers from now on.');
    expect((await world.record('discord:55')).follows[0]!.role).toEqual(role);
    expect(await world.ask('/role', server)).toContain('Lavrov · @watchers');
    expect(await world.ask('/role off Lavrov', server)).toBe('Alerts on Lavrov call nobody any more.');
    expect((await world.record('discord:55')).follows[0]).not.toHaveProperty('role');
  });

  it('names no topic that is not followed, and reads no role out of the text', async () => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov', server);
    expect(await world.ask('/role tea', { ...server, role })).toContain('You don’t follow “tea” here');
    await world.type('/role Lavrov 123 open', server);
    await world.type('/role Lavrov @watchers', server);
    expect((await world.record('discord:55')).follows[0]).not.toHaveProperty('role');
  });

  it('is for those who manage a server, on platforms that have roles', async () => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov', server);
    expect(await world.ask('/role Lavrov', { ...server, isManager: false, role })).toContain('Only those who manage');
    expect(await world.ask('/role Lavrov', { platform: 'discord', role })).toBe('Only servers have roles.');
    expect(await world.ask('/role Lavrov', { platform: 'telegram' })).toContain('/role');
    expect(await world.ask('/help', { platform: 'telegram' })).not.toContain('/role');
    expect(await world.ask('/help', server)).toContain('/role');
  });

  it('is not taken over from a file', async () => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov', server);
    await world.type('/role Lavrov', { ...server, role });
    const file = (await world.type('/export', server)).messages[0]!.file!;
    expect(file.content).toContain('watchers');
    const other = { ...server, chat: '66' } as const;
    expect(textOf(await world.type('/import', { ...other, file }))).not.toBe('');
    expect((await world.record('discord:66')).follows[0]!.text).toBe('Lavrov');
    expect((await world.record('discord:66')).follows[0]).not.toHaveProperty('role');
  });
});
