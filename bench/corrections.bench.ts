/**
 * `npm run bench -- corrections --data FILE`: streams the reports of an operator's corrections (exported by `/admin`) through the
 * daemon's clusterer. A fixture passes when its reports are grouped exactly as ruled and share no story with another fixture's.
 */
import { existsSync, writeFileSync } from 'node:fs';
import type { FixtureRow } from '../src/engine/fixtures.ts';
import type { ItemId } from '../src/model.ts';
import type { Values } from './flags.ts';
import { readRows, streamRows } from './quality/clustering.ts';

export const flags = { data: { type: 'string', default: 'data/corrections.jsonl' } } as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  if (!existsSync(values.data)) {
    console.error(
      `There is no file '${values.data}'. Fetch it from /admin/corrections.jsonl and name it with --data FILE.`,
    );
    process.exitCode = 2;
    return;
  }
  const rows = readRows(values.data) as (FixtureRow & { id: string })[];
  const verdicts = judge(rows, streamRows(rows));
  for (const { fixture, isRight, titles } of verdicts)
    console.log(
      `${isRight ? 'pass' : 'FAIL'}  ${fixture}  ${titles[0] ?? ''}${titles.length > 1 ? ` (+${titles.length - 1})` : ''}`,
    );
  const passed = verdicts.filter(({ isRight }) => isRight).length;
  console.log(`${passed} of ${verdicts.length} fixtures pass, ${rows.length} reports`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ passed, verdicts })}\n`);
}

interface Verdict {
  readonly fixture: string;
  readonly isRight: boolean;
  readonly titles: readonly string[];
}

export function judge(rows: readonly FixtureRow[], told: ReadonlyMap<ItemId, string>): Verdict[] {
  const storyOf = (row: FixtureRow) => told.get(row.id as ItemId) ?? row.id;
  return [...Map.groupBy(rows, ({ fixture }) => fixture)].map(([fixture, own]) => {
    const isRight = own.every((row) =>
      rows.every((other) => {
        const belong = row.fixture === other.fixture && row.story === other.story;
        return (storyOf(row) === storyOf(other)) === belong;
      }),
    );
    return { fixture, isRight, titles: own.map(({ title }) => title) };
  });
}
