/** `/settings`: lists `key value` a line, sets one, and says what it means. */
import { clockTime } from '../messages/text.ts';
import type { Answer } from '../model.ts';
import type { ChatRecord, ChatSettings } from '../store/records.ts';
import { answer, heading, line, message, paragraph, refuse } from './answers.ts';
import { parseDuration } from './durations.ts';
import { nearestName } from './line.ts';
import { findLanguage, previewOfZone } from './place.ts';
import { parseQuietWords, wordQuiet } from './quiet-words.ts';
import { homeButtons, imagesName } from './screens.ts';
import type { Command, Tools, Visit } from './visit.ts';
import { withNextBrief, withShare, withWeek } from './week.ts';
import { findZone } from './zones.ts';

interface Setting {
  readonly name: string;
  /** As it is typed back. */
  readonly show: (settings: ChatSettings, visit: Pick<Visit, 'locale' | 'now' | 'chat'>) => string;
  /** The change, or undefined for a value that cannot be read. */
  readonly read: (typed: string, visit: Visit) => Partial<ChatSettings> | undefined;
  /** Where it is kept outside the settings: what else of the chat's record changes. */
  readonly also?: Partial<ChatRecord>;
  /** Fixed values, for completion and refusals. */
  readonly values: readonly string[];
  /** What is possible, where the values are only examples. */
  readonly range?: string;
}

export const settingsCommand: Command = { name: 'settings', who: 'everyone', run: settings, suggest: suggestSettings };

function whole(name: 'cap' | 'topiccap', most: number): Setting {
  return {
    name,
    show: (now) => String(now[name]),
    read: (typed) => (/^\d{1,3}$/.test(typed) && Number(typed) <= most ? { [name]: Number(typed) } : undefined),
    values: ['0', String(name === 'cap' ? 12 : 5), String(most)],
    range: `0–${most}`,
  };
}

function choice<Name extends 'threshold' | 'quietmode' | 'briefLength'>(
  name: Name,
  shown: string,
  values: readonly ChatSettings[Name][],
): Setting {
  return {
    name: shown,
    show: (now) => now[name],
    read: (typed) => {
      const value = values.find((one) => one === typed.toLowerCase());
      return value === undefined ? undefined : ({ [name]: value } as Partial<ChatSettings>);
    },
    values,
  };
}

const isOff = (typed: string) => /^(off|none|no)$/i.test(typed);
const onOff = new Map([
  ['on', true],
  ['yes', true],
  ['off', false],
  ['no', false],
]);

const table: readonly Setting[] = [
  {
    name: 'timezone',
    show: (now) => now.zone,
    read: (typed, visit) => {
      const zone = findZone(typed, visit.now, visit.locale);
      return zone === undefined ? undefined : { zone };
    },
    values: ['UTC', 'Europe/Paris', 'America/New_York'],
  },
  {
    name: 'language',
    show: (now) => now.language ?? 'auto',
    read: (typed, visit) => {
      const language = findLanguage(visit.tools.catalogue.locales, typed);
      return language === undefined && !/^auto$/i.test(typed) ? undefined : { language };
    },
    values: ['auto'],
  },
  whole('cap', 200),
  whole('topiccap', 100),
  choice('threshold', 'threshold', ['low', 'normal', 'high']),
  {
    name: 'quiet',
    show: (now, visit) => (now.quiet.length === 0 ? 'off' : wordQuiet(now.quiet, visit.locale)),
    read: (typed, visit) => {
      const quiet = isOff(typed) ? [] : parseQuietWords(typed, visit.locale);
      return quiet === undefined ? undefined : { quiet };
    },
    values: ['off', '22:00-07:00'],
  },
  choice('quietmode', 'quietmode', ['hold', 'silent', 'critical']),
  {
    name: 'snooze',
    show: (now, visit) =>
      now.snoozedUntil === undefined || now.snoozedUntil <= visit.now
        ? 'off'
        : `until ${clockTime('en', now.zone, now.snoozedUntil)}`,
    read: (typed, visit) => {
      const ms = isOff(typed) ? 0 : parseDuration(typed.replace(/^for /i, ''));
      return ms === undefined ? undefined : { snoozedUntil: ms === 0 ? undefined : visit.now + ms };
    },
    values: ['off', '2h', '1d'],
  },
  {
    name: 'images',
    show: (now) => imagesName(now.images),
    read: (typed) => {
      const images = /^preview$/i.test(typed) ? ('preview' as const) : onOff.get(typed.toLowerCase());
      return images === undefined ? undefined : { images };
    },
    values: ['on', 'preview', 'off'],
  },
  choice('briefLength', 'brieflength', ['headlines', 'short', 'full']),
  {
    name: 'taste',
    show: (_, { chat }) => (Object.keys(chat.taste).length === 0 ? 'none' : 'learnt'),
    read: (typed) => (/^(?:reset|none|off)$/i.test(typed) ? {} : undefined),
    also: { taste: {} },
    values: ['reset'],
  },
];

