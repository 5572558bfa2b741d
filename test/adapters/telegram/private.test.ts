import { describe, expect, it } from 'vitest';
import { followLink, followPayload, readStart } from '../../../adapters/telegram/links.ts';
import { zoneAt } from '../../../adapters/telegram/zones.ts';
import { maxFileBytes } from '../../../src/plain/file.ts';
import { sampleMessage, sampleStory, storyBlock } from '../../contracts/samples.ts';
import { eventually, openTelegram, settle } from './open.ts';

describe('documents', () => {
  const document = { name: 'feeds.opml', content: '<opml version="2.0"/>' };

  it('are handed over with the command that they came with, or without any', async () => {
    const { people, host } = await openTelegram();
    const person = people.person();
    const chat = people.privateChat(person);
    people.say(chat, person, '/import', { document });
    people.say(chat, person, undefined, { document });
    await host.heard(2);
    const file = { name: 'feeds.opml', mediaType: 'text/x-opml', content: document.content };
    expect(host.incoming).toMatchObject([
      { text: '/import', file },
      { text: undefined, file },
    ]);
  });

  it('are left alone in groups unless a command comes with them', async () => {
    const { people, host } = await openTelegram();
    const person = people.person();
    const group = people.group('Harbour watch', { administrators: [person] });
    group.bot = 'administrator';
    people.say(group, person, undefined, { document });
    people.say(group, person, '/import', { document });
    await host.heard(1);
    await settle();
    expect(host.incoming).toMatchObject([{ text: '/import', file: { content: document.content } }]);
  });

  it('are refused when they are too large, whatever their size is said to be', async () => {
    const { people, host } = await openTelegram();
    const person = people.person();
    const chat = people.privateChat(person);
    people.say(chat, person, '/import', { document: { ...document, size: maxFileBytes + 1 } });
    people.say(chat, person, '/import', { document: { ...document, content: 'x'.repeat(maxFileBytes + 1), size: 10 } });
    await eventually(() =>
      expect(chat.shown.map(({ text }) => text)).toEqual(['telegram.fileTooLarge', 'telegram.fileTooLarge']),
    );
    expect(host.incoming).toEqual([]);
  });

  it('may be written in UTF-16', async () => {
    const { people, host } = await openTelegram();
    const person = people.person();
    const content = Buffer.from('\uFEFF<opml/>', 'utf16le');
    people.say(people.privateChat(person), person, '/import', { document: { name: 'a.opml', content } });
    await host.heard(1);
    expect(host.incoming[0]?.file?.content).toBe('<opml/>');
  });

  it('are asked for again when Telegram does not give them', async () => {
    const { world, people } = await openTelegram();
    const person = people.person();
    const chat = people.privateChat(person);
    world.disturb('getFile', { code: 400, description: 'Bad Request: file is too big' });
    people.say(chat, person, '/import', { document });
    await eventually(() => expect(chat.shown.map(({ text }) => text)).toEqual(['telegram.fileFailed']));
  });
});

