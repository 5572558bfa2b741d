/** Names of countries in the languages of the shipped feeds, as the runtime knows them. */
import { words } from './words.ts';

const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'ru', 'uk', 'ja', 'pl', 'nl', 'tr'];
/** Written in capitals only: 'us' is a word. */
const initials = /(?<![\p{L}\p{N}])(?:US|U\.S\.|USA|UK|U\.K\.|EU|UN|EE\.UU\.|UE|ONU|США|СССР|ЕС|ООН)(?![\p{L}\p{N}])/u;

let byFirstWord: ReadonlyMap<string, readonly string[]> | undefined;

/** Whether a text names a country or union of countries. Linear in the text; the names are gathered at the first call. */
export function namesCountry(text: string): boolean {
  if (initials.test(text)) return true;
  byFirstWord ??= gather();
  const folded = words(text);
  return folded.some((word, at) =>
    byFirstWord?.get(word)?.some((name) => name === folded.slice(at, at + name.split(' ').length).join(' ')),
  );
}

function gather(): Map<string, string[]> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const names = new Set(
    languages.flatMap((language) => {
      const known = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
      return codes.flatMap((code) => words(known.of(code) ?? '').join(' '));
    }),
  );
  names.delete('');
  return Map.groupBy(names, (name) => name.split(' ', 1)[0]!);
}
