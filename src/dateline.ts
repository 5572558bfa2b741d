/** The core behind one door: builds the engine from its ports, starts it, stops it. */
import { setTimeout as wait } from 'node:timers/promises';
import { createCommands } from './chats/commands.ts';
import type { News } from './chats/news.ts';
import { createTurns } from './chats/turns.ts';
import type { Company } from './cluster/company.ts';
import { createAlerts } from './delivery/alerts.ts';
import { createOutbox } from './delivery/outbox.ts';
import { createReach } from './delivery/reach.ts';
import { createSender } from './delivery/send.ts';
import { createArchive } from './engine/archive.ts';
import { createAsking } from './engine/asking.ts';
import { countChats } from './engine/census.ts';
import { changeChat } from './engine/chat-changes.ts';
import { createComposer } from './engine/composer.ts';
import { distribute } from './engine/distribute.ts';
import { createEditing, upholdCorrections } from './engine/editing.ts';
import { endStories } from './engine/ended-stories.ts';
import { followFeedLists, newFeedRecord, readFeedLists } from './engine/feed-list.ts';
import { createFeedNews } from './engine/feed-news.ts';
import { tellFollowUps } from './engine/follow-ups.ts';
import { type HookTopic, keepHooks, lostHooks } from './engine/hooks.ts';
import { createHosting } from './engine/host.ts';
import { createDueBriefs, forgetOld } from './engine/housekeeping.ts';
import { openHubs, type Post } from './engine/hubs.ts';
import { createIntake } from './engine/intake.ts';
import { createMeantBook } from './engine/meant.ts';
import { measureChannel, measureCommands, measured, measureFetcher, measureReader, noMeter } from './engine/measure.ts';
import { createStoryNews } from './engine/news.ts';
import { createOffers } from './engine/offers.ts';
import { createOperation } from './engine/operation.ts';
import { createOperatorNews } from './engine/operator-news.ts';
import { createPages, type TopicSetting } from './engine/pages.ts';
import { createProse } from './engine/prose.ts';
import { restore } from './engine/restore.ts';
import { createSight } from './engine/sight.ts';
import { createSubscriptions } from './engine/subscriptions.ts';
import { createPoller, type Poller } from './feeds/poll.ts';
import type { FeedReaderPool } from './feeds/reader-pool.ts';
import { withAge } from './feeds/reading.ts';
import type { Catalogue } from './messages/say.ts';
import type { FeedId, Item } from './model.ts';
import type {
  AliasSource,
  Channel,
  ChannelHost,
  Clock,
  Editing,
  Fetcher,
  Hubs,
  Log,
  Meter,
  Operation,
  Pages,
  Storage,
  Writer,
} from './ports.ts';
import { openStore } from './store/open.ts';
import type { FeedRecord } from './store/records.ts';
import type { Store } from './store/store.ts';
import { createClusterer } from './stories/cluster.ts';
import { carryOut, startTick, type Tick } from './tick.ts';

export interface Ports {
  readonly clock: Clock;
  readonly log: Log;
  readonly storage: Storage;
  readonly fetcher: Fetcher;
  /** For asking hubs. */
  readonly post?: Post;
  readonly reader: FeedReaderPool;
  readonly channels: readonly Channel[];
  readonly catalogue: Catalogue;
  /** Where the stages report how they do; nowhere when it is left out. */
  readonly meter?: Meter | undefined;
  /** A language model, where one is set. */
  readonly writer?: Writer | undefined;
  /** Other names from outside, where that is set. */
  readonly names?: AliasSource | undefined;
  /** Set where other processes read the feeds and are connected to the platforms. */
  readonly elsewhere?: Elsewhere | undefined;
}

interface Elsewhere {
  poller(store: Store): Poller;
  company(): Company;
}

export interface CoreSettings {
  /** OPML files, or addresses of OPML files and feeds. */
  readonly feeds: readonly string[];
  readonly intervalMs: number;
  readonly allowPrivate: readonly string[];
  /** `telegram:123` */
  readonly administrators: readonly string[];
  /** Of a virtual clock; undefined on the real one. */
  readonly clockSpeed: number | undefined;
  /** Topics that the pages show to anybody. */
  readonly publicTopics: readonly TopicSetting[];
  /** Where the HTTP side can be reached from outside, without a slash at the end; undefined when it cannot. */
  readonly publicUrl?: string | undefined;
  /** Topics that are posted elsewhere, each by a channel of its own. */
  readonly webhooks?: readonly HookTopic[];
}

