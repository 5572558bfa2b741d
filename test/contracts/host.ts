/** A core for channels under test: remembers what it is asked, answers what the test says. */
import type { Answer, Incoming, Message } from '../../src/model.ts';
import type { ChannelHost, ChatChange, Clock } from '../../src/ports.ts';

export interface FakeHost extends ChannelHost {
  /** What people did, in the order in which it arrived. */
  readonly incoming: Incoming[];
  readonly changes: { readonly chat: string; readonly change: ChatChange }[];
  /** Everything that was logged, as text. */
  readonly logged: string[];
  readonly turns: string[];
  /** Why the end of the program was asked for. */
  readonly stops: readonly (Error | undefined)[];
  /** Decides the answers from now on. */
  answerWith(answer: Respond): void;
  /** Resolves when `count` things were asked in all. */
  heard(count: number): Promise<void>;
}

type Respond = (incoming: Incoming, show: (partial: Message) => void) => Partial<Answer> | Promise<Partial<Answer>>;

const silence: Answer = { messages: [], toast: undefined, replacement: undefined };

/** Texts are the key and its parameters, so that tests need no catalogue; German has one of its own. */
export function createFakeHost(clock: Clock): FakeHost {
  let respond: Respond = () => silence;
  const stops: (Error | undefined)[] = [];
  const incoming: Incoming[] = [];
  const logged: string[] = [];
  const turns: string[] = [];
  const changes: FakeHost['changes'] = [];
  const waiting = new Set<() => void>();
  const log = (fields: Record<string, unknown>, message: string) => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
  };
  return {
    clock,
    log: { debug: log, info: log, warn: log, error: log },
    incoming,
    changes,
    logged,
    turns,
    stops,
    commands: [
      { name: 'follow', descriptionKey: 'commands.follow', usageKey: 'usage.follow', who: 'managers' },
      { name: 'latest', descriptionKey: 'commands.latest', usageKey: 'usage.latest', who: 'everyone' },
      { name: 'ban', descriptionKey: 'commands.ban', usageKey: 'usage.ban', who: 'administrators' },
    ],
    answerWith(answer) {
      respond = answer;
    },
    async heard(count) {
      while (incoming.length < count) await new Promise<void>((resolve) => waiting.add(resolve));
    },
    async handle(asked, show = () => {}) {
      incoming.push(asked);
      for (const resolve of waiting) resolve();
      waiting.clear();
      return { ...silence, ...(await respond(asked, show)) };
    },
    suggest: async () => [],
    turn: async (address, _kind, priority) => {
      turns.push(`${address.id} ${priority}`);
    },
    chatChanged: async (address, change) => {
      changes.push({ chat: address.id, change });
    },
    say: (locale, key, params = {}) => {
      const words = [key, ...Object.values(params)].join(' ');
      return locale === 'de' ? `${words} (de)` : words;
    },
    onFirstPoll: (report) => report({ done: 0, failed: 0, total: 0, isFinished: true }),
    requestStop: (error) => {
      stops.push(error);
    },
    firstPoll: async () => {},
    drained: async () => {},
  };
}
