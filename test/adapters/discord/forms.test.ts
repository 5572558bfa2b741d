/** Forms that open where something was left out, names in the reader's language, commands in texts that can be pressed. */
import { describe, expect, it } from 'vitest';
import { wantedCommands } from '../../../adapters/discord/commands.ts';
import { languageCode } from '../../../adapters/discord/languages.ts';
import { createCommandLinks } from '../../../adapters/discord/links.ts';
import { loadCatalogue } from '../../../src/messages/say.ts';
import { createFakeHost } from '../../contracts/host.ts';
import { sampleMessage } from '../../contracts/samples.ts';
import { readShown, textsOf } from '../../worlds/discord-state.ts';
import { type Json, listOf } from '../../worlds/discord-validation.ts';
import { eventually, openDiscord, quickClock, realClock } from './open.ts';

const part = (name: string, options: readonly Json[] = []) => ({ name, type: 1, options });

describe('a form', () => {
  it('opens at once where a command lacks what it needs, and becomes that command', async () => {
    const { people, host, olga, news } = await openDiscord();
    const asked = people.command(olga, news, 'brief', [part('daily', [{ name: 'days', type: 3, value: 'weekdays' }])]);
    await eventually(() => expect(asked.modal).toBeDefined());
    expect(asked.ackedAfterMs).toBeLessThan(1000);
    expect(host.incoming).toEqual([]);
    const fields = listOf(asked.modal!.components).map(({ component }) => component as Json);
    expect(fields.map(({ custom_id: id, type }) => [id, type])).toEqual([
      ['time', 4],
      ['days', 3],
      ['timezone', 4],
      ['length', 3],
      ['about', 4],
    ]);
    // What was filled in already stands there.
    expect(listOf(fields[1]!.options).find((one) => one.default === true)?.value).toBe('weekdays');

    host.answerWith(() => ({ messages: [sampleMessage()] }));
    const filled = { time: '08:05', days: 'weekdays', timezone: 'Paris', length: '', about: 'Kestrov' };
    people.submit(olga, news, asked, filled);
    await eventually(() => expect(news.messages).toHaveLength(1));
    expect(host.incoming[0]!.text).toBe('/brief 08:05 weekdays Paris about Kestrov');
    expect(news.messages[0]!.onlyFor).toBe(olga.id);
  });

  it.each([
    [
      'follow',
      undefined,
      { topic: 'Kestrov', without: 'tourism, water park', source: 'Harbour Wire', language: 'English' },
      '/follow Kestrov -tourism -"water park" source:"Harbour Wire" lang:en',
    ],
    ['quiet', 'hours', { from: '22:00', to: '07:00', days: 'weekends' }, '/quiet 22:00-07:00 weekends'],
    ['addfeed', undefined, { address: 'https://wire.example' }, '/addfeed https://wire.example'],
    ['mute', undefined, { what: 'tourism', for: '3d' }, '/mute tourism for 3d'],
  ] as const)('of /%s %s is a line that the core knows', async (name, sub, filled, text) => {
    const { people, host, olga } = await openDiscord();
    const asked = people.command(olga, olga.direct, name, sub === undefined ? [] : [part(sub)]);
    await eventually(() => expect(asked.modal).toBeDefined());
    people.submit(olga, olga.direct, asked, filled);
    await host.heard(1);
    expect(host.incoming[0]!.text).toBe(text);
  });

  it('opens with texts alone where Discord does not know the newer fields', async () => {
    const { people, host, olga, world } = await openDiscord();
    world.disturb(/callback/, { status: 400, body: { code: 50035, message: 'Invalid Form Body' } });
    const asked = people.command(olga, olga.direct, 'quiet', [part('hours')]);
    await eventually(() => expect(asked.modal).toBeDefined());
    expect(listOf(asked.modal!.components).every(({ type }) => type === 1)).toBe(true);
    people.submit(olga, olga.direct, asked, { from: '22:00', to: '07:00' });
    await host.heard(1);
    expect(host.incoming[0]!.text).toBe('/quiet 22:00-07:00');
  });

  it('goes by the rights of the one who fills it in', async () => {
    const { people, host, max, news } = await openDiscord();
    const asked = people.command(max, news, 'follow');
    await eventually(() => expect(asked.modal).toBeDefined());
    people.submit(max, news, asked, { topic: 'Kestrov' });
    await host.heard(1);
    expect(host.incoming[0]!.person.isManager).toBe(false);
  });
});

