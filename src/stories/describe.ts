/** A story as people see it, from the reports that tell it. */
import type { Item, Story, StoryId } from '../model.ts';
import { Account } from './account.ts';

/**
 * Accounts of stories that grew, the last used last, as they are the likeliest to grow on; together so many words at most. A
 * story that is not among them is added up anew.
 */
const accounts = new Map<StoryId, Account>();
const mostWords = 300_000;
let held = 0;

/**
 * Describes a story by its items (at least one, any order; arrival counts). `follows` is the earlier story it carries on.
 * The headline is the title that best says what most reports say, in their language; a label, a question or a shout only
 * where there is nothing else. Outlets stand in order of arrival, each once. A report more than the last time costs its own
 * length, and little for each of the others.
 */
export function describeStory(id: StoryId, items: readonly Item[], follows?: StoryId): Story {
  const arrived = inOrder(items);
  const account = take(id, arrived);
  account.addRest(arrived);
  if (arrived.length > 1) keep(id, account);
  return account.tell(id, follows);
}

/** The story's account if it can go on with these reports, or a new one. */
function take(id: StoryId, items: readonly Item[]): Account {
  const known = accounts.get(id);
  if (known === undefined) return new Account();
  accounts.delete(id);
  held -= known.size;
  return known.begins(items) ? known : new Account();
}

function keep(id: StoryId, account: Account): void {
  accounts.set(id, account);
  held += account.size;
  for (const [oldest, { size }] of accounts) {
    if (held <= mostWords || oldest === id) break;
    accounts.delete(oldest);
    held -= size;
  }
}

function inOrder(items: readonly Item[]): readonly Item[] {
  for (let at = 1; at < items.length; at += 1) {
    if (items[at - 1]!.firstSeenAt > items[at]!.firstSeenAt)
      return items.toSorted((a, b) => a.firstSeenAt - b.firstSeenAt);
  }
  return items;
}
