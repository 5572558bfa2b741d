/** `/start`, `/help`, and what is answered to words that are no command. */
import type { Answer, Block, Span } from '../model.ts';
import { type CommandInfo, isKnownOn } from '../ports.ts';
import { words } from '../text/words.ts';
import { answer, button, heading, line, list, message, nothing, paragraph, shorten } from './answers.ts';
import { importData } from './data.ts';
import { follow } from './follow.ts';
import { distance, nearestName } from './line.ts';
import type { Visit } from './visit.ts';

const groups: Readonly<Record<string, readonly string[]>> = {
  topics: ['follow', 'unfollow', 'topics', 'latest', 'why'],
  briefs: ['brief', 'missed'],
  calm: ['quiet', 'mute', 'unmute', 'mutes'],
  settings: ['settings', 'timezone', 'language', 'role'],
  feeds: ['feeds', 'addfeed', 'removefeed'],
  data: ['import', 'export', 'forget'],
  run: ['status', 'ban', 'unban', 'announce'],
};

/** `/start`, also with a deep link's payload: `follow_sergei-lavrov` follows at once. */
export async function start(visit: Visit, rest: string): Promise<Answer> {
  const [, payload] = /^follow[_-](.{1,64})$/i.exec(rest) ?? [];
  if (payload !== undefined)
    return visit.isManager ? follow(visit, payload.replace(/[_-]+/g, ' ').trim()) : line(visit, 'refusal.managers');
  const { zone } = visit.chat.settings;
  const blocks = [
    heading(visit.spans('start.title')),
    paragraph(visit.spans('start.what')),
    paragraph(visit.spans('start.how')),
    paragraph(visit.spans('start.zone', { zone })),
  ];
  const examples = visit.say('start.examples').split(/,\s*/);
  const follows = examples.flatMap((topic) => button(visit.say('button.follow', { topic }), `run:/follow ${topic}`));
  const more = [
    ...button(visit.say('button.help'), 'run:/help'),
    ...button(visit.say('settings.title'), 'run:/settings'),
  ];
  return answer(message(blocks, { buttons: [...follows.map((one) => [one]), more] }));
}

