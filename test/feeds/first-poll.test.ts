import { describe, expect, it } from 'vitest';
import { createFirstPoll } from '../../src/feeds/first-poll.ts';
import type { FeedId } from '../../src/model.ts';
import type { PollProgress } from '../../src/ports.ts';

const ids = (count: number) => Array.from({ length: count }, (_, index) => `feed${index}` as FeedId);

function watch(count: number) {
  const first = createFirstPoll();
  const seen: PollProgress[] = [];
  first.begin(ids(count));
  first.onProgress((progress) => void seen.push(progress));
  return { first, latest: () => seen.at(-1) as PollProgress };
}

describe('the first poll', () => {
  it('is finished when every feed was tried, well or badly', async () => {
    const { first, latest } = watch(3);
    for (const [index, id] of ids(3).entries()) {
      expect(latest().isFinished).toBe(false);
      first.tried(id, index === 1);
    }
    expect(latest()).toEqual({ done: 3, failed: 1, total: 3, isFinished: true });
    await first.finished;
  });

  it('does not make anybody wait for hundreds of feeds when the network is away', async () => {
    const { first, latest } = watch(300);
    for (const id of ids(24)) first.tried(id, true);
    expect(latest()).toEqual({ done: 24, failed: 24, total: 300, isFinished: true });
    await first.finished;
  });

  it('waits for all when a single one could be read', () => {
    const { first, latest } = watch(300);
    for (const [index, id] of ids(200).entries()) first.tried(id, index !== 5);
    expect(latest().isFinished).toBe(false);
  });

  it('counts each feed once', () => {
    const { first, latest } = watch(2);
    first.tried('feed0' as FeedId, false);
    first.tried('feed0' as FeedId, false);
    expect(latest().done).toBe(1);
  });
});
