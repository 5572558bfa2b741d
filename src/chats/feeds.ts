/** `/feeds`, `/addfeed`, `/removefeed`. */
import { ago, clockTime } from '../messages/text.ts';
import type { Answer, Block, Span } from '../model.ts';
import { words } from '../text/words.ts';
import { answer, button, heading, line, list, message, paragraph, refuse } from './answers.ts';
import type { FeedChoice, FeedHealth } from './news.ts';
import { suggestFurtherFeeds, suggestOwnFeeds, suggestSources } from './offers.ts';
import { pairs } from './topics.ts';
import type { Command, Visit } from './visit.ts';

const pageSize = 25;
const weekMs = 7 * 86_400_000;
const longestUrl = 2_000;

export const feedsCommand: Command = { name: 'feeds', who: 'everyone', run: feeds, suggest: suggestSources };
export const addFeedCommand: Command = { name: 'addfeed', who: 'managers', run: addFeed, suggest: suggestFurtherFeeds };
export const removeFeedCommand: Command = {
  name: 'removefeed',
  who: 'managers',
  run: removeFeed,
  suggest: suggestOwnFeeds,
};

async function feeds(visit: Visit, rest: string): Promise<Answer> {
  const collator = new Intl.Collator(visit.locale, { numeric: true });
  const all = (await visit.tools.news.feeds(visit.chat)).toSorted((a, b) => collator.compare(a.feed.name, b.feed.name));
  if (all.length === 0) return line(visit, 'feeds.none');
  const { typed, page } = readPage(rest);
  if (rest === '') return answer(overview(visit, all));
  const isAll = typed === '' || typed.toLowerCase() === 'all';
  const found = isAll ? all : matching(all, typed);
  if (found.length === 0) return line(visit, 'feeds.unknown', { name: typed.slice(0, 60) });
  if (found.length === 1 && !isAll) return answer(single(visit, found[0]!));
  return answer(listing(visit, found, page, typed === '' ? 'all' : typed));
}

/** 'NAME', 'NAME page 2', 'page 2', 'all 2', '2'; a number at the end of a name belongs to the name. */
function readPage(rest: string): { readonly typed: string; readonly page: number } {
  const [, typed = '', page = '1'] = /^(?:(.*?)\s+)?page\s+(\d{1,3})$/i.exec(rest) ??
    /^(all)?\s*(\d{1,3})$/i.exec(rest) ?? [undefined, rest];
  return { typed, page: Number(page) };
}

/** By address or id, else by the whole name, the beginning of a word in it, or any part of it: the first that fits. */
function matching(all: readonly FeedHealth[], typed: string): FeedHealth[] {
  const wanted = words(typed).join(' ');
  const named = (fits: (name: string) => boolean) => all.filter(({ feed }) => fits(words(feed.name).join(' ')));
  const ways = [
    () => all.filter(({ feed }) => feed.url === typed || feed.id === typed),
    () => named((name) => name === wanted),
    () => (wanted === '' ? [] : named((name) => ` ${name}`.includes(` ${wanted}`))),
    () => (wanted === '' ? [] : named((name) => name.includes(wanted))),
    () => all.filter(({ feed }) => typed.includes('.') && feed.url.includes(typed.toLowerCase())),
  ];
  for (const way of ways) {
    const found = way();
    if (found.length > 0) return found;
  }
  return [];
}

function overview(visit: Visit, all: readonly FeedHealth[]) {
  const counts = Object.groupBy(all, ({ state }) => state);
  const numbers = { total: all.length, good: counts.good?.length ?? 0, fresh: counts.new?.length ?? 0 };
  const troubled = all.filter(({ note }) => note !== undefined);
  const own = all.filter(({ feed }) => !feed.isShared && feed.chats.includes(visit.chat.id));
  const blocks: Block[] = [heading(visit.spans('feeds.title', numbers))];
  if (own.length > 0) blocks.push(paragraph(visit.spans('feeds.own')), list(own.map((one) => describe(visit, one))));
  if (troubled.length > 0) {
    blocks.push(paragraph(visit.spans('feeds.troubled', { count: troubled.length })));
    blocks.push(list(troubled.slice(0, pageSize).map((one) => describe(visit, one))));
  }
  blocks.push(paragraph(visit.spans('feeds.hint')));
  return message(blocks, { isPrivate: true, buttons: [button(visit.say('button.allFeeds'), 'run:/feeds all')] });
}

