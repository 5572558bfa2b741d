/** Corrections as labelled reports: what people ruled, in the format of the quality benchmark's sets. Pure. */
import type { ItemId } from '../model.ts';
import type { CorrectionRecord } from '../store/records.ts';

/** One line of a set; see the README of the labelled data. */
export interface FixtureRow {
  readonly id: string;
  readonly published: string | null;
  readonly source: string;
  readonly lang: string | null;
  readonly title: string;
  readonly text: string;
  readonly story: string;
  readonly fixture: string;
}

interface Labelled {
  readonly report: CorrectionRecord['reports'][number];
  label: string;
  fixture: string;
}

/**
 * Corrections about the same reports are one fixture, labelled as the last of them left it. Each report stands once, in the
 * order of publication. `records` in order of time.
 */
export function fixturesOf(records: readonly CorrectionRecord[]): FixtureRow[] {
  const known = new Map<ItemId, Labelled>();
  for (const [at, record] of records.entries()) take(known, record, String(at + 1).padStart(4, '0'));
  return [...known.values()]
    .map(({ report: { group: _, ...row }, label, fixture }) => ({ ...row, story: label, fixture }))
    .sort((a, b) => (a.published ?? '').localeCompare(b.published ?? '') || (a.id < b.id ? -1 : 1));
}

function take(known: Map<ItemId, Labelled>, { kind, reports }: CorrectionRecord, name: string): void {
  const met = reports.flatMap(({ id }) => known.get(id) ?? []);
  const fixture = met.map((one) => one.fixture).sort()[0] ?? `correction-${name}`;
  const joined = new Set(met.map((one) => one.fixture));
  for (const one of known.values()) if (joined.has(one.fixture)) one.fixture = fixture;
  for (const report of reports) {
    const label = `${name}-${kind === 'together' ? 'a' : report.group}`;
    known.set(report.id, { report, label, fixture });
  }
}
