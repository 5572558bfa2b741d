/** Telegram as a channel of the core. See `docs/telegram.md` for how to set up a bot. */
import { serve } from '@hono/node-server';
import type { Update, UserFromGetMe } from 'grammy/types';
import { SetupError } from '../../src/errors.ts';
import type { Channel, ChannelHost, ChannelLimits } from '../../src/ports.ts';
import { createActs } from './acts.ts';
import { attempt, type Connection, openApi, redactor, rootOf, signalOf, type TelegramSettings } from './connection.ts';
import { wantedUpdates } from './incoming.ts';
import { createLanes } from './lanes.ts';
import { setMenus } from './menu.ts';
import { createPoller, explain } from './poll.ts';
import { createSender, type Sender } from './send.ts';
import { createWebhook, type WebhookHandler } from './webhook.ts';

/**
 * Telegram's FAQ for bots: a message a second in one chat, 20 a minute in one group, about 30 a second in all. The windows
 * are a twentieth of a second wider: messages do not travel equally fast, and a slow one followed by a quick one would be
 * too close together when they arrive.
 */
const limits: ChannelLimits = {
  perChat: [{ count: 1, windowMs: 1050 }],
  perGroup: [{ count: 20, windowMs: 60_050 }],
  overall: [{ count: 30, windowMs: 1050 }],
};

const stopMs = 4000;
const confirmMs = 500;
const startTries = 3;

export interface TelegramChannel extends Channel {
  /** Answers Telegram's requests in webhook mode; hand it those for the path of the webhook's address. */
  readonly webhookHandler: WebhookHandler;
}

interface Running {
  readonly sender: Sender;
  stop(): Promise<void>;
}

/** Telegram by long polling, or by webhook when the settings say so. Nothing is sent or read before `start`. */
export function createTelegram(settings: TelegramSettings): TelegramChannel {
  let running: Running | undefined;
  let botName: string | undefined;
  let handler: WebhookHandler = async () => new Response(undefined, { status: 503 });
  const ended = new AbortController();
  const current = (): Running => {
    if (running === undefined) throw new Error('Telegram was not started');
    return running;
  };
  /** Undefined when it was ended before Telegram answered. */
  const open = async (host: ChannelHost): Promise<Running | undefined> => {
    const line = await connect(settings, host, ended.signal);
    if (line === undefined) return undefined;
    botName = line.me.username;
    const sender = createSender(line);
    const receiver = createReceiver(line, sender);
    const { webhook } = settings;
    if (webhook !== undefined) handler = createWebhook(webhook.secret, receiver.take);
    const opened =
      webhook === undefined
        ? await startPolling(line, sender, receiver)
        : await startWebhook(line, sender, receiver, webhook, handler, ended.signal);
    void setMenus(line).catch((error: unknown) => {
      host.log.warn({ reason: line.redact(String(error)) }, 'the command menus were not set');
    });
    return opened;
  };
  return {
    platform: 'telegram',
    limits,
    handle: () => botName,
    async start(host) {
      // Timers of the core's clock let a process end; between two polls nothing else would keep it.
      const alive = setInterval(() => {}, 60_000);
      try {
        const opened = await open(host);
        if (opened === undefined) return clearInterval(alive);
        running = { ...opened, stop: () => opened.stop().finally(() => clearInterval(alive)) };
        if (ended.signal.aborted) await running.stop();
      } catch (error) {
        clearInterval(alive);
        throw error;
      }
    },
    send: (to, message, options) => current().sender.send(to, message, options),
    edit: (ref, message, options) => current().sender.edit(ref, message, options),
    // A person's id is the id of the private chat with them.
    privately: async (personId) => ({ platform: 'telegram', id: personId }),
    async stop() {
      ended.abort();
      await running?.stop();
    },
    webhookHandler: (request) => handler(request),
  };
}

/** Resolves when the work is done, or after `ms` of real time. */
async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}

