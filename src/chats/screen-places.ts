/** The screens of time zone and language. A zone is found by region, by what the clock says there, and by city. */
import { clockTime, languageName } from '../messages/text.ts';
import type { Button } from '../model.ts';
import { localTime } from '../zone.ts';
import { button, paragraph } from './answers.ts';
import { paged, rowsOf, type Screen, type Shown, ticked } from './screen.ts';
import { pairs } from './topics.ts';
import type { Visit } from './visit.ts';
import { findZone, zoneOfLocale } from './zones.ts';

/** Codes of world regions, which Intl can name in any language, and the areas of the zone database in them. */
const regions: Readonly<Record<string, readonly string[]>> = {
  '150': ['Europe', 'Atlantic', 'Arctic'],
  '142': ['Asia', 'Indian'],
  '002': ['Africa'],
  '019': ['America'],
  '009': ['Australia', 'Pacific', 'Antarctica'],
};
const citiesAPage = 12;

export const placeScreens: Readonly<Record<string, Screen>> = {
  zone: zoneScreen,
  region: async (visit, [code = '']) => (Object.hasOwn(regions, code) ? times(visit, code) : undefined),
  cities: async (visit, [code = '', time = '', page]) =>
    Object.hasOwn(regions, code) ? cities(visit, code, time, Number(page)) : undefined,
  inzone: async (visit, [typed = '']) => {
    const zone = findZone(typed, visit.now, visit.locale);
    if (zone === undefined) return undefined;
    await visit.save({ settings: { ...visit.chat.settings, zone } });
    return zoneScreen(visit);
  },
  lang: languageScreen,
  speak: async (visit, [typed = '']) => {
    const language = visit.tools.catalogue.locales.find((locale) => locale === typed);
    if (language === undefined && typed !== 'auto') return undefined;
    await visit.save({ settings: { ...visit.chat.settings, language } });
    return languageScreen(visit);
  },
};

async function zoneScreen(visit: Visit): Promise<Shown> {
  const { zone } = visit.chat.settings;
  const time = clockTime(visit.locale, zone, visit.now);
  const names = new Intl.DisplayNames(visit.locale, { type: 'region' });
  const areas = Object.keys(regions).flatMap((code) => button(names.of(code) ?? code, `set:region:${code}`));
  const near = [...new Set([zoneOfLocale(visit.incoming.person.locale, visit.now), 'UTC'])].flatMap((one) =>
    one === undefined || one === zone ? [] : button(one, `set:inzone:${one}`),
  );
  const back = button(visit.say('button.previous'), 'set:home');
  return {
    blocks: [paragraph(visit.spans('timezone.now', { zone, time })), paragraph(visit.spans('screen.region'))],
    buttons: [...pairs([...areas, ...near]), back],
  };
}

function zonesIn(code: string): string[] {
  return Intl.supportedValuesOf('timeZone').filter((zone) => regions[code]?.includes(zone.split('/')[0] ?? ''));
}

/** Places by what their clocks say now, from west to east. */
function times(visit: Visit, code: string): Shown {
  const locals = zonesIn(code).map((zone) => localTime(zone, visit.now));
  const ordered = locals.map(({ date, minutes }) => `${date} ${String(minutes).padStart(4, '0')}`).sort();
  const clocks = [...new Set(ordered.map((local) => Number(local.slice(-4))))];
  const buttons = clocks.flatMap((minutes) => button(clockOf(minutes), `set:cities:${code}:${minutes}:0`));
  return {
    blocks: [paragraph(visit.spans('screen.clock'))],
    buttons: [...rowsOf(buttons, 4), button(visit.say('button.previous'), 'set:zone')],
  };
}

function clockOf(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** Zones of which the clocks say `time` now; a minute later, when the button is pressed, the nearest count. */
function cities(visit: Visit, code: string, time: string, page: number): Shown | undefined {
  if (!/^\d{1,4}$/.test(time)) return undefined;
  const distances = zonesIn(code).map((zone) => ({
    zone,
    far: minutesApart(localTime(zone, visit.now).minutes, Number(time)),
  }));
  const nearest = Math.min(...distances.map(({ far }) => far));
  const found = distances.filter(({ far }) => far === nearest).map(({ zone }) => zone);
  const turn = (to: number) => `set:cities:${code}:${time}:${to}`;
  const { shown, turns } = paged(visit, found, Number.isInteger(page) ? page : 0, citiesAPage, turn);
  const buttons = shown.flatMap((zone) =>
    button(ticked(cityOf(zone), zone === visit.chat.settings.zone), `set:inzone:${zone}`),
  );
  return {
    blocks: [paragraph(visit.spans('screen.city'))],
    buttons: [...pairs(buttons), turns, button(visit.say('button.previous'), `set:region:${code}`)],
  };
}

function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** On the clock's face: 23:59 and 00:01 are two minutes apart. */
function minutesApart(a: number, b: number): number {
  const apart = Math.abs(a - b) % 1440;
  return Math.min(apart, 1440 - apart);
}

async function languageScreen(visit: Visit): Promise<Shown> {
  const chosen = visit.chat.settings.language;
  const all: Button[] = visit.tools.catalogue.locales.flatMap((locale) =>
    button(ticked(languageName(locale), locale === chosen), `set:speak:${locale}`),
  );
  const own = button(ticked(visit.say('screen.ownLanguage'), chosen === undefined), 'set:speak:auto');
  const text = visit.spans('language.now', { language: languageName(visit.locale) });
  const back = button(visit.say('button.previous'), 'set:home');
  return { blocks: [paragraph(text)], buttons: [...rowsOf(all, 3), own, back] };
}
