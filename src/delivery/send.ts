/** The sender: a line for each platform, all fed by the outbox. */
import type { Address, ChatKind } from '../model.ts';
import { chatIdOf } from '../model.ts';
import type { Channel, ChatChange, Priority } from '../ports.ts';
import { movedTo } from './deliver.ts';
import { isIdle, openLine, pump, waitForTurn } from './line.ts';
import type { Line, Sending } from './sending.ts';

export interface Sender {
  /** Begins to send what waits. */
  start(): void;
  /** One more platform, which can be sent to from now on. */
  connect(channel: Channel): void;
  /** Takes nothing new, waits for what is being sent (4 s), then breaks it off: it is sent again after a restart. */
  stop(): Promise<void>;
  /** Waits until the platform's limits allow one more message to this chat; replies go before everything else. */
  turn(address: Address, chatKind: ChatKind, priority: Priority, signal?: AbortSignal): Promise<void>;
  /** Resolves when nothing waits for this platform that could be sent now. */
  drained(platform: string): Promise<void>;
  /** Platforms that took no messages of late: nothing went out since. */
  resting(): readonly string[];
  /** The platform or a person said so: a chat that is gone gets nothing until it returns; a moved one moves its deliveries. */
  chatChanged(address: Address, change: ChatChange): Promise<void>;
}

/** Real time, also under a virtual clock: the end of a process is a matter of this world. */
const patienceMs = 4_000;
const breakOffMs = 500;

export function createSender(options: Sending & { readonly channels: ReadonlyMap<string, Channel> }): Sender {
  const lines = new Map<string, Line>();
  let unlisten = () => {};
  const pumpAll = () => {
    for (const line of lines.values()) pump(line);
  };
  return {
    start() {
      for (const [platform, channel] of options.channels) lines.set(platform, openLine(options, channel));
      unlisten = options.outbox.onChange(pumpAll);
      pumpAll();
    },
    connect(channel) {
      const line = openLine(options, channel);
      lines.set(channel.platform, line);
      pump(line);
    },
    async stop() {
      unlisten();
      await Promise.all([...lines.values()].map(stopLine));
    },
    turn(address, chatKind, priority, signal) {
      const line = lines.get(address.platform);
      return line === undefined ? Promise.resolve() : waitForTurn(line, address, chatKind, priority, signal);
    },
    drained(platform) {
      const line = lines.get(platform);
      return line === undefined ? Promise.resolve() : untilIdle(line);
    },
    resting: () => [...lines].filter(([, line]) => line.outages > 0).map(([platform]) => platform),
    chatChanged: (address, change) => changeChat(options, address, change),
  };
}

function untilIdle(line: Line): Promise<void> {
  if (isIdle(line)) return Promise.resolve();
  return new Promise((resolve) => {
    const listener = () => {
      line.idleListeners.delete(listener);
      resolve();
    };
    line.idleListeners.add(listener);
  });
}

async function stopLine(line: Line): Promise<void> {
  line.isStopping = true;
  for (const waiter of line.waiters.splice(0)) waiter.go();
  if (await settles(line, patienceMs)) return;
  line.abort.abort();
  await settles(line, breakOffMs);
}

/** Whether everything under way ends within `ms`. */
async function settles(line: Line, ms: number): Promise<boolean> {
  const endAt = performance.now() + ms;
  while (line.inFlight > 0 && performance.now() < endAt) await new Promise((resolve) => setTimeout(resolve, 5));
  line.cancelWake?.();
  return line.inFlight === 0;
}

async function changeChat(sending: Sending, address: Address, change: ChatChange): Promise<void> {
  const chatId = chatIdOf(address);
  if (change.kind !== 'returned') sending.outbox.park(chatId);
  await sending.onChat(chatId, change);
  if (change.kind === 'moved') await sending.outbox.move(chatId, (record) => movedTo(record, change.to));
  if (change.kind === 'returned') sending.outbox.unpark(chatId);
}
