/** Ports and doors of the core with a meter on them: what passes is counted and timed, nothing is changed. */
import type { Commands } from '../chats/commands.ts';
import type { FeedReaderPool } from '../feeds/reader-pool.ts';
import type { Channel, Fetcher, Meter, Stage } from '../ports.ts';

/** Takes down how long `work` took and how it ended; a thrown error is the outcome 'error'. */
export async function measured<T>(
  meter: Meter,
  stage: Stage,
  work: () => Promise<T>,
  outcomeOf: (result: T) => string,
  platform?: string,
): Promise<T> {
  const startedAt = performance.now();
  const note = (outcome: string) => meter.worked(stage, outcome, performance.now() - startedAt, platform);
  try {
    const result = await work();
    note(outcomeOf(result));
    return result;
  } catch (error) {
    note('error');
    throw error;
  }
}

const kindOf = ({ kind }: { readonly kind: string }) => kind;

export function measureFetcher(fetcher: Fetcher, meter: Meter): Fetcher {
  return {
    fetch: (request) => measured(meter, 'fetch', () => fetcher.fetch(request), kindOf),
    close: () => fetcher.close(),
  };
}

export function measureReader(reader: FeedReaderPool, meter: Meter): FeedReaderPool {
  return {
    read: (job) => measured(meter, 'read', () => reader.read(job), kindOf),
    close: () => reader.close(),
  };
}

/** The same channel, with its sends and edits counted by outcome. */
export function measureChannel(channel: Channel, meter: Meter): Channel {
  const { platform } = channel;
  return {
    ...channel,
    send: (to, message, options) => measured(meter, 'send', () => channel.send(to, message, options), kindOf, platform),
    edit: (ref, message, options) =>
      measured(meter, 'edit', () => channel.edit(ref, message, options), kindOf, platform),
  };
}

export function measureCommands(commands: Commands, meter: Meter): Commands {
  return {
    ...commands,
    handle: (incoming, show) =>
      measured(
        meter,
        'command',
        () => commands.handle(incoming, show),
        () => 'answered',
        incoming.address.platform,
      ),
  };
}

/** Takes nothing down. */
export const noMeter: Meter = { worked() {}, counted() {}, delivered() {} };
