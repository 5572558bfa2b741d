/**
 * Settings by buttons: every screen is one message that is changed in place, and everything on it is also a command.
 * Actions are `set:SCREEN:…`; a screen whose name changes something does that and shows where it led.
 */
import type { Answer, Button } from '../model.ts';
import type { ChatSettings } from '../store/records.ts';
import { button, heading, message, nothing, paragraph, refuse, word } from './answers.ts';
import { levelsOf, rowsOf, type Screen, type Shown, ticked } from './screen.ts';
import { placeScreens } from './screen-places.ts';
import { timeScreens } from './screen-times.ts';
import { topicScreens } from './screen-topics.ts';
import { pairs } from './topics.ts';
import type { Visit } from './visit.ts';
import { weekBlocks } from './week.ts';

const dailyCaps = [0, 3, 6, 12, 25] as const;
const topicCaps = [0, 1, 2, 5, 10] as const;

const screens: Readonly<Record<string, Screen>> = {
  home,
  alerts,
  threshold: (visit, [value]) => set(visit, 'threshold', value, ['low', 'normal', 'high']),
  cap: (visit, [value]) => set(visit, 'cap', Number(value), dailyCaps),
  topiccap: (visit, [value]) => set(visit, 'topiccap', Number(value), topicCaps),
  images: async (visit, [value]) => {
    const images = value === 'on' ? true : value === 'off' ? false : 'preview';
    await visit.save({ settings: { ...visit.chat.settings, images } });
    return home(visit);
  },
  ...topicScreens,
  ...timeScreens,
  ...placeScreens,
};

/** `set:SCREEN:…` of a button. */
export async function pressScreen(visit: Visit, rest: string): Promise<Answer> {
  if (!visit.isManager) return refuse(visit);
  const [name = '', ...params] = rest.split(':');
  const screen = Object.hasOwn(screens, name) ? screens[name] : undefined;
  const shown = await screen?.(visit, params);
  if (shown === undefined) return word(visit, 'refusal.old');
  return { ...nothing, replacement: messageOf(shown) };
}

function messageOf({ blocks, buttons }: Shown) {
  return message(blocks, { buttons, isPrivate: true });
}

export function imagesName(images: ChatSettings['images']): 'on' | 'preview' | 'off' {
  return images === true ? 'on' : images === false ? 'off' : images;
}

/** Rows of the first screen; `/settings` shows them under its list. */
export function homeButtons(visit: Visit): Button[][] {
  const { images } = visit.chat.settings;
  const value = imagesName(images);
  const next = { on: 'preview', preview: 'off', off: 'on' }[value];
  return pairs([
    ...button(visit.say('screen.topics'), 'set:topics:0'),
    ...button(visit.say('screen.briefs'), 'set:briefs'),
    ...button(visit.say('screen.alerts'), 'set:alerts'),
    ...button(visit.say('screen.quiet'), 'set:quiet'),
    ...button(visit.say('screen.zone'), 'set:zone'),
    ...button(visit.say('screen.language'), 'set:lang'),
    ...button(visit.say('screen.images', { value }), `set:images:${next}`),
  ]);
}

async function home(visit: Visit): Promise<Shown> {
  const { settings, follows } = visit.chat;
  const blocks = [
    heading(visit.spans('settings.title')),
    paragraph(visit.spans('topics.title', { count: follows.length })),
    paragraph(visit.spans(`settings.threshold.${settings.threshold}`)),
    paragraph(visit.spans(`settings.images.${imagesName(settings.images)}`)),
  ];
  return { blocks, buttons: homeButtons(visit) };
}

async function alerts(visit: Visit): Promise<Shown> {
  const { threshold, cap, topiccap } = visit.chat.settings;
  const blocks = [
    heading(visit.spans('screen.alerts')),
    paragraph(visit.spans(`settings.threshold.${threshold}`)),
    paragraph(visit.spans('settings.cap', { count: cap })),
    paragraph(visit.spans('settings.topiccap', { count: topiccap })),
    ...(await weekBlocks(visit)),
  ];
  const levels = levelsOf(visit).flatMap(({ level, label }) =>
    button(ticked(label, level === threshold), `set:threshold:${level}`),
  );
  const daily = dailyCaps.flatMap((count) =>
    button(ticked(visit.say('screen.aDay', { count }), count === cap), `set:cap:${count}`),
  );
  const each = topicCaps.flatMap((count) =>
    button(ticked(visit.say('screen.aTopic', { count }), count === topiccap), `set:topiccap:${count}`),
  );
  const back = button(visit.say('button.previous'), 'set:home');
  return { blocks, buttons: [levels, ...rowsOf(daily, 3), ...rowsOf(each, 3), back] };
}

async function set<Name extends 'threshold' | 'cap' | 'topiccap'>(
  visit: Visit,
  name: Name,
  value: unknown,
  values: readonly ChatSettings[Name][],
): Promise<Shown | undefined> {
  const found = values.find((one) => one === value);
  if (found === undefined) return undefined;
  await visit.save({ settings: { ...visit.chat.settings, [name]: found } });
  return alerts(visit);
}
