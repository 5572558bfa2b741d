/** Calls of the fake's REST API, its answers, and the registration of commands. */
import type { State } from './discord-state.ts';
import { type Json, listOf } from './discord-validation.ts';

export interface Upload {
  readonly name: string;
  readonly content: string;
}

export interface Request {
  readonly method: string;
  /** Without the version. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly files: readonly Upload[];
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export const ok = (body: unknown, status = 200): Reply => ({ status, body });

/** A refusal in Discord's words. */
export function refusal(status: number, code: number, message: string, errors?: Json): Reply {
  return { status, body: { message, code, ...(errors && { errors }) } };
}

export function register(state: State, commands: readonly Json[]): Reply {
  const isBad = ({ name, description, options }: Json): boolean =>
    !/^[-_'\p{Ll}\p{N}]{1,32}$/u.test(String(name)) ||
    String(description).length < 1 ||
    String(description).length > 100 ||
    listOf(options).length > 25 ||
    listOf(options).some(isBad) ||
    // Required options stand first.
    listOf(options).some((one, index) => one.required === true && listOf(options)[index - 1]?.required === false);
  if (commands.length > 100 || commands.some(isBad))
    return refusal(400, 50035, 'Invalid Form Body', { 0: { name: {} } });
  // What Discord gives back is what it was told and much besides.
  state.commands = commands.map((command) => ({
    id: state.nextId(),
    application_id: state.botId,
    version: state.nextId(),
    name_localizations: null,
    description_localizations: null,
    nsfw: false,
    dm_permission: true,
    ...command,
  }));
  return ok(state.commands);
}
