/** Words for a day near now: what reports of an event have and essays lack. */
import { fold, words } from './words.ts';

const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'ru', 'uk', 'ja', 'pl', 'nl', 'tr'];
const nearby =
  'yesterday today tonight ayer hoy anoche oggi ieri stamattina hier aujourd heute gestern hoje ontem сегодня вчера сьогодні вчора dziś wczoraj vandaag gisteren bugün dün';
/** 4 January 1970 was a Sunday. */
const sunday = Date.UTC(1970, 0, 4);
const dayMs = 86_400_000;

let known: ReadonlySet<string> | undefined;

/** Whether a text names a day of the week, today or yesterday. Linear. */
export function namesDay(text: string): boolean {
  known ??= gather();
  return words(text).some((word) => known?.has(word));
}

function gather(): Set<string> {
  const weekdays = languages.flatMap((language) => {
    const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
    // 'segunda-feira': the first part alone is another word.
    return [0, 1, 2, 3, 4, 5, 6].flatMap((day) => words(format.format(sunday + day * dayMs)).slice(-1));
  });
  return new Set([...weekdays, ...nearby.split(' ').map(fold)]);
}
