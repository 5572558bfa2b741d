/** The core with a small publisher and a strict platform around it, and its pages on a real socket of this machine. */
import { onTestFinished } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { createMeter, startWeb, type WebOptions } from '../../adapters/web/index.ts';
import { createClock } from '../../src/clock.ts';
import { createDateline, type Dateline } from '../../src/dateline.ts';
import type { HookTopic } from '../../src/engine/hooks.ts';
import type { TopicSetting } from '../../src/engine/pages.ts';
import { createFetcher } from '../../src/feeds/fetch.ts';
import { createReaderPool } from '../../src/feeds/reader-pool.ts';
import { loadCatalogue } from '../../src/messages/say.ts';
import type { Channel, ChannelHost } from '../../src/ports.ts';
import { createTail, type LogTail } from '../../src/tail.ts';
import { createHttpChannel } from './channel.ts';
import { createFaultyStorage, type FaultyStorage } from './faults.ts';
import { type Newsstand, openNewsstand, type Report } from './newsstand.ts';
import { type Platform, startPlatform } from './platform.ts';
import { quietLog } from './records.ts';

export interface PagesWorld {
  readonly url: string;
  readonly stand: Newsstand;
  readonly storage: FaultyStorage;
  readonly platform: Platform;
  readonly dateline: Dateline;
  readonly tail: LogTail;
  /** The instant at which the clock started. */
  readonly startAt: number;
  /** Begins to poll, and waits for the first poll. */
  start(): Promise<void>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  text(path: string): Promise<string>;
  /** What a person types in a private chat; answers the first message's text. */
  say(text: string, chat?: string): Promise<string>;
}

export const noon = Date.parse('2026-03-10T12:00:00Z');

/** A report that appeared `minutes` before noon. */
export function told(title: string, text = '', minutes = 30): Report {
  return { title, text, published: new Date(noon - minutes * 60_000).toISOString() };
}

let updates = 0;

/** Everything is closed with the test. */
export async function openPages(
  reports: Readonly<Record<string, readonly Report[]>>,
  options: {
    readonly topics?: readonly TopicSetting[];
    readonly web?: Partial<WebOptions>;
    readonly hooks?: readonly (HookTopic & { readonly channel: Channel })[];
    /** What an earlier run left. */
    readonly storage?: FaultyStorage;
    /** In the place of the newsstand's. */
    readonly feeds?: string;
    /** Noon of the tests when left out. */
    readonly startAt?: number;
  } = {},
): Promise<PagesWorld> {
  const stand = await openNewsstand(reports);
  const platform = await startPlatform();
  const storage = options.storage ?? createFaultyStorage(openMemory());
  const hooks = options.hooks ?? [];
  const clock = createClock({ startAt: options.startAt ?? noon });
  const meter = createMeter();
  const allowPrivate = ['127.0.0.0/8'];
  const plainChannel = createHttpChannel({ url: platform.url });
  let host: ChannelHost | undefined;
  const channel = {
    ...plainChannel,
    async start(given: ChannelHost) {
      host = given;
    },
  };
  const ports = {
    clock,
    log: quietLog,
    storage,
    channels: [channel, ...hooks.map((hook) => hook.channel)],
    catalogue: loadCatalogue(),
    meter,
  };
  const dateline = await createDateline(
    { ...ports, fetcher: createFetcher({ allowPrivate, userAgent: 'test', clock }), reader: createReaderPool() },
    {
      feeds: [options.feeds ?? stand.opmlUrl],
      intervalMs: 1_000,
      allowPrivate,
      administrators: ['fake:boss'],
      clockSpeed: undefined,
      publicTopics: options.topics ?? [],
      webhooks: hooks,
    },
  );
  const { pages, operation, editing } = dateline;
  const tail = createTail();
  const own = {
    clock,
    log: quietLog,
    pages,
    operation,
    editing,
    tail,
    meter,
    version: '0.0.0',
    webhook: undefined,
    url: undefined,
    adminToken: undefined,
  };
  const web = await startWeb({ host: '127.0.0.1', port: 0, settings: [], ...own, ...options.web });
  onTestFinished(async () => {
    storage.isFailing = () => false;
    await Promise.all([web.stop(), dateline.stop()]);
    await Promise.all([stand.close(), platform.close()]);
  });
  const get: PagesWorld['get'] = (path, headers = {}) => fetch(web.url + path, { headers, redirect: 'manual' });
  return {
    url: web.url,
    stand,
    storage,
    platform,
    dateline,
    tail,
    startAt: noon,
    async start() {
      await dateline.start();
      await host?.firstPoll();
    },
    get,
    text: async (path) => (await get(path)).text(),
    async say(text, chat = 'olga') {
      updates += 1;
      const answer = await host?.handle({
        updateId: String(updates),
        address: { platform: 'fake', id: chat },
        chatKind: 'private',
        chatTitle: undefined,
        person: { id: chat, name: undefined, isManager: true, locale: 'en' },
        text,
        action: undefined,
        messageRef: undefined,
        file: undefined,
      });
      return JSON.stringify(answer?.messages[0]?.blocks ?? []);
    },
  };
}
