import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/messages/say.ts';
import type { ChatId, Incoming } from '../../src/model.ts';
import { isKnownOn } from '../../src/ports.ts';
import { actionsOf, makeChatWorld, textOf } from '../worlds/chat.ts';
import { makeFeed, makeStory } from '../worlds/news.ts';

const member = { chat: '-5', kind: 'group', person: '7' } as const;
const manager = { ...member, person: '1', isManager: true } as const;

describe('in groups', () => {
  it.each([
    '/follow Lavrov',
    '/unfollow tea',
    '/brief 08:00',
    '/brief off',
    '/quiet 22:00-07:00',
    '/quiet off',
    '/timezone Paris',
    '/language en',
    '/mute golf',
    '/unmute golf',
    '/settings cap 1',
    '/addfeed a.example',
    '/removefeed a',
    '/import x',
    '/export',
    '/forget',
    '/forget yes',
    '/start follow_lavrov',
  ])('%s is refused politely to those who may not manage the chat', async (text) => {
    const world = await makeChatWorld();
    await world.type('/follow tea', manager);
    const before = await world.record('telegram:-5');
    expect(await world.ask(text, member)).toContain('Only those who manage this chat');
    expect(await world.record('telegram:-5')).toEqual(before);
  });

  it.each([
    'unfollow:x',
    'level:high:x',
    'fstory:s1',
    'mstory:s1',
    'less:s1',
    'like:s1',
    'forget:yes',
    'brief:off:x',
    'run:/follow Lavrov',
  ])('the button %s is refused to them, too', async (action) => {
    const world = await makeChatWorld();
    world.news.stories = [makeStory('s1', 'A ferry turns')];
    await world.type('/follow tea', manager);
    const before = await world.record('telegram:-5');
    expect(textOf(await world.press(action, member))).toContain('Only those who manage this chat');
    expect(await world.record('telegram:-5')).toEqual(before);
  });

  it('everyone may read', async () => {
    const world = await makeChatWorld();
    await world.type('/follow tea', manager);
    expect(await world.ask('/topics', member)).toContain('You follow 1 topic');
    expect(await world.ask('/brief', member)).toBe('Brief for today');
    expect(await world.ask('/settings', member)).toContain('cap 12');
  });

  it('talk that is not meant for the bot is neither answered nor kept', async () => {
    const world = await makeChatWorld();
    expect(await world.type('hello everybody', member)).toEqual({
      messages: [],
      toast: undefined,
      replacement: undefined,
    });
    expect(await world.store.chats.get('telegram:-5')).toBeUndefined();
    const file = { name: 'minutes.pdf', mediaType: 'application/pdf', content: '%PDF' };
    expect(textOf(await world.type('', { ...manager, file }))).toBe('');
    expect(await world.store.chats.get('telegram:-5')).toBeUndefined();
    expect(textOf(await world.type('/otherbotscommand', member))).toBe('');
  });
});

describe('administrators', () => {
  it('have commands that nobody else may use or sees', async () => {
    const world = await makeChatWorld({ administrators: ['telegram:1'] });
    for (const text of ['/status', '/ban telegram:7', '/unban telegram:7', '/announce hello'])
      expect(await world.ask(text)).toBe('That command is for the people who run this bot.');
    expect((await world.press('replay:dead')).toast).toContain('for the people who run this bot');
    expect(world.news.calls).toEqual([]);
    expect(await world.ask('/help')).not.toContain('/announce');
    expect(await world.ask('/help', { person: '1' })).toContain('/announce');
  });

  it('see how the bot is doing and try again what was given up', async () => {
    const world = await makeChatWorld({ administrators: ['telegram:1'] });
    const status = await world.type('/status', { person: '1' });
    for (const part of ['1 hour, 30 minutes', '2 good', '12 stories', '12 given up', 'message is too long'])
      expect(textOf(status)).toContain(part);
    expect((await world.press(actionsOf(status)[0] ?? '', { person: '1' })).toast).toBe('1 message is tried again.');
    expect(await world.ask('/announce Back soon', { person: '1' })).toBe('On its way to 3 chats.');
  });

  it('block a chat: it is told so, its topics end, and unblocking brings them back', async () => {
    const world = await makeChatWorld({ administrators: ['telegram:1'] });
    const admin = { person: '1', chat: '1' };
    await world.type('/follow Lavrov');
    expect(await world.ask('/ban telegram:7 spam', admin)).toBe('telegram:7 is blocked.');
    expect(await world.record()).toMatchObject({ state: 'banned', stateReason: 'spam', stateSince: world.clock.now() });
    expect(world.news.calls.slice(-2)).toEqual(['paused telegram:7', 'unwatch telegram:7 Lavrov']);
    expect(await world.ask('/follow tea')).toContain('has been blocked');
    expect((await world.record()).follows).toHaveLength(1);
    await world.type('/unban telegram:7', admin);
    expect(world.news.calls.slice(-2)).toEqual(['returned telegram:7', 'watch telegram:7 Lavrov']);
    expect(await world.ask('/follow tea')).toContain('Following tea');
  });

  it('who block each other’s chats at once do not wait for ever', async () => {
    const world = await makeChatWorld({ administrators: ['telegram:1', 'telegram:2'] });
    for (const person of ['1', '2']) await world.type('/start', { person, chat: person });
    const said = await Promise.all([
      world.ask('/ban telegram:2', { person: '1', chat: '1' }),
      world.ask('/ban telegram:1', { person: '2', chat: '2' }),
    ]);
    expect(said).toEqual(['telegram:2 is blocked.', 'telegram:1 is blocked.']);
  });

  it('cannot block themselves, nor what is no chat', async () => {
    const world = await makeChatWorld({ administrators: ['telegram:1'] });
    const admin = { person: '1', chat: '1' };
    expect(await world.ask('/ban telegram:1', admin)).toContain('You can’t block the chat you are in');
    expect(await world.ask('/ban somebody', admin)).toContain('Which chat?');
    expect(await world.ask('/ban telegram:404', admin)).toContain('I know no chat');
  });

  it('the person at the console is one', async () => {
    const world = await makeChatWorld();
    expect(await world.ask('/status', { platform: 'console', chat: 'console', person: 'console' })).toContain(
      '12 stories',
    );
  });
});

