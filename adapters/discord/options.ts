/** The typed options of each command, and how they become the line that the core understands. */
import { ApplicationCommandOptionType as Kind } from 'discord.js';
import { languageCode } from './languages.ts';

/** What a person filled in, by the option's name. */
export type Values = Readonly<Record<string, string>>;

export interface Option {
  /** Also the last part of its keys in the catalogue. */
  readonly name: string;
  readonly kind: Kind.String | Kind.Boolean | Kind.Role | Kind.Attachment;
  readonly isRequired: boolean;
  /** Without it a form is opened that asks for it and for the rest. */
  readonly isAsked: boolean;
  readonly choices: readonly string[];
  /** What the core completes: the beginning of the line that stands before the typed text. */
  readonly completes: ((values: Values) => string) | undefined;
  /** The command whose completions it takes, where that is not its own. */
  readonly completesAs: string | undefined;
}

export interface Form {
  readonly options: readonly Option[];
  /** What stands after the command's name. */
  readonly line: (values: Values) => string;
}

export interface CommandForm extends Form {
  /** By name; a command with sub-commands has no options of its own. */
  readonly parts: Readonly<Record<string, Form>>;
  /** The sub-command that a typed line means, and what of the line is left for it. */
  readonly partOf: ((line: string) => string) | undefined;
}

function text(name: string, more: Partial<Option> = {}): Option {
  return {
    name,
    kind: Kind.String,
    isRequired: false,
    isAsked: false,
    choices: [],
    completes: undefined,
    completesAs: undefined,
    ...more,
  };
}

const required = { isRequired: true } as const;
const asked = { isAsked: true } as const;
const completed = { completes: () => '' } as const;

function completedAs(command: string) {
  return { completes: () => '', completesAs: command } as const;
}

function form(options: readonly Option[], line?: Form['line']): CommandForm {
  const plain: Form['line'] = (values) =>
    words(...options.map(({ name, kind }) => (kind === Kind.String ? values[name] : '')));
  return { options, line: line ?? plain, parts: {}, partOf: undefined };
}

function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

function after(word: string, value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : `${word} ${value}`;
}

/** Chosen in a post of a forum: each story as a post of its own. */
export const ownPosts = 'own posts';

/** In a server an answer is for the asker alone unless they want to share it. */
const shared = text('public', { kind: Kind.Boolean });
const days = text('days', { choices: ['every day', 'weekdays', 'weekends'] });
const length = text('length', { choices: ['headlines', 'short', 'full'] });
const schedule: readonly Option[] = [
  text('time', asked),
  days,
  text('timezone', completedAs('timezone')),
  length,
  text('about', completedAs('unfollow')),
];

function scheduleLine(values: Values): string {
  const { time, timezone, length: size, about } = values;
  const on = values.days === 'every day' ? undefined : values.days;
  return words(time, on, timezone, size, after('about', about));
}

const brief: CommandForm = {
  ...form([]),
  parts: {
    now: form([text('topic', completedAs('latest')), length, shared], ({ topic, length: size }) =>
      topic ? `now ${topic}` : words('now', size),
    ),
    daily: form(schedule, scheduleLine),
    add: form(schedule, (values) => `add ${scheduleLine(values)}`),
    list: form([], () => 'list'),
    off: form([text('at')], ({ at }) => words('off', at)),
  },
  partOf: (line) => /^(now|add|list|off)\b/.exec(line)?.[1] ?? (line === '' ? 'now' : 'daily'),
};

const quiet: CommandForm = {
  ...form([]),
  parts: {
    hours: form([text('from', asked), text('to', asked), days], (values) =>
      words(`${values.from}-${values.to}`, values.days === 'every day' ? undefined : values.days),
    ),
    pause: form([text('for', required)], (values) => `for ${values.for}`),
    show: form([], () => ''),
    off: form([], () => 'off'),
  },
  partOf: (line) => (line === 'off' ? 'off' : line.startsWith('for') ? 'pause' : 'hours'),
};

const role: CommandForm = {
  ...form([]),
  parts: {
    set: form(
      [text('topic', { ...required, ...completed }), text('role', { ...required, kind: Kind.Role })],
      ({ topic = '' }) => topic,
    ),
    off: form([text('topic', { ...required, ...completed })], ({ topic }) => words('off', topic)),
    list: form([], () => ''),
  },
  partOf: (line) => /^(off|list)\b/.exec(line)?.[1] ?? 'set',
};

/** `tourism, "water park"` becomes `-tourism -"water park"`. */
function exclusions(typed: string | undefined): string {
  return (typed ?? '')
    .split(/[,;]/)
    .map((part) => part.trim().replace(/^-+/, ''))
    .filter((part) => part !== '')
    .map((part) => `-${quoted(part)}`)
    .join(' ');
}

function filter(name: string, value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : `${name}:${quoted(value)}`;
}

function quoted(value: string): string {
  const bare = value.replaceAll('"', '');
  return /\s/.test(bare) ? `"${bare}"` : bare;
}

const forms: Readonly<Record<string, CommandForm>> = {
  follow: form(
    [
      text('topic', { ...asked, ...completed }),
      text('without'),
      text('source', completedAs('feeds')),
      text('language', completedAs('language')),
      // In a post of a forum the alerts may come to that post, or as posts of their own.
      text('where', { choices: ['here', ownPosts] }),
    ],
    (values) =>
      words(
        values.topic,
        exclusions(values.without),
        filter('source', values.source),
        filter('lang', values.language && languageCode(values.language)),
      ),
  ),
  unfollow: form([text('topic', { ...required, ...completed })]),
  latest: form([text('topic', completed), shared]),
  brief,
  quiet,
  missed: form([shared]),
  topics: form([]),
  mute: form([text('what', { ...asked, ...completed }), text('for')], (values) =>
    words(values.what, after('for', values.for)),
  ),
  unmute: form([text('what', { ...required, ...completed })]),
  mutes: form([]),
  role,
  settings: form([
    text('key', completed),
    text('value', { completes: ({ key }) => (key === undefined ? '' : `${key} `) }),
  ]),
  timezone: form([text('timezone', completed)]),
  language: form([text('language', completed)]),
  why: form([]),
  feeds: form([text('source', completed)]),
  addfeed: form([text('address', { ...asked, ...completed })]),
  removefeed: form([text('source', completed)]),
  import: form([text('file', { kind: Kind.Attachment, isRequired: true })], () => ''),
  export: form([text('what', { choices: ['all', 'feeds'] })], ({ what }) => (what === 'feeds' ? 'feeds' : '')),
  forget: form([]),
  start: form([]),
  help: form([text('command', completed)]),
};

/** A command that is not known here takes what the core's line takes, as one text. */
const anything = form([text('text')]);

export function formOf(command: string): CommandForm {
  return Object.hasOwn(forms, command) ? forms[command]! : anything;
}

/** Whether something that must be known was left out: then a form asks for it. */
export function isIncomplete({ options }: Form, values: Values): boolean {
  return options.some(({ name, isAsked }) => isAsked && (values[name] ?? '') === '');
}
