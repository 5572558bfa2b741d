import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { makeStory } from '../../worlds/news.ts';
import { nothing, openConsole, reply } from './world.ts';

const echo = (incoming: { readonly text: string | undefined }) => ({
  ...nothing,
  messages: [reply(`you said ${incoming.text}`)],
});
const to = { platform: 'console', id: 'console' };
const options = { nonce: 'n', isSilent: false, replyTo: undefined };

describe('the console in a pipe', () => {
  it('answers in order, each message a block and an empty line, delivers what is pending, then asks for the end', async () => {
    const world = await openConsole({ answer: echo });
    world.input.end('/one\r\n\n/two\n  /three  ');
    await world.ended;
    expect(world.output()).toBe('you said /one\n\nyou said /two\n\nyou said /three\n\n');
    expect(world.events).toEqual(['handle /one', 'handle /two', 'handle /three', 'drained', 'stop']);
  });

  it('answers nothing before the first poll is finished', async () => {
    const world = await openConsole({ answer: echo, isPolling: true });
    world.input.write('/one\n');
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    expect(world.handled).toEqual([]);
    world.poll({ done: 1, total: 1, isFinished: true });
    world.input.end();
    await world.ended;
    expect(world.events).toEqual(['handle /one', 'drained', 'stop']);
  });

  it('warns that nobody types only when nobody did, and it was not told to stop', async () => {
    const warned = ({ events }: { readonly events: readonly string[] }) => events.some((one) => one.includes('nobody'));
    const silent = await openConsole();
    silent.input.end();
    await silent.ended;
    expect(warned(silent)).toBe(true);
    const used = await openConsole({ answer: echo });
    used.input.end('/one\n');
    await used.ended;
    const stopped = await openConsole();
    await stopped.channel.stop();
    stopped.input.end();
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    expect([used, stopped].map(warned)).toEqual([false, false]);
  });

  it('can be stopped while the first poll runs', async () => {
    const world = await openConsole({ isPolling: true });
    world.input.write('/one\n');
    await setImmediate();
    await world.channel.stop();
    expect(world.handled).toEqual([]);
  });

  it('goes on when an answer fails', async () => {
    const world = await openConsole({
      answer(incoming) {
        if (incoming.text === '/one') throw new Error('broken');
        return echo(incoming);
      },
    });
    world.input.end('/one\n/two\n');
    await world.ended;
    expect(world.output()).toBe('you said /two\n\n');
  });

  it('every line has an id of its own, over restarts too', async () => {
    const ids = new Set<string>();
    for (let start = 0; start < 3; start++) {
      const world = await openConsole();
      world.input.end('/one\n/one\n');
      await world.ended;
      for (const { updateId } of world.handled) ids.add(updateId);
    }
    expect(ids.size).toBe(6);
  });

  it('/do presses a button; toast and replacement are shown', async () => {
    const world = await openConsole({
      answer: ({ action }) => ({ messages: [], toast: `pressed ${action}`, replacement: reply('the page is turned') }),
    });
    world.input.end('/do run:/follow "Igor Lavrov"\n');
    await world.ended;
    expect(world.handled[0]).toMatchObject({
      action: 'run:/follow "Igor Lavrov"',
      text: undefined,
      person: { id: 'console', isManager: true },
    });
    expect(world.output()).toBe('pressed run:/follow "Igor Lavrov"\n\nthe page is turned\n\n');
  });

  it.each([3, 0])('says in one line that none of %d sources could be reached, and where to look', async (total) => {
    const world = await openConsole({ isPolling: true });
    world.poll({ done: total, failed: total, total, isFinished: true });
    world.input.end();
    await world.ended;
    expect(world.output()).toMatch(/^No news source could be reached\..*npm run demo.*\n\n$/);
  });

  it('is silent about sources that were reached', async () => {
    const world = await openConsole({ isPolling: true });
    world.poll({ done: 3, failed: 2, total: 3, isFinished: true });
    world.input.end();
    await world.ended;
    expect(world.output()).toBe('');
  });

  it('/import reads a file of this machine', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dateline-'));
    writeFileSync(join(folder, 'list of feeds.opml'), '<opml/>');
    const world = await openConsole();
    world.input.end(`/import ${join(folder, 'list of feeds.opml')}\n/import ${join(folder, 'none.opml')}\n`);
    await world.ended;
    rmSync(folder, { recursive: true });
    expect(world.handled.map(({ text, file }) => [text?.slice(0, 8), file?.name, file?.content])).toEqual([
      ['/import', 'list of feeds.opml', '<opml/>'],
      ['/import ', undefined, undefined],
    ]);
  });

  it('sends and edits are shown, with ids of their own', async () => {
    const world = await openConsole();
    const first = await world.channel.send(to, reply('an alert', { kind: 'alert' }), options);
    const second = await world.channel.edit({ address: to, id: '1' }, reply('grown', { kind: 'update' }), options);
    expect(world.output()).toBe('an alert\n\ngrown\n\n');
    expect([first, second]).toMatchObject([
      { kind: 'sent', ref: { id: '1' } },
      { kind: 'sent', ref: { id: '2' } },
    ]);
  });
});

