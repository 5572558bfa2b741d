/** The chat in a terminal, or in a pipe: one command a line, each message a block and an empty line, or one JSON object a line. */
import type { Answer, Message, MessageRef } from '../../src/model.ts';
import type { Channel, ChannelHost, Outcome, PollProgress } from '../../src/ports.ts';
import { createCodes } from './codes.ts';
import { address, complete, toIncoming } from './input.ts';
import { toJsonLine } from './json.ts';
import { type Look, renderMessage } from './render.ts';
import { openPipe, openTerminal, type Screen } from './screen.ts';
import { abilitiesOf, clean, type Environment, paint } from './terminal.ts';

export interface ConsoleOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Whether a person sits at both ends. */
  readonly isTerminal: boolean;
  readonly isJson: boolean;
  /** Columns of the terminal at this moment. */
  readonly columns?: () => number | undefined;
  /** Where typed lines are kept between sessions; in memory alone when not given. */
  readonly historyFile?: string;
  /** IETF tag of the person's language. */
  readonly locale?: string;
  /** NO_COLOR, TERM and the like. */
  readonly environment?: Environment;
}

const widest = 100;
const usual = 80;
const noBody =
  'no token is set and nobody types here, so this ends: put TELEGRAM_BOT_TOKEN or DISCORD_TOKEN into the environment or a file .env';

/** The console adapter. Piped: the first poll ends before the first command is answered, and at the end of input all that is pending goes out. */
export function createConsole(options: ConsoleOptions): Channel {
  const isLive = options.isTerminal && !options.isJson;
  const abilities = abilitiesOf(isLive, options.environment ?? {});
  const codes = createCodes();
  let host: ChannelHost;
  let screen: Screen | undefined;
  let last: Message | undefined;
  let sent = 0;
  let isStopping = false;
  let isHinted = false;
  const stopped = Promise.withResolvers<void>();
  let isUsed = false;
  /** Commands one after another, each begun when the one before is answered. */
  let work: Promise<void> = Promise.resolve();

  const say = (key: string, params?: Readonly<Record<string, string | number>>) =>
    host.say(options.locale, key, params);
  const look = (): Look => {
    // Some terminals say that they are 0 wide, or nothing.
    const columns = isLive ? options.columns?.() || usual : Number.POSITIVE_INFINITY;
    return { ...abilities, width: isLive ? Math.min(widest, Math.max(20, columns)) : columns, isAiry: isLive, say };
  };
  const show = async (message: Message): Promise<MessageRef> => {
    if (message.buttons.length > 0) last = message;
    const text = options.isJson
      ? `${toJsonLine(message, address.id, say)}\n`
      : `${renderMessage(message, isLive && message.buttons.length > 0 ? { ...look(), codeOf: codes.name(message.buttons.flat()) } : look())}\n\n`;
    await screen?.write(text);
    if (isLive && !isHinted && message.buttons.length > 0) {
      isHinted = true;
      await screen?.write(`${paint(say('console.buttons'), { style: 'dim' }, abilities)}\n\n`);
    }
    sent += 1;
    return { address, id: String(sent) };
  };
  const tell = (kind: Message['kind'], text: string) => show(simple(kind, text));
  const deliver = async (message: Message): Promise<Outcome> => ({ kind: 'sent', ref: await show(message) });

  const answer = async ({ messages, replacement, toast }: Answer) => {
    if (toast !== undefined) await tell('reply', toast);
    if (replacement !== undefined) await show(replacement);
    for (const message of messages) await show(message);
  };
  const carryOut = async (line: string) => {
    const typed = line.trim();
    if (typed === '') return;
    if (!isLive) await Promise.race([host.firstPoll(), stopped.promise]);
    if (isStopping) return;
    if (/^\/(quit|exit)$/i.test(typed)) return end();
    const pressed = isLive ? codes.actionOf(typed) : undefined;
    const incoming = await toIncoming(pressed === undefined ? typed : `/do ${pressed}`, options.locale);
    await answer(await host.handle(incoming));
    if (/^\/(forget yes|do forget:yes)$/i.test(typed)) screen?.forgetHistory();
  };
  const onLine = (line: string) => {
    isUsed = true;
    work = work
      .then(() => carryOut(line))
      .catch((error: unknown) => host.log.error({ error: String(error) }, 'a line could not be answered'));
  };
  const end = () => {
    if (!isStopping) host.requestStop();
  };
  const onEnd = () => {
    if (isLive) return end();
    // Where a service manager starts it again and again, the log says why it ends.
    if (!isUsed && !isStopping && !options.isJson) host.log.warn({}, noBody);
    work
      .then(() => host.firstPoll())
      .then(() => host.drained())
      .then(end, end);
  };

  return {
    platform: 'console',
    limits: { perChat: [], perGroup: [], overall: [] },
    start: async (given) => {
      host = given;
      options.output.on('error', end);
      screen = isLive
        ? openTerminal({
            ...options,
            historyFile: options.historyFile,
            prompt: say('console.prompt'),
            complete: (typed) => complete(typed, host, last),
            onLine,
            onEnd,
          })
        : openPipe({ ...options, onLine, onEnd });
      if (isLive) await screen.write(`${say('console.welcome')}\n\n`);
      watchFirstPoll(host, screen, isLive, say, tell);
    },
    send: (_to, message) => deliver(message),
    edit: (_ref, message) => deliver(options.isJson ? message : grown(message)),
    stop: async () => {
      isStopping = true;
      stopped.resolve();
      await work;
      screen?.close();
    },
  };
}

/** A terminal cannot change what it printed: a grown story is told again in short. */
function grown(message: Message): Message {
  const blocks = message.blocks.map((block): Message['blocks'][number] => {
    if (block.kind !== 'story') return block;
    const names = block.story.sources.map(({ name }) => name).join(', ');
    return { ...block, detail: 'headline', lead: [{ text: '＋' }], notes: [[{ text: names }]] };
  });
  return { ...message, blocks, buttons: [] };
}

function simple(kind: Message['kind'], text: string): Message {
  return {
    kind,
    topic: undefined,
    blocks: [{ kind: 'paragraph', spans: [{ text: clean(text) }] }],
    buttons: [],
    isLoud: false,
    isPrivate: false,
    previewUrl: undefined,
    file: undefined,
  };
}

/** So many sources in vain, and none that answered: there is no network, and a person need not wait for the rest to hear it. */
const enoughInVain = 8;

/** A bar in the prompt while the first poll runs; one line when nothing can be reached. */
function watchFirstPoll(
  host: ChannelHost,
  screen: Screen,
  isLive: boolean,
  say: Look['say'],
  tell: (kind: Message['kind'], text: string) => Promise<unknown>,
): void {
  let isTold = false;
  let isOver = false;
  host.onFirstPoll((progress) => {
    if (isOver) return;
    const { done, total, failed, isFinished } = progress;
    isOver = isFinished;
    screen.setPrompt(isFinished ? say('console.prompt') : `${bar(progress)} ${say('console.prompt')}`);
    const isInVain = failed === done && (isFinished || done >= enoughInVain);
    if (isInVain && !isTold) void tell('notice', say('console.noFeeds'));
    else if (isFinished && !isInVain && isLive) void screen.write(`${say('console.polled', { total, failed })}\n\n`);
    isTold ||= isInVain;
  });
}

/** '▰▰▰▱▱▱▱▱▱▱ 45/150'. */
function bar({ done, total }: PollProgress): string {
  const full = total === 0 ? 0 : Math.min(10, Math.floor((done / total) * 10));
  return `${'▰'.repeat(full)}${'▱'.repeat(10 - full)} ${done}/${total}`;
}
