/** The screens of briefs and of quiet hours: hours and days are picked, not typed. */
import type { Answer, Block, Button } from '../model.ts';
import type { BriefSchedule, ChatSettings } from '../store/records.ts';
import { button, heading, list, paragraph } from './answers.ts';
import { schedule, wordSchedule } from './brief.ts';
import { wordDays } from './clock-words.ts';
import { wordQuiet } from './quiet-words.ts';
import { hours, type Screen, type Shown, ticked } from './screen.ts';
import { pairs } from './topics.ts';
import type { Visit } from './visit.ts';
import { weekBlocks } from './week.ts';

const lengths = ['headlines', 'short', 'full'] as const;
const modes = ['hold', 'silent', 'critical'] as const;
const offers = ['21:00-07:00', '22:00-07:00', '23:00-08:00', '00:00-09:00'];
const minutes = ['00', '15', '30', '45'];
/** Names in buttons, the words that `/brief` takes, the days. */
const dayGroups: Readonly<Record<string, { readonly word: string; readonly days: readonly number[] }>> = {
  all: { word: '', days: [] },
  work: { word: 'weekdays', days: [1, 2, 3, 4, 5] },
  free: { word: 'weekends', days: [0, 6] },
};

export const timeScreens: Readonly<Record<string, Screen>> = {
  briefs: briefList,
  brief: async (visit, [id]) => aboutBrief(visit, id, async (one) => briefScreen(visit, one)),
  length: async (visit, [id, length]) => aboutBrief(visit, id, (one) => changeLength(visit, one, length)),
  endbrief: async (visit, [id]) =>
    aboutBrief(visit, id, async (ended) => {
      await visit.save({ briefs: visit.chat.briefs.filter((one) => one !== ended) });
      return briefList(visit);
    }),
  bhour: async (visit) => pick(visit, visit.say('screen.hour'), hours('set:bminute'), 'set:briefs'),
  bminute: async (visit, [hour = '']) => {
    if (!isHour(hour)) return undefined;
    const times = minutes.flatMap((minute) => button(`${hour}:${minute}`, `set:bdays:${hour}:${minute}`));
    return pick(visit, visit.say('screen.minute'), pairs(times), 'set:bhour');
  },
  bdays: async (visit, [hour = '', minute = '']) => {
    if (!isTime(hour, minute)) return undefined;
    const rows = Object.entries(dayGroups).map(([name, { days }]) =>
      button(wordDays(days, visit.locale) || visit.say('screen.everyDay'), `set:badd:${hour}:${minute}:${name}`),
    );
    return pick(visit, visit.say('screen.days', { time: `${hour}:${minute}` }), rows, `set:bminute:${hour}`);
  },
  badd: addBrief,
  quiet: quietScreen,
  qfrom: async (visit) => pick(visit, visit.say('screen.quietFrom'), hours('set:quntil'), 'set:quiet'),
  quntil: async (visit, [from = '']) => {
    if (!isHour(from)) return undefined;
    const text = visit.say('screen.quietUntil', { from: `${from}:00` });
    return pick(visit, text, hours(`set:qhours:${from}`, from), 'set:qfrom');
  },
  qhours: async (visit, [from = '', to = '']) => {
    if (!isHour(from) || !isHour(to) || from === to) return undefined;
    return saveQuiet(visit, { quiet: [{ from: `${from}:00`, to: `${to}:00`, days: [] }] });
  },
  qoff: async (visit) => saveQuiet(visit, { quiet: [], snoozedUntil: undefined }),
  qmode: async (visit, [name]) => {
    const quietmode = modes.find((one) => one === name);
    return quietmode === undefined ? undefined : saveQuiet(visit, { quietmode });
  },
};

function isHour(text: string): boolean {
  return /^(?:[01]\d|2[0-3])$/.test(text);
}

function isTime(hour: string, minute: string): boolean {
  return isHour(hour) && minutes.includes(minute);
}

function pick(visit: Visit, text: string, buttons: readonly (readonly Button[])[], back: string): Shown {
  return { blocks: [paragraph([{ text }])], buttons: [...buttons, button(visit.say('button.previous'), back)] };
}

