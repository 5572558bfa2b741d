/** What a use case of the chat room is given, and what it is. */
import type { Catalogue, Params } from '../messages/say.ts';
import type { Address, Answer, Incoming, Message, Span } from '../model.ts';
import type { Clock, CommandInfo, Log, Suggestion } from '../ports.ts';
import type { ChatRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { News } from './news.ts';
import type { Turns } from './turns.ts';

export interface Quotas {
  /** Topics and stories that one chat may follow. */
  readonly follows: number;
  readonly mutes: number;
  readonly briefs: number;
  /** Feeds that one chat may add for itself. */
  readonly feeds: number;
  /** Commands and presses of one person in a minute. */
  readonly commandsAMinute: number;
}

export interface CommandSettings {
  /** People who run the bot, such as `telegram:123`. */
  readonly administrators: readonly string[];
  readonly quotas?: Partial<Quotas>;
}

export interface Tools {
  readonly store: Store;
  readonly news: News;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
  readonly turns: Turns;
  readonly settings: { readonly administrators: readonly string[]; readonly quotas: Quotas };
}

/** One thing that one person did in one chat. */
export interface Visit {
  readonly tools: Tools;
  readonly incoming: Incoming;
  readonly address: Address;
  /** As last saved or read. */
  readonly chat: ChatRecord;
  /** Language of the answer. */
  readonly locale: string;
  readonly now: number;
  readonly isManager: boolean;
  readonly isAdministrator: boolean;
  say(key: string, params?: Params): string;
  spans(key: string, params?: Params): Span[];
  /** Shows an answer while it is made, where the platform can; the answer itself comes all the same. */
  readonly show: Show;
  /** Writes a change of the chat's record over what is in the store now. */
  save(change: Partial<ChatRecord>): Promise<void>;
  /** After the chat was erased: nothing of it is written any more. */
  erased(): void;
}

export type Show = (partial: Message) => void;

export type UseCase = (visit: Visit, rest: string) => Promise<Answer>;

export interface Command {
  readonly name: string;
  /** managers: in groups only those who may manage the chat; commands that mix both check by themselves. */
  readonly who: CommandInfo['who'];
  /** Platforms that know it; undefined for all. */
  readonly on?: readonly string[];
  readonly run: UseCase;
  /** Completions of what stands after the command. */
  readonly suggest?: (tools: Tools, chat: ChatRecord | undefined, typed: string) => Promise<Suggestion[]>;
}
