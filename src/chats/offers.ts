/** Completions out of the news and the feeds. */
import { type ChatId, chatIdOf } from '../model.ts';
import type { Suggestion } from '../ports.ts';
import type { ChatRecord } from '../store/records.ts';
import { fold } from '../text/words.ts';
import type { Offered } from './news.ts';
import { suggestTopics } from './topics.ts';
import type { Tools } from './visit.ts';

const most = 25;

/** Whether a name, or a later word of it, begins with what was typed. */
function begins(name: string, wanted: string): boolean {
  const folded = fold(name);
  return folded.startsWith(wanted) || folded.includes(` ${wanted}`);
}

/** Names in current news that the chat does not follow yet; the one being typed stands first as it is. */
export async function suggestNames(tools: Tools, chat: ChatRecord | undefined, typed: string): Promise<Suggestion[]> {
  const wanted = fold(typed.trim());
  const followed = new Set(chat?.follows.map(({ text }) => fold(text)));
  const names = tools.news.names().filter((name) => begins(name, wanted) && !followed.has(fold(name)));
  // The beginning of a name before names that hold it later; frequent ones first.
  const ordered = [...names.filter((name) => fold(name).startsWith(wanted)), ...names];
  return [...new Set(ordered)].slice(0, most).map((name) => ({ label: name, value: name }));
}

/** The chat's own topics, and names in the news as soon as something is typed. */
export async function suggestTopicsAndNames(tools: Tools, chat: ChatRecord | undefined, typed: string) {
  const own = await suggestTopics(tools, chat, typed);
  return typed.trim() === '' ? own : [...own, ...(await suggestNames(tools, chat, typed))];
}

/** What can be muted: a topic, the last story, an outlet. */
export async function suggestMutable(tools: Tools, chat: ChatRecord | undefined, typed: string) {
  const wanted = fold(typed.trim());
  const bare = wanted.replace(/^source:/, '');
  const outlets = tools.news.sources(idOf(chat)).filter(({ name }) => begins(name, bare));
  const others = ['story', ...(wanted === '' ? [] : outlets.map(({ name }) => `source:${name}`))];
  return [
    ...(await suggestTopics(tools, chat, typed)),
    ...others
      .filter((text) => text.startsWith('source:') || text.startsWith(wanted))
      .map((text) => ({ label: text, value: text })),
  ];
}

/** Outlets that the chat reads. */
export async function suggestSources(tools: Tools, chat: ChatRecord | undefined, typed: string): Promise<Suggestion[]> {
  return offered(tools.news.sources(idOf(chat)), typed, ({ name }) => name);
}

/** Feeds that the chat added. */
export async function suggestOwnFeeds(tools: Tools, chat: ChatRecord | undefined, typed: string) {
  const own = tools.news.sources(idOf(chat)).filter(({ isOwn }) => isOwn);
  return offered(own, typed, ({ name }) => name);
}

/** Feeds of the catalogue that the chat does not read yet, by name or address. */
export async function suggestFurtherFeeds(tools: Tools, chat: ChatRecord | undefined, typed: string) {
  return offered(tools.news.furtherFeeds(idOf(chat)), typed, ({ url }) => url);
}

function offered(all: readonly Offered[], typed: string, value: (one: Offered) => string): Suggestion[] {
  const wanted = fold(typed.trim());
  return all
    .filter(({ name, url }) => begins(name, wanted) || url.includes(wanted))
    .slice(0, most)
    .map((one) => ({ label: one.name, value: value(one) }));
}

/** A chat that was never heard of sees what everybody sees. */
function idOf(chat: ChatRecord | undefined): ChatId {
  return chat?.id ?? chatIdOf({ platform: '', id: '' });
}