/** Learns who the bot is. Waits through an outage, until the signal is aborted; a refused token is final. */
async function connect(
  settings: TelegramSettings,
  host: ChannelHost,
  signal: AbortSignal,
): Promise<Connection | undefined> {
  const api = openApi(settings);
  const redact = redactor(settings.token);
  for (let pauseMs = 1000; !signal.aborted; pauseMs = Math.min(pauseMs * 2, 30_000)) {
    const asked = await attempt({ redact }, () => api.getMe(signalOf(signal)));
    if (signal.aborted) return undefined;
    if (asked.ok) return lineOf(settings, host, api, redact, asked.value);
    const { code, reason } = asked.failure;
    if (code >= 400 && code < 500 && code !== 429) throw new SetupError(explain(asked.failure));
    host.log.warn({ reason, root: rootOf(settings) }, 'Telegram does not answer; trying again');
    await host.clock.sleep(asked.failure.retryAfterMs ?? pauseMs, signal);
  }
  return undefined;
}

function lineOf(
  settings: TelegramSettings,
  host: ChannelHost,
  api: Connection['api'],
  redact: Connection['redact'],
  me: UserFromGetMe,
): Connection {
  const skills = { richMessages: true, liveTimes: true, drafts: true };
  const apiRoot = rootOf(settings);
  return { api, host, me, skills, redact, token: settings.token, apiRoot, kinds: new Map(), openGroups: new Set() };
}

interface Receiver {
  take(update: Update): Promise<void>;
  idle(): Promise<void>;
}

/** Failures end here, in the log: no update may stop the others. */
function createReceiver(line: Connection, sender: Sender): Receiver {
  const begin = createActs(line, sender);
  const failed = (error: unknown) => {
    line.host.log.error({ reason: line.redact(String(error)) }, 'an update could not be handled');
  };
  const lanes = createLanes(failed);
  return {
    async take(update) {
      try {
        const { lane, run } = begin(update);
        await lanes.add(lane, run);
      } catch (error) {
        failed(error);
      }
    },
    idle: lanes.idle,
  };
}

async function startPolling(line: Connection, sender: Sender, receiver: Receiver): Promise<Running> {
  await attempt(line, () => line.api.deleteWebhook());
  await lookForOthers(line);
  const poller = createPoller(line, receiver.take, (reason) => {
    line.host.requestStop(new SetupError(reason));
  });
  const polled = poller.run();
  const stop = async () => {
    poller.halt();
    await atMost(stopMs, Promise.all([polled, receiver.idle()]));
    await atMost(confirmMs, poller.confirm());
  };
  return { sender, stop };
}

/** A first look that confirms nothing: it shows whether somebody else reads this bot's updates. */
async function lookForOthers(line: Connection): Promise<void> {
  for (let tries = 1; ; tries++) {
    const looked = await attempt(line, () =>
      line.api.getUpdates({ timeout: 0, limit: 1, allowed_updates: wantedUpdates }),
    );
    if (looked.ok) return;
    const { code } = looked.failure;
    if (code === 401 || (code === 409 && tries >= startTries)) throw new SetupError(explain(looked.failure));
    if (code !== 409) return;
    await line.host.clock.sleep(1000);
  }
}

async function startWebhook(
  line: Connection,
  sender: Sender,
  receiver: Receiver,
  webhook: NonNullable<TelegramSettings['webhook']>,
  handler: WebhookHandler,
  signal: AbortSignal,
): Promise<Running> {
  const { url, secret, host: hostname = '0.0.0.0', port } = webhook;
  const server = port === undefined ? undefined : serve({ fetch: handler, port, hostname });
  await setWebhook(line, { url, secret }, signal).catch((error: unknown) => {
    server?.close();
    throw error;
  });
  const stop = async () => {
    server?.close();
    await atMost(stopMs, receiver.idle());
  };
  return { sender, stop };
}

/** Waits through an outage and a moment of too many calls, as when several processes start at once; a refused address is final. */
async function setWebhook(
  line: Connection,
  { url, secret }: { readonly url: string; readonly secret: string },
  signal: AbortSignal,
): Promise<void> {
  for (let pauseMs = 1000; !signal.aborted; pauseMs = Math.min(pauseMs * 2, 30_000)) {
    const set = await attempt(line, () =>
      line.api.setWebhook(url, { secret_token: secret, allowed_updates: wantedUpdates }, signalOf(signal)),
    );
    if (set.ok || signal.aborted) return;
    const { code, reason, retryAfterMs } = set.failure;
    if (code !== 0 && code !== 429 && code < 500)
      throw new SetupError(`Telegram refused the webhook ${url}: ${reason}`);
    line.host.log.warn({ reason }, 'Telegram did not set the webhook; trying again');
    await line.host.clock.sleep(retryAfterMs ?? pauseMs, signal);
  }
}
