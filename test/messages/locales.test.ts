/** Every text that the code asks for exists; every text that exists is asked for; every language is complete and its texts take the same parameters. */
import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = new URL('../../', import.meta.url);
const folder = new URL('config/locales/', root);
const locales = readdirSync(folder).map((name) => name.replace('.yaml', ''));

function flatten(node: unknown, prefix = ''): [string, string][] {
  if (typeof node !== 'object' || node === null) return [[prefix, String(node)]];
  return Object.entries(node).flatMap(([name, inner]) => flatten(inner, prefix === '' ? name : `${prefix}.${name}`));
}

const texts = new Map(
  locales.map((locale) => [locale, new Map(flatten(parse(readFileSync(new URL(`${locale}.yaml`, folder), 'utf8'))))]),
);
const english = texts.get('en')!;

const code = ['src', 'adapters'].flatMap((room) =>
  readdirSync(new URL(`${room}/`, root), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(`${room}/${name}`, root), 'utf8')),
);
const sections = new Set([...english.keys()].map((key) => key.split('.')[0]));

/** Keys written out, and beginnings of keys that go on with a value (`level.${name}`). */
const named = new Set<string>();
const begun = new Set<string>();
for (const text of code) {
  for (const [, key = ''] of text.matchAll(/'([a-z][A-Za-z]*(?:\.[A-Za-z0-9-]+)*)'/g)) named.add(key);
  for (const [, start = ''] of text.matchAll(/`([a-z][A-Za-z]*\.[A-Za-z0-9.-]*)\$\{/g)) begun.add(start);
}
/** Keys where only keys can stand. */
const asked = code.flatMap((text) =>
  [/\b\w*[kK]ey: '([a-z]\w*(?:\.[\w-]+)+)'/g, /\b(?:say|spans|line|word)\([^()']*'([a-z]\w*(?:\.[\w-]+)+)'/g].flatMap(
    (pattern) => [...text.matchAll(pattern)].map(([, key = '']) => key),
  ),
);
/** Section and dot, but of file names and hosts. */
const isKeyLike = (key: string) =>
  sections.has(key.split('.')[0] ?? '') && key.includes('.') && !/\.(ts|js|json|yaml|opml|xml)$/.test(key);

/** Forms of commands are typed alike in every language: English serves all. */
const isTyped = (key: string) => key.startsWith('command.') && key.endsWith('.usage');

type Part = ReturnType<IntlMessageFormat['getAst']>[number];

/** Names of parameters, with the choices of selects and the tags. */
function parametersOf(parts: readonly Part[]): string[] {
  return parts.flatMap((part): string[] => {
    if (part.type === 0 || part.type === 7) return [];
    const inner =
      'options' in part
        ? Object.values(part.options).flatMap(({ value }) => parametersOf(value))
        : 'children' in part
          ? parametersOf(part.children)
          : [];
    const choices = part.type === 5 ? Object.keys(part.options).map((choice) => `${part.value}=${choice}`) : [];
    return [part.type === 8 ? `<${part.value}>` : part.value, ...choices, ...inner];
  });
}

const parameters = (text: string, locale: string) =>
  [...new Set(parametersOf(new IntlMessageFormat(text, locale).getAst()))].sort();

describe('the message files', () => {
  it('have every text that the code asks for', () => {
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((key) => !english.has(key))).toEqual([]);
    expect([...named].filter((key) => isKeyLike(key) && !english.has(key))).toEqual([]);
    expect(
      [...begun].filter((start) => isKeyLike(`${start}x`) && ![...english.keys()].some((key) => key.startsWith(start))),
    ).toEqual([]);
  });

  it('have no text that nobody asks for', () => {
    const unused = [...english.keys()].filter(
      (key) => !named.has(key) && ![...begun].some((start) => key.startsWith(start)),
    );
    expect(unused).toEqual([]);
  });

  it.each(locales)('%s is complete, without texts of its own', (locale) => {
    const own = texts.get(locale)!;
    expect({
      missing: [...english.keys()].filter((key) => !own.has(key) && !isTyped(key)),
      extra: [...own.keys()].filter((key) => !english.has(key)),
    }).toEqual({ missing: [], extra: [] });
  });

  it.each(locales)('%s can be read by ICU and takes the parameters of English', (locale) => {
    const wrong = [...texts.get(locale)!].filter(
      ([key, text]) => parameters(text, locale).join() !== parameters(english.get(key) ?? '', 'en').join(),
    );
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  it.each(locales)('%s has the plural forms that its language needs', (locale) => {
    const needed = new Intl.PluralRules(locale)
      .resolvedOptions()
      .pluralCategories.filter((name) => name !== 'many' || !['es', 'fr', 'it', 'pt'].includes(locale));
    const lacking = [...texts.get(locale)!].filter(([, text]) =>
      pluralsOf(new IntlMessageFormat(text, locale).getAst()).some(
        (forms) => !forms.includes('#') && needed.some((form) => !forms.includes(form)),
      ),
    );
    expect(lacking.map(([key]) => key)).toEqual([]);
  });

  it.each(locales)(
    '%s is short enough: buttons 40 letters, descriptions of commands 100, other texts 400',
    (locale) => {
      const limit = (key: string) =>
        key.startsWith('button.')
          ? 40
          : key.endsWith('.description') && key.startsWith('command.')
            ? 100
            : key.startsWith('command.') || key.includes('problem.fetch') || key.startsWith('health.')
              ? 900
              : 400;
      expect(
        [...texts.get(locale)!].filter(([key, text]) => [...text].length > limit(key)).map(([key]) => key),
      ).toEqual([]);
    },
  );
});

/** The forms of every plural in a text; '#' stands for one that names exact numbers for all it needs. */
function pluralsOf(parts: readonly Part[]): string[][] {
  return parts.flatMap((part): string[][] => {
    const inner =
      'options' in part
        ? Object.values(part.options).flatMap(({ value }) => pluralsOf(value))
        : 'children' in part
          ? pluralsOf(part.children)
          : [];
    if (part.type !== 6) return inner;
    const forms = Object.keys(part.options);
    return [forms.some((form) => form.startsWith('=')) && !forms.includes('one') ? ['#'] : forms, ...inner];
  });
}
