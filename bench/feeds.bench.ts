/**
 * `npm run bench -- feeds [--feeds 100,1000] [--only NAME,NAME] [--cycles cold,warm] [--replay FILE] [--data DIR] [--json FILE]`: a poll cycle over synthetic feeds, side by
 * side with what Debian ships (`apt-get install time newsboat sfeed curl python3-feedparser`; what is missing is named and left
 * out), what a cycle costs in our program while it keeps running, and the speed of reading alone. Needs the replay server, by
 * default in ../shared/replay. `--only` takes beginnings of names ('dateline', 'newsboat'…).
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cost, measure } from './feeds/measure.ts';
import { readingSpeed } from './feeds/reading.ts';
import { ownProgram, type Rival, rivals } from './feeds/rivals.ts';
import type { Values } from './flags.ts';

type Row = { readonly feeds: number; readonly program: string; readonly cycle: string } & Cost;

export const flags = {
  feeds: { type: 'string', default: '100,1000' },
  only: { type: 'string' },
  cycles: { type: 'string', default: 'cold,same,warm' },
  replay: { type: 'string', default: '../shared/replay/serve.mjs' },
  data: { type: 'string', default: '../shared/bench' },
} as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  const names = values.only?.split(',');
  const chosen = rivals.filter(({ name }) => names === undefined || names.some((start) => name.startsWith(start)));
  for (const { name, isThere } of chosen) if (!isThere) console.log(`Left out, not installed: ${name}`);
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n`,
  );
  const rows: Row[] = [];
  if (!existsSync(values.replay)) console.log(`The replay server is not at ${values.replay}: cycles are left out.`);
  else {
    console.log(
      'Whole processes, their start included, but for `dateline, running`: cycles one after the other within one process.\n',
    );
    console.log('| feeds | program | cycle | wall s | CPU s | peak MB |\n|---|---|---|---|---|---|');
    for (const feeds of values.feeds.split(',').map(Number)) {
      for (const rival of chosen)
        if (rival.isThere) rows.push(...(await cyclesOf(rival, values.replay, feeds, values.cycles.split(','))));
      if (chosen.some(({ name }) => name === 'dateline')) rows.push(...(await runningCycles(values.replay, feeds)));
    }
    showGoals(rows);
  }
  const reading = await readingSpeed(values.data);
  console.log(reading);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ rows, reading }, null, 2));
}

/** Cold (everything new), the same again, and warm (one feed in twenty has one new item). */
async function cyclesOf(rival: Rival, replay: string, feeds: number, cycles: readonly string[]): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dateline-bench-'));
  const server = await startServer(replay, feeds);
  const rows: Row[] = [];
  try {
    rival.prepare(folder, server.url, feeds);
    for (const cycle of cycles) {
      if (cycle === 'warm') await fetch(`${server.url}/control/cycle`, { method: 'POST' });
      const row = { feeds, program: rival.name, cycle, ...(await measure(rival.command(folder, server.url, feeds))) };
      rows.push(row);
      show(row);
    }
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

/** What a program that keeps running pays for a cycle. */
async function runningCycles(replay: string, feeds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dateline-bench-'));
  const server = await startServer(replay, feeds);
  try {
    const cycles = ['cold', 'same', 'warm', 'same', 'warm'];
    const { output } = await measure([...ownProgram('running.ts', server.url, feeds, folder), ...cycles]);
    const costs = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Cost & { readonly cycle: string });
    const rows = costs.map((cost, index) => {
      const cycle = `${cost.cycle} (cycle ${index + 1})`;
      return { feeds, program: 'dateline, running', ...cost, cycle };
    });
    for (const row of rows) show(row);
    return rows;
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function show({ feeds, program, cycle, wallS, cpuS, peakMb }: Row): void {
  console.log(`| ${feeds} | ${program} | ${cycle} | ${wallS.toFixed(2)} | ${cpuS.toFixed(2)} | ${peakMb.toFixed(0)} |`);
}

const isNamed = ({ program }: Row, name: string) => (name === 'dateline' ? program === name : program.startsWith(name));

/** Ours as parts of the others' CPU. */
function showGoals(rows: readonly Row[]): void {
  const of = (feeds: number, program: string, cycle: string) =>
    rows.findLast((row) => row.feeds === feeds && isNamed(row, program) && row.cycle.startsWith(cycle))?.cpuS;
  const lines = [...new Set(rows.map(({ feeds }) => feeds))].flatMap((feeds) =>
    [
      ['cold', 'newsboat'],
      ['warm', 'newsboat'],
      ['warm', 'curl'],
    ].flatMap(([cycle = '', other = '']) => {
      const theirs = of(feeds, other, cycle);
      const [whole, running] = [of(feeds, 'dateline', cycle), of(feeds, 'dateline, running', cycle)];
      const ratio = (cpuS: number | undefined) =>
        cpuS === undefined || theirs === undefined || theirs === 0 ? '–' : (cpuS / theirs).toFixed(2);
      return theirs === undefined ? [] : [`| ${feeds} | ${cycle} | ${other} | ${ratio(whole)} | ${ratio(running)} |`];
    }),
  );
  if (lines.length === 0) return;
  console.log('\n| feeds | cycle | CPU beside | whole process | running (its last) |\n|---|---|---|---|---|');
  console.log(lines.join('\n'));
}

async function startServer(replay: string, feeds: number): Promise<{ readonly url: string; stop(): void }> {
  const child = spawn(process.execPath, [replay, '--port', '0', '--scale', String(feeds), '--cycle', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.on('error', reject).on('exit', () => reject(new Error('The replay server ended.')));
    child.stdout.on('data', (chunk: Buffer) => {
      const found = /listening on (\S+)/.exec(chunk.toString())?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  let isStopping = false;
  child.removeAllListeners('exit').on('exit', () => {
    if (!isStopping) throw new Error('The replay server ended before the benchmark.');
  });
  const stop = () => {
    isStopping = true;
    child.kill();
  };
  return { url, stop };
}
