import { describe, expect, it } from 'vitest';
import type { StoryId } from '../../src/model.ts';
import { Window } from '../../src/stories/window.ts';
import { report } from './news.ts';

function fill(window: Window, hours: number, count: number): void {
  for (let at = 0; at < count; at += 1) {
    const item = report(
      hours,
      'Wire',
      `Tanker Zelkova${hours}x${at} aground off Brevik`,
      'Diesel spilled in the harbour.',
    );
    window.add(window.read(item), `story-${hours}-${at % 3}` as StoryId);
  }
}

describe('the open window', () => {
  it('does not grow over the months: forgotten items leave no terms and no clusters behind', () => {
    const window = new Window();
    fill(window, 0, 30);
    const after = window.vocabulary.size;
    for (let day = 1; day <= 20; day += 1) {
      fill(window, 24 * day, 30);
      window.forgetBefore(report(24 * day, '', '').publishedAt!);
      expect(window.vocabulary.size).toBe(after);
      expect(window.clusters.size).toBe(3);
    }
    window.forgetBefore(Number.POSITIVE_INFINITY);
    expect(window.vocabulary.size).toBe(0);
    expect(window.clusters.size).toBe(0);
  });

  it('finds the reports that stayed, by terms whose numbers were used again', () => {
    const window = new Window();
    fill(window, 0, 30);
    fill(window, 24, 5);
    window.forgetBefore(report(24, '', '').publishedAt!);
    fill(window, 48, 5);
    const entry = window.read(report(49, 'Desk', 'Zelkova24x2 towed off'));
    const near = window.related(entry);
    expect([...near].map(({ cluster }) => cluster.story)).toEqual(['story-24-2']);
  });

  it('counts again what a cluster holds when some of its reports are forgotten', () => {
    const window = new Window();
    fill(window, 0, 3);
    const cluster = window.clusters.get('story-0-0' as StoryId)!;
    for (const hours of [24, 25]) {
      const entry = window.read(report(hours, 'Wire', 'Zelkova0x0 refloated'));
      window.add(entry, cluster.story);
    }
    window.forgetBefore(report(24, '', '').publishedAt!);
    const term = window.vocabulary.idOf('zelkova0x0');
    expect(cluster.members).toHaveLength(2);
    expect(cluster.counts?.get(term)).toBe(2);
  });
});