describe('a language', () => {
  it.each([
    ['en', 'en'],
    ['English', 'en'],
    ['Deutsch', 'de'],
    ['allemand', 'de'],
    ['Українська', 'uk'],
    ['日本語', 'ja'],
    ['Klingonisch', 'klingonisch'],
  ])('%s is %s', (name, code) => expect(languageCode(name)).toBe(code));
});

describe('names', () => {
  const catalogue = loadCatalogue();
  const host = {
    ...createFakeHost(realClock),
    say: (locale: string | undefined, key: string) => catalogue.say(locale, key),
    commands: ['follow', 'unfollow', 'topics', 'latest', 'brief', 'missed', 'quiet', 'mute', 'unmute', 'mutes', 'role']
      .concat(['settings', 'timezone', 'language', 'why', 'feeds', 'addfeed', 'removefeed', 'import', 'export'])
      .concat(['forget', 'start', 'help'])
      .map((name) => ({
        name,
        descriptionKey: `command.${name}.description`,
        usageKey: `command.${name}.usage`,
        who: 'everyone' as const,
      })),
  };
  const commands = wantedCommands({ host }) as unknown as readonly Json[];

  const locales = ['de', 'es-ES', 'fr', 'it', 'ja', 'pt-BR', 'ru', 'tr', 'uk', 'zh-CN'];
  const namesIn = (list: readonly Json[], locale: string) =>
    list.map(({ name, name_localizations: own }) => (own as Readonly<Record<string, string>>)?.[locale] ?? name);

  it.each(locales)('of commands and options in %s are what Discord takes, and no two are equal', (locale) => {
    const check = (list: readonly Json[]): void => {
      const names = namesIn(list, locale);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[-_'\p{Ll}\p{Lo}\p{Lm}\p{N}]{1,32}$/u);
      for (const one of list) check(listOf(one.options));
    };
    check(commands);
    const differing = namesIn(commands, locale).filter((name, index) => name !== commands[index]!.name);
    expect(differing.length).toBeGreaterThan(commands.length - 4);
  });

  it('of values are in the reader’s language, the values are not', () => {
    const brief = commands.find(({ name }) => name === 'brief')!;
    const daily = listOf(brief.options).find(({ name }) => name === 'daily')!;
    const [first] = listOf(listOf(daily.options).find(({ name }) => name === 'days')!.choices);
    expect(first).toMatchObject({ name: 'every day', value: 'every day', name_localizations: { de: 'jeden Tag' } });
  });
});

describe('a command in a text', () => {
  it('can be pressed, under the name that the reader knows it by', async () => {
    const { people, host, olga, world } = await openDiscord({ clock: quickClock });
    const spans = [
      { text: 'Start with ' },
      { text: '/follow Lavrov', style: 'code' },
      { text: ', read ' },
      { text: '/latest', style: 'code' },
      { text: ' or ' },
      { text: '/nonsense', style: 'code' },
    ] as const;
    host.answerWith(() => ({ messages: [sampleMessage({ blocks: [{ kind: 'paragraph', spans }] })] }));
    await eventually(() => expect(world.commands.length).toBeGreaterThan(0));
    people.type(olga, olga.direct, '/latest');
    await eventually(() => expect(olga.direct.messages).toHaveLength(1));
    const id = (name: string) => String(world.commands.find((one) => one.name === name)!.id);
    expect(textsOf(olga.direct.messages[0]!)).toEqual([
      `Start with </follow:${id('follow')}> \`Lavrov\`, read </latest:${id('latest')}> or \`/nonsense\``,
    ]);
    expect(readShown(olga.direct.messages[0]!).mentions).toEqual([]);
  });

  it('can be pressed in text from right to left, too', () => {
    const links = createCommandLinks();
    links.learn([{ name: 'follow', id: '7' }]);
    expect(links.link('جرّب `\u200e/follow لافروف`')).toBe('جرّب </follow:7> `لافروف`');
  });

  it('is none when a feed wrote it', async () => {
    const { people, host, olga } = await openDiscord();
    const spans = [{ text: 'Type `/follow Lavrov` </follow:123>' }];
    host.answerWith(() => ({ messages: [sampleMessage({ blocks: [{ kind: 'paragraph', spans }] })] }));
    people.type(olga, olga.direct, '/latest');
    await eventually(() => expect(olga.direct.messages).toHaveLength(1));
    expect(textsOf(olga.direct.messages[0]!)[0]).toBe('Type \\`/follow Lavrov\\` \\</follow:123\\>');
  });
});
