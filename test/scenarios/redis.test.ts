import { describe, expect, onTestFinished, test } from 'vitest';
import { makeFolder } from '../worlds/folder.ts';
import { type Newsstand, openNewsstand } from '../worlds/newsstand.ts';
import { type Line, type Program, runProgram, startProgram } from '../worlds/program.ts';
import { hasRedis, noRedis, type RedisServer, startRedis } from '../worlds/redis.ts';

const clock = '2026-03-10T08:00:00Z';
const at = (minutes: number) => new Date(Date.parse(clock) + minutes * 60_000).toISOString();

/** Events that have nothing in common but the town. */
const [bread, bridge, nurses] = [
  {
    title: 'Bakers of Lisk win prize for rye bread',
    text: 'Two bakers from Lisk won the national prize for rye bread after a jury tasted ninety loaves.',
  },
  {
    title: 'Lorry fire closes harbour bridge in Lisk',
    text: 'A lorry caught fire on the harbour bridge in Lisk and traffic stood still for three hours.',
  },
  {
    title: 'Nurses in Lisk walk out over night shifts',
    text: 'Some four hundred nurses left their wards at the Lisk hospital in a dispute about night shifts.',
  },
] as const;

interface World {
  readonly server: RedisServer;
  readonly stand: Newsstand;
  start(minutes: number, more?: readonly string[]): Program;
}

async function openWorld(): Promise<World> {
  const server = await startRedis();
  const stand = await openNewsstand({ 'Harbour Wire': [] });
  const running: Program[] = [];
  onTestFinished(async () => {
    for (const program of running) await program.kill('SIGKILL');
    await stand.close();
    await server.remove();
  });
  return {
    server,
    stand,
    start(minutes, more = ['--store', server.url()]) {
      const own = ['--feeds', stand.opmlUrl, '--allow-private', '127.0.0.0/8', '--poll', '1s', '--log', 'error'];
      const program = startProgram({ args: [...own, '--clock', at(minutes), ...more] });
      running.push(program);
      return program;
    },
  };
}

const alertOf =
  ({ title }: { readonly title: string }) =>
  (line: Line) =>
    line.kind === 'alert' && line.text.includes(title);
const rungIn = (lines: readonly Line[]) =>
  lines.filter(({ kind }) => kind === 'alert').map(({ stories }) => stories[0]!.title);

describe.skipIf(!hasRedis)(`the program with its state in Redis${noRedis}`, () => {
  test('killed and started again it still follows, loses no story and does not repeat one', {
    timeout: 90_000,
  }, async () => {
    const { server, stand, start } = await openWorld();
    const first = start(0);
    await first.ask('/follow Lisk');
    stand.publish('Harbour Wire', { ...bread, published: at(0) });
    await first.line(alertOf(bread));
    await first.ask('/topics');
    await first.kill('SIGKILL');

    stand.publish('Harbour Wire', { ...bridge, published: at(5) });
    const second = start(10);
    await second.line(alertOf(bridge));
    expect((await second.ask('/topics')).text).toContain('Lisk');
    const beside = await runProgram({ args: ['--store', server.url(), '--feeds', stand.opmlUrl] });
    expect(beside.code).toBe(1);
    expect(beside.stderr).toBe(
      `The state in ${server.url()} is in use by another running Dateline; stop that one first.\n`,
    );
    const ended = await second.finish();
    expect(ended.code).toBe(0);
    expect(rungIn(ended.lines)).toEqual([bridge.title]);
  });

  test('it goes on by itself when Redis is killed and comes back, also after a longer absence', {
    timeout: 90_000,
  }, async () => {
    const { server, stand, start } = await openWorld();
    const program = start(0);
    await program.ask('/follow Lisk');
    await server.kill('SIGKILL');
    stand.publish('Harbour Wire', { ...bridge, published: at(1) });
    await server.start();
    await program.line(alertOf(bridge));

    await server.kill();
    stand.publish('Harbour Wire', { ...nurses, published: at(2) });
    // Longer than a call waits: this is answered although nothing can be kept.
    expect((await program.ask('/status')).text).toMatch(/something went wrong.*Redis.*Nothing is lost/);
    await server.start();
    await program.line(alertOf(nurses), 0, 40_000);
    stand.publish('Harbour Wire', { ...bread, published: at(3) });
    await program.line(alertOf(bread));
    const ended = await program.finish();
    expect(ended.code).toBe(0);
    expect(rungIn(ended.lines)).toEqual([bridge, nurses, bread].map(({ title }) => title));
  });

  test('a process whose database was taken over ends with one line and code 1', { timeout: 60_000 }, async () => {
    const { start } = await openWorld();
    const frozen = start(0);
    await frozen.ask('/follow Lisk');
    void frozen.kill('SIGSTOP');
    const other = start(1);
    expect((await other.ask('/topics')).text).toContain('Lisk');
    const ended = await frozen.kill('SIGCONT');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('Another Dateline has taken over this state, or it was emptied.\n');
    expect((await other.finish()).code).toBe(0);
  });

  test('a Redis that is away at the start, or full, is one clear line and code 1', { timeout: 60_000 }, async () => {
    const { server, stand } = await openWorld();
    await server.command('CONFIG', 'SET', 'maxmemory', '1');
    const args = ['--store', server.url().replace('//', '//:hunter2@'), '--feeds', stand.opmlUrl];
    const refused = await runProgram({ args });
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr.trim().split('\n').at(-1)).toBe(
      'The state could not be opened: Redis has no room left (maxmemory).',
    );
    await server.kill();
    const away = await runProgram({ args });
    expect(away).toMatchObject({ code: 1, stdout: '' });
    expect(away.stderr).toBe(`Redis at ${server.url()} cannot be used: nothing answers there (is Redis running?).\n`);
    expect(refused.stderr + away.stderr).not.toContain('hunter2');
  });

  test('moves from a file into Redis and back with what it follows', { timeout: 90_000 }, async () => {
    const { server, stand, start } = await openWorld();
    const folder = makeFolder();
    onTestFinished(() => folder.remove());
    const file = `sqlite:${folder.path('state.sqlite')}`;
    const back = `sqlite:${folder.path('back.sqlite')}`;
    const inFile = start(0, ['--store', file]);
    await inFile.ask('/follow Lisk');
    stand.publish('Harbour Wire', { ...bread, published: at(0) });
    await inFile.line(alertOf(bread));
    await inFile.finish();

    const there = await runProgram({ args: ['migrate', '--from', file, '--to', server.url()], isJson: false });
    expect(there).toMatchObject({ code: 0 });
    expect(there.stderr).toMatch(/100 %.*\n.*counts and SHA-256 agree/);
    const again = await runProgram({ args: ['migrate', '--from', file, '--to', server.url()], isJson: false });
    expect(again).toMatchObject({ code: 1 });
    expect(again.stderr.split('\n').at(-2)).toBe(
      `${server.url()} already holds a state; name an empty one to copy to.`,
    );
    expect((await runProgram({ args: ['migrate', '--from', server.url(), '--to', back], isJson: false })).code).toBe(0);

    for (const store of [server.url(), back]) {
      const program = start(10, ['--store', store]);
      expect((await program.ask('/topics')).text).toContain('Lisk');
      const ended = await program.finish();
      expect(rungIn(ended.lines)).toEqual([]);
    }
  });
});