/** `/help`: every command in one line each, in groups; `/help follow` with its forms. */
export async function help(visit: Visit, rest: string, commands: readonly CommandInfo[]): Promise<Answer> {
  const wanted = rest.replace(/^\//, '').toLowerCase();
  const one = commands.find(({ name }) => name === wanted);
  if (one !== undefined && maySee(visit, one)) return helpOn(visit, one);
  const blocks = Object.entries(groups).flatMap(([group, names]): Block[] => {
    const shown = commands.filter((info) => names.includes(info.name) && maySee(visit, info));
    if (shown.length === 0) return [];
    return [
      paragraph([{ text: visit.say(`help.${group}`), style: 'bold' }]),
      list(shown.map((info) => helpLine(visit, info))),
    ];
  });
  return answer(message([...blocks, paragraph(visit.spans('help.more'))], { isPrivate: true }));
}

function maySee(visit: Visit, info: CommandInfo): boolean {
  return (info.who !== 'administrators' || visit.isAdministrator) && isKnownOn(info, visit.address.platform);
}

function helpLine(visit: Visit, info: CommandInfo): Span[] {
  return [{ text: `/${info.name}`, style: 'code' }, { text: ` ${visit.say(info.descriptionKey)}` }];
}

function helpOn(visit: Visit, info: CommandInfo): Answer {
  const forms = visit.say(info.usageKey).split('\n').filter(Boolean);
  const blocks = [paragraph(helpLine(visit, info)), list(forms.map((text): Span[] => [{ text, style: 'code' }]))];
  return answer(message(blocks, { isPrivate: true }));
}

/** A command that does not exist: the one of that name in the chat's language, or the nearest, is offered. In groups it may be meant for another bot. */
export function unknownCommand(visit: Visit, name: string, rest: string, commands: readonly CommandInfo[]): Answer {
  const shown = commands.filter((info) => maySee(visit, info));
  const translated = shown.find((info) => info.who !== 'administrators' && translatedName(visit, info) === name);
  const near =
    translated?.name ??
    nearestName(
      name,
      shown.map((info) => info.name),
    );
  if (near === undefined)
    return visit.chat.kind === 'private' ? line(visit, 'unknown', { typed: shorten(`/${name}`, 40) }) : nothing;
  const meant = `/${near}${rest === '' ? '' : ` ${rest}`}`;
  const params = { typed: shorten(`/${name}`, 40), meant: shorten(meant, 80) };
  return line(visit, 'unknownNear', params, { buttons: [button(shorten(meant, 40), `run:${meant}`)] });
}

/** Commands that people type with a topic behind them; a slip in one of these is a slip, not a topic. */
const withTopic = ['follow', 'unfollow', 'latest'];

/** As the command is called where platforms let each language have its own name. */
function translatedName(visit: Visit, { name }: CommandInfo): string {
  return visit.say(`discord.name.${name}`);
}

/**
 * Words without a slash in a private chat: an offer to follow them; where the first is a command's name, or nearly one, the
 * command is offered as well. An address may be read as a source, a greeting is returned. A file that was sent is imported.
 */
export async function plainText(visit: Visit, text: string, commands: readonly CommandInfo[]): Promise<Answer> {
  if (visit.incoming.file !== undefined)
    return visit.isManager ? importData(visit, text) : line(visit, 'refusal.managers');
  if (visit.chat.kind !== 'private' || text === '') return nothing;
  if (isAddress(text)) return offerSource(visit, text);
  if (isGreeting(visit, text)) return start(visit, '');
  const topic = shorten(text.replace(/\s+/g, ' '), 60);
  if (!/[\p{L}\p{N}]/u.test(topic)) return line(visit, 'plain.none');
  const follow = button(visit.say('button.follow', { topic: shorten(topic, 24) }), `run:/follow ${topic}`);
  const [first = '', ...more] = topic.split(' ');
  const meantName = commandName(first.toLowerCase(), more.length > 0);
  const command = commands.find((info) => info.name === meantName && maySee(visit, info));
  if (command !== undefined) {
    const meant = [`/${command.name}`, ...more].join(' ');
    const run = button(shorten(meant, 40), `run:${meant}`);
    return line(visit, 'plain.command', { meant }, { buttons: [more.length > 0 ? [...run, ...follow] : run] });
  }
  const buttons = [[...follow, ...button(visit.say('button.latest'), `run:/latest ${topic}`)]];
  return line(visit, 'plain.offer', { topic }, { buttons });
}

/** The word itself, or the command that it is with letters swapped, one left out or one too many. Another letter makes another word. */
function commandName(typed: string, hasMore: boolean): string {
  if (!hasMore || typed.length < 5) return typed;
  const letters = (word: string) => [...word].sort().join('');
  const isSlip = (name: string) => name.length !== typed.length || letters(name) === letters(typed);
  return withTopic.find((name) => distance(typed, name) === 1 && isSlip(name)) ?? typed;
}

function isAddress(text: string): boolean {
  return /^https?:\/\/\S+$/iu.test(text) && URL.canParse(text);
}

function offerSource(visit: Visit, url: string): Answer {
  const buttons = [button('/addfeed', `run:/addfeed ${url}`)];
  return line(visit, 'topic.problem.address', { url: shorten(url, 200) }, { buttons });
}

/** In any language: nobody knows yet what the person speaks. */
function isGreeting({ tools: { catalogue } }: Visit, text: string): boolean {
  const said = words(text).join(' ');
  return catalogue.locales.some((locale) =>
    catalogue
      .say(locale, 'start.greetings')
      .split(', ')
      .some((greeting) => words(greeting).join(' ') === said),
  );
}
