/** A small invented engine behind the commands: topics are words, stories are given, and every call is remembered. */
import type { News, Status } from '../../src/chats/news.ts';
import { digest } from '../../src/hash.ts';
import type { FeedId, Message, StoryId, StoryView, TopicId } from '../../src/model.ts';
import type { FeedRecord } from '../../src/store/records.ts';
import type { Store } from '../../src/store/store.ts';
import { words } from '../../src/text/words.ts';
import { plain } from './channel.ts';
import { feedNamed } from './poller.ts';

export interface FakeNews extends News {
  /** Names of the calls with what they were about, in order. */
  readonly calls: string[];
  stories: StoryView[];
  alsoNamed: string[];
  /** What a language model makes of an interest. */
  proposals: string[];
  feedList: FeedRecord[];
}

export function makeStory(id: string, title: string, more: Partial<StoryView> = {}): StoryView {
  const publishedAt = Date.UTC(2025, 6, 29, 3);
  const source = { name: 'Harbour Post', url: `https://news.example/${id}`, title, publishedAt };
  return {
    id: id as StoryId,
    title,
    url: source.url,
    publishedAt,
    updatedAt: publishedAt,
    level: 'about',
    score: 0.8,
    reasons: ['in the headline'],
    summary: `${title}, in a sentence.`,
    category: 'politics',
    categoryName: 'politics',
    age: '3 h ago',
    lang: 'en',
    image: undefined,
    sources: [source],
    topic: undefined,
    ...more,
  };
}

export function makeFeed(name: string, more: Partial<FeedRecord> = {}): FeedRecord {
  const url = `https://${name.toLowerCase().replaceAll(' ', '-')}.example/feed.xml`;
  return feedNamed(name, { id: digest(10, name) as FeedId, url, ...more });
}

const status: Status = {
  uptimeMs: 5_400_000,
  feeds: { new: 1, good: 2, failing: 0, silent: 0, ended: 0 },
  stories: 12,
  chats: 3,
  topics: 4,
  waiting: 0,
  deadCount: 12,
  dead: [{ id: 'd1', chat: 'telegram:9', reason: 'message is too long' }],
  store: 'memory:',
};

function textMessage(kind: Message['kind'], text: string): Message {
  return { ...plain(text, false), kind };
}

export function createFakeNews(store: Store): FakeNews {
  const news: FakeNews = {
    calls: [],
    stories: [],
    alsoNamed: [],
    proposals: [],
    feedList: [],
    understand(text) {
      const query = words(text).sort().join(' ');
      if (query === 'the')
        return { kind: 'problem', problem: { key: 'topic.problem.tooCommon', params: { word: 'the' } } };
      const parts = [{ key: 'topic.part.is.name', params: { text } }];
      return { kind: 'topic', topicId: digest(10, query) as TopicId, query, label: text, parts };
    },
    watch: (chat, follow) => void news.calls.push(`watch ${chat.id} ${follow.text}`),
    unwatch: (chat, follow) => void news.calls.push(`unwatch ${chat.id} ${follow.text}`),
    reconsider: () => undefined,
    paused: (chatId) => void news.calls.push(`paused ${chatId}`),
    returned: (chatId) => void news.calls.push(`returned ${chatId}`),
    isReading: () => false,
    propose: async (_chat, interest) => {
      news.calls.push(`propose ${interest}`);
      return news.proposals;
    },
    timeline: async () => [],
    week: async () => ({ alerts: 4, inQuietHours: 1, stories: 30, inLanguage: 12, withPicture: 20 }),
    nextBrief: async ({ settings }, [plan]) => ({
      at: plan === undefined ? undefined : Date.parse('2026-03-13T08:00:00Z'),
      zone: plan?.zone ?? settings.zone,
      stories: 5,
      first: 'Ferry runs aground off Tarnholm',
    }),
    preview: async () => ({ alerts: 4, stories: news.stories.slice(0, 5), alsoNamed: news.alsoNamed }),
    async latest(_chat, topics, page) {
      news.calls.push(`latest ${topics.map(({ query }) => query).join('+')} ${page}`);
      return { stories: news.stories.slice(page * 5, page * 5 + 5), hasMore: news.stories.length > page * 5 + 5 };
    },
    story: async (_chat, id) => news.stories.find((one) => one.id === id),
    async explain(_chat, id) {
      const story = news.stories.find((one) => one.id === id);
      if (story === undefined) return undefined;
      return {
        story,
        matched: [{ key: 'topic.reason.headline' }],
        ranked: [{ key: 'why.about' }],
        stop: { key: 'why.stop.threshold' },
      };
    },
    async brief(_chat, { topics, length, show }) {
      news.calls.push(`brief ${topics.length} ${length}`);
      show?.(textMessage('brief', 'Brief so far'));
      return textMessage('brief', 'Brief for today');
    },
    namesakes: async () => ({ isLate: false, choices: [] }),
    async missed(chat, show) {
      show?.(textMessage('reply', 'Missed so far'));
      return textMessage('reply', `since ${chat.lastReadAt ?? 'ever'}`);
    },
    async learn(chat, id, direction) {
      news.calls.push(`learn ${id} ${direction}`);
      return { ...chat, taste: { 'topic:x': { weight: direction, at: 0 } } };
    },
    names: () => news.alsoNamed,
    sources: () => news.feedList.map(({ name, url, isShared }) => ({ name, url, isOwn: !isShared })),
    furtherFeeds: () => [{ name: 'Port Gazette', url: 'https://gazette.example/feed.xml', isOwn: false }],
    feeds: async () =>
      news.feedList.map((feed) => ({
        feed,
        itemsAWeek: 20,
        state: feed.failures > 0 ? 'failing' : 'good',
        note: feed.failures > 0 ? { key: 'health.gone' } : undefined,
      })),
    async addFeed(chat, url, isShared) {
      news.calls.push(`addFeed ${url} ${isShared}`);
      if (url.includes('many'))
        return {
          kind: 'choices',
          choices: [
            { url: 'https://many.example/a.xml', title: 'World' },
            { url: 'https://many.example/b.xml', title: 'Sport' },
          ],
        };
      if (url.includes('none'))
        return { kind: 'problem', problem: { key: 'addfeed.problem.no-feed', params: { url } } };
      const feed = makeFeed('New Paper', isShared ? {} : { isShared: false, chats: [chat.id] });
      if (news.feedList.some(({ id }) => id === feed.id)) return { kind: 'known', feed };
      news.feedList.push(feed);
      return { kind: 'added', feed, titles: ['A first headline'] };
    },
    async removeFeed(chat, id, isAdministrator) {
      const before = news.feedList.length;
      news.feedList = news.feedList.filter(
        (feed) => feed.id !== id || (!isAdministrator && !feed.chats.includes(chat.id)),
      );
      return news.feedList.length < before;
    },
    exportFeeds: async () => '<opml version="2.0"><body/></opml>',
    importFeeds: async (_chat, _opml, { most }) => ({
      added: Math.min(2, most),
      known: 1,
      left: Math.max(0, 2 - most),
      problems: ['line 3: no address'],
    }),
    status: async () => status,
    replayDead: async () => 1,
    async forget(chatId) {
      news.calls.push(`forget ${chatId}`);
      await store.chats.delete(chatId);
      await store.heard.delete(chatId);
    },
    async announce(text) {
      news.calls.push(`announce ${text}`);
      return 3;
    },
  };
  return news;
}
