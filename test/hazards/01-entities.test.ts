import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFeed } from '../../src/feeds/read.ts';
import { bombs, collectGarbage, cpuMs, feedWith, readText } from '../worlds/bombs.ts';
import { type Folder, makeFolder } from '../worlds/folder.ts';
import { startWeb, type Web } from '../worlds/web.ts';

let folder: Folder;
let web: Web;

beforeAll(async () => {
  folder = makeFolder();
  writeFileSync(folder.path('secret.txt'), 'the-secret-of-this-machine');
  web = await startWeb();
  // What is loaded when it is first needed is no part of a bomb's cost.
  readText(feedWith('', 'Der Hafen von Musterstadt bleibt bis auf weiteres geschlossen'));
});

afterAll(async () => {
  folder.remove();
  await web.stop();
});

describe('nothing that stands in a feed unfolds, opens a file or asks the network', () => {
  it.each(bombs('', '').map(([name], at) => [name, at] as const))('%s', (_, at) => {
    const text = bombs(folder.path('secret.txt'), web.url)[at]![1]();
    collectGarbage();
    const before = process.memoryUsage().rss;
    const startedAt = cpuMs();
    const result = readText(text);
    // The figure is 200 ms, which `npm run bench -- hazards` measures; the collector's threads and a busy machine get some more.
    expect(cpuMs() - startedAt).toBeLessThan(600);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
    expect(result.kind).not.toBe('lost');
    const shown = JSON.stringify(result);
    expect(shown).not.toContain('the-secret-of-this-machine');
    expect(shown.length).toBeLessThan(1_000_000);
    expect(web.received).toBe(0);
  });
});

describe('a body of 20 MB', () => {
  it('is read within seconds, and no further', () => {
    const item = `<item><title>Boat</title><description>${'calm sea '.repeat(20)}</description></item>`;
    const body = new TextEncoder().encode(
      `<rss version="2.0"><channel>${item.repeat(Math.ceil(21_000_000 / item.length))}</channel></rss>`,
    );
    const startedAt = cpuMs();
    const reading = readFeed(body, { url: '', contentType: undefined });
    expect(cpuMs() - startedAt).toBeLessThan(15_000);
    expect(reading.kind === 'feed' && reading.feed.entries.length).toBe(1_000);
  });
});
