import { mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SettingsError } from '../../src/errors.ts';
import { type Catalogue, loadCatalogue } from '../../src/messages/say.ts';
import { makeFolder } from '../worlds/folder.ts';

function catalogueOf(files: Readonly<Record<string, string>>): Catalogue {
  const folder = makeFolder();
  mkdirSync(folder.path('locales'));
  for (const [name, text] of Object.entries(files)) writeFileSync(folder.path(`locales/${name}`), text);
  try {
    const made = loadCatalogue(pathToFileURL(`${folder.path('locales')}/`));
    for (const locale of made.locales) made.say(locale, 'a');
    return made;
  } finally {
    folder.remove();
  }
}

const small = catalogueOf({
  'en.yaml':
    "a:\n  hello: 'Hello <b>{name}</b>'\n  count: '{n, plural, one {# story} other {# stories}}'\n  link: 'see <a>this <i>page</i></a>'\n  only: English only\n",
  'ru.yaml':
    "a:\n  hello: 'Привет, <b>{name}</b>'\n  count: '{n, plural, one {# история} few {# истории} other {# историй}}'\n  link: '{broken'\n",
  'zh.yaml': "a:\n  hello: '{nobody}'\n",
});

describe('the catalogue', () => {
  it('speaks the nearest language there is, English last', () => {
    expect(
      ['ru', 'ru-RU', 'RU_by', 'zh-Hant-TW', 'xx', '', undefined, 'constructor'].map((wanted) =>
        small.negotiate(wanted),
      ),
    ).toEqual(['ru', 'ru', 'ru', 'zh', 'en', 'en', 'en', 'en']);
  });

  it('follows each language’s plural rules', () => {
    expect([1, 3, 5, 21].map((n) => small.say('ru', 'a.count', { n }))).toEqual([
      '1 история',
      '3 истории',
      '5 историй',
      '21 история',
    ]);
    expect(small.say('en', 'a.count', { n: 1 })).toBe('1 story');
  });

  it('falls back to English for what is missing, broken or lacks a parameter, and to the key at last', () => {
    expect(small.say('ru', 'a.only')).toBe('English only');
    expect(small.say('ru', 'a.link')).toBe('see this page');
    expect(small.say('zh', 'a.hello', { name: 'Ada' })).toBe('Hello Ada');
    expect(small.say('en', 'a.hello')).toBe('a.hello');
    expect(small.say('en', 'no.such.key')).toBe('no.such.key');
  });

  it('turns marks into styles and links, of http(s) alone', () => {
    expect(small.spans('en', 'a.hello', { name: 'Ada' })).toEqual([{ text: 'Hello ' }, { style: 'bold', text: 'Ada' }]);
    const href = 'https://news.example/';
    expect(small.spans('en', 'a.link', { href })).toEqual([
      { text: 'see ' },
      { href, text: 'this ' },
      { href, style: 'italic', text: 'page' },
    ]);
    expect(small.spans('en', 'a.link', { href: 'javascript:alert(1)' }).some((span) => span.href !== undefined)).toBe(
      false,
    );
  });

  it('keeps commands readable in right-to-left text, and what is copied from code clean', () => {
    const arabic = catalogueOf({
      'en.yaml': 'a: text',
      'ar.yaml': "a: 'الأمر /latest أو <code>/brief {x}</code> https://a.example/b'",
    });
    expect(arabic.spans('ar', 'a', { x: '08:00' })).toEqual([
      { text: 'الأمر \u200e/latest أو ' },
      { text: '\u200e' },
      { style: 'code', text: '/brief 08:00' },
      { text: ' https://a.example/b' },
    ]);
  });

  it('what is put in is never read as a message', () => {
    const name = "<b>{n}</b> '{' <a>x</a> #";
    expect(small.say('en', 'a.hello', { name })).toBe(`Hello ${name}`);
    expect(small.phrase('en', { key: 'a.hello', params: { name } })).toBe(`Hello ${name}`);
  });

  it('a language whose file cannot be read is spoken in English', () => {
    const folder = makeFolder();
    mkdirSync(folder.path('locales'));
    writeFileSync(folder.path('locales/en.yaml'), 'a: text');
    writeFileSync(folder.path('locales/de.yaml'), 'a: [');
    expect(loadCatalogue(pathToFileURL(`${folder.path('locales')}/`)).say('de', 'a')).toBe('text');
    folder.remove();
  });

  it('an English file that is no YAML is named', () => {
    expect(() => catalogueOf({ 'en.yaml': 'a: [' })).toThrow(SettingsError);
  });
});