describe('words that are no command', () => {
  it('a mistyped command gets the nearest one offered', async () => {
    const world = await makeChatWorld();
    const answer = await world.type('/folow Lavrov');
    expect(textOf(answer)).toContain('Did you mean /follow Lavrov?');
    expect(textOf(await world.press(actionsOf(answer)[0] ?? ''))).toContain('Following Lavrov');
    for (const [typed, meant] of [
      ['/lastest', '/latest'],
      ['/breif', '/brief'],
      ['/mutse', '/mutes'],
      ['/setings', '/settings'],
      ['/TOPICS', 'You follow'],
    ])
      expect(await world.ask(typed!)).toContain(meant);
    expect(await world.ask('/xyzzyplugh')).toContain('/help lists what I can do');
  });

  it('a command by its name in the chat’s language is offered as what it is', async () => {
    const world = await makeChatWorld();
    await world.type('/language de');
    const german = loadCatalogue().say('de', 'discord.name.follow');
    expect(await world.ask(`/${german} Nordfähre`)).toContain('/follow Nordfähre');
    await world.type('/language ru');
    const russian = loadCatalogue().say('ru', 'discord.name.timezone');
    const answer = await world.type(`/${russian} Москва`);
    expect(actionsOf(answer)).toEqual(['run:/timezone Москва']);
    expect(textOf(await world.press(actionsOf(answer)[0] ?? ''))).toContain('Europe/Moscow');
  });

  it('plain words in private are offered to be followed', async () => {
    const world = await makeChatWorld();
    const answer = await world.type('Nordic ferries');
    expect(textOf(answer)).toBe('Shall I follow “Nordic ferries” for you?');
    expect(actionsOf(answer)).toEqual(['run:/follow Nordic ferries', 'run:/latest Nordic ferries']);
    expect(await world.ask('???')).toContain('Name a topic to follow');
  });

  it('a command without its slash is offered as the command, and as a topic where it could be one', async () => {
    const world = await makeChatWorld();
    const answer = await world.type('Follow Nordic ferries');
    expect(textOf(answer)).toBe('Did you mean /follow Nordic ferries?');
    expect(actionsOf(answer)).toEqual(['run:/follow Nordic ferries', 'run:/follow Follow Nordic ferries']);
    expect(textOf(await world.press(actionsOf(answer)[0] ?? ''))).toContain('Following Nordic ferries');
    expect(actionsOf(await world.type('help'))).toEqual(['run:/help']);
    expect(await world.ask('status')).toBe('Shall I follow “status” for you?');
  });

  it('a slip in a command without its slash is understood as well', async () => {
    const world = await makeChatWorld();
    for (const [typed, meant] of [
      ['folow Nordic ferries', '/follow Nordic ferries'],
      ['Unfolow ferries', '/unfollow ferries'],
      ['latset ferries', '/latest ferries'],
    ])
      expect(await world.ask(typed!)).toBe(`Did you mean ${meant}?`);
    for (const typed of ['latent heat', 'hollow earth', 'foods'])
      expect(await world.ask(typed)).toContain('Shall I follow');
  });

  it('a pasted address is offered to be read as a source, not as a topic', async () => {
    const world = await makeChatWorld();
    const answer = await world.type('https://harbour.example/news');
    expect(textOf(answer)).toBe('That is an address. To read it as a source: /addfeed https://harbour.example/news');
    expect(actionsOf(answer)).toEqual(['run:/addfeed https://harbour.example/news']);
    expect(await world.ask('see https://harbour.example/news please')).toContain('Shall I follow');
  });

  it('a greeting is returned, in whichever language it is, in the language of the chat', async () => {
    const world = await makeChatWorld();
    for (const hello of ['hi', 'Hello!', 'Good morning 👋', 'Grüezi', '你好'])
      expect(await world.ask(hello)).toContain('I follow the news');
    await world.ask('/language ru');
    for (const hello of ['Привет', 'hi']) expect(await world.ask(hello)).toContain('Я слежу за новостями');
    await world.ask('/language zh');
    expect(await world.ask('你好')).toContain('我替您关注新闻');
    expect(await world.ask('привет мир')).toContain('привет мир');
  });

  it('/start greets, and follows at once with a link’s payload', async () => {
    const world = await makeChatWorld();
    expect(await world.ask('/start')).toContain('Hello! I follow the news for you.');
    expect(await world.ask('/start follow_sergei-lavrov')).toContain('Following sergei lavrov');
  });

  it('/help has a line for every command and shows the forms of one', async () => {
    const world = await makeChatWorld({ administrators: ['telegram:7'] });
    const text = await world.ask('/help');
    for (const { name } of world.commands.commands.filter((info) => isKnownOn(info, 'telegram')))
      if (name !== 'start' && name !== 'help') expect(text).toContain(`/${name} `);
    expect(await world.ask('/help brief')).toContain('/brief 08:00 weekdays Europe/London');
  });
});

