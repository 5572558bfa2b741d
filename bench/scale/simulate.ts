/**
 * What is beyond this machine, reckoned from measured costs. Everything that is assumed stands in `assumed`: change it and
 * run again.
 */

/** Measured by the other parts, on a busy machine: costs of computing are upper bounds. */
const measured = {
  /** One report through everything: placing, describing, matching, writing. */
  itemCpuMs: 3,
  /** One fetch of a feed, most of them without anything new. */
  fetchCpuMs: 0.8,
  /** One message: decided on, queued, handed over, sent, marked. */
  messageCpuMs: 0.5,
  /** An engine's memory without chats, and for each. */
  engineMb: 250,
  chatBytes: 650,
  reportBytes: 5_200,
  /** In Redis. */
  redisChatBytes: 1_050,
  redisReportBytes: 2_500,
  redisSentBytes: 190,
};

const assumed = {
  /** A feed is asked every five minutes to an hour, and brings so much. */
  fetchesAFeedADay: 60,
  reportsAFeedADay: 8,
  /** Alerts, updates and briefs that one chat gets in a day. */
  messagesAChatADay: 4,
  /** The busiest hour of the newswire against its mean. */
  peak: 2.4,
  telegramPerSecond: 28,
  discordPerSecond: 40,
  /** An ordinary rented server with 2 cores and 4 GB; one with 16 GB has four times as much of both. */
  eurosFor4Gb: 5,
  /** No core is used to more than this. */
  load: 0.6,
};

export interface Size {
  readonly chats: number;
  readonly feeds: number;
  readonly messagesADay: number;
  /** Hours of every day that the platform's limits need for them, half of the chats on each platform. */
  readonly telegramHours: number;
  readonly discordHours: number;
  readonly coresAtPeak: number;
  readonly engineGb: number;
  readonly redisGb: number;
  readonly eurosAMonth: number;
  readonly givesOutFirst: string;
}

/** Which size needs what, and what gives out first. */
export function simulate(sizes: readonly (readonly [chats: number, feeds: number])[]): {
  readonly assumed: typeof assumed;
  readonly measured: typeof measured;
  readonly sizes: readonly Size[];
} {
  return { assumed, measured, sizes: sizes.map(([chats, feeds]) => sizeOf(chats, feeds)) };
}

function sizeOf(chats: number, feeds: number): Size {
  const reportsADay = feeds * assumed.reportsAFeedADay;
  const messagesADay = chats * assumed.messagesAChatADay;
  const hours = (perSecond: number) => messagesADay / 2 / perSecond / 3_600;
  const cpuSeconds =
    (feeds * assumed.fetchesAFeedADay * measured.fetchCpuMs +
      reportsADay * measured.itemCpuMs +
      messagesADay * measured.messageCpuMs) /
    1_000;
  const cores = (cpuSeconds / 86_400) * assumed.peak;
  const reports = reportsADay * 14;
  const engineGb = (measured.engineMb * 1e6 + chats * measured.chatBytes + reports * measured.reportBytes) / 1e9;
  const kept = messagesADay * 30 * measured.redisSentBytes;
  const redisGb = (chats * measured.redisChatBytes + reports * measured.redisReportBytes + kept) / 1e9;
  const [telegramHours, discordHours] = [hours(assumed.telegramPerSecond), hours(assumed.discordPerSecond)];
  // Room for a Redis that writes its file anew, and for a second engine from 100,000 chats on.
  const memoryGb = engineGb * (chats >= 100_000 ? 2 : 1) + redisGb * (chats >= 100_000 ? 1.5 : 0) + 1;
  const servers = Math.max(1, Math.ceil(Math.max(memoryGb / 4, cores / assumed.load / 2)));
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    chats,
    feeds,
    messagesADay,
    telegramHours: round(telegramHours),
    discordHours: round(discordHours),
    coresAtPeak: round(cores),
    engineGb: round(engineGb),
    redisGb: round(redisGb),
    eurosAMonth: servers * assumed.eurosFor4Gb,
    givesOutFirst:
      telegramHours > 16
        ? 'Telegram’s 30 messages a second'
        : engineGb > 4
          ? 'memory for the window of news'
          : 'nothing',
  };
}