/** One feed: how it fares, when it was read, and when it will be again. */
function single(visit: Visit, one: FeedHealth) {
  const { lastGoodAt, lastItemAt, failures, nextCheckAt, isEnded } = one.feed;
  const { zone } = visit.chat.settings;
  const since = (at: number) => ago(visit.locale, at, visit.now, zone);
  const isDue = !isEnded && nextCheckAt > visit.now;
  const lines = [
    lastGoodAt === undefined ? undefined : visit.say('feeds.detail.read', { ago: since(lastGoodAt) }),
    lastItemAt === undefined ? undefined : visit.say('feeds.detail.newest', { ago: since(lastItemAt) }),
    failures === 0 ? undefined : visit.say('feeds.detail.failures', { count: failures }),
    isDue ? visit.say('feeds.detail.next', { time: clockTime(visit.locale, zone, nextCheckAt) }) : undefined,
  ].filter((text) => text !== undefined);
  const blocks: Block[] = [paragraph(describe(visit, one))];
  if (lines.length > 0) blocks.push(list(lines.map((text): Span[] => [{ text }])));
  return message(blocks, { isPrivate: true });
}

function listing(visit: Visit, found: readonly FeedHealth[], asked: number, typed: string) {
  const pages = Math.ceil(found.length / pageSize);
  const page = Math.min(Math.max(1, asked), pages);
  const shown = found.slice((page - 1) * pageSize, page * pageSize);
  const back = page > 1 ? button(visit.say('button.previous'), `run:/feeds ${typed} page ${page - 1}`) : [];
  const on = page < pages ? button(visit.say('button.next'), `run:/feeds ${typed} page ${page + 1}`) : [];
  const blocks = [
    heading(visit.spans('feeds.listed', { count: found.length, page, pages })),
    list(shown.map((one) => describe(visit, one))),
  ];
  return message(blocks, { isPrivate: true, buttons: [[...back, ...on]] });
}

function describe(visit: Visit, { feed, itemsAWeek, note }: FeedHealth): Span[] {
  const href = feed.siteUrl ?? feed.url;
  const name: Span = /^https?:\/\//.test(href) ? { text: feed.name, href } : { text: feed.name };
  const isUnknown = itemsAWeek === 0 && visit.now - (feed.lastItemAt ?? feed.addedAt) < weekMs;
  if (note === undefined && isUnknown) return [name];
  const tail =
    note === undefined
      ? visit.say('feeds.rate', { count: Math.round(itemsAWeek) })
      : visit.tools.catalogue.phrase(visit.locale, note);
  return [name, { text: ` · ${tail}`, style: 'dim' }];
}

async function addFeed(visit: Visit, rest: string): Promise<Answer> {
  const url = readUrl(rest);
  if (url === undefined) return line(visit, rest === '' ? 'feeds.addEmpty' : 'feeds.badUrl');
  if ((await roomForFeeds(visit)) === 0) return line(visit, 'feeds.quota', { most: visit.tools.settings.quotas.feeds });
  const found = await visit.tools.news.addFeed(visit.chat, url, visit.isAdministrator);
  if (found.kind === 'problem')
    return line(visit, 'problem', { problem: visit.tools.catalogue.phrase(visit.locale, found.problem) });
  if (found.kind === 'known') return line(visit, 'feeds.known', { name: found.feed.name });
  if (found.kind === 'choices') return offer(visit, found.choices);
  const titles = found.titles.slice(0, 3).map((text): Span[] => [{ text }]);
  const blocks = [
    paragraph(visit.spans('feeds.added', { name: [found.feed.name, ...languageName(visit, found.lang)].join(' · ') })),
    ...(titles.length > 0 ? [list(titles)] : []),
  ];
  return answer(
    message(blocks, { buttons: [button(visit.say('button.removeFeed'), `run:/removefeed ${found.feed.id}`)] }),
  );
}

