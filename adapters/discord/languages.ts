/** Languages as people name them, as the codes that the core takes: 'German', 'Deutsch' and 'allemand' are `de`. */

/** Languages in which names are known, besides each language's own. */
const readers = ['en', 'de', 'es', 'fr', 'it', 'pt', 'ru', 'tr', 'uk', 'ar', 'ja', 'zh'];
const letters = 'abcdefghijklmnopqrstuvwxyz';

let codes: ReadonlyMap<string, string> | undefined;

/** A name that nobody knows stays as it is: the core says what is wrong with it. */
export function languageCode(name: string): string {
  const typed = name.trim().toLowerCase();
  if (typed.length <= 2) return typed;
  codes ??= readNames();
  return codes.get(typed) ?? typed;
}

function readNames(): ReadonlyMap<string, string> {
  const english = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  const known = [...letters].flatMap((a) => [...letters].map((b) => a + b)).filter((code) => isKnown(english, code));
  const names = new Map<string, string>();
  for (const reader of [...known, ...readers]) {
    const display = new Intl.DisplayNames(reader, { type: 'language', fallback: 'none' });
    for (const code of readers.includes(reader) ? known : [reader]) {
      const name = display.of(code)?.toLowerCase();
      if (name !== undefined && !names.has(name)) names.set(name, code);
    }
  }
  return names;
}

function isKnown(names: Intl.DisplayNames, code: string): boolean {
  return names.of(code) !== undefined;
}
