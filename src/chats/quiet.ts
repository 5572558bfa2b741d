/** `/quiet`: hours without a sound. */
import { clockTime, span } from '../messages/text.ts';
import type { Answer } from '../model.ts';
import { button, line, refuse } from './answers.ts';
import { parseDuration } from './durations.ts';
import { parseQuietWords, wordQuiet } from './quiet-words.ts';
import type { Command, Visit } from './visit.ts';
import { withWeek } from './week.ts';

const offers = ['22:00-07:00', 'off'];

export const quietCommand: Command = {
  name: 'quiet',
  who: 'everyone',
  run: quiet,
  suggest: async (_tools, _chat, typed) =>
    offers.filter((text) => text.startsWith(typed)).map((text) => ({ label: text, value: text })),
};

async function quiet(visit: Visit, rest: string): Promise<Answer> {
  if (rest === '') return show(visit);
  if (!visit.isManager) return refuse(visit);
  if (/^(off|none|no)$/i.test(rest)) return end(visit);
  const pause = /^for\s+(.+)$/i.exec(rest);
  if (pause !== null) return snooze(visit, pause[1] ?? '');
  const windows = parseQuietWords(rest, visit.locale);
  if (windows === undefined) return line(visit, 'quiet.unread', { text: rest.slice(0, 40) });
  await visit.save({ settings: { ...visit.chat.settings, quiet: windows } });
  return withWeek(visit, line(visit, 'quiet.set', described(visit), { isPrivate: false }));
}

function described(visit: Visit) {
  const { quiet: windows, zone, quietmode } = visit.chat.settings;
  return { hours: wordQuiet(windows, visit.locale), zone, meaning: visit.say(`settings.quietmode.${quietmode}`) };
}

function show(visit: Visit): Answer {
  const { snoozedUntil, quiet: windows, zone } = visit.chat.settings;
  if (snoozedUntil !== undefined && snoozedUntil > visit.now) {
    const until = clockTime(visit.locale, zone, snoozedUntil);
    return line(
      visit,
      'quiet.snoozed',
      { until, zone },
      { buttons: [button(visit.say('button.quietOff'), 'run:/quiet off')] },
    );
  }
  const change = visit.isManager ? button(visit.say('screen.change'), 'set:quiet') : [];
  if (windows.length === 0)
    return line(
      visit,
      'quiet.none',
      {},
      { buttons: [[...button('22:00-07:00', 'run:/quiet 22:00-07:00'), ...change]] },
    );
  return line(visit, 'quiet.now', described(visit), {
    buttons: [[...button(visit.say('button.quietOff'), 'run:/quiet off'), ...change]],
  });
}

async function end(visit: Visit): Promise<Answer> {
  const { snoozedUntil: _ended, ...settings } = visit.chat.settings;
  await visit.save({ settings: { ...settings, quiet: [] } });
  return withWeek(visit, line(visit, 'quiet.off', {}, { isPrivate: false }));
}

async function snooze(visit: Visit, text: string): Promise<Answer> {
  const ms = parseDuration(text);
  if (ms === undefined) return line(visit, 'quiet.unread', { text: `for ${text}`.slice(0, 40) });
  await visit.save({ settings: { ...visit.chat.settings, snoozedUntil: visit.now + ms } });
  return line(visit, 'quiet.snooze', { span: span(visit.locale, ms) }, { isPrivate: false });
}
