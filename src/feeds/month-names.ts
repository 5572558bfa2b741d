/** Names of months in the languages of the news, as the runtime knows them: for dates that no short list of beginnings explains. */

/** Where two of them use a word for different months, the one that comes first is meant. */
const languages =
  'pl cs sk hu ro fi sv nb da nl et lv lt sl sr hr bs mk bg el tr az kk uz id ms vi tl sw fa ur ps ku he am hi mr ne bn gu pa ta te kn ml th km my ka hy be mn sq is ga cy ca eu gl';

let known: ReadonlyMap<string, number> | undefined;

/** Without accents and other marks, in small letters. */
const bare = (word: string) =>
  word
    .normalize('NFD')
    .replace(/[\p{M}.]/gu, '')
    .toLowerCase();

function allNames(): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const language of languages.split(' ')) {
    for (const form of ['long', 'short'] as const) {
      // Beside a day the name stands in another case than by itself.
      for (const day of [undefined, 'numeric'] as const) {
        const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, { month: form, day, timeZone: 'UTC' });
        for (let month = 0; month < 12; month++) {
          const part = format.formatToParts(Date.UTC(2025, month, 1)).find(({ type }) => type === 'month');
          const name = bare(part?.value ?? '');
          if (name.length >= 2 && /^\p{L}+$/u.test(name) && !names.has(name)) names.set(name, month);
        }
      }
    }
  }
  return names;
}

/** The month (0 to 11) that a word is the name of; made when it is first asked for, in some hundredths of a second. */
export function monthInAnyLanguage(word: string): number | undefined {
  known ??= allNames();
  const name = bare(word);
  return known.get(name) ?? (name.length >= 4 ? startOf(known, name) : undefined);
}

/** By a beginning of a name, if all the names that begin so are of one month. */
function startOf(names: ReadonlyMap<string, number>, beginning: string): number | undefined {
  const months = new Set([...names].filter(([name]) => name.startsWith(beginning)).map(([, month]) => month));
  return months.size === 1 ? [...months][0] : undefined;
}

/** The zeros of the scripts that write numbers with digits of their own: Arabic, Persian, Indian scripts, Thai, Khmer, Burmese, wide forms. */
const zeros = [
  0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0x1040, 0x17e0, 0xff10,
];

/** Digits of any script as ASCII. */
export const inAsciiDigits = (text: string): string =>
  text.replace(/[^\P{Nd}0-9]/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = zeros.find((each) => code >= each && code < each + 10);
    return zero === undefined ? digit : String(code - zero);
  });
