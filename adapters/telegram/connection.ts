/** The line to the Bot API server, and what was found out about that server. */
import { Api } from 'grammy';
import type { ApiError, UserFromGetMe } from 'grammy/types';
import type { ChannelHost } from '../../src/ports.ts';
import { type Failure, failureOf } from './outcome.ts';

export interface TelegramSettings {
  readonly token: string;
  /** Of another Bot API server; the official one by default. */
  readonly apiRoot?: string;
  /** Updates by webhook instead of long polling. With a port, a listener of its own is opened there. */
  readonly webhook?: {
    readonly url: string;
    readonly secret: string;
    readonly host?: string;
    readonly port?: number;
  };
}

/** What newer servers can do; found out once for each server, by trying. */
interface ServerSkills {
  richMessages: boolean;
  liveTimes: boolean;
  drafts: boolean;
}

/** Everything that the parts of the adapter share while it runs. */
export interface Connection {
  readonly api: Api;
  readonly token: string;
  readonly apiRoot: string;
  readonly host: ChannelHost;
  readonly me: UserFromGetMe;
  readonly skills: ServerSkills;
  /** Kinds of the chats seen so far: `group` and `channel` cannot be told apart by their id. */
  readonly kinds: Map<string, 'private' | 'group' | 'channel'>;
  /** Groups that take no message for one member alone. */
  readonly openGroups: Set<string>;
  redact(text: string): string;
}

const defaultRoot = 'https://api.telegram.org';
/** For one call; a long poll waits 30 s of it. */
const callSeconds = 50;

export function rootOf(settings: TelegramSettings): string {
  return (settings.apiRoot ?? defaultRoot).replace(/\/+$/, '');
}

/** A client without retries of its own. An answer that is no JSON of the Bot API (a proxy's page) counts as no answer. */
export function openApi(settings: TelegramSettings): Api {
  const api = new Api(settings.token, { apiRoot: rootOf(settings), timeoutSeconds: callSeconds });
  api.config.use(async (call, method, payload, signal) => {
    const answer: unknown = await call(method, payload, signal);
    if (isAnswer(answer)) return answer as Awaited<ReturnType<typeof call>>;
    const error: ApiError = { ok: false, error_code: 502, description: 'Bad Gateway: not an answer of the Bot API' };
    return error;
  });
  return api;
}

function isAnswer(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) return false;
  return answer.ok === true ? 'result' in answer : 'error_code' in answer && 'description' in answer;
}

/** Takes the token out of a text, by value: it stands in every URL of the API. */
export function redactor(token: string): (text: string) => string {
  const forms = [...new Set([token, encodeURIComponent(token), token.split(':')[1] ?? token])].filter(
    (form) => form !== '',
  );
  return (text) => forms.reduce((clean, form) => clean.replaceAll(form, '[token]'), text);
}

export type Tried<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** Runs a call; refusals and broken connections become values. */
export async function attempt<T>(line: Pick<Connection, 'redact'>, call: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { ok: true, value: await call() };
  } catch (thrown) {
    return { ok: false, failure: failureOf(thrown, line.redact) };
  }
}

/** grammY types signals after a package that stands for the platform's own class. */
export function signalOf(signal: AbortSignal | undefined): Parameters<Api['getMe']>[0] {
  return signal as Parameters<Api['getMe']>[0];
}

export function kindOf(line: Connection, chatId: string): 'private' | 'group' | 'channel' {
  return line.kinds.get(chatId) ?? (chatId.startsWith('-') ? 'group' : 'private');
}
