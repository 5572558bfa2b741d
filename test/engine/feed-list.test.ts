import { expect, test } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { readFeedLists } from '../../src/engine/feed-list.ts';
import type { FetchOutcome, Log } from '../../src/ports.ts';
import { openStore } from '../../src/store/open.ts';
import { bodyOf } from '../worlds/poller.ts';

const address = 'https://canary1:canary2@lists.example/canary3.opml?key=canary4';

async function read(outcome: FetchOutcome): Promise<string> {
  const told: string[] = [];
  const note = (fields: Record<string, unknown>, message: string) => told.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const fetcher = { fetch: async () => outcome, close: async () => undefined };
  await readFeedLists([address], fetcher, await openStore(openMemory()), log).catch((error: Error) =>
    told.push(error.message),
  );
  return told.join('\n');
}

test('what is said of a list of feeds names its host, and nothing of its address that may be a secret', async () => {
  const list = '<opml version="2.0"><body><outline type="rss" text="Odd" xmlUrl="gopher://odd.example"/></body></opml>';
  const said = [
    await read({ kind: 'refused', reason: 'it is at a private address' }),
    await read(bodyOf(list, { url: address })),
  ];
  for (const text of said) {
    expect(text).toContain('lists.example');
    expect(text).not.toContain('canary');
  }
});
