/** What the settings name as feeds. */
import { expect, test } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { readFeedLists } from '../../src/engine/feed-list.ts';
import type { FetchOutcome } from '../../src/ports.ts';
import { openStore } from '../../src/store/open.ts';
import { bodyOf, failing } from '../worlds/poller.ts';
import { rss } from '../worlds/web.ts';

const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };

async function named(address: string, ...answers: readonly FetchOutcome[]): Promise<string | undefined> {
  const store = await openStore(openMemory());
  let name: string | undefined;
  for (const answer of answers) {
    const fetcher = { fetch: async () => answer, close: async () => undefined };
    name = (await readFeedLists([address], fetcher, store, log)).feeds[0]?.title;
  }
  return name;
}

const address = 'https://www.feeds.harbour.example/world.xml';

test.each([
  ['as it calls itself', [bodyOf(rss('Harbour &amp; Wire', ['Ferry line opens']))], 'Harbour & Wire'],
  ['by its host when it does not say', [bodyOf(rss('', ['Ferry line opens']))], 'feeds.harbour.example'],
  ['by its host when it is none', [bodyOf('nothing that is a feed')], 'feeds.harbour.example'],
  ['as before while it does not answer', [bodyOf(rss('Harbour Wire', [])), failing('timeout')], 'Harbour Wire'],
] as const)('a feed that is named by its address alone is known %s', async (_, answers, name) => {
  expect(await named(address, ...answers)).toBe(name);
});
