import { describe, expect, it } from 'vitest';
import type { FeedId, Item, ItemId, StoryId } from '../../src/model.ts';
import { createClusterer } from '../../src/stories/cluster.ts';

const startAt = Date.parse('2026-03-10T08:00:00Z');

function report(id: string, title: string, text: string, minutes: number): Item {
  const at = startAt + minutes * 60_000;
  return {
    id: id as ItemId,
    feedId: id as FeedId,
    source: `Outlet ${id}`,
    url: `https://${id}.example/1`,
    title,
    text,
    lang: 'en',
    category: 'world',
    tags: [],
    publishedAt: at,
    firstSeenAt: at,
    image: undefined,
  };
}

const fire =
  'Firefighters from six towns fought a blaze at the Ostrava paper mill in Lisk on Tuesday; nobody was hurt.';
const fires = [
  report('a1', 'Blaze at Ostrava paper mill in Lisk', fire, 0),
  report('a2', 'Ostrava paper mill in Lisk burns, nobody hurt', `Six fire brigades. ${fire}`, 10),
  report('a3', 'Lisk: fire destroys Ostrava paper mill', `The mill is lost. ${fire}`, 20),
];
const later = report('a4', 'Ostrava paper mill fire in Lisk is out', `It is out. ${fire}`, 60);
const regatta = report(
  'b1',
  'Terzi wins the regatta of the northern lakes',
  'Emre Terzi won by four lengths on Tuesday.',
  5,
);

function placed() {
  const clusterer = createClusterer();
  const stories = new Map<ItemId, StoryId>();
  const take = (item: Item) => {
    const { storyId, corrections } = clusterer.place(item);
    stories.set(item.id, storyId);
    follow(corrections);
  };
  const follow = (corrections: readonly { itemId: ItemId; to: StoryId }[]) => {
    for (const { itemId, to } of corrections) stories.set(itemId, to);
  };
  for (const item of [...fires, regatta]) take(item);
  const of = (id: string) => stories.get(id as ItemId)!;
  return { clusterer, of, take, follow };
}

describe('a person’s ruling on stories', () => {
  it('starts from what the evidence says', () => {
    const { of } = placed();
    expect(new Set(['a1', 'a2', 'a3'].map(of)).size).toBe(1);
    expect(of('b1')).not.toBe(of('a1'));
  });

  it('parts a story, and later reports join one side without bringing the other back', () => {
    const { clusterer, of, take, follow } = placed();
    follow(clusterer.split(of('a1'), ['a3' as ItemId]));
    expect(of('a3')).not.toBe(of('a1'));
    expect(of('a2')).toBe(of('a1'));
    take(later);
    expect(of('a3')).not.toBe(of('a1'));
    expect([of('a1'), of('a3')]).toContain(of('a4'));
  });

  it('parts the report that gave the story its name from the rest', () => {
    const { clusterer, of, follow } = placed();
    follow(clusterer.split(of('a1'), ['a1' as ItemId]));
    expect(of('a2')).toBe(of('a3'));
    expect(of('a1')).not.toBe(of('a2'));
  });

  it('makes two stories one, and takes that back', () => {
    const { clusterer, of, take, follow } = placed();
    follow(clusterer.unite(of('b1'), of('a1')));
    expect(of('b1')).toBe(of('a1'));
    take(later);
    expect(of('b1')).toBe(of('a1'));
    follow(clusterer.split(of('a1'), ['b1' as ItemId]));
    expect(of('b1')).not.toBe(of('a1'));
    expect(clusterer.settle()).toEqual([]);
  });

  it('moves nothing where there is nothing to part or to join', () => {
    const { clusterer, of } = placed();
    expect(clusterer.split(of('a1'), ['a1', 'a2', 'a3'] as ItemId[])).toEqual([]);
    expect(clusterer.split(of('a1'), ['b1' as ItemId])).toEqual([]);
    expect(clusterer.unite(of('a1'), of('a1'))).toEqual([]);
    expect(clusterer.unite(of('a1'), 'nothing' as StoryId)).toEqual([]);
  });

  it('is carried out at the next start when a crash came first', () => {
    const { clusterer, of, follow } = placed();
    clusterer.uphold({ kind: 'apart', a: ['a1', 'a2'] as ItemId[], b: ['a3'] as ItemId[] });
    clusterer.uphold({ kind: 'together', a: ['b1'] as ItemId[], b: ['a3'] as ItemId[] });
    expect(of('a3')).toBe(of('a1'));
    follow(clusterer.settle());
    expect(of('a3')).not.toBe(of('a1'));
    expect(of('b1')).toBe(of('a3'));
    expect(clusterer.settle()).toEqual([]);
  });

  it('is explained: what a report shares with its story, and which stories are near', () => {
    const { clusterer, of, follow } = placed();
    const kinship = clusterer.kinship('a2' as ItemId);
    expect(kinship?.odds).toBeGreaterThan(0);
    expect(kinship?.shared).toEqual(expect.arrayContaining([expect.stringMatching(/ostrava/)]));
    expect(clusterer.kinship('b1' as ItemId)).toBeUndefined();
    follow(clusterer.split(of('a1'), ['a3' as ItemId]));
    expect(clusterer.near(of('a1'), 3)[0]?.story).toBe(of('a3'));
  });

  it('is let go of with its reports', () => {
    const { clusterer, of, follow } = placed();
    follow(clusterer.split(of('a1'), ['a3' as ItemId]));
    clusterer.forgetBefore(startAt + 24 * 3_600_000);
    expect(clusterer.settle()).toEqual([]);
  });
});
