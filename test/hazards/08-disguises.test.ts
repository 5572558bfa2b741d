import { describe, expect, it } from 'vitest';
import { withoutControls } from '../../src/feeds/html.ts';
import { normaliseEntries } from '../../src/feeds/normalise.ts';
import { shownName } from '../../src/feeds/source-name.ts';
import { entry, now, parsed, source } from '../feeds/feeds.ts';

const host = 'evil.example';

describe('a name that could pass for another gives way to the real domain', () => {
  it.each([
    'Rеuters',
    'BBС News',
    'Harbоur Post',
    'НагЬоur Post',
    'Ηarbour Post',
    'Harbour Ροst',
    'ВВС News',
    'СNN World',
    'Тhe Harbour Post',
    'аbc news',
    '𝐇𝐚𝐫𝐛𝐨𝐮𝐫 Post',
    'Ｈarbour Post',
    'ⓑⓑⓒ News',
    'harbour.example',
    'https://harbour.example/',
    'www.harbour.example',
    'harbour.example/news',
    'gro.elpmaxe\u202e.harbour',
    '\u202etsoP ruobraH',
    '\u2067Harbour Post\u2069',
  ])('%j', (name) => {
    expect(shownName(name, host)).toBe(host);
  });

  it.each([
    'Harbour Post',
    'El País',
    'Новая газета',
    'Українська правда',
    'Τα Νέα',
    'الجزيرة',
    '朝日新聞',
    'NHK ニュース',
    'Радио Свобода Live',
    'Spiegel – Politik',
    'evil.example',
    'www.evil.example',
    'Channel 4',
  ])('%j is what it is', (name) => {
    expect(shownName(name, `www.${host}`.slice(4))).toBe(name.replace(/\s+/g, ' '));
  });

  it.each(['', '  ', '\u200b\u202e', undefined])('%j says nothing', (name) => {
    expect(shownName(name, host)).toBeUndefined();
  });

  it('is one line, bounded, without what cannot be seen', () => {
    expect(shownName(`Harb\u200bour\n Post`, host)).toBe('Harbour Post');
    expect(shownName('Harbour '.repeat(40), host)?.length).toBeLessThanOrEqual(60);
  });
});

describe('in an item', () => {
  it('a look-alike outlet of an aggregator is shown as the domain that the link leads to', () => {
    const entries = [
      entry({ source: 'Rеuters', link: 'https://evil.example/1' }),
      entry({ source: 'Wire', link: 'https://wire.example/1', title: 'Another' }),
    ];
    expect(
      normaliseEntries(parsed(entries), source(), now, { sentences: {} }).items.map((item) => item.source),
    ).toEqual(['evil.example', 'Wire']);
  });

  it('a look-alike domain is shown in its true form', () => {
    expect(
      normaliseEntries(parsed([entry({ link: 'https://hаrbour.example/1' })]), source(), now, { sentences: {} })
        .items[0]?.url,
    ).toMatch(/^https:\/\/xn--/);
  });
});

describe('what turns, hides or joins is stripped from titles', () => {
  const invisible = [
    0x00, 0x07, 0x1b, 0x7f, 0x85, 0xad, 0x034f, 0x061c, 0x115f, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x202a,
    0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2061, 0x2066, 0x2067, 0x2068, 0x2069, 0x206a, 0x206f, 0x3164, 0xfeff,
    0xfff9, 0xe0001, 0xe0041,
  ];
  it.each(invisible.map((code) => [code.toString(16), String.fromCodePoint(code)]))('U+%s', (_, character) => {
    expect(withoutControls(`Fer${character}ry`)).toBe('Ferry');
  });
});