describe('the console with --json', () => {
  it('prints one object a line with everything that scripts rely on', async () => {
    const world = await openConsole({ isJson: true, isTerminal: true });
    const story = makeStory('s1', 'A ferry turns', {
      sources: [
        {
          name: 'Harbour Post',
          url: 'https://news.example/s1',
          title: 'A ferry turns',
          publishedAt: Date.UTC(2025, 6, 29, 3),
        },
        {
          name: 'Island News',
          url: 'https://island.example/1',
          title: 'Ferry turns back',
          publishedAt: Date.UTC(2025, 6, 29, 4),
        },
      ],
    });
    const message = reply('', {
      kind: 'alert',
      topic: 'Lavrov',
      blocks: [{ kind: 'story', story, detail: 'full', lead: [{ text: '🔔 Lavrov' }], notes: [] }],
      buttons: [[{ label: 'More sources', action: 'more:s1' }], [{ label: 'Why this?', action: 'why:s1' }]],
    });
    await world.channel.send(to, message, options);
    const lines = world.output().split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      kind: 'alert',
      chat: 'console',
      text: '🔔 Lavrov\nA ferry turns\nHarbour Post +1 · 3 h ago · politics\nA ferry turns, in a sentence.\nAlso in: Island News\nhttps://news.example/s1',
      topic: 'Lavrov',
      stories: [
        {
          id: 's1',
          title: 'A ferry turns',
          url: 'https://news.example/s1',
          published: '2025-07-29T03:00:00.000Z',
          level: 'about',
          score: 0.8,
          reasons: ['in the headline'],
          summary: 'A ferry turns, in a sentence.',
          category: 'politics',
          sources: [
            {
              name: 'Harbour Post',
              url: 'https://news.example/s1',
              title: 'A ferry turns',
              published: '2025-07-29T03:00:00.000Z',
            },
            {
              name: 'Island News',
              url: 'https://island.example/1',
              title: 'Ferry turns back',
              published: '2025-07-29T04:00:00.000Z',
            },
          ],
        },
      ],
      buttons: [
        { label: 'More sources', action: 'more:s1' },
        { label: 'Why this?', action: 'why:s1' },
      ],
    });
  });

  it('keeps every message on one line, whatever it says', async () => {
    const world = await openConsole({
      isJson: true,
      answer: () => ({ ...nothing, toast: 'done', messages: [reply('two\nlines\u2028and\u001b[31m more')] }),
    });
    world.input.end('/one\n');
    await world.ended;
    const texts = world
      .output()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).text);
    expect(texts).toEqual(['done', 'two\nlinesand[31m more']);
  });
});