/** What the last seven days or the next brief would be with the change. */
const previews: Readonly<Record<string, (visit: Visit, made: Answer) => Promise<Answer>>> = {
  threshold: withWeek,
  cap: withWeek,
  topiccap: withWeek,
  quiet: withWeek,
  quietmode: withWeek,
  taste: withWeek,
  timezone: previewOfZone,
  language: (visit, made) => withShare(visit, made, 'inLanguage'),
  images: (visit, made) => withShare(visit, made, 'withPicture'),
  brieflength: (visit, made) => withNextBrief(visit, made, []),
};

const names = table.map(({ name }) => name);
const aliases = new Map([
  ['zone', 'timezone'],
  ['lang', 'language'],
  ['length', 'brieflength'],
]);

async function settings(visit: Visit, rest: string): Promise<Answer> {
  if (rest === '') return listSettings(visit);
  const [, typed = '', value = ''] = /^(\S+?)\s*(?:[=:\s]\s*([\s\S]*))?$/.exec(rest) ?? [];
  const name = aliases.get(typed.toLowerCase()) ?? typed.toLowerCase();
  const setting = table.find((one) => one.name === name);
  if (setting === undefined) return unknownSetting(visit, typed);
  if (value === '')
    return line(visit, 'settings.one', {
      name,
      value: setting.show(visit.chat.settings, visit),
      meaning: meaning(visit, setting),
      values: possible(visit, setting),
    });
  if (!visit.isManager) return refuse(visit);
  const change = setting.read(value.trim(), visit);
  if (change === undefined)
    return line(visit, 'settings.badValue', { name, value: value.slice(0, 40), values: possible(visit, setting) });
  await visit.save({ settings: { ...visit.chat.settings, ...change }, ...setting.also });
  const made = line(visit, 'settings.set', {
    name,
    value: setting.show(visit.chat.settings, visit),
    meaning: meaning(visit, setting),
  });
  return previews[name]?.(visit, made) ?? made;
}

function possible(visit: Visit, { name, range, values }: Setting): string {
  const known = name === 'language' ? [...values, ...visit.tools.catalogue.locales] : values;
  return range ?? known.join(', ');
}

function listSettings(visit: Visit): Answer {
  const lines = table.map((one) => `${one.name} ${one.show(visit.chat.settings, visit)}`);
  const blocks = [
    heading(visit.spans('settings.title')),
    paragraph([{ text: lines.join('\n') }]),
    paragraph(visit.spans('settings.hint')),
  ];
  const buttons = visit.isManager ? homeButtons(visit) : [];
  return answer(message(blocks, { isPrivate: true, buttons }));
}

function meaning(visit: Visit, setting: Setting): string {
  const value = setting.show(visit.chat.settings, visit);
  if (setting.name === 'cap' || setting.name === 'topiccap')
    return visit.say(`settings.${setting.name}`, { count: Number(value) });
  if (['threshold', 'quietmode', 'brieflength', 'images'].includes(setting.name))
    return visit.say(`settings.${setting.name}.${value}`);
  return visit.say(`settings.${setting.name}`, { value });
}

function unknownSetting(visit: Visit, typed: string): Answer {
  const near = nearestName(typed, names);
  const params = { typed: typed.slice(0, 40), names: names.join(', '), near: near ?? '' };
  return line(visit, near === undefined ? 'settings.unknown' : 'settings.unknownNear', params);
}

async function suggestSettings(_tools: Tools, _chat: ChatRecord | undefined, typed: string) {
  const [name = '', ...rest] = typed.split(' ');
  const setting = rest.length === 0 ? undefined : table.find((one) => one.name === name.toLowerCase());
  const texts = setting === undefined ? names : setting.values.map((value) => `${setting.name} ${value}`);
  return texts.filter((text) => text.startsWith(typed.toLowerCase())).map((text) => ({ label: text, value: text }));
}
