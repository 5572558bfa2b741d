/** A process that leads, or stands by until it does: items find their stories here, topics are matched, deliveries decided on, commands answered. */
import type { Dateline } from '../dateline.ts';
import type { Answer, Incoming } from '../model.ts';
import type { Cluster, Consumer, Lease, Log, Operation, PollProgress, Storage } from '../ports.ts';
import { type Company, companyOf } from './company.ts';
import {
  type ChatBody,
  chatsLine,
  commandsLine,
  type EngineAbout,
  engineLease,
  type ItemsBody,
  itemsLine,
  type SuggestionBody,
  suggestionsLine,
  type WaitBody,
  waitsLine,
} from './messages.ts';
import { createOutpostOperation, type RoleProcess } from './outpost.ts';
import { createRemoteChannel } from './remote-channel.ts';

export interface EngineParts {
  readonly cluster: Cluster;
  readonly log: Log;
  /** Builds the engine over the state: reads the whole window of news. */
  open(storage: Storage, company: () => Company): Promise<Dateline>;
  /** Told when this process leads and the engine is built, before it starts. */
  onLead(dateline: Dateline): Promise<void>;
}

/** Placing is one reading after the other; writing and telling go on meanwhile. */
const readingsAtOnce = 8;
/** Commands of different chats; those of one chat take turns. */
const commandsAtOnce = 32;

/**
 * One process leads; its writes are refused from the moment another one does. The others stand by: the lease of a killed
 * one runs out within five seconds, that of one which ends in order at once.
 */
export function createEngineRole(parts: EngineParts): RoleProcess {
  const { cluster, log } = parts;
  const stopping = new AbortController();
  const stopRequested = Promise.withResolvers<void>();
  const outpost = createOutpostOperation(cluster);
  let leading: { readonly lease: Lease; dateline?: Dateline; endServing?: () => Promise<void> } | undefined;
  let isReady = false;
  let begun: Promise<void> = Promise.resolve();
  const operation = (): Operation => leading?.dateline?.operation ?? outpost;

  async function lead(): Promise<void> {
    const lease = await cluster.lead(engineLease, stopping.signal);
    if (lease === undefined) return;
    leading = { lease };
    void lease.lost.then((error) => stopRequested.reject(error));
    log.info({}, 'this engine leads');
    const dateline = await parts.open(cluster.storage(lease), () => companyOf(cluster));
    leading.dateline = dateline;
    dateline.stopRequested.then(stopRequested.resolve, stopRequested.reject);
    await parts.onLead(dateline);
    if (stopping.signal.aborted) return;
    await dateline.start();
    leading.endServing = serveEngine(cluster, dateline, log);
    isReady = true;
    await cluster.show();
  }

  return {
    operation: {
      health: () => operation().health(),
      figures: () => operation().figures(),
      feeds: () => operation().feeds(),
      dead: () => operation().dead(),
      waiting: () => operation().waiting(),
      retry: (ids) => operation().retry(ids),
    },
    stopRequested: stopRequested.promise,
    async start() {
      await cluster.join('engine', (): EngineAbout => ({ leads: isReady }));
      begun = lead().catch((error: Error) => stopRequested.reject(error));
    },
    async stop() {
      stopping.abort();
      await begun;
      await leading?.endServing?.();
      await leading?.dateline?.stop();
      await leading?.lease.release();
      await cluster.close();
    },
  };
}

/** Joins the engine to the lines: to be called once it has started. The answer ends that, finishing what was begun. */
function serveEngine(cluster: Cluster, dateline: Dateline, log: Log): () => Promise<void> {
  const { work } = cluster;
  const consumers: Consumer[] = [];
  const serve = <Body>(line: string, width: number, handle: (body: Body) => Promise<unknown>) => {
    const carryOut = async (body: Body) => {
      try {
        return await handle(body);
      } catch (error) {
        log.error({ line, reason: String(error) }, 'a piece of work could not be done; it comes again');
        throw error;
      }
    };
    consumers.push(work.consume(line, width, ({ body }) => carryOut(body as Body)));
  };
  const connected = new Set<string>();
  const connect = () => {
    for (const about of companyOf(cluster).platforms) {
      if (connected.has(about.platform)) continue;
      connected.add(about.platform);
      dateline.connect(createRemoteChannel(cluster, about));
    }
  };
  connect();
  const unlisten = cluster.onChange(connect);

  serve<ItemsBody>(itemsLine, readingsAtOnce, ({ feedId, items, edited }) => dateline.accept(feedId, items, edited));
  serve<ChatBody>(chatsLine, 1, ({ address, change }) => dateline.host(address.platform).chatChanged(address, change));
  serve<Incoming>(
    commandsLine,
    commandsAtOnce,
    (incoming): Promise<Answer> => dateline.host(incoming.address.platform).handle(incoming),
  );
  serve<SuggestionBody>(suggestionsLine, commandsAtOnce, ({ address, command, typed }) =>
    dateline.host(address.platform).suggest(address, command, typed),
  );
  let progress: PollProgress | undefined;
  dateline.host('').onFirstPoll((now) => {
    progress = now;
  });
  serve<WaitBody>(waitsLine, commandsAtOnce, (body) => {
    if (body.for === 'firstPoll')
      return dateline
        .host('')
        .firstPoll()
        .then(() => progress);
    return itemsDone(cluster).then(() => dateline.host(body.platform).drained());
  });

  return async () => {
    unlisten();
    await Promise.all(consumers.map((consumer) => consumer.stop()));
  };
}

/** What feeds brought is taken in first: it may give something to send. */
async function itemsDone({ work }: Cluster): Promise<void> {
  while ((await work.waiting(itemsLine)) > 0) await new Promise((resolve) => setTimeout(resolve, 100));
}
