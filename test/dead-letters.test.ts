import { expect, test } from 'vitest';
import { openMemory } from '../adapters/memory/index.ts';
import { readDeadLetters, showDeadLetters } from '../src/dead-letters.ts';
import { openStore } from '../src/store/open.ts';
import { createManualClock } from './worlds/clock.ts';
import { runProgram } from './worlds/program.ts';
import { makeDelivery, quietLog } from './worlds/records.ts';

async function desk() {
  const storage = openMemory();
  const store = await openStore(storage);
  const dead = ['1', '2', '3'].map((chat) =>
    makeDelivery(chat, 'a', Date.UTC(2026, 2, 1), { state: 'dead', tries: 8, lastError: 'Bad Request: too odd' }),
  );
  await store.outbox.setMany(dead.map((record) => [record.id, record] as const));
  const show = async (retry?: 'all' | readonly string[]) => {
    let text = '';
    const write = (part: string) => {
      text += part;
    };
    await showDeadLetters(storage, retry, { clock: createManualClock(), log: quietLog, write });
    return text;
  };
  return { store, dead, show };
}

test('dead letters are listed with their reasons, and stay as they are', async () => {
  const { store, dead, show } = await desk();
  const text = await show();
  for (const { id } of dead)
    expect(text).toMatch(new RegExp(`^${id}  2026-03-01T00:00:00.000Z  fake:\\d  alert  Bad Request: too odd$`, 'm'));
  expect((await store.outbox.get(dead[0]!.id))?.state).toBe('dead');
});

test('one is tried again, then all; a word for an id that is none', async () => {
  const { store, dead, show } = await desk();
  expect(await show([dead[1]!.id, 'none'])).toBe(
    'There is no dead letter none.\n1 message will be tried again when the program runs.\n',
  );
  expect(await store.outbox.get(dead[1]!.id)).toMatchObject({ state: 'waiting', tries: 0 });
  expect(await show()).not.toContain(dead[1]!.id);
  expect(await show('all')).toBe('2 messages will be tried again when the program runs.\n');
  expect(await show()).toBe('No dead letters in memory:.\n');
});

test.each([
  [['--store', 'memory:'], /memory:.*name a file or a Redis/],
  [['--store', 'sqlite:./none/there.sqlite'], /there is no file \.\/none\/there\.sqlite/],
  [['--again'], /Unknown option '--again'.*npm run dead-letters/],
  [['--store', 'postgres://x'], /not of the form/],
])('a wrong start is one line: %j', (args, line) => {
  expect(() => readDeadLetters(args, {})).toThrow(line);
});

test('the command itself says so in one line and ends with code 2', async () => {
  const { code, stderr } = await runProgram({ args: ['dead-letters', '--store', 'memory:'], isJson: false, input: '' });
  expect([code, stderr.trim().split('\n').length]).toEqual([2, 1]);
});