describe('the time zone of a place', () => {
  it.each([
    [52.52, 13.4, 'Europe/Berlin'],
    [48.86, 2.35, 'Europe/Paris'],
    [51.5, -0.12, 'Europe/London'],
    [40.71, -74, 'America/New_York'],
    [35.68, 139.69, 'Asia/Tokyo'],
    [-33.87, 151.2, 'Australia/Sydney'],
    [19.07, 72.88, 'Asia/Kolkata'],
    [-17.7, 179.9, 'Pacific/Fiji'],
    [28.02, 73.31, 'Asia/Kolkata'],
    [30.57, 104.06, 'Asia/Shanghai'],
    [39.1, 117.2, 'Asia/Shanghai'],
    [32.78, -79.93, 'America/New_York'],
    [47.56, 7.59, 'Europe/Zurich'],
  ])('%d, %d is %s', (latitude, longitude, zone) => {
    expect(zoneAt(latitude, longitude)).toBe(zone);
  });

  it('is always one that the runtime knows', () => {
    for (let latitude = -90; latitude <= 90; latitude += 6) {
      for (let longitude = -180; longitude <= 180; longitude += 6) {
        const timeZone = zoneAt(latitude, longitude);
        expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow();
      }
    }
  });

  it('is set from a shared position, which /timezone offers', async () => {
    const { people, host } = await openTelegram();
    const person = people.person();
    const chat = people.privateChat(person);
    people.say(chat, person, '/timezone');
    await eventually(() =>
      expect(chat.shown[0]?.otherMarkup).toMatchObject({ keyboard: [[{ request_location: true }]] }),
    );
    people.say(chat, person, undefined, { extra: { location: { latitude: 48.86, longitude: 2.35 } } });
    await host.heard(2);
    expect(host.incoming[1]).toMatchObject({ text: '/timezone Europe/Paris', file: undefined });
  });
});

describe('deep links', () => {
  it.each(['harbour', 'Sergei Lavrov', 'Лавров', '"Sergei Lavrov" -tourism', 'C++ & C#'])(
    'carry %s there and back',
    (topic) => {
      const payload = followPayload(topic)!;
      expect(payload).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      const read = readStart(`/start ${payload}`);
      expect([`/follow ${topic}`, `/start follow_${topic.replaceAll(' ', '_')}`]).toContain(read);
      expect(followLink('Bot', topic)).toBe(`https://t.me/Bot?start=${payload}`);
    },
  );

  it('are left out for topics that are too long', () => {
    expect(followPayload('Лавров '.repeat(8))).toBeUndefined();
  });
});

describe('inline questions', () => {
  it('offer the stories on a topic to share', async () => {
    const { world, people, host } = await openTelegram();
    host.answerWith(() => ({ messages: [sampleMessage({ blocks: [storyBlock(sampleStory())] })] }));
    const id = people.ask(people.person(), 'harbour');
    await eventually(() => expect(world.inlineAnswers.get(id)?.results).toHaveLength(1));
    expect(host.incoming[0]?.text).toBe('/latest harbour');
    expect(host.incoming[0]?.isPassing).toBe(true);
    expect(world.inlineAnswers.get(id)?.params.button).toEqual({
      text: 'telegram.followTopic harbour',
      start_parameter: 'follow_harbour',
    });
    expect(world.inlineAnswers.get(id)).toMatchObject({
      params: { is_personal: true },
      results: [
        {
          title: 'Ministers agree to rebuild the harbour bridge',
          reply_markup: { inline_keyboard: [[{ url: 'https://t.me/DatelineTestBot?start=follow_harbour' }]] },
        },
      ],
    });
  });

  it('offer a story whose long headline is cut beside an emoji, and not through it', async () => {
    const { world, people, host } = await openTelegram();
    const story = sampleStory({ title: `${'Bridge '.repeat(28)}ab 🌉 opens` });
    host.answerWith(() => ({ messages: [sampleMessage({ blocks: [storyBlock(story)] })] }));
    const id = people.ask(people.person(), 'harbour');
    await eventually(() => expect(world.inlineAnswers.get(id)?.results).toHaveLength(1));
  });

  it('are looked up once when somebody types on', async () => {
    const { world, people, host } = await openTelegram();
    const person = people.person();
    const ids = ['h', 'ha', 'har', 'harb'].map((query) => people.ask(person, query));
    await eventually(() => expect(world.inlineAnswers.has(ids.at(-1)!)).toBe(true));
    expect(host.incoming.map(({ text }) => text)).toEqual(['/latest harb']);
  });

  it('are answered with nothing when there is nothing', async () => {
    const { world, people } = await openTelegram();
    const id = people.ask(people.person(), '');
    await eventually(() => expect(world.inlineAnswers.get(id)?.results).toEqual([]));
  });
});
