/** The programs that are measured side by side, each as a whole process that keeps its state in a folder of its own. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Rival {
  readonly name: string;
  /** Whether it can be started here. */
  readonly isThere: boolean;
  prepare(folder: string, server: string, feeds: number): void;
  command(folder: string, server: string, feeds: number): readonly string[];
}

const has = (...command: readonly string[]) =>
  spawnSync(command[0]!, command.slice(1), { stdio: 'ignore' }).error === undefined;
const works = (...command: readonly string[]) =>
  spawnSync(command[0]!, command.slice(1), { stdio: 'ignore' }).status === 0;
const nothing = () => undefined;
const urls = (server: string, feeds: number) =>
  Array.from({ length: feeds }, (_, index) => `${server}/scale/${index}.xml`);
const python = '/usr/bin/python3';

/** A program of ours in this folder, started as `npm start` starts ours. */
export function ownProgram(file: string, server: string, feeds: number, folder: string): readonly string[] {
  const check = join(import.meta.dirname, '../../src/check-node.mjs');
  const flags = ['--max-semi-space-size=8', '--heap-growing-percent=60', '--import', check];
  const program = join(import.meta.dirname, file);
  return [process.execPath, ...flags, program, server, String(feeds), join(folder, 'state.sqlite')];
}

export const rivals: readonly Rival[] = [
  {
    name: 'dateline',
    isThere: true,
    prepare: nothing,
    command: (folder, server, feeds) => ownProgram('cycle.ts', server, feeds, folder),
  },
  {
    name: 'newsboat -x reload, 16 threads',
    isThere: has('newsboat', '--version'),
    prepare(folder, server, feeds) {
      writeFileSync(join(folder, 'urls'), `${urls(server, feeds).join('\n')}\n`);
      writeFileSync(join(folder, 'config'), 'reload-threads 16\n');
    },
    command: (folder) => [
      'newsboat',
      '-u',
      join(folder, 'urls'),
      '-c',
      join(folder, 'cache.db'),
      '-C',
      join(folder, 'config'),
      '-x',
      'reload',
    ],
  },
  {
    name: 'sfeed_update, 16 jobs',
    isThere: works('sh', '-c', 'command -v sfeed_update'),
    prepare(folder, server, feeds) {
      const lines = urls(server, feeds).map((url, index) => `feed "f${index}" "${url}"`);
      writeFileSync(
        join(folder, 'sfeedrc'),
        `sfeedpath="${folder}/feeds"\nmaxjobs=16\nfeeds() {\n${lines.join('\n')}\n}\n`,
      );
    },
    command: (folder) => ['sfeed_update', join(folder, 'sfeedrc')],
  },
  {
    name: 'Python feedparser, 16 threads',
    isThere: works(python, '-c', 'import feedparser'),
    prepare: nothing,
    command: (folder, server, feeds) => [
      python,
      join(import.meta.dirname, 'feedparser_cycle.py'),
      server,
      String(feeds),
      join(folder, 'state.json'),
    ],
  },
  {
    name: 'curl --parallel (fetching alone)',
    isThere: has('curl', '--version'),
    prepare(folder, server, feeds) {
      const blocks = urls(server, feeds).map((url, index) => {
        const etag = join(folder, `${index}.etag`);
        return `url = "${url}"\noutput = "${join(folder, `${index}.xml`)}"\netag-save = "${etag}"\netag-compare = "${etag}"\n`;
      });
      writeFileSync(join(folder, 'curlrc'), blocks.join('next\n'));
      for (let index = 0; index < feeds; index++) writeFileSync(join(folder, `${index}.etag`), '');
    },
    command: (folder) => ['curl', '--silent', '--parallel', '--parallel-max', '16', '-K', join(folder, 'curlrc')],
  },
];
