import { describe, expect, it } from 'vitest';
import { createArchive } from '../../src/engine/archive.ts';
import { isEcho } from '../../src/engine/echo.ts';
import type { Item, ItemId, TopicId } from '../../src/model.ts';
import type { HeardStory } from '../../src/store/records.ts';
import { describeStory } from '../../src/stories/describe.ts';
import { report } from '../stories/news.ts';

const topic = 'topic' as TopicId;
const now = report(5, 'x', 'x').firstSeenAt;

/** An archive that holds one story, and what the chat heard of it. */
function toldOf(items: readonly Item[], heard: Partial<HeardStory> = {}) {
  const archive = createArchive();
  const id = 'told' as HeardStory['storyId'];
  for (const item of items) archive.putItem(item, id);
  archive.putStory(describeStory(id, items));
  const at = items[0]!.firstSeenAt;
  const told = { storyId: id, topicId: topic, how: 'pushed', firstAt: at, lastAt: at } as const;
  const one: HeardStory = { ...told, edition: 1, sources: 1, facts: [], ...heard };
  return { archive, heard: new Map([[id, one]]) };
}

const spanish = report(
  0,
  'Diario',
  'Kestrov dimite como ministra de Valdora',
  'Renata Kestrov dejó el cargo el martes en Port Amsel.',
  { lang: 'es' },
);
const english = (text: string, more: Partial<Item> = {}) =>
  report(4, 'Wire', 'Kestrov resigns as minister of Valdora', text, { id: `english-${text}` as ItemId, ...more });
const same = english('Renata Kestrov left her post in Port Amsel on Tuesday.');

describe('a story that was told in another language', () => {
  it('is known by three names that both hold', () => {
    const { archive, heard } = toldOf([spanish]);
    expect(isEcho(archive, heard, [same], topic, now)).toBe(true);
  });

  it('is another one when fewer names are shared, in one language, under another topic, after a day, or when it was not told', () => {
    const { archive, heard } = toldOf([spanish]);
    const other = report(4, 'Wire', 'Kestrov opens a bridge', 'The minister cut the ribbon.');
    expect(isEcho(archive, heard, [other], topic, now)).toBe(false);
    expect(isEcho(archive, heard, [{ ...same, lang: 'es' }], topic, now)).toBe(false);
    expect(isEcho(archive, heard, [{ ...same, lang: undefined }], topic, now)).toBe(false);
    expect(isEcho(archive, heard, [same], 'other' as TopicId, now)).toBe(false);
    expect(isEcho(archive, heard, [same], topic, now + 86_400_000)).toBe(false);
    const held = toldOf([spanish], { how: 'held' });
    expect(isEcho(held.archive, held.heard, [same], topic, now)).toBe(false);
  });
});
