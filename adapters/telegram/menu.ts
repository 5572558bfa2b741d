/** The command menus and descriptions that people see before they type: set once for each scope and language. */
import type { BotCommand, BotCommandScope, LanguageCode } from 'grammy/types';
import type { CommandInfo } from '../../src/ports.ts';
import { cleanLine } from './clean.ts';
import { attempt, type Connection, type Tried } from './connection.ts';
import { proposeRights } from './rights.ts';

/** Languages that Telegram's clients speak and a catalogue may hold. */
const languages =
  'ar be bg bn ca cs da de el es et fa fi fr he hi hr hu hy id it ja ka kk ko lt lv ms nb nl pl pt ro ru sk sl sq sr sv ta th tr uk ur uz vi zh'.split(
    ' ',
  ) as LanguageCode[];

interface Menu {
  readonly scope: BotCommandScope;
  readonly who: readonly CommandInfo['who'][];
  readonly hasChannels: boolean;
  readonly isShared: boolean;
}

/** Commands of which the answer concerns the asker alone: in groups nobody else need see them asked. */
const whispered = new Set(['help', 'why', 'mutes', 'settings']);

/** Who sees which commands. A menu is no access control: the core checks every command again. */
const menus: readonly Menu[] = [
  { scope: { type: 'default' }, who: ['everyone'], hasChannels: false, isShared: false },
  { scope: { type: 'all_private_chats' }, who: ['everyone', 'managers'], hasChannels: true, isShared: false },
  { scope: { type: 'all_group_chats' }, who: ['everyone'], hasChannels: false, isShared: true },
  { scope: { type: 'all_chat_administrators' }, who: ['everyone', 'managers'], hasChannels: false, isShared: true },
];

/** Of the Bot API. */
const maxCommands = 100;
const maxCommandDescription = 256;
const maxDescription = 512;
const maxShortDescription = 120;

const mostTries = 5;
const longestWaitMs = 120_000;

/** Brings menus and descriptions up to date, and leaves alone what is so already. Refusals are logged: the bot works without. */
export async function setMenus(line: Connection): Promise<void> {
  const known = [undefined, ...languages.filter((language) => isTranslated(line, language))];
  for (const language of known) {
    for (const menu of menus) {
      if (!(await setMenu(line, menu, language))) return;
    }
    if (!(await setDescriptions(line, language))) return;
  }
  await proposeRights(line);
}

/** Whether the catalogue has a language of its own: then at least one command is described in other words. */
function isTranslated(line: Connection, language: string): boolean {
  const { commands, say } = line.host;
  return commands.some(({ descriptionKey: key }) => say(language, key) !== say(undefined, key));
}

/** Menus in many languages are many calls at once: what Telegram slows down is waited for. */
async function patiently<T>(line: Connection, call: () => Promise<T>): Promise<Tried<T>> {
  for (let tries = 1; ; tries++) {
    const done = await attempt(line, call);
    if (done.ok || done.failure.code !== 429 || tries >= mostTries) return done;
    const waitMs = done.failure.retryAfterMs ?? 5000;
    if (waitMs > longestWaitMs) return done;
    await line.host.clock.sleep(waitMs);
  }
}

async function setMenu(line: Connection, menu: Menu, language: LanguageCode | undefined): Promise<boolean> {
  const wanted = commandsOf(line, menu, language);
  const where = { scope: menu.scope, ...(language !== undefined && { language_code: language }) };
  const current = await patiently(line, () => line.api.getMyCommands(where));
  if (current.ok && isSame(current.value, wanted)) return true;
  const set = await patiently(line, () => line.api.setMyCommands(wanted, where));
  return set.ok || giveUp(line, set.failure.reason);
}

function isSame(current: unknown, wanted: readonly BotCommand[]): boolean {
  if (!Array.isArray(current) || current.length !== wanted.length) return false;
  return wanted.every(
    (one, at) =>
      current[at]?.command === one.command &&
      current[at]?.description === one.description &&
      (current[at]?.is_ephemeral ?? false) === (one.is_ephemeral ?? false),
  );
}

function commandsOf(line: Connection, menu: Menu, language: string | undefined): BotCommand[] {
  const say = (key: string) => cleanLine(line.host.say(language, key)).slice(0, maxCommandDescription);
  const shown = line.host.commands.filter(({ who }) => menu.who.includes(who));
  const commands = shown.map(
    ({ name, descriptionKey }): BotCommand => ({
      command: name,
      description: say(descriptionKey),
      ...(menu.isShared && whispered.has(name) && { is_ephemeral: true }),
    }),
  );
  const channels = { command: 'channel', description: say('telegram.channelCommand') };
  return [...commands, ...(menu.hasChannels ? [channels] : [])]
    .filter(({ command, description }) => /^[a-z0-9_]{1,32}$/.test(command) && description !== '')
    .slice(0, maxCommands);
}

async function setDescriptions(line: Connection, language: LanguageCode | undefined): Promise<boolean> {
  const code = language === undefined ? {} : { language_code: language };
  const long = line.host.say(language, 'telegram.description').slice(0, maxDescription);
  const short = cleanLine(line.host.say(language, 'telegram.shortDescription')).slice(0, maxShortDescription);
  const current = await patiently(line, () => line.api.getMyDescription(code));
  if (!current.ok || current.value.description !== long) {
    const set = await patiently(line, () => line.api.setMyDescription(long, code));
    if (!set.ok) return giveUp(line, set.failure.reason);
  }
  const currentShort = await patiently(line, () => line.api.getMyShortDescription(code));
  if (currentShort.ok && currentShort.value.short_description === short) return true;
  const set = await patiently(line, () => line.api.setMyShortDescription(short, code));
  return set.ok || giveUp(line, set.failure.reason);
}

function giveUp(line: Connection, reason: string): boolean {
  line.host.log.warn({ reason }, 'Telegram did not take the command menus; they are tried again at the next start');
  return false;
}
