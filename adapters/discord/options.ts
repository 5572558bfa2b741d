/** The typed options of each command, and how they become the line that the core understands. */
import { ApplicationCommandOptionType as Kind } from 'discord.js';

/** What a person filled in, by the option's name. */
export type Values = Readonly<Record<string, string>>;

export interface Option {
  /** Also the last part of its key in the catalogue. */
  readonly name: string;
  readonly kind: Kind.String | Kind.Attachment;
  readonly isRequired: boolean;
  readonly choices: readonly string[];
  /** What the core completes: the beginning of the line that stands before the typed text. */
  readonly completes: ((values: Values) => string) | undefined;
}

export interface Form {
  readonly options: readonly Option[];
  /** What stands after the command's name. */
  readonly line: (values: Values) => string;
}

export interface CommandForm extends Form {
  /** By name; a command with sub-commands has no options of its own. */
  readonly parts: Readonly<Record<string, Form>>;
}

function text(name: string, more: Partial<Option> = {}): Option {
  return { name, kind: Kind.String, isRequired: false, choices: [], completes: undefined, ...more };
}

const required = { isRequired: true } as const;
const completed = { completes: () => '' } as const;

function form(options: readonly Option[], line?: Form['line']): CommandForm {
  return { options, line: line ?? ((values) => words(...options.map(({ name }) => values[name]))), parts: {} };
}

function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

function after(word: string, value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : `${word} ${value}`;
}

/** Chosen in a post of a forum: each story as a post of its own. */
export const ownPosts = 'own posts';

const length = text('length', { choices: ['headlines', 'short', 'full'] });
const schedule: readonly Option[] = [
  text('time', required),
  text('days', { choices: ['every day', 'weekdays', 'weekends'] }),
  text('timezone'),
  length,
  text('about', completed),
];

function scheduleLine(values: Values): string {
  const { time, days, timezone, length: size, about } = values;
  return words(time, days === 'every day' ? undefined : days, timezone, size, after('about', about));
}

const brief: CommandForm = {
  ...form([]),
  parts: {
    now: form([text('topic', completed), length], ({ topic, length: size }) =>
      topic ? `now ${topic}` : words('now', size),
    ),
    daily: form(schedule, scheduleLine),
    add: form(schedule, (values) => `add ${scheduleLine(values)}`),
    list: form([], () => 'list'),
    off: form([text('at')], ({ at }) => words('off', at)),
  },
};

const quiet: CommandForm = {
  ...form([]),
  parts: {
    hours: form(
      [text('from', required), text('to', required), text('days', { choices: ['every day', 'weekdays', 'weekends'] })],
      ({ from, to, days }) => words(`${from}-${to}`, days === 'every day' ? undefined : days),
    ),
    pause: form([text('for', required)], (values) => `for ${values.for}`),
    show: form([], () => ''),
    off: form([], () => 'off'),
  },
};

const forms: Readonly<Record<string, CommandForm>> = {
  // In a post of a forum the alerts may come to that post, or as posts of their own.
  follow: form(
    [text('topic', { ...required, ...completed }), text('where', { choices: ['here', ownPosts] })],
    ({ topic = '' }) => topic,
  ),
  unfollow: form([text('topic', { ...required, ...completed })]),
  latest: form([text('topic', completed)]),
  brief,
  quiet,
  missed: form([]),
  topics: form([]),
  mute: form([text('what', { ...required, ...completed }), text('for')], (values) =>
    words(values.what, after('for', values.for)),
  ),
  unmute: form([text('what', { ...required, ...completed })]),
  mutes: form([]),
  settings: form([
    text('key', completed),
    text('value', { completes: ({ key }) => (key === undefined ? '' : `${key} `) }),
  ]),
  timezone: form([text('timezone', completed)]),
  language: form([text('language', completed)]),
  why: form([]),
  feeds: form([text('source', completed)]),
  addfeed: form([text('address', required)]),
  removefeed: form([text('source', completed)]),
  import: form([text('file', { kind: Kind.Attachment, isRequired: true })], () => ''),
  export: form([text('what', { choices: ['all', 'feeds'] })], ({ what }) => (what === 'feeds' ? 'feeds' : '')),
  forget: form([]),
  start: form([]),
  help: form([text('command')]),
};

/** A command that is not known here takes what the core's line takes, as one text. */
const anything = form([text('text')]);

export function formOf(command: string): CommandForm {
  return Object.hasOwn(forms, command) ? forms[command]! : anything;
}
