/** Everything that people can ask for: one door for all platforms. */
import type { Catalogue } from '../messages/say.ts';
import { type Address, type Answer, chatIdOf, type Incoming } from '../model.ts';
import { type Clock, type CommandInfo, isKnownOn, type Log, type Suggestion } from '../ports.ts';
import type { ChatRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { announceCommand, banCommand, pressReplay, statusCommand, unbanCommand } from './admin.ts';
import { line, nothing, refuse, word } from './answers.ts';
import { apologise, isRunner } from './apology.ts';
import { briefCommand, missedCommand, pressBrief } from './brief.ts';
import { exportCommand, forgetCommand, importCommand, pressForget } from './data.ts';
import { addFeedCommand, feedsCommand, removeFeedCommand } from './feeds.ts';
import { followCommand } from './follow.ts';
import { createHandled, type Handled } from './handled.ts';
import { help, plainText, start, unknownCommand } from './help.ts';
import { latestCommand, pressLatest } from './latest.ts';
import { parseLine } from './line.ts';
import { muteCommand, mutesCommand, unmuteCommand } from './mute.ts';
import type { News } from './news.ts';
import { createPace, type Pace } from './pace.ts';
import { languageCommand, timezoneCommand } from './place.ts';
import { quietCommand } from './quiet.ts';
import { newChat } from './record.ts';
import { roleCommand } from './role.ts';
import { pressScreen } from './screens.ts';
import { settingsCommand } from './settings.ts';
import { pressFollowStory, pressMore, pressMuteStory, pressTaste, pressWhy, whyCommand } from './story-buttons.ts';
import { pressLevel, pressUnfollow, topicsCommand, unfollowCommand } from './topics.ts';
import { createTurns, type Turns } from './turns.ts';
import type { Command, CommandSettings, Quotas, Show, Tools, UseCase, Visit } from './visit.ts';
import { pressMeant, pressWhich } from './which.ts';

const usualQuotas: Quotas = { follows: 200, mutes: 200, briefs: 10, feeds: 50, commandsAMinute: 20 };
const mostSuggestions = 25;

const table: readonly Command[] = [
  followCommand,
  latestCommand,
  briefCommand,
  missedCommand,
  topicsCommand,
  unfollowCommand,
  quietCommand,
  muteCommand,
  unmuteCommand,
  mutesCommand,
  roleCommand,
  settingsCommand,
  timezoneCommand,
  languageCommand,
  whyCommand,
  feedsCommand,
  addFeedCommand,
  removeFeedCommand,
  importCommand,
  exportCommand,
  forgetCommand,
  { name: 'start', who: 'everyone', run: start },
  { name: 'help', who: 'everyone', run: (visit, rest) => help(visit, rest, commandInfos), suggest: suggestCommands },
  statusCommand,
  banCommand,
  unbanCommand,
  announceCommand,
];

/** The commands that there are, for menus and completion. */
export const commandInfos: readonly CommandInfo[] = table.map(({ name, who, on }) => ({
  name,
  descriptionKey: `command.${name}.description`,
  usageKey: `command.${name}.usage`,
  who,
  ...(on !== undefined && { on }),
}));

/** Verbs of buttons. `run` carries out a typed line, with the rights of the one who pressed. */
const presses: Readonly<Record<string, UseCase>> = {
  run: (visit, rest) => typed(visit, rest),
  more: pressMore,
  why: pressWhy,
  fstory: pressFollowStory,
  mstory: pressMuteStory,
  less: (visit, id) => pressTaste(visit, id, -1),
  like: (visit, id) => pressTaste(visit, id, 1),
  unfollow: pressUnfollow,
  level: pressLevel,
  which: pressWhich,
  meant: pressMeant,
  latest: pressLatest,
  brief: pressBrief,
  forget: pressForget,
  replay: pressReplay,
  set: pressScreen,
};

/** Completions of `/help`; a chat that is not known may be on any platform. */
async function suggestCommands(_tools: Tools, chat: ChatRecord | undefined, typed: string): Promise<Suggestion[]> {
  const begun = commandInfos.filter(
    ({ name, who }) => who !== 'administrators' && name.startsWith(typed.toLowerCase()),
  );
  const known = begun.filter((info) => chat === undefined || isKnownOn(info, chat.address.platform));
  return known.map(({ name }) => ({ label: `/${name}`, value: name }));
}

export interface CommandTools {
  readonly store: Store;
  readonly news: News;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: CommandSettings;
  /** Shared with whoever else changes chats' records; made here when not given. `News` is called within the chat's turn. */
  readonly turns?: Turns;
}

export interface Commands {
  /** Carries out what a person did, once for each update id, in the chat's order. Never throws. */
  handle(incoming: Incoming, show?: Show): Promise<Answer>;
  /** Completions of what stands after `command`. At most 25. */
  suggest(address: Address, command: string, typed: string): Promise<Suggestion[]>;
  readonly commands: readonly CommandInfo[];
}

/** The chat commands over a store and the engine. */
export function createCommands(given: CommandTools): Commands {
  const quotas = { ...usualQuotas, ...given.settings.quotas };
  const settings = { administrators: given.settings.administrators, quotas };
  const tools: Tools = { ...given, settings, turns: given.turns ?? createTurns() };
  const gate = createGate(tools, quotas);
  return {
    commands: commandInfos,
    handle: (incoming, show) => tools.turns.take(turnOf(incoming), () => once(tools, incoming, gate, show)),
    suggest: async (address, command, text) => {
      const chat = await tools.store.chats.get(chatIdOf(address));
      const suggest = table.find(({ name }) => name === command.replace(/^\//, ''))?.suggest;
      return ((await suggest?.(tools, chat, text)) ?? []).slice(0, mostSuggestions);
    },
  };
}

/** What every update passes first. */
interface Gate {
  readonly handled: Handled;
  readonly pace: (person: string, now: number, incoming: Incoming) => { readonly allowed: Pace; readonly most: number };
}

/** Turning from screen to screen of the settings costs little, and a setting may lie five presses away; inline questions come as one types. */
const screensForACommand = 3;
/** Erasing rewrites the whole state, while everybody waits. */
const mostErasures = 2;

function createGate(tools: Tools, { commandsAMinute }: Quotas): Gate {
  const paced = (most: number) => ({ most, take: createPace(most) });
  const commands = paced(commandsAMinute);
  const screens = paced(commandsAMinute * screensForACommand);
  const erasures = paced(mostErasures);
  return {
    handled: createHandled(tools),
    pace(person, now, incoming) {
      const isLight = incoming.isPassing || incoming.action?.startsWith('set:');
      const { most, take } = isErasure(incoming) ? erasures : isLight ? screens : commands;
      return { most, allowed: take(person, now) };
    },
  };
}

function isErasure({ text, action }: Incoming): boolean {
  return action === 'forget:yes' || /^(?:run:)?\s*\/forget\s+yes\s*$/i.test(text ?? action ?? '');
}

/**
 * Whose turn a visit needs: its own chat's. Blocking takes the other chat's turn, and waits for it in a queue of its own:
 * two administrators who block each other's chats would else wait for ever.
 */
function turnOf({ address, text, action }: Incoming): string {
  return /^(run:)?\s*\/(ban|unban)\b/i.test(text ?? action ?? '') ? 'blocking' : chatIdOf(address);
}

/** The same update handed over again has no effect and no answer. It is marked after its effect: a crash repeats, never skips. */
async function once(tools: Tools, incoming: Incoming, { handled, pace }: Gate, show?: Show): Promise<Answer> {
  const key = `${incoming.address.platform}:${incoming.updateId}`;
  try {
    if (await handled.has(key)) return nothing;
    const made = await admit(tools, incoming, pace, show);
    await handled.mark(key);
    return made;
  } catch (error) {
    tools.log.error({ platform: incoming.address.platform, error: String(error) }, 'a command failed');
    return apologise({ ...tools, ...tools.settings }, incoming, 'failed', error);
  }
}

async function admit(tools: Tools, incoming: Incoming, pace: Gate['pace'], show?: Show): Promise<Answer> {
  if (isIdle(incoming)) return nothing;
  const known = await tools.store.chats.get(chatIdOf(incoming.address));
  const visit = openVisit(tools, incoming, known, show);
  if (!visit.isAdministrator) {
    const { allowed, most } = pace(`${incoming.address.platform}:${incoming.person.id}`, visit.now, incoming);
    if (allowed === 'silent') return nothing;
    if (allowed === 'tell') return word(visit, 'refusal.pace', { most });
    if (visit.chat.state === 'banned') return word(visit, 'refusal.banned');
  }
  await welcome(visit, known !== undefined);
  return incoming.action === undefined ? typed(visit, incoming.text ?? '') : pressed(visit, incoming.action);
}

/** Talk in a group that is not meant for the bot: no record, no answer. */
function isIdle(incoming: Incoming): boolean {
  return (
    incoming.action === undefined && incoming.chatKind !== 'private' && !(incoming.text ?? '').trim().startsWith('/')
  );
}

/** The record is made at the first word, and follows the chat's title and the person's locale; a chat that speaks can be reached again. */
async function welcome(visit: Visit, isKnown: boolean): Promise<void> {
  const { incoming, chat } = visit;
  const locale = chat.kind === 'private' ? (incoming.person.locale ?? chat.locale) : chat.locale;
  const title = incoming.chatTitle ?? chat.title;
  const keeperId = chat.kind !== 'private' && incoming.person.isManager ? incoming.person.id : chat.keeperId;
  const isBack = chat.state === 'unreachable';
  const home = incoming.address.home ?? chat.address.home;
  const isSame =
    locale === chat.locale && title === chat.title && keeperId === chat.keeperId && home === chat.address.home;
  if (isKnown && !isBack && isSame) return;
  await visit.save({
    locale,
    title,
    ...(home === undefined ? {} : { address: { ...chat.address, home } }),
    ...(keeperId === undefined ? {} : { keeperId }),
    ...(isBack ? { state: 'active', stateSince: visit.now, stateReason: undefined } : {}),
  });
  if (isBack) visit.tools.news.returned(chat.id);
}

function openVisit(tools: Tools, incoming: Incoming, known: ChatRecord | undefined, show: Show = () => {}): Visit {
  const now = tools.clock.now();
  const id = chatIdOf(incoming.address);
  let chat = known ?? newChat(incoming, now);
  let isErased = false;
  const isAdministrator = isRunner(tools.settings.administrators, incoming);
  const localeOf = () => tools.catalogue.negotiate(chat.settings.language ?? incoming.person.locale ?? chat.locale);
  return {
    tools,
    incoming,
    address: incoming.address,
    now,
    show,
    isAdministrator,
    isManager: incoming.chatKind === 'private' || incoming.person.isManager || isAdministrator,
    get chat() {
      return chat;
    },
    get locale() {
      return localeOf();
    },
    say: (key, params) => tools.catalogue.say(localeOf(), key, params),
    spans: (key, params) => tools.catalogue.spans(localeOf(), key, params),
    save: async (change: Partial<ChatRecord>) => {
      if (isErased || incoming.isPassing) return;
      chat = { ...((await tools.store.chats.get(id)) ?? chat), ...change };
      await tools.store.chats.set(id, chat);
      if (change.settings !== undefined) tools.news.reconsider(id);
    },
    erased: () => {
      isErased = true;
    },
  };
}

async function typed(visit: Visit, text: string): Promise<Answer> {
  const { command: name, rest } = parseLine(text);
  if (name === undefined) return plainText(visit, rest, commandInfos);
  const command = table.find((one) => one.name === name && isKnownOn(one, visit.address.platform));
  if (command === undefined) return unknownCommand(visit, name, rest, commandInfos);
  if (command.who === 'administrators' && !visit.isAdministrator) return line(visit, 'refusal.administrators');
  if (command.who === 'managers' && !visit.isManager) return refuse(visit);
  return command.run(visit, rest);
}

async function pressed(visit: Visit, action: string): Promise<Answer> {
  const colon = action.indexOf(':');
  const verb = action.slice(0, Math.max(0, colon));
  const press = Object.hasOwn(presses, verb) ? presses[verb] : undefined;
  return press === undefined ? word(visit, 'refusal.old') : press(visit, action.slice(colon + 1));
}
