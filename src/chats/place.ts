/** `/timezone` and `/language`: where the readers are and what they read. */
import { clockTime, languageName } from '../messages/text.ts';
import type { Answer } from '../model.ts';
import type { ChatRecord } from '../store/records.ts';
import { button, line, refuse } from './answers.ts';
import { nearestName } from './line.ts';
import { pairs } from './topics.ts';
import type { Command, Tools, Visit } from './visit.ts';
import { withNextBrief, withShare, withWeek } from './week.ts';
import { findZone, nearZones, zoneOfLocale } from './zones.ts';

export const timezoneCommand: Command = { name: 'timezone', who: 'everyone', run: timezone, suggest: suggestZones };
export const languageCommand: Command = { name: 'language', who: 'everyone', run: language, suggest: suggestLanguages };

async function timezone(visit: Visit, rest: string): Promise<Answer> {
  const { zone } = visit.chat.settings;
  if (rest === '') {
    const buttons = visit.isManager ? [button(visit.say('screen.change'), 'set:zone')] : [];
    return line(visit, 'timezone.now', { zone, time: clockTime(visit.locale, zone, visit.now) }, { buttons });
  }
  if (!visit.isManager) return refuse(visit);
  const found = findZone(rest, visit.now, visit.locale);
  if (found === undefined) return unknownZone(visit, rest);
  await visit.save({ settings: { ...visit.chat.settings, zone: found } });
  const key = visit.chat.briefs.length + visit.chat.settings.quiet.length > 0 ? 'timezone.setMoves' : 'timezone.set';
  const params = { zone: found, time: clockTime(visit.locale, found, visit.now) };
  return previewOfZone(visit, line(visit, key, params, { isPrivate: false }));
}

/** A zone moves quiet hours and briefs. */
export async function previewOfZone(visit: Visit, made: Answer): Promise<Answer> {
  const counted = await withWeek(visit, made);
  return visit.chat.briefs.length === 0 ? counted : withNextBrief(visit, counted);
}

function unknownZone(visit: Visit, typed: string): Answer {
  const near = nearZones(typed, 3);
  const guess = near.length > 0 ? near : [zoneOfLocale(visit.incoming.person.locale, visit.now) ?? 'Europe/Paris'];
  const buttons = guess.map((zone) => button(zone, `run:/timezone ${zone}`));
  return line(visit, 'timezone.unknown', { typed: typed.slice(0, 60), zone: guess[0] ?? 'UTC' }, { buttons });
}

async function suggestZones(_tools: Tools, _chat: ChatRecord | undefined, typed: string) {
  return (typed === '' ? [] : nearZones(typed, 25)).map((zone) => ({ label: zone, value: zone }));
}

async function language(visit: Visit, rest: string): Promise<Answer> {
  const { catalogue } = visit.tools;
  if (rest === '') {
    const buttons = pairs(
      catalogue.locales.flatMap((locale) => button(languageName(locale), `run:/language ${locale}`)),
    );
    return line(visit, 'language.now', { language: languageName(visit.locale) }, { buttons });
  }
  if (!visit.isManager) return refuse(visit);
  if (/^(auto|default)$/i.test(rest)) return setLanguage(visit, undefined);
  const found = findLanguage(catalogue.locales, rest);
  if (found === undefined)
    return line(visit, 'language.unknown', { typed: rest.slice(0, 40), known: catalogue.locales.join(', ') });
  return setLanguage(visit, found);
}

async function setLanguage(visit: Visit, found: string | undefined): Promise<Answer> {
  await visit.save({ settings: { ...visit.chat.settings, language: found } });
  const made = line(visit, 'language.set', { language: languageName(visit.locale) }, { isPrivate: false });
  return withShare(visit, made, 'inLanguage');
}

/** A language by its code, by its own name or by its English name: 'de', 'Deutsch', 'German'. */
export function findLanguage(locales: readonly string[], typed: string): string | undefined {
  const wanted = typed.toLowerCase();
  const english = new Intl.DisplayNames('en', { type: 'language' });
  const named = locales.flatMap((locale) =>
    [locale, languageName(locale), english.of(locale) ?? locale].map((name) => ({ locale, name })),
  );
  const code = wanted.replaceAll('_', '-').split('-')[0];
  const exact = named.find(({ name }) => name.toLowerCase() === wanted) ?? named.find(({ name }) => name === code);
  if (exact !== undefined || wanted.length < 4) return exact?.locale;
  const near = nearestName(
    wanted,
    named.map(({ name }) => name),
  );
  return named.find(({ name }) => name === near)?.locale;
}

async function suggestLanguages(tools: Tools, _chat: ChatRecord | undefined, typed: string) {
  return tools.catalogue.locales
    .filter(
      (locale) =>
        locale.startsWith(typed.toLowerCase()) || languageName(locale).toLowerCase().startsWith(typed.toLowerCase()),
    )
    .map((locale): { label: string; value: string } => ({ label: languageName(locale), value: locale }));
}
