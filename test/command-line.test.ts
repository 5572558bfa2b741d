import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseFlags } from '../src/command-line.ts';
import { startChild } from './worlds/child.ts';

const root = resolve(import.meta.dirname, '..');
const files = readdirSync(join(root, 'bench')).filter((file) => /^tune.*\.ts$|\.bench\.ts$/.test(file));

/** Commands of the repository as `package.json` and the docs have them, without npm around them. */
const commands: readonly (readonly [name: string, file: string, ...args: string[]])[] = [
  ['npm start', 'src/main.ts'],
  ['npm run demo', 'src/main.ts', '--demo'],
  ['npm run migrate', 'src/main.ts', 'migrate'],
  ['npm run dead-letters', 'src/main.ts', 'dead-letters'],
  ['npm run salvage', 'adapters/sqlite/salvage.ts'],
  ['npm run bench', 'bench/run.ts'],
  ['npm run bench -- pages', 'bench/run.ts', 'pages'],
  ['npm run bench -- clustering', 'bench/run.ts', 'clustering'],
  ['bench/tune.ts', 'bench/tune.ts'],
];

describe.each(commands)('%s', (name, file, ...args) => {
  it('tells with --help how it is used', async () => {
    const { code, stdout, stderr } = await startChild(file, [...args, '--help']).ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(
      name.replace('demo', '').replace('npm run bench -- pages', 'bench -- pages').split(' ').at(-1),
    );
    expect(stdout.split('\n').length).toBeGreaterThan(1);
  });

  it('answers a flag that it does not know in one line, with exit code 2', async () => {
    const { code, stdout, stderr } = await startChild(file, [...args, '--nonsense.txt']).ended;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/\bat .*:\d+|Error:/);
  });
});

describe('a benchmark', () => {
  it('takes a number where its flag is one, and says so in one line', async () => {
    const { code, stderr } = await startChild('bench/run.ts', ['clustering', '--sizes', 'many']).ended;
    expect([code, stderr.trim()]).toEqual([
      2,
      "--sizes takes numbers with commas between them, such as 10000,100000,300000; not 'many'.",
    ]);
  });

  it('begins with its help, which names every flag of its own', async () => {
    expect(files.length).toBeGreaterThan(15);
    for (const file of files) {
      const text = readFileSync(join(root, 'bench', file), 'utf8');
      const [, help = ''] = /^\/\*\*([\s\S]*?)\*\//.exec(text) ?? [];
      const [, table = ''] =
        /(?:flags =|readFlags\(import\.meta\.filename,) \{([\s\S]*?)\n?\}(?: as const|\);)/.exec(text) ?? [];
      const names = [...table.matchAll(/(\w+): \{ type/g)].map(([, name]) => name);
      expect(
        names.filter((name) => !help.includes(`--${name}`)),
        file,
      ).toEqual([]);
    }
  });
});

it.each([
  ['a name with a point', ['--store.url', 'x'], "Unknown option '--store.url'; see there."],
  ['a word too many', ['other.yaml'], "Unexpected argument 'other.yaml'; see there."],
  ['a flag without its value', ['--store'], "Option '--store <value>' argument missing; see there."],
])('what is wrong with a command line is told whole: %s', (_, args, line) => {
  expect(() => parseFlags(args, { store: { type: 'string' } }, 'see there')).toThrow(line);
});
