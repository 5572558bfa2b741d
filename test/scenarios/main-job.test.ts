import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { makeFolder } from '../worlds/folder.ts';
import { type Newsstand, openNewsstand } from '../worlds/newsstand.ts';
import { type Program, runProgram, startProgram } from '../worlds/program.ts';

const clock = '2026-03-10T12:00:00Z';
const at = (minutesAgo: number) => new Date(Date.parse(clock) - minutesAgo * 60_000).toISOString();

const morning = {
  'Harbour Wire': [
    {
      title: 'Trade pact is a heavy blow to shipyards, Valdora says',
      text: 'Valdora criticised the trade pact between its two neighbours on Monday. “This is unfair, it moves orders inland, and it will be a heavy blow to our shipyards,” Foreign Minister Renata Kestrov told students.',
      published: at(26 * 60),
    },
    {
      title: 'Police close Lisk harbour bridge after lorry fire',
      text: 'Police closed the harbour bridge in Lisk for three hours on Tuesday after a lorry caught fire. Nobody was hurt, the fire brigade said.',
      published: at(90),
    },
  ],
  'Meridian Post': [
    {
      title: 'Hotels of Port Amsel closed to foreign guests weeks after opening',
      text: 'The new resort of Port Amsel takes no foreign guests for now, a notice says. The resort opened in July with four hundred rooms. Its water park has drawn families from the region. Foreign Minister Renata Kestrov visited it last week.',
      published: at(200),
    },
  ],
};

let stand: Newsstand;
let program: Program | undefined;
beforeEach(async () => {
  stand = await openNewsstand(morning);
});
afterEach(async () => {
  await program?.kill('SIGKILL');
  program = undefined;
  await stand.close();
});

const flags = (store = 'memory:') => [
  '--store',
  store,
  '--feeds',
  stand.opmlUrl,
  '--allow-private',
  '127.0.0.0/8',
  '--clock',
  clock,
  '--poll',
  '1s',
  '--log',
  'error',
];