export interface Dateline {
  /**
   * Restores what the store holds, connects the platforms, begins to poll. Throws `SettingsError`, `SetupError` or `StoreError`
   * with one line when it cannot; then `stop` still closes what was opened. May be stopped while it still goes on.
   */
  start(): Promise<void>;
  /** Takes no more work, finishes or releases what is under way, closes everything. Within 10 s; may be called once. */
  stop(): Promise<void>;
  /** Resolves when a platform asks for the end (the console at the end of its input); rejects with a `SetupError` when one cannot go on. */
  readonly stopRequested: Promise<void>;
  /** Takes in what a reading of a feed elsewhere brought; resolves when all that follows is durable. Repeatable. Throws StoreError. */
  accept(feedId: FeedId, items: readonly Item[], edited: readonly Item[]): Promise<void>;
  /** One more platform, which another process is connected to. */
  connect(channel: Channel): void;
  /** What an adapter of this platform may ask of the core. */
  host(platform: string): ChannelHost;
  /** For the HTTP pages; both answer from before `start`. */
  readonly pages: Pages;
  readonly operation: Operation;
  /** For hubs that tell of changed feeds; undefined without a public address. */
  readonly hubs: Hubs | undefined;
  readonly editing: Editing;
}

const hourMs = 3_600_000;
/** A platform that does not answer at the start holds up the others and the feeds no longer than this. Real time. */
const patienceMs = 5_000;

