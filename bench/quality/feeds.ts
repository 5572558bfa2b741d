/** Predictions for the feed fixtures: what the daemon's reader makes of each file. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { entryAt } from '../../src/feeds/entries.ts';
import { htmlToText } from '../../src/feeds/html.ts';
import { readFeed } from '../../src/feeds/read.ts';
import type { Entry } from '../../src/model.ts';

interface Case {
  readonly file: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function predictionOf(entry: Entry): Record<string, string> {
  const at = entryAt(entry);
  const summary = htmlToText(entry.summary) || htmlToText(entry.content);
  return {
    title: htmlToText(entry.title),
    ...(entry.link === undefined ? {} : { link: entry.link }),
    ...(entry.id === undefined ? {} : { id: entry.id }),
    ...(at === undefined ? {} : { published: new Date(at).toISOString() }),
    summary,
  };
}

function predictFile(folder: string, one: Case): Record<string, unknown> {
  const reading = readFeed(readFileSync(join(folder, one.file)), {
    url: one.headers?.['content-location'] ?? '',
    contentType: one.headers?.['content-type'],
  });
  if (reading.kind === 'unreadable') return { file: one.file, items: [], error: reading.reason };
  return { file: one.file, title: htmlToText(reading.feed.title), items: reading.feed.entries.map(predictionOf) };
}

/** Reads `feeds/cases.jsonl` (never its expectations) and writes `feeds/predictions.jsonl`. */
export async function predict(data: string, out: string): Promise<string> {
  const folder = join(data, 'feeds');
  if (!existsSync(join(folder, 'cases.jsonl'))) return 'feeds: nothing to read';
  const lines = readFileSync(join(folder, 'cases.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const startedAt = performance.now();
  const rows = lines.map((line) => {
    const { file, headers } = JSON.parse(line) as Case;
    return JSON.stringify(predictFile(folder, headers === undefined ? { file } : { file, headers }));
  });
  const target = join(out, 'feeds', 'predictions.jsonl');
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `${rows.join('\n')}\n`);
  return `feeds: ${rows.length} files in ${Math.round(performance.now() - startedAt)} ms → ${target}`;
}
