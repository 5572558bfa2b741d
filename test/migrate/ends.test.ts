import { expect, test } from 'vitest';
import { SettingsError } from '../../src/errors.ts';
import { readMigration } from '../../src/migrate/ends.ts';

const redis = 'redis://127.0.0.1:6379/0';

test('a migration names where from and where to', () => {
  expect(readMigration(['--from', redis, '--to', 'sqlite:./a.sqlite'])).toEqual({
    from: redis,
    to: 'sqlite:./a.sqlite',
  });
});

test.each([
  [[], /npm run migrate -- --from/],
  [['--from', redis], /two ends/],
  [['--from', 'sqlite:/nowhere/a.sqlite', '--to', redis], /no file \/nowhere\/a\.sqlite/],
  [['--from', redis, '--to', redis], /same store/],
  [['--from', redis, '--to', 'memory:'], /^--to: .*'memory:'/],
  [['--from', 'mysql://user:hunter2@h/db', '--to', redis], /^--from: 'mysql:\/\/h\/db'/],
  [['--frm', redis], /--frm/],
] as [string[], RegExp][])('a migration that is written wrongly is one line: %j', (args, line) => {
  let told: unknown;
  try {
    readMigration(args);
  } catch (error) {
    told = error;
  }
  expect(told).toBeInstanceOf(SettingsError);
  expect((told as Error).message).toMatch(line);
  expect((told as Error).message).not.toMatch(/\n|hunter2/);
});
