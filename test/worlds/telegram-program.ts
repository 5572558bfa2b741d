/** The real program with a fake Telegram and a small publisher around it. */
import { onTestFinished } from 'vitest';
import { type Newsstand, openNewsstand, type Report } from './newsstand.ts';
import { type Ended, type Program, startProgram } from './program.ts';
import { createTelegramWorld, noLimits, type TelegramWorld } from './telegram.ts';
import type { FakeChat, Shown } from './telegram-chats.ts';
import { createPeople, type People } from './telegram-people.ts';
import { until } from './wait.ts';

export interface Town {
  readonly world: TelegramWorld;
  readonly people: People;
  readonly stand: Newsstand;
  /** The instant at which the program's clock starts. */
  readonly startAt: number;
  /** Starts the program (again) and waits until it reads updates. */
  start(options?: {
    readonly store?: string;
    readonly at?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly args?: readonly string[];
  }): Promise<Program>;
  end(signal?: NodeJS.Signals): Promise<Ended>;
  /** The first message of a chat, from the `from`th on, whose text matches. */
  shows(chat: FakeChat, text: RegExp, from?: number): Promise<Shown>;
}

const noon = '2026-03-10T12:00:00Z';
/** The program's time runs this much faster: feeds are read every tenth of a second. */
const speed = 10;

/** Everything is ended with the test. */
export async function openTown(reports: Readonly<Record<string, readonly Report[]>>): Promise<Town> {
  const world = await createTelegramWorld({ limits: noLimits });
  const stand = await openNewsstand(reports);
  let program: Program | undefined;
  onTestFinished(async () => {
    await program?.kill('SIGKILL');
    await Promise.all([world.close(), stand.close()]);
  });
  return {
    world,
    people: createPeople(world),
    stand,
    startAt: Date.parse(noon),
    async start({ store = 'memory:', at = `${noon},x${speed}`, env = {}, args: more = [] } = {}) {
      const args = ['--store', store, '--feeds', stand.opmlUrl, '--allow-private', '127.0.0.0/8', '--clock', at];
      const all = { TELEGRAM_BOT_TOKEN: world.token, TELEGRAM_API_ROOT: world.apiRoot, ...env };
      program = startProgram({ args: [...args, ...more, '--poll', '1s', '--log', 'warn'], env: all, isJson: false });
      const before = world.callsOf('getUpdates', 'setWebhook').length;
      const polls = () => world.callsOf('getUpdates', 'setWebhook').length - before;
      await Promise.race([until(() => polls() > 0 && stand.requests.length > 0), program.ended]);
      return program;
    },
    async end(signal = 'SIGTERM') {
      const ended = await program!.kill(signal);
      program = undefined;
      return ended;
    },
    async shows(chat, text, from = 0) {
      const find = () => chat.shown.slice(from).find((shown) => text.test(shown.text));
      await until(() => find() !== undefined, 15_000).catch(() => {
        throw new Error(`no message like ${text} among:\n${chat.shown.map((shown) => shown.text).join('\n---\n')}`);
      });
      return find()!;
    },
  };
}

/** A report that appeared `minutes` before the program's clock starts (after it, when negative). */
export function report(title: string, text: string, minutes: number): Report {
  return { title, text, published: new Date(Date.parse(noon) - minutes * 60_000).toISOString() };
}

/** The action behind a button of a message. */
export function actionOf(shown: Shown, label: RegExp): string {
  const button = shown.markup?.inline_keyboard.flat().find(({ text }) => label.test(text));
  if (button === undefined || !('callback_data' in button))
    throw new Error(`no button like ${label} under: ${shown.text}`);
  return button.callback_data;
}