describe('completion', () => {
  it.each([
    ['unfollow', 'La', ['Lavrov']],
    ['latest', '', ['Lavrov', 'tea']],
    ['settings', 'th', ['threshold']],
    ['settings', 'threshold h', ['threshold high']],
    ['unmute', 'go', ['golf']],
    ['language', 'eng', ['en']],
    ['brief', 'o', ['off']],
    ['latest', 'li', ['Lisk']],
    ['mute', 'la', ['Lavrov']],
    ['mute', 'source:har', ['source:Harbour Wire']],
    ['mute', 'wire', ['source:Harbour Wire']],
    ['mute', 'st', ['story']],
    ['follow', 'kes', ['Kestrov', 'Renata Kestrov']],
    ['follow', 'lav', []],
    ['feeds', 'wir', ['Harbour Wire']],
    ['removefeed', '', ['My Paper']],
    ['addfeed', 'gaz', ['https://gazette.example/feed.xml']],
    ['help', 'x', []],
    ['help', 'un', ['unfollow', 'unmute']],
    ['nonsense', '', []],
  ])('/%s %s', async (command, typed, expected) => {
    const world = await makeChatWorld();
    world.news.alsoNamed = ['Lavrov', 'Renata Kestrov', 'Kestrov', 'Lisk'];
    world.news.feedList = [makeFeed('Harbour Wire'), makeFeed('My Paper', { isShared: false })];
    for (const line of ['/follow Lavrov', '/follow tea', '/mute golf']) await world.type(line);
    const found = await world.commands.suggest({ platform: 'telegram', id: '7' }, command, typed);
    expect(found.map(({ value }) => value)).toEqual(expected);
  });

  it('finds zones by city', async () => {
    const world = await makeChatWorld();
    const found = await world.commands.suggest({ platform: 'telegram', id: '404' }, 'timezone', 'berl');
    expect(found[0]?.value).toBe('Europe/Berlin');
    expect(await world.store.chats.get('telegram:404')).toBeUndefined();
  });
});

describe('a chat that comes back', () => {
  it('can be reached again as soon as it speaks', async () => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov');
    await world.store.chats.set('telegram:7', {
      ...(await world.record()),
      state: 'unreachable',
      stateReason: 'blocked',
    });
    await world.type('/topics');
    expect(await world.record()).toMatchObject({ state: 'active' });
    expect(world.news.calls).toContain('returned telegram:7');
    expect((await world.record()).stateReason).toBeUndefined();
  });
});

describe('a chat in a server', () => {
  it('of before is found there from its next word on, and what it followed stays', async () => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov');
    expect((await world.record()).address.home).toBeUndefined();
    await world.type('/topics', { home: '77' });
    const record = await world.record();
    expect(record).toMatchObject({ address: { id: '7', home: '77' }, follows: [{ text: 'Lavrov' }] });
    // A message that comes without it does not unlearn it.
    await world.type('/topics');
    expect((await world.record()).address.home).toBe('77');
  });
});

describe('somebody who asks in passing, from another chat', () => {
  const passing = (text: string, updateId: string): Incoming => ({
    updateId,
    address: { platform: 'telegram', id: '55' },
    chatKind: 'private',
    chatTitle: undefined,
    person: { id: '55', name: 'Olga', isManager: true, locale: 'en' },
    text,
    action: undefined,
    messageRef: undefined,
    file: undefined,
    isPassing: true,
  });

  it('is answered, and leaves no chat behind', async () => {
    const world = await makeChatWorld();
    world.news.stories = [makeStory('s1', 'A ferry turns')];
    const said = await world.commands.handle(passing('/latest ferry', 'p1'));
    expect(textOf(said)).toContain('A ferry turns');
    expect(await world.store.chats.get('telegram:55' as ChatId)).toBeUndefined();
  });

  it('uses up none of the commands that the chat has in a minute', async () => {
    const world = await makeChatWorld({ quotas: { commandsAMinute: 3 } });
    for (let asked = 0; asked < 9; asked++) await world.commands.handle(passing('/latest ferry', `p${asked}`));
    expect(await world.ask('/topics', { chat: '55', person: '55' })).toContain('You follow nothing yet');
  });
});