export async function createDateline(ports: Ports, settings: CoreSettings): Promise<Dateline> {
  const { clock, log, catalogue, meter = noMeter } = ports;
  const fetcher = measureFetcher(ports.fetcher, meter);
  const reader = measureReader(ports.reader, meter);
  const channels = ports.channels.map((channel) => measureChannel(channel, meter));
  const opened = await openStore(ports.storage);
  const { chats, census } = countChats(opened.chats);
  const store = { ...opened, chats };
  const lists = await readFeedLists(settings.feeds, fetcher, store, log);
  await followFeedLists(lists.feeds, store, clock.now());
  const hooks = settings.webhooks ?? [];
  await keepHooks(store, hooks, catalogue, clock.now());

  const archive = createArchive();
  const sight = createSight(archive);
  const subscriptions = createSubscriptions();
  const clusterer = createClusterer();
  const turns = createTurns();
  const restored = await restore({ store, archive, clusterer, subscriptions, sight, census });
  log.info({ ...restored, feeds: lists.feeds.length, store: ports.storage.label }, 'ready');

  const outbox = await createOutbox({ store, clock, log });
  const alerts = createAlerts({ store, outbox, clock });
  const reach = createReach({ store, heard: alerts.heard, clock });
  const desk = { archive, sight, catalogue, clock };
  const asking = createAsking({ writer: ports.writer, clock, log });
  const prose = createProse({ asking, archive, sight, catalogue });
  const composer = createComposer({ ...desk, store, outbox, prose, log });
  const sender = createSender({
    outbox,
    channels: new Map(),
    compose: (delivery) => composer.compose(delivery),
    onSent(delivery, ref) {
      meter.delivered(delivery.kind, clock.now() - delivery.createdAt);
      return alerts.told(delivery, ref);
    },
    onChat: (chatId, change) => changeChat(changing, chatId, change),
    clock,
    log,
  });
  const keeping = { store, outbox, catalogue, clock, channels };
  const intake = createIntake({ store, archive, clusterer });
  await upholdCorrections({ store, clusterer, intake });
  async function accept(feed: FeedRecord | undefined, items: readonly Item[], edited: readonly Item[]) {
    if (feed !== undefined) sight.put(feed);
    const kept = () => 'kept';
    const changes = await measured(meter, 'intake', () => intake.accept(items, edited), kept);
    meter.counted('items', items.length);
    meter.counted('edits', edited.length);
    meter.counted('stories', changes.filter(({ isNew }) => isNew).length);
    const parts = { store, archive, sight, subscriptions, alerts, clock };
    await measured(meter, 'distribute', () => distribute(parts, changes), kept);
    await tellFollowUps({ ...desk, store, outbox, subscriptions }, changes);
  }
  const poller: Poller =
    ports.elsewhere?.poller(store) ??
    createPoller({
      store,
      fetcher,
      reader,
      clock,
      log,
      settings: { intervalMs: settings.intervalMs, allowPrivate: settings.allowPrivate },
      accept: (feed, items, edited) => accept(feed, withAge(feed, items), edited),
    });
  const platforms = channels.map(({ platform }) => platform);

  const changing = { reach, subscriptions, sight, poller, turns, log, keeping };

  const meant = createMeantBook({ source: ports.names, store, clock, log });
  const news: News = {
    namesakes: (query, locale) => meant.namesakes(query, locale),
    ...createStoryNews({ ...desk, store, prose, asking, subscriptions, heard: alerts.heard }),
    reconsider: (chatId) => alerts.reconsider(chatId),
    paused: (chatId) => outbox.park(chatId),
    returned: (chatId) => outbox.unpark(chatId),
    ...createOffers(desk),
    ...createFeedNews({ store, sight, poller, fetcher, reader, clock }),
    ...createOperatorNews({
      ...desk,
      store,
      outbox,
      subscriptions,
      poller,
      heard: alerts.heard,
      meant,
      platforms,
      census,
      company: ports.elsewhere?.company,
      label: ports.storage.label,
      startedAt: clock.now(),
    }),
  };
  const tools = {
    store,
    news,
    catalogue,
    clock,
    log,
    turns,
    settings: { administrators: settings.administrators },
  };
  const commands = measureCommands(createCommands(tools), meter);
  const pages = createPages({ ...desk, store, subscriptions }, settings.publicTopics);
  const startedAt = clock.now();
  const stopping = new AbortController();
  /** Platforms that were asked and have not answered yet. */
  const awaited = new Set<string>();
  const resting = () => [...awaited, ...sender.resting()];
  const counted = { store, archive, subscriptions, census, outbox, sender: { resting }, poller, catalogue };
  const operation = createOperation({ ...counted, clock, platforms, startedAt, company: ports.elsewhere?.company });
  const editing = createEditing({ ...desk, store, clusterer, intake, subscriptions });
  const hosting = createHosting({ commands, catalogue, clock, log, sender, poller });

  const hubs =
    settings.publicUrl === undefined || ports.post === undefined
      ? undefined
      : await openHubs({ store, poller, clock, log }, settings.publicUrl, ports.post);

  let tick: Tick | undefined;
  let lastSweepAt = clock.now();
  const housekeeping = { ...desk, store, census, outbox, alerts, clusterer, turns, prose, log };

  const dueBriefs = createDueBriefs(housekeeping);

  const everyHour = {
    'old news': () => forgetOld(housekeeping),
    'ended stories': () => endStories({ ...housekeeping, subscriptions }),
    'dead letters': () => outbox.pruneDead(),
    'lost chats': async () => {
      for (const chatId of await reach.lost(clock.now(), census.unreachable()))
        await turns.take(chatId, async () => {
          // It may have spoken while others were forgotten.
          const [lost] = await reach.lost(clock.now(), [chatId]);
          if (lost !== undefined) await news.forget(lost);
        });
    },
  };
  const everyMinute = {
    briefs: () => dueBriefs.send(),
    'held stories': () => alerts.releaseHeld(clock.now()),
    'what was sent': () => outbox.pruneSent(),
    'the hour': async () => {
      if (clock.now() - lastSweepAt < hourMs) return;
      lastSweepAt = clock.now();
      await carryOut(everyHour, log);
    },
  };

  /** A list of feeds that did not answer at the start is asked again until it does. */
  async function askMissingLists(names: readonly string[]): Promise<void> {
    let missing = names;
    while (missing.length > 0) {
      await clock.sleep(settings.intervalMs, stopping.signal);
      if (stopping.signal.aborted) return;
      try {
        const again = await readFeedLists(settings.feeds, fetcher, store, log);
        for (const feed of again.feeds)
          sight.put(await poller.add({ ...newFeedRecord(feed, true, clock.now()), isListed: true }));
        missing = again.missing;
      } catch (error) {
        log.error({ reason: String(error) }, 'the feed lists could not be read again; they will be asked once more');
      }
    }
  }

  /** Begins to send when the platform is there. */
  async function connect(channel: Channel): Promise<void> {
    awaited.add(channel.platform);
    await channel.start(hosting.forChannel(channel.platform));
    awaited.delete(channel.platform);
    if (!stopping.signal.aborted) sender.connect(channel);
  }

  /** What makes it impossible to go on is thrown at the start; of a platform that answers late, it ends the program. */
  async function connectAll(): Promise<void> {
    const connecting = channels.map((channel) => ({ channel, done: connect(channel) }));
    const patience = new AbortController();
    const late = wait(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([Promise.all(connecting.map(({ done }) => done)), late]).finally(() => patience.abort());
    for (const { channel, done } of connecting)
      done.catch((error: Error) => {
        if (!stopping.signal.aborted) hosting.forChannel(channel.platform).requestStop(error);
      });
  }

  return {
    stopRequested: hosting.stopRequested,
    pages,
    operation,
    hubs,
    editing,
    host: hosting.forChannel,
    async accept(feedId, items, edited) {
      // A feed that was given up meanwhile is not known any more; its last reports are news all the same.
      await accept(await store.feeds.get(feedId), items, edited);
    },
    connect(channel) {
      const measured = measureChannel(channel, meter);
      channels.push(measured);
      platforms.push(channel.platform);
      sender.connect(measured);
    },
    async start() {
      for (const chatId of await lostHooks(store, hooks)) await news.forget(chatId);
      sender.start();
      await connectAll();
      if (stopping.signal.aborted) return;
      tick = startTick(clock, settings.clockSpeed, log, everyMinute);
      await poller.start();
      // What a feed says of its hub is known once it was read.
      void poller.firstPoll().then(() => hubs?.start());
      void askMissingLists(lists.missing);
    },
    async stop() {
      stopping.abort();
      hubs?.stop();
      await Promise.all([poller.stop(), tick?.stop()]);
      // What is being sent needs its connections until it is done.
      await sender.stop();
      await Promise.all(channels.map((channel) => channel.stop()));
      await Promise.all([fetcher.close(), reader.close()]);
      await store.close();
    },
  };
}