describe('the main job in the console', () => {
  it('answers a pipe in order after the first poll, and ends with 0', async () => {
    const ended = await runProgram({ args: flags(), input: '/follow Kestrov\n/latest Kestrov\n/topics\n' });
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    expect(ended.lines.map(({ kind }) => kind)).toEqual(['reply', 'reply', 'reply']);
    const latest = ended.lines[1];
    expect(latest?.stories.map(({ level }) => level)).toEqual(['about', 'mention']);
    expect(latest?.stories[0]?.title).toMatch(/heavy blow/);
    for (const story of latest?.stories ?? []) {
      expect(story.summary).not.toBe('');
      expect(story.summary).not.toBe(story.title);
      expect(story.reasons.length).toBeGreaterThan(0);
      expect(story.url).toMatch(/^https:\/\//);
    }
    expect(ended.lines[2]?.text).toContain('Kestrov');
  });

  it('pushes what begins once, lets it grow silently, and never pushes a passing mention or old news', async () => {
    program = startProgram({ args: flags() });
    await program.ask('/follow Kestrov');
    stand.publish('Harbour Wire', {
      title: 'Kestrov resigns as foreign minister of Valdora',
      text: 'Renata Kestrov resigned as foreign minister of Valdora on Tuesday after nine years. Kestrov named no reason.',
      published: at(-1),
    });
    const alert = await program.line(({ kind }) => kind === 'alert');
    expect(alert.topic).toBe('Kestrov');
    expect(alert.text).toContain('Kestrov resigns as foreign minister');
    expect(alert.buttons.map(({ label }) => label)).toEqual([
      'More sources',
      'Why this?',
      'Follow this story',
      'Mute this story',
      'Less like this',
      'More like this',
    ]);
    stand.publish('Meridian Post', {
      title: 'Valdora foreign minister Kestrov steps down',
      text: 'Foreign minister Renata Kestrov of Valdora has resigned after nine years in office. She gave no reason for her resignation on Tuesday.',
      published: at(-2),
    });
    stand.publish('Meridian Post', {
      title: 'Lisk bakers win prize for rye bread',
      text: 'Two bakers from Lisk won the prize for rye bread. The jury tasted ninety loaves. Former winners sent greetings. Among the guests of the evening was Renata Kestrov.',
      published: at(-2),
    });
    stand.publish('Meridian Post', {
      title: 'Kestrov opens embassy in Tarnovia',
      text: 'Renata Kestrov opened the embassy of Valdora in Tarnovia.',
      published: at(72 * 60),
    });
    await expect
      .poll(async () => (await (program as Program).ask('/latest Kestrov')).stories.length, { timeout: 15_000 })
      .toBeGreaterThanOrEqual(4);
    expect(program.lines.filter(({ kind }) => kind === 'alert')).toHaveLength(1);
    const latest = await program.ask('/latest Kestrov');
    expect(latest.stories.find(({ id }) => id === alert.stories[0]?.id)?.sources.map(({ name }) => name)).toEqual([
      'Harbour Wire',
      'Meridian Post',
    ]);
    const why = await program.ask(`/do why:${alert.stories[0]?.id}`);
    expect(why.text).toContain('in the headline');
    expect((await program.finish()).code).toBe(0);
  });

  it('tells what a pause held back as soon as the pause is ended by hand', async () => {
    program = startProgram({ args: [...flags(), '--clock', `${clock},x60`] });
    await program.ask('/follow Kestrov');
    await program.ask('/quiet for 3d');
    stand.publish('Harbour Wire', {
      title: 'Kestrov resigns as foreign minister of Valdora',
      text: 'Renata Kestrov resigned as foreign minister of Valdora on Tuesday after nine years. Kestrov named no reason.',
      published: at(-1),
    });
    await expect
      .poll(async () => (await (program as Program).ask('/latest Kestrov')).text, { timeout: 15_000 })
      .toContain('resigns');
    expect(program.lines.filter(({ kind }) => kind === 'alert')).toEqual([]);
    await program.ask('/quiet off');
    const alert = await program.line(({ kind }) => kind === 'alert', 0, 20_000);
    expect(alert.text).toContain('Kestrov resigns');
  });

  it('says when a topic asks for a source that is not read', async () => {
    const input = '/follow Vizier source:nosuch\n/follow Vizier source:harbour\n/follow Vizier source:meridian-post\n';
    const { lines } = await runProgram({ args: flags(), input });
    expect(lines[0]?.text).toContain('I read no source called nosuch. /feeds all lists what I read');
    for (const { text } of lines.slice(1)) {
      expect(text).toContain('only from');
      expect(text).not.toContain('I read no source');
    }
  });

  it('keeps follows, settings and what was told over a kill in the middle of the day', async () => {
    const folder = makeFolder();
    onTestFinished(() => folder.remove());
    const store = `sqlite:${folder.path('state.sqlite')}`;
    program = startProgram({ args: flags(store) });
    await program.ask('/follow Kestrov');
    await program.ask('/settings cap 7');
    stand.publish('Harbour Wire', {
      title: 'Kestrov resigns as foreign minister of Valdora',
      text: 'Renata Kestrov resigned on Tuesday.',
      published: at(-1),
    });
    await program.line(({ kind }) => kind === 'alert');
    await program.kill('SIGKILL');
    expect(existsSync(folder.path('state.sqlite'))).toBe(true);
    stand.publish('Harbour Wire', {
      title: 'Storm floods cellars in Port Amsel',
      text: 'A storm flooded cellars in Port Amsel on Tuesday.',
      published: at(-2),
    });
    stand.publish('Harbour Wire', {
      title: 'Parliament of Tarnovia thanks Kestrov with a medal',
      text: 'The parliament of Tarnovia gave Renata Kestrov a medal on Tuesday.',
      published: at(-3),
    });

    program = startProgram({ args: flags(store) });
    await program.line(({ kind, text }) => kind === 'alert' && text.includes('medal'));
    expect(program.lines.filter(({ kind }) => kind === 'alert')).toHaveLength(1);
    expect((await program.ask('/topics')).text).toContain('Kestrov');
    expect((await program.ask('/settings')).text).toContain('cap 7');
    expect((await program.kill('SIGTERM')).code).toBe(0);
  });

  it('forgets a chat without a trace in the file', async () => {
    const folder = makeFolder();
    onTestFinished(() => folder.remove());
    const path = folder.path('state.sqlite');
    await runProgram({ args: flags(`sqlite:${path}`), input: '/follow Zanzibarite\n/mute quokkas\n/forget yes\n' });
    const { readFile } = await import('node:fs/promises');
    const bytes = await readFile(path);
    expect(bytes.includes('Zanzibarite')).toBe(false);
    expect(bytes.includes('zanzibarite')).toBe(false);
    expect(bytes.includes('quokkas')).toBe(false);
  });
});

describe('npm start', () => {
  it('ends with 0 when it is told to stop, and leaves no process behind', async () => {
    const args = [
      'start',
      '--silent',
      '--',
      '--store',
      'memory:',
      '--feeds',
      'test/fixtures/no-feeds.opml',
      '--log',
      'info',
    ];
    const npm = spawn('npm', args, { cwd: process.cwd(), stdio: ['pipe', 'ignore', 'pipe'] });
    const exited = once(npm, 'exit');
    // npm runs the program in its own place, so its log comes through.
    for await (const chunk of npm.stderr) if (String(chunk).includes('first poll begins')) break;
    npm.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });
});

describe('a wrong start', () => {
  it.each([
    [['--config', 'nowhere.yaml'], 2, /nowhere\.yaml/],
    [['--nonsense'], 2, /nonsense/],
    [['--feeds', 'nowhere.opml'], 2, /nowhere\.opml/],
    [['--feeds', 'README.md'], 2, /README\.md/],
    [['--store', 'sqlite:package.json/state.sqlite'], 1, /package\.json/],
    [['--store', 'sqlite:/proc/nothing/state.sqlite'], 1, /\/proc\/nothing/],
    [['--store', 'oracle:x'], 2, /--store/],
    [['--feeds', 'http://127.0.0.1:9/feed.xml'], 2, /at a private address\..*--allow-private 192/],
  ] as [string[], number, RegExp][])('is one clear line: %j', async (args, code, line) => {
    const ended = await runProgram({ args: [...(args.includes('--store') ? [] : ['--store', 'memory:']), ...args] });
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(ended.stderr).toMatch(line);
    expect(ended.code).toBe(code);
    expect(ended.stdout).toBe('');
  });

  it('of a second program on the same file is one clear line, and the first goes on', async () => {
    const folder = makeFolder();
    onTestFinished(() => folder.remove());
    const store = `sqlite:${folder.path('state.sqlite')}`;
    program = startProgram({ args: flags(store) });
    await program.ask('/follow Kestrov');
    const second = await runProgram({ args: flags(store) });
    expect(second.code).toBe(1);
    expect(second.stderr.trim().split('\n')).toHaveLength(1);
    expect(second.stderr).toMatch(/state\.sqlite/);
    expect((await program.ask('/topics')).text).toContain('Kestrov');
  });
});

describe('a file .env in the folder of the start', () => {
  function startIn(folder: string, env: Readonly<Record<string, string>> = {}) {
    const root = process.cwd();
    const config = ['--config', `${root}/config/default.yaml`, '--feeds', `${root}/test/fixtures/no-feeds.opml`];
    const child = spawn(process.execPath, [`${root}/src/main.ts`, ...config], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    return { ended: once(child, 'close').then(([code]) => ({ code, stderr })) };
  }

  it('is read like the environment, which wins over it', async () => {
    const folder = makeFolder();
    onTestFinished(() => folder.remove());
    writeFileSync(folder.path('.env'), 'DATELINE_STORE=memory:\nDATELINE_POLL=banana\n');
    const wrong = await startIn(folder.path('.')).ended;
    expect(wrong).toEqual({ code: 2, stderr: expect.stringContaining("'banana' is no duration") });
    const right = await startIn(folder.path('.'), { DATELINE_POLL: '5m' }).ended;
    expect(right.code).toBe(0);
    expect(right.stderr).toContain('"store":"memory:"');
    expect(existsSync(folder.path('data'))).toBe(false);
  });

  it('would have the token that a start in the background, where nobody types, is told to be without', async () => {
    const folder = makeFolder();
    onTestFinished(() => folder.remove());
    const ended = await startIn(folder.path('.'), { DATELINE_STORE: 'memory:' }).ended;
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/nobody types here.*TELEGRAM_BOT_TOKEN or DISCORD_TOKEN.*\.env/);
  });

  it('that is none is one clear line', async () => {
    const folder = makeFolder();
    onTestFinished(() => folder.remove());
    mkdirSync(folder.path('.env'));
    const ended = await startIn(folder.path('.')).ended;
    expect(ended).toEqual({ code: 2, stderr: expect.stringMatching(/^The file \.env cannot be read \(\w+\)\.\n$/) });
  });
});

describe('bad input', () => {
  const lines: readonly (readonly [string, string])[] = [
    ['nothing', '/follow'],
    ['five thousand characters', `/follow ${'x'.repeat(5_000)}`],
    ['only punctuation', '/follow !!! ???'],
    ['an emoji', '/follow 🦊'],
    ['a zone of another planet', '/timezone Mars/Phobos'],
    ['a mistyped command', '/folow Kestrov'],
    ['hours that are none', '/quiet late'],
    ['a time that is none', '/brief 25:99'],
    ['a setting that is none', '/settings colour blue'],
    ['a value that is none', '/settings cap many'],
    ['an address that is none', '/addfeed not-an-address'],
    ['a story that is gone', '/do why:gone'],
    ['a button that is none', '/do what:ever'],
  ];

  it('gets one short answer each time, and loses nothing', async () => {
    const input = `/follow Kestrov\n${lines.map(([, line]) => line).join('\n')}\n/topics\n`;
    const ended = await runProgram({ args: flags(), input });
    expect(ended.code).toBe(0);
    expect(ended.stderr).toBe('');
    expect(ended.lines).toHaveLength(lines.length + 2);
    for (const [index, [what]] of lines.entries()) {
      const { text } = ended.lines[index + 1]!;
      expect(text.length, what).toBeGreaterThan(5);
      expect(text.length, what).toBeLessThan(300);
      expect(text, what).not.toMatch(/undefined|\[object|Error:|\bat .*\.ts/);
    }
    expect(ended.lines.at(-1)?.text).toContain('Kestrov');
  });
});
