import { describe, expect, it } from 'vitest';
import { actionsOf, makeChatWorld, textOf } from '../worlds/chat.ts';

describe('/settings', () => {
  it('lists key and value a line', async () => {
    const world = await makeChatWorld();
    const lines = (await world.ask('/settings')).split('\n');
    for (const line of [
      'timezone UTC',
      'language auto',
      'cap 12',
      'topiccap 5',
      'threshold normal',
      'quiet off',
      'quietmode hold',
      'images on',
    ])
      expect(lines).toContain(line);
  });

  it.each([
    ['cap 5', 'cap 5: At most 5 alerts with a sound a day; the rest waits for the brief.'],
    ['cap 0', 'cap 0: No alerts with a sound; all waits for the brief.'],
    ['topiccap=1', 'topiccap 1: At most one alert with a sound a day on each topic.'],
    ['threshold high', 'threshold high: Only big stories are sent; the rest waits for the brief.'],
    ['quietmode critical', 'quietmode critical: Only the very biggest stories come in quiet hours; the rest waits.'],
    ['timezone Paris', 'timezone Europe/Paris: Times, briefs and quiet hours follow Europe/Paris.'],
    ['quiet 22:00-07:00', 'quiet 22:00-07:00: No sound in these hours.'],
    ['images off', 'images off: Stories come without pictures.'],
    ['brieflength full', 'brieflength full: Briefs tell each story with all its sources.'],
    ['snooze 1d', 'snooze until 06:00: No alerts until then; they wait for you.'],
  ])('%s is set and says what it means', async (text, expected) => {
    const world = await makeChatWorld();
    expect(await world.ask(`/settings ${text}`)).toBe(expected);
    expect(await world.ask('/settings')).toContain(
      expected.split(':', text.startsWith('quiet 2') || text.startsWith('snooze') ? 3 : 1)[0],
    );
  });

  it.each([
    ['cap -1', 'does not fit cap'],
    ['cap 1e9', 'does not fit cap'],
    ['cap many', 'does not fit cap'],
    ['threshold loud', 'Possible: low, normal, high'],
    ['timezone Mars/Phobos', 'does not fit timezone'],
    ['quiet later', 'does not fit quiet'],
    ['treshold high', 'Did you mean threshold?'],
    ['colour blue', 'There is no setting “colour”'],
  ])('%s is refused and changes nothing', async (text, expected) => {
    const world = await makeChatWorld();
    const before = await world.ask('/settings');
    expect(await world.ask(`/settings ${text}`)).toContain(expected);
    expect(await world.ask('/settings')).toBe(before);
  });

  it('explains one without changing it', async () => {
    const world = await makeChatWorld();
    expect(await world.ask('/settings cap')).toContain('At most 12 alerts');
  });
});

describe('/timezone', () => {
  it.each([
    ['Europe/Paris', 'Europe/Paris'],
    ['paris', 'Europe/Paris'],
    ['New York', 'America/New_York'],
    ['Kyiv', 'Europe/Kyiv'],
    ['asia/kolkata', 'Asia/Kolkata'],
    ['Germany', 'Europe/Berlin'],
    ['UTC+2', '+02:00'],
    ['gmt', 'UTC'],
  ])('understands %s', async (typed, zone) => {
    const world = await makeChatWorld();
    expect(await world.ask(`/timezone ${typed}`)).toContain(zone);
    expect((await world.record()).settings.zone).toBe(zone);
  });

  it('refuses Mars/Phobos with a suggestion', async () => {
    const world = await makeChatWorld();
    const answer = await world.type('/timezone Mars/Phobos');
    expect(textOf(answer)).toContain('I know no time zone “Mars/Phobos”');
    expect(actionsOf(answer)[0]).toMatch(/^run:\/timezone \w+\/\w+$/);
    expect((await world.record()).settings.zone).toBe('UTC');
  });

  it('offers the nearest for a slip', async () => {
    const world = await makeChatWorld();
    expect(actionsOf(await world.type('/timezone Pariss'))).toContain('run:/timezone Europe/Paris');
  });

  it('is guessed from a locale whose country has one time, else UTC', async () => {
    const world = await makeChatWorld();
    await world.type('/start', { chat: '8', locale: 'en-GB' });
    await world.type('/start', { chat: '9', locale: 'en-US' });
    expect((await world.record('telegram:8')).settings.zone).toBe('Europe/London');
    expect((await world.record('telegram:9')).settings.zone).toBe('UTC');
  });
});

describe('/language', () => {
  it('takes a code, a name and an English name; refuses others', async () => {
    const world = await makeChatWorld();
    for (const typed of ['en', 'English', 'en-GB']) {
      await world.type(`/language ${typed}`);
      expect((await world.record()).settings.language).toBe('en');
    }
    expect(await world.ask('/language Klingon')).toContain('I don’t speak “Klingon” yet');
    await world.type('/language auto');
    expect((await world.record()).settings.language).toBeUndefined();
  });
});

describe('a change of a setting', () => {
  const week = 'The last 7 days would have given 4 alerts, 1 of them in quiet hours.';
  const next =
    'Next brief: Friday, March 13, 08:00. A brief now would hold 5 stories, first “Ferry runs aground off Tarnholm”.';

  it.each([
    ['/settings cap 3', week],
    ['/settings taste reset', week],
    ['/quiet off', week],
    ['/timezone Paris', week],
    ['/language en', 'Of the 30 stories of the last 7 days, 12 are told in this language.'],
    ['/settings images off', 'Of the 30 stories of the last 7 days, 20 have a picture.'],
    ['/settings brieflength full', 'A brief now would hold 5 stories, first “Ferry runs aground off Tarnholm”.'],
    ['/brief 08:00', next],
  ])('%s says what it would have given', async (typed, expected) => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov');
    expect(await world.ask(typed)).toContain(expected);
  });

  it('of the zone says when the next brief comes, where one is planned', async () => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov');
    await world.type('/brief 08:00');
    expect(await world.ask('/timezone Tokyo')).toContain('Next brief: Friday, March 13, 17:00.');
  });

  it.each([
    ['zh', '下一份简报：3月13日星期五 08:00。现在的简报会有 5 条新闻'],
    ['de', 'Nächster Überblick: Freitag, 13. März, 08:00. Jetzt stünden darin 5 Nachrichten'],
    ['ar', 'الموجز التالي: الجمعة، 13 مارس، 08:00.'],
  ])('says so in the manner of the language: %s', async (locale, expected) => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov');
    await world.type(`/language ${locale}`);
    expect(await world.ask('/brief 08:00')).toContain(expected);
  });

  it('says nothing of what would have come while nothing is followed', async () => {
    const world = await makeChatWorld();
    expect(await world.ask('/timezone Paris')).not.toContain('7 days');
  });
});
