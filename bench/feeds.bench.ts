/**
 * `npm run bench -- feeds [--feeds 100,1000] [--only NAME] [--data DIR] [--json FILE]`: a poll cycle over synthetic feeds, side by side with what
 * Debian ships (`apt-get install time newsboat sfeed curl python3-feedparser`; what is missing is named and left out), and the
 * speed of reading alone. Needs the replay server, by default in ../shared/replay.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Cost, measure } from './feeds/measure.ts';
import { readingSpeed } from './feeds/reading.ts';
import { type Rival, rivals } from './feeds/rivals.ts';

type Row = { readonly feeds: number; readonly program: string; readonly cycle: string } & Cost;

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      feeds: { type: 'string', default: '100,1000' },
      only: { type: 'string' },
      replay: { type: 'string', default: '../shared/replay/serve.mjs' },
      data: { type: 'string', default: '../shared/bench' },
      json: { type: 'string' },
    },
  });
  const chosen = rivals.filter(({ name }) => values.only === undefined || name.startsWith(values.only));
  for (const { name, isThere } of chosen) if (!isThere) console.log(`Left out, not installed: ${name}`);
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n`,
  );
  const rows: Row[] = [];
  if (!existsSync(values.replay)) console.log(`The replay server is not at ${values.replay}: cycles are left out.`);
  else {
    console.log('| feeds | program | cycle | wall s | CPU s | peak MB |\n|---|---|---|---|---|---|');
    for (const feeds of values.feeds.split(',').map(Number)) {
      for (const rival of chosen) if (rival.isThere) rows.push(...(await cyclesOf(rival, values.replay, feeds)));
    }
  }
  const reading = await readingSpeed(values.data);
  console.log(reading);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ rows, reading }, null, 2));
}

/** Cold (everything new), the same again, and warm (one feed in twenty has one new item). */
async function cyclesOf(rival: Rival, replay: string, feeds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dateline-bench-'));
  const server = await startServer(replay, feeds);
  const rows: Row[] = [];
  try {
    rival.prepare(folder, server.url, feeds);
    for (const cycle of ['cold', 'same', 'warm']) {
      if (cycle === 'warm') await fetch(`${server.url}/control/cycle`, { method: 'POST' });
      const row = { feeds, program: rival.name, cycle, ...(await measure(rival.command(folder, server.url, feeds))) };
      rows.push(row);
      console.log(
        `| ${feeds} | ${rival.name} | ${cycle} | ${row.wallS.toFixed(2)} | ${row.cpuS.toFixed(2)} | ${row.peakMb.toFixed(0)} |`,
      );
    }
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
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