async function briefList(visit: Visit): Promise<Shown> {
  const { briefs } = visit.chat;
  const blocks =
    briefs.length === 0
      ? [heading(visit.spans('screen.briefs')), paragraph(visit.spans('brief.listNone'))]
      : [heading(visit.spans('brief.list')), list(briefs.map((one) => [{ text: wordSchedule(visit, one) }]))];
  const each = briefs.map((one) => button(nameOf(visit, one), `set:brief:${one.id}`));
  const more = [
    ...button(visit.say('screen.addBrief'), 'set:bhour'),
    ...button(visit.say('button.briefNow'), 'run:/brief'),
  ];
  return { blocks, buttons: [...each, more, button(visit.say('button.previous'), 'set:home')] };
}

function nameOf(visit: Visit, one: BriefSchedule): string {
  return [one.time ?? `cron ${one.cron}`, wordDays(one.days, visit.locale)].filter(Boolean).join(' · ');
}

async function aboutBrief(
  visit: Visit,
  id: string | undefined,
  show: (one: BriefSchedule) => Promise<Shown | undefined>,
): Promise<Shown | undefined> {
  const found = visit.chat.briefs.find((one) => one.id === id);
  return found === undefined ? undefined : show(found);
}

function briefScreen(visit: Visit, one: BriefSchedule): Shown {
  const blocks = [
    heading([{ text: wordSchedule(visit, one) }]),
    paragraph(visit.spans(`settings.brieflength.${one.length}`)),
  ];
  const rows = lengths.map((length) =>
    button(ticked(visit.say(`screen.length.${length}`), length === one.length), `set:length:${one.id}:${length}`),
  );
  const end = button(visit.say('button.end', { what: one.time ?? 'cron' }), `set:endbrief:${one.id}`);
  return { blocks, buttons: [rows.flat(), end, button(visit.say('button.previous'), 'set:briefs')] };
}

async function changeLength(visit: Visit, one: BriefSchedule, name: string | undefined): Promise<Shown | undefined> {
  const length = lengths.find((each) => each === name);
  if (length === undefined) return undefined;
  const changed = { ...one, length };
  await visit.save({ briefs: visit.chat.briefs.map((each) => (each === one ? changed : each)) });
  return briefScreen(visit, changed);
}

async function addBrief(visit: Visit, [hour = '', minute = '', name = '']: readonly string[]) {
  const group = Object.hasOwn(dayGroups, name) ? dayGroups[name] : undefined;
  if (group === undefined || !isTime(hour, minute)) return undefined;
  const before = visit.chat.briefs;
  const made: Answer = await schedule(visit, `${hour}:${minute} ${group.word}`.trim(), true);
  const shown = await briefList(visit);
  // Nothing was changed: the quota is used up, and the answer says so.
  const said = visit.chat.briefs === before ? made.messages.flatMap(({ blocks }) => blocks) : [];
  return { ...shown, blocks: [...said, ...shown.blocks] };
}

async function quietScreen(visit: Visit): Promise<Shown> {
  const { quiet, quietmode, zone } = visit.chat.settings;
  const text = wordQuiet(quiet, visit.locale);
  const params = { hours: text, zone, meaning: visit.say(`settings.quietmode.${quietmode}`) };
  const blocks: Block[] = [
    paragraph(quiet.length === 0 ? visit.spans('quiet.none') : visit.spans('quiet.now', params)),
  ];
  if (quiet.length > 0) blocks.push(...(await weekBlocks(visit)));
  const windows = offers.flatMap((offer) => button(ticked(offer, offer === text), quietAction(offer)));
  const ways = modes.flatMap((mode) =>
    button(ticked(visit.say(`screen.mode.${mode}`), mode === quietmode), `set:qmode:${mode}`),
  );
  const off = quiet.length === 0 ? [] : button(visit.say('button.quietOff'), 'set:qoff');
  const other = [...button(visit.say('screen.otherHours'), 'set:qfrom'), ...off];
  return { blocks, buttons: [...pairs(windows), other, ways, button(visit.say('button.previous'), 'set:home')] };
}

function quietAction(offer: string): string {
  const [from = '', to = ''] = offer.split('-').map((time) => time.slice(0, 2));
  return `set:qhours:${from}:${to}`;
}

async function saveQuiet(visit: Visit, change: Partial<ChatSettings>): Promise<Shown> {
  await visit.save({ settings: { ...visit.chat.settings, ...change } });
  return quietScreen(visit);
}
