/** The slash commands: described once for each language, and sent to Discord only when they differ from what it has. */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  Locale,
  type RESTPostAPIApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';
import type { CommandInfo } from '../../src/ports.ts';
import { cleanLine } from './clean.ts';
import { attempt, type Connection } from './connection.ts';
import { manageGuild } from './managers.ts';
import { type Form, formOf, type Option } from './options.ts';

/** Of Discord. */
const maxDescription = 100;
const maxCommands = 100;
/** Over about half an hour. */
const tries = 10;
const longestPauseMs = 300_000;

const languages: readonly Locale[] = Object.values(Locale);

interface Describe {
  (key: string): { description: string; description_localizations?: Partial<Record<Locale, string>> };
  named(name: string): { name: string; name_localizations?: Partial<Record<Locale, string>> };
  /** A value that people choose, under a name of their language. */
  choice(value: string): { name: string; value: string; name_localizations?: Partial<Record<Locale, string>> };
}

/** Of Discord, for names of commands and options. */
const nameForm = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** The commands as Discord should have them. Those of administrators are typed in a direct message instead. */
export function wantedCommands(line: Pick<Connection, 'host'>): readonly RESTPostAPIApplicationCommandsJSONBody[] {
  const { commands } = line.host;
  const describe = describer(line);
  return commands
    .filter(({ who, name }) => who !== 'administrators' && /^[a-z0-9_-]{1,32}$/.test(name))
    .slice(0, maxCommands)
    .map((command) => wantedCommand(command, describe));
}

function describer(line: Pick<Connection, 'host'>): Describe {
  const { say } = line.host;
  const known = languages.filter((language) => isTranslated(line, language));
  const others = (key: string, made: (text: string) => string | undefined) => {
    const found = known.flatMap((language) => {
      const text = made(say(language, key));
      return text === undefined ? [] : [[language, text] as const];
    });
    return found.length === 0 ? undefined : Object.fromEntries(found);
  };
  const describe = (key: string) => {
    const own = others(key, described);
    return { description: described(say(undefined, key)), ...(own && { description_localizations: own }) };
  };
  const named = (name: string) => {
    const own = others(`discord.name.${name}`, (text) => nameOf(text, name));
    return { name, ...(own && { name_localizations: own }) };
  };
  const choice = (value: string) => {
    const key = `discord.choice.${value.replace(' ', '-')}`;
    const own = others(key, described);
    return { name: described(say(undefined, key)), value, ...(own && { name_localizations: own }) };
  };
  return Object.assign(describe, { named, choice });
}

function nameOf(text: string, name: string): string | undefined {
  const lower = text.toLowerCase();
  return lower !== name && nameForm.test(lower) ? lower : undefined;
}

/** Whether the catalogue has a language of its own: then at least one command is described in other words. */
function isTranslated({ host }: Pick<Connection, 'host'>, language: string): boolean {
  return host.commands.some(({ descriptionKey: key }) => host.say(language, key) !== host.say(undefined, key));
}

function described(text: string): string {
  return cleanLine(text).slice(0, maxDescription).trim() || '…';
}

/** Of no use outside a server that has the bot. */
const onlyInServers = new Set(['role']);

function wantedCommand(command: CommandInfo, describe: Describe): RESTPostAPIApplicationCommandsJSONBody {
  const form = formOf(command.name);
  const parts = Object.entries(form.parts).map(([name, part]) => subcommand(command.name, name, part, describe));
  const options: APIApplicationCommandOption[] = parts.length > 0 ? parts : optionsOf(form, describe);
  const { Guild, BotDM, PrivateChannel } = InteractionContextType;
  const { GuildInstall, UserInstall } = ApplicationIntegrationType;
  const isEverywhere = !onlyInServers.has(command.name);
  return {
    type: ApplicationCommandType.ChatInput,
    ...describe.named(command.name),
    ...describe(command.descriptionKey),
    ...(options.length > 0 && { options }),
    default_member_permissions: command.who === 'managers' ? String(manageGuild) : null,
    contexts: isEverywhere ? [Guild, BotDM, PrivateChannel] : [Guild],
    integration_types: isEverywhere ? [GuildInstall, UserInstall] : [GuildInstall],
  };
}

