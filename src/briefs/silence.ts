/** Silence in words: a quiet day, topics without a story for long, and sources that cannot be read are three different things. Pure. */
import type { Phrase } from '../model.ts';

export interface Silence {
  /** How many topics the brief is about. */
  readonly topics: number;
  readonly hasNews: boolean;
  /** When the last brief of this day came, in words ('08:00'); undefined when there was none. */
  readonly lastTime?: string | undefined;
  /** Topics without a story in this brief, and since when (ms) no story was seen. */
  readonly quiet: readonly { readonly label: string; readonly silentMs: number }[];
  /** Sources that matter to these topics: how many, and the names of those that cannot be read. */
  readonly sources: number;
  readonly down: readonly string[];
}

const dayMs = 86_400_000;
/** Only then is a topic's silence worth a word of its own. */
const longSilenceMs = 30 * dayMs;
const namesShown = 3;
/** More quiet topics than this are only counted: their names would outgrow the news. */
const topicsNamed = 6;

/** One short line each, at most three; none when every topic has news and every source can be read. */
export function remarksOn({ topics, hasNews, lastTime, quiet, sources, down }: Silence): Phrase[] {
  if (topics === 0) return [{ key: 'brief.nothingFollowed' }];
  const long = quiet.filter(({ silentMs }) => silentMs >= longSilenceMs);
  const short = quiet.filter(({ silentMs }) => silentMs < longSilenceMs);
  const isBlind = !hasNews && down.length > 0 && down.length * 2 >= sources;
  const remarks: Phrase[] = [];
  if (isBlind) remarks.push({ key: 'brief.blind', params: { read: sources - down.length, total: sources } });
  else if (!hasNews && lastTime !== undefined) remarks.push({ key: 'brief.quietSince', params: { time: lastTime } });
  else if (!hasNews) remarks.push({ key: 'brief.quiet', params: { count: topics } });
  else if (short.length > topicsNamed) remarks.push({ key: 'brief.nothingOnMany', params: { count: short.length } });
  else if (short.length > 0) remarks.push({ key: 'brief.nothingOn', params: { topics: labels(short) } });
  if (long.length > 0) {
    const days = Math.floor(Math.min(...long.map(({ silentMs }) => silentMs)) / dayMs);
    remarks.push({ key: 'brief.longSilence', params: { topics: labels(long), days } });
  }
  if (down.length > 0 && !isBlind)
    remarks.push({
      key: 'brief.feedsDown',
      params: { count: down.length, names: down.slice(0, namesShown).join(', ') },
    });
  return remarks;
}

function labels(topics: readonly { readonly label: string }[]): string {
  return topics.map(({ label }) => label).join(', ');
}
