/** Merging and splitting by hand. What was ruled is kept, with the reports, before anything moves: a crash in between is made up for at the start. */
import { digest } from '../hash.ts';
import type { Catalogue } from '../messages/say.ts';
import { type Item, type ItemId, itemAt, type Story, type StoryId } from '../model.ts';
import type { Clock, Editing, StoryInDetail, StoryReport } from '../ports.ts';
import type { CorrectionRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { Clusterer } from '../stories/cluster.ts';
import type { Archive } from './archive.ts';
import { fixturesOf } from './fixtures.ts';
import type { Intake } from './intake.ts';
import { understand } from './news.ts';
import { scanStories } from './scan.ts';
import { reassess } from './search.ts';
import type { Sight } from './sight.ts';
import { queryOf, type Subscriptions } from './subscriptions.ts';

interface Parts {
  readonly store: Store;
  readonly archive: Archive;
  readonly sight: Sight;
  readonly clusterer: Clusterer;
  readonly intake: Intake;
  readonly subscriptions: Subscriptions;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

interface Seen {
  readonly story: Story;
  readonly items: readonly Item[];
}

const nearShown = 5;

export function createEditing(parts: Parts): Editing {
  const { archive, clusterer, intake } = parts;
  const find = (id: string): Seen | undefined => {
    const story = archive.current(id as StoryId);
    return story === undefined ? undefined : parts.sight.sharedStory(story);
  };
  return {
    stories: (text, limit) => listStories(parts, text, limit),
    async story(id) {
      const seen = find(id);
      return seen === undefined ? undefined : detailOf(parts, seen);
    },
    async split(id, reports, why) {
      const seen = find(id);
      const leaving = seen?.items.filter((item) => reports.includes(item.id)) ?? [];
      const staying = seen?.items.filter((item) => !leaving.includes(item)) ?? [];
      if (seen === undefined || leaving.length === 0 || staying.length === 0) return undefined;
      await keep(parts, 'apart', staying, leaving, why);
      const ids = leaving.map((item) => item.id);
      await reassessAll(parts, await intake.correct(() => clusterer.split(seen.story.id, ids)));
      return archive.storyOf(ids[0]!);
    },
    async merge(id, other, why) {
      const [one, two] = [find(id), find(other)];
      if (one === undefined || two === undefined || one.story.id === two.story.id) return undefined;
      await keep(parts, 'together', one.items, two.items, why);
      await reassessAll(parts, await intake.correct(() => clusterer.unite(one.story.id, two.story.id)));
      return archive.storyOf(one.items[0]!.id);
    },
    async corrections() {
      const records = await readAll(parts);
      return records.toReversed().map(({ at, kind, why, reports }) => {
        return { at, kind, why, titles: reports.map(({ title }) => title) };
      });
    },
    async fixtures() {
      return fixturesOf(await readAll(parts))
        .map((row) => `${JSON.stringify(row)}\n`)
        .join('');
    },
  };
}

/** At the start, after the window was restored: what was ruled holds, and what was not carried out is. Throws StoreError. */
export async function upholdCorrections(parts: Pick<Parts, 'store' | 'clusterer' | 'intake'>): Promise<void> {
  for (const { kind, reports } of await readAll(parts)) {
    const ids = (group: 'a' | 'b') => reports.filter((report) => report.group === group).map(({ id }) => id);
    parts.clusterer.uphold({ kind, a: ids('a'), b: ids('b') });
  }
  await parts.intake.correct(() => parts.clusterer.settle());
}

async function readAll({ store }: Pick<Parts, 'store'>): Promise<CorrectionRecord[]> {
  const records: CorrectionRecord[] = [];
  for await (const [, record] of store.corrections.entries()) records.push(record);
  return records;
}

async function keep(
  { store, clock }: Parts,
  kind: CorrectionRecord['kind'],
  a: readonly Item[],
  b: readonly Item[],
  why: string,
): Promise<void> {
  const at = clock.now();
  const reports = [...a.map((item) => reportOf(item, 'a')), ...b.map((item) => reportOf(item, 'b'))];
  const key = `${new Date(at).toISOString()}-${digest(8, kind, ...reports.map(({ id }) => id))}`;
  await store.corrections.set(key, { at, kind, why, reports });
}

function reportOf(item: Item, group: 'a' | 'b'): CorrectionRecord['reports'][number] {
  const { id, source, title, text, lang = null } = item;
  return { id, published: new Date(itemAt(item)).toISOString(), source, lang, title, text, group };
}

/** Topics stand to the changed stories as to any other; nobody is told of what was only put in order. */
async function reassessAll({ archive, subscriptions }: Parts, stories: readonly Story[]): Promise<void> {
  for (const story of stories) {
    const items = archive.itemsOf(story);
    const ids = new Set([...items.flatMap((item) => subscriptions.matching(item)), ...archive.topicsOf(story.id)]);
    reassess(
      archive,
      story,
      items,
      [...ids].flatMap((id) => subscriptions.topic(id) ?? []),
    );
  }
}

async function listStories(
  { archive, sight, catalogue }: Parts,
  text: string | undefined,
  limit: number,
): Promise<readonly StoryReport[] | { readonly problem: string }> {
  const understood = text === undefined ? undefined : understand(text);
  if (understood?.kind === 'problem') return { problem: catalogue.phrase('en', understood.problem) };
  const query = understood === undefined ? undefined : queryOf(understood);
  const found =
    query === undefined
      ? [...archive.stories()]
      : [...(await scanStories(archive, query)).keys()].flatMap((id) => archive.story(id) ?? []);
  return found
    .sort((a, b) => b.updatedAt - a.updatedAt)
    .flatMap((story) => sight.sharedStory(story) ?? [])
    .slice(0, limit)
    .map(reportStory);
}

function reportStory({ story, items }: Seen): StoryReport {
  const { id, title, updatedAt, sources } = story;
  return { id, title, updatedAt, outlets: sources.length, reports: items.length };
}

function detailOf({ archive, sight, clusterer }: Parts, seen: Seen): StoryInDetail {
  const members = seen.items.map((item) => {
    const { id, source, title, url } = item;
    return { id, source, title, url, at: itemAt(item), ...kinOf(clusterer, id) };
  });
  const near = clusterer.near(seen.story.id, nearShown).flatMap(({ story: id, odds, shared }) => {
    const story = archive.story(id);
    const other = story === undefined ? undefined : sight.sharedStory(story);
    return other === undefined ? [] : [{ id, title: other.story.title, odds, shared }];
  });
  return { ...reportStory(seen), members, near };
}

function kinOf(clusterer: Clusterer, id: ItemId) {
  return clusterer.kinship(id) ?? { odds: undefined, shared: [] };
}