function subcommand(command: string, name: string, form: Form, describe: Describe): APIApplicationCommandOption {
  const options = optionsOf(form, describe) as APIApplicationCommandBasicOption[];
  const type = ApplicationCommandOptionType.Subcommand;
  const described = describe(`discord.part.${command}-${name}`);
  return { type, ...describe.named(name), ...described, ...(options.length > 0 && { options }) };
}

function optionsOf(form: Form, describe: Describe): APIApplicationCommandOption[] {
  return form.options.map((option) => optionOf(option, describe));
}

function optionOf(option: Option, describe: Describe): APIApplicationCommandOption {
  const { name, kind: type, isRequired } = option;
  const base = {
    ...describe.named(name),
    ...describe(`discord.option.${name}`),
    ...(isRequired && { required: true }),
  };
  if (type !== ApplicationCommandOptionType.String) return { ...base, type };
  if (option.completes !== undefined) return { ...base, type, autocomplete: true };
  const choices = option.choices.map((value) => describe.choice(value));
  return { ...base, type, ...(choices.length > 0 && { choices }) };
}

/** Brings Discord's list up to date. Refusals are logged: what is registered already goes on working. */
export async function registerCommands(line: Connection): Promise<void> {
  const wanted = wantedCommands(line);
  const route = Routes.applicationCommands(line.applicationId);
  const query = new URLSearchParams({ with_localizations: 'true' });
  const current = await patiently<unknown>(line, () => line.rest.get(route, { query }));
  if (current.ok && isSame(current.value, wanted)) return line.links.learn(current.value);
  const set = await patiently<unknown>(line, () => line.rest.put(route, { body: wanted }));
  if (current.ok) line.links.learn(current.value);
  if (set.ok) line.links.learn(set.value);
  if (set.ok) line.host.log.info({ count: wanted.length }, 'the Discord commands were registered');
  else
    line.host.log.warn(
      { reason: set.failure.reason },
      'Discord did not take the commands; they are tried again at the next start',
    );
}

async function patiently<T>(line: Connection, call: () => Promise<unknown>) {
  for (let tried = 1; ; tried++) {
    const done = await attempt<T>(line, call);
    const isPassing =
      !done.ok && (done.failure.status === 0 || done.failure.status === 429 || done.failure.status >= 500);
    if (!isPassing || tried >= tries) return done;
    await line.host.clock.sleep(done.failure.retryAfterMs ?? Math.min(1000 * 2 ** tried, longestPauseMs));
  }
}

/** Compares what was said about each command, whatever the order and whatever Discord adds. */
export function isSame(current: unknown, wanted: readonly RESTPostAPIApplicationCommandsJSONBody[]): boolean {
  if (!Array.isArray(current) || current.length !== wanted.length) return false;
  const have = new Map(current.map((one: { name: string }) => [one.name, essence(one)]));
  return wanted.every((one) => have.get(one.name) === essence(one));
}

const compared = new Set([
  'type',
  'name',
  'name_localizations',
  'value',
  'description',
  'description_localizations',
  'options',
  'required',
  'autocomplete',
  'choices',
  'default_member_permissions',
  'contexts',
  'integration_types',
]);

function essence(value: unknown): string {
  return JSON.stringify(reduced(value));
}

/** Without what is empty or unknown; names of keys in order. Within localisations every key counts. */
function reduced(value: unknown, isAnyKey = false): unknown {
  if (Array.isArray(value)) {
    const parts = value.map((part) => reduced(part));
    return parts.every((part) => typeof part === 'number') ? parts.toSorted() : parts;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, part]) =>
      (isAnyKey || compared.has(key)) && part !== null && part !== undefined && part !== false && !isEmpty(part),
  );
  return Object.fromEntries(
    entries
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, reduced(part, key.endsWith('_localizations'))]),
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