/** How many more feeds of its own the chat may have; who runs the bot adds as many as they like. */
export async function roomForFeeds(visit: Visit): Promise<number> {
  if (visit.isAdministrator) return Number.POSITIVE_INFINITY;
  const all = await visit.tools.news.feeds(visit.chat);
  const own = all.filter(({ feed }) => !feed.isShared && feed.chats.includes(visit.chat.id));
  return Math.max(0, visit.tools.settings.quotas.feeds - own.length);
}

/** Names of people and communities that stand for a page: `@name@some.site`, `r/name`. Whoever looks for feeds knows where it is. */
const nameOfPage = /^(?:@\w[\w.-]*@[\w-]+(?:\.[\w-]+)+|\/?(?:r|u|user)\/[\w-]{2,30}\/?)$/;

/** An http(s) address; the scheme may be left out. */
function readUrl(text: string): string | undefined {
  if (nameOfPage.test(text)) return text;
  const typed = text.replace(/^<|>$/g, '').replace(/^feed:(\/\/)?/i, '');
  if (typed === '' || typed.length > longestUrl || /\s/.test(typed)) return undefined;
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`);
    return ['http:', 'https:'].includes(url.protocol) && /[.:]/.test(url.hostname) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** 'German', as the chat's language calls it; nothing when it is not known. */
function languageName(visit: Visit, lang: string | undefined): string[] {
  const name = lang && new Intl.DisplayNames(visit.locale, { type: 'language', fallback: 'none' }).of(lang);
  return name ? [name] : [];
}

function offer(visit: Visit, choices: readonly FeedChoice[]): Answer {
  const shown = choices.slice(0, 8);
  const items = shown.map(({ url, title, lang, titles = [] }): Span[] => [
    { text: title === '' ? url : title },
    ...languageName(visit, lang).map((name): Span => ({ text: ` · ${name}`, style: 'dim' })),
    { text: '\n' },
    ...titles.slice(0, 1).map((newest): Span => ({ text: `${newest}\n`, style: 'dim' })),
    { text: `/addfeed ${url}`, style: 'code' },
  ]);
  const buttons = shown.map(({ url, title }) => button(title === '' ? url : title, `run:/addfeed ${url}`));
  return answer(message([paragraph(visit.spans('feeds.choices')), list(items)], { isPrivate: true, buttons }));
}

async function removeFeed(visit: Visit, rest: string): Promise<Answer> {
  const mine = (await visit.tools.news.feeds(visit.chat)).filter(
    ({ feed }) => visit.isAdministrator || (!feed.isShared && feed.chats.includes(visit.chat.id)),
  );
  if (mine.length === 0) return line(visit, 'feeds.noneOwn');
  const exact = mine.filter(
    ({ feed }) => feed.id === rest || feed.url === rest || feed.name.toLowerCase() === rest.toLowerCase(),
  );
  const found = rest === '' ? mine : exact.length > 0 ? exact : matching(mine, rest);
  if (found.length === 0) return line(visit, 'feeds.unknown', { name: rest.slice(0, 60) });
  if (found.length > 1 || rest === '') return whichFeed(visit, found);
  return removeOne(visit, found[0]!);
}

function whichFeed(visit: Visit, found: readonly FeedHealth[]): Answer {
  const buttons = pairs(
    found.slice(0, 20).flatMap(({ feed }) => button(`✕ ${feed.name}`, `run:/removefeed ${feed.id}`)),
  );
  return line(visit, 'feeds.which', { count: found.length }, { buttons });
}

async function removeOne(visit: Visit, { feed }: FeedHealth): Promise<Answer> {
  const isGone = await visit.tools.news.removeFeed(visit.chat, feed.id, visit.isAdministrator);
  return isGone ? line(visit, 'feeds.removed', { name: feed.name }, { isPrivate: false }) : refuse(visit);
}
