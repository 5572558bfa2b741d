import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../worlds/folder.ts';
import { nothing, openConsole, reply } from './world.ts';

const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await setImmediate();
};
const to = { platform: 'console', id: 'console' };
const options = { nonce: 'n', isSilent: false, replyTo: undefined };
const clear = '\u001b[0J';

describe('the console on a terminal', () => {
  it('greets, prompts, answers while the first poll still runs', async () => {
    const world = await openConsole({
      isTerminal: true,
      isPolling: true,
      answer: ({ text }) => ({ ...nothing, messages: [reply(`you said ${text}`)] }),
    });
    expect(world.output()).toContain('Type /help');
    expect(world.output()).toContain('dateline> ');
    world.poll({ done: 3, total: 10 });
    expect(world.output()).toContain('▰▰▰▱▱▱▱▱▱▱ 3/10 dateline> ');
    world.input.write('/topics\r');
    await settle();
    expect(world.output()).toContain('you said /topics\n\n');
    world.poll({ done: 10, failed: 1, total: 10, isFinished: true });
    await settle();
    expect(world.output()).toContain('10 sources read, 1 could not be reached.');
    await world.channel.stop();
  });

  it.each([0, undefined, 200])(
    'a line is as long as usual where the terminal does not tell its width: %s',
    async (columns) => {
      const world = await openConsole({ isTerminal: true, columns: () => columns });
      const text = 'The harbour bridge of Tarnholm is closed to lorries for a week.';
      await world.channel.send(to, reply(text), options);
      expect(world.output()).toContain(text);
      await world.channel.stop();
    },
  );

  it('a message that arrives does not tear the half-typed line', async () => {
    const world = await openConsole({ isTerminal: true });
    world.input.write('/follow Lav');
    await settle();
    const before = world.output().length;
    await world.channel.send(to, reply('an alert'), options);
    const after = world.output().slice(before);
    expect(after.indexOf(clear)).toBeLessThan(after.indexOf('an alert\n\n'));
    expect(after.slice(after.indexOf('an alert\n\n'))).toContain('dateline> /follow Lav');
    world.input.write('rov\r');
    await settle();
    expect(world.handled.map(({ text }) => text)).toEqual(['/follow Lavrov']);
    await world.channel.stop();
  });

  it('a short code presses a button, of an older message too; what is no code is text', async () => {
    const world = await openConsole({ isTerminal: true });
    const row = (id: string) => [
      { label: 'More', action: `more:${id}` },
      { label: 'Why', action: `why:${id}` },
    ];
    await world.channel.send(to, reply('one', { buttons: [row('s1')] }), options);
    await world.channel.send(to, reply('two', { buttons: [row('s2'), row('s3')] }), options);
    expect(world.output()).toMatch(/\[a1\] .*More .*\[a2\] .*Why/);
    expect(world.output()).toMatch(/\[b4\] .*Why/);
    expect(world.output()).not.toContain('more:s1');
    for (const typed of ['a2\r', '/do b3\r', 'b9\r', 'g7\r', 'A1\r']) {
      world.input.write(typed);
      await settle();
    }
    expect(world.handled.map(({ text, action }) => action ?? text)).toEqual(['why:s1', 'more:s3', 'b9', 'g7', 'A1']);
    await world.channel.stop();
  });

  it('Tab completes commands, topics and the last message’s buttons', async () => {
    const world = await openConsole({ isTerminal: true });
    await world.channel.send(to, reply('x', { buttons: [[{ label: 'More', action: 'more:s1' }]] }), options);
    expect(world.output()).toContain('Type the code of a button, such as a1, to press it.');
    for (const typed of ['/lat\t', '/unfollow Lav\t', '/do m\t']) {
      world.input.write(typed);
      await settle();
      world.input.write('\r');
      await settle();
    }
    expect(world.handled.map(({ text, action }) => text ?? action)).toEqual(['/latest', '/unfollow Lavrov', 'more:s1']);
    await world.channel.stop();
  });

  it('remembers what was typed for the next session, until the chat is forgotten', async () => {
    const folder = makeFolder();
    const historyFile = folder.path('data/history');
    const first = await openConsole({ isTerminal: true, historyFile });
    first.input.write('/follow tea\r');
    await settle();
    await first.channel.stop();
    expect(readFileSync(historyFile, 'utf8')).toBe('/follow tea\n');
    const second = await openConsole({ isTerminal: true, historyFile });
    second.input.write('\u001b[A\r');
    await settle();
    expect(second.handled.map(({ text }) => text)).toEqual(['/follow tea']);
    second.input.write('/forget yes\r');
    await settle();
    await second.channel.stop();
    expect(readFileSync(historyFile, 'utf8')).not.toContain('tea');
    folder.remove();
  });

  it.each([
    ['Ctrl+D', '\u0004'],
    ['Ctrl+C', '\u0003'],
    ['/quit', '/quit\r'],
  ])('%s ends', async (_name, typed) => {
    const world = await openConsole({ isTerminal: true });
    world.input.write(typed);
    await world.ended;
    expect(world.handled).toEqual([]);
    await world.channel.stop();
  });

  it('Ctrl+C on a half-typed line only drops it', async () => {
    const world = await openConsole({ isTerminal: true });
    world.input.write('/follow nonsense\u0003');
    await settle();
    expect(world.events).toEqual([]);
    world.input.write('/topics\r');
    await settle();
    expect(world.handled.map(({ text }) => text)).toEqual(['/topics']);
    await world.channel.stop();
  });
});
