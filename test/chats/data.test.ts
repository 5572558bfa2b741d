import { describe, expect, it } from 'vitest';
import { actionsOf, makeChatWorld, textOf } from '../worlds/chat.ts';
import { makeFeed, makeStory } from '../worlds/news.ts';

const file = (content: string) => ({ name: 'file', mediaType: 'text/plain', content });

describe('/export and /import', () => {
  it('carry follows, mutes, briefs and settings to another chat', async () => {
    const world = await makeChatWorld();
    for (const line of [
      '/follow Lavrov',
      '/follow climate',
      '/mute golf',
      '/brief 08:00',
      '/settings cap 3',
      '/timezone Paris',
    ])
      await world.type(line);
    const exported = await world.type('/export');
    expect(exported.messages.map((message) => message.file?.name)).toEqual([
      'dateline-chat.json',
      'dateline-feeds.opml',
    ]);
    const content = exported.messages[0]?.file?.content ?? '';
    expect(await world.ask('', { chat: '8', file: file(content) })).toContain('Imported: 2 topics');
    const [from, to] = [await world.record(), await world.record('telegram:8')];
    expect([to.follows, to.mutes, to.briefs, to.settings]).toEqual([
      from.follows,
      from.mutes,
      from.briefs,
      from.settings,
    ]);
    expect(world.news.calls).toContain('watch telegram:8 climate');
    expect(await world.ask(`/import ${content}`, { chat: '8' })).toContain('2 topics were there already');
    expect((await world.record('telegram:8')).follows).toHaveLength(2);
  });

  it('/export feeds gives the feeds alone', async () => {
    const world = await makeChatWorld();
    expect((await world.type('/export feeds')).messages.map((message) => message.file?.name)).toEqual([
      'dateline-feeds.opml',
    ]);
  });

  it('reads a list of feeds', async () => {
    const world = await makeChatWorld();
    const said = await world.ask('', { file: file('<?xml version="1.0"?><opml version="2.0"></opml>') });
    expect(said).toContain('2 sources added, 1 known already');
    expect(said).toContain('line 3: no address');
  });

  it('reads a list of topics, one a line, whatever stands before them', async () => {
    const world = await makeChatWorld();
    await world.type('/follow climate');
    const list = '# mine\n- Lavrov\n* "Sergei Lavrov" -tourism\n\n3. climate\n/follow ships\r\n!!!\n';
    const said = await world.ask('', { file: file(list) });
    expect(said).toContain('3 topics followed. 1 was there already or found no room.');
    expect(said).toContain('1 line I could not read: !!!');
    const texts = (await world.record()).follows.map(({ text }) => text);
    expect(texts).toEqual(['climate', 'Lavrov', '"Sergei Lavrov" -tourism', 'ships']);
    expect(world.news.calls).toContain('watch telegram:7 ships');
    expect(await world.ask('/import boats\nplanes')).toContain('2 topics followed.');
  });

  it('takes no more topics from a list than the quota allows', async () => {
    const world = await makeChatWorld({ quotas: { follows: 3 } });
    const list = Array.from({ length: 10 }, (_, index) => `topic ${index}`).join('\n');
    expect(await world.ask('', { file: file(list) })).toContain('3 topics followed. 7 were there already');
    expect((await world.record()).follows).toHaveLength(3);
  });

  it('takes no more sources from a list or an export than the quota allows, but for those who run the bot', async () => {
    const world = await makeChatWorld({ quotas: { feeds: 1 }, administrators: ['telegram:1'] });
    const opml = '<opml version="2.0"><body><outline xmlUrl="https://a.example/"/></body></opml>';
    const said = await world.ask('/import', { file: file(opml) });
    expect(said).toContain('1 source added, 1 known already.');
    expect(said).toContain('A chat can add 1 source. /removefeed makes room.');
    await world.type('/addfeed news.example');
    const data = JSON.stringify({ dateline: 1, feeds: opml });
    expect(await world.ask('/import', { file: file(data) })).toContain('A chat can add 1 source.');
    const operator = await world.ask('/import', { chat: '1', person: '1', file: file(opml) });
    expect(operator).toContain('2 sources added');
    expect(operator).not.toContain('makes room');
  });

  it.each([
    ['bytes', '\u0000\u0001PNG\n\u0002'],
    ['bytes that are no UTF-8', 'a\ufffdb\nc\ufffd'],
    ['signs', '!!!\n???\n'],
    ['a table', 'name;price;day\nrye;3;Monday\noats;2;Tuesday\n'],
    ['a list of accounts', 'anna:x:0:0:Anna:/home\nbert:x:1:1:Bert:/home\n'],
    ['settings', 'colour=blue\nsize=3\n'],
    ['a book', 'a line of it\n'.repeat(2000)],
    [
      'a letter',
      `Dear all\n${'We met at noon and spoke of many things, one after another. '.repeat(6)}\n${'It rained. '.repeat(40)}`,
    ],
  ])('takes %s for no list of topics', async (_name, content) => {
    const world = await makeChatWorld();
    expect(await world.ask('', { file: file(content) })).toContain('I can’t read that');
    expect((await world.record()).follows).toEqual([]);
  });

  it.each([
    ['nothing', '', 'Send me a file'],
    ['no JSON', '{nonsense', 'I can’t read that'],
    ['JSON of something else', '{"dateline": 2}', 'I can’t read that'],
    [
      'a zone on Mars',
      '{"dateline":1,"briefs":[{"id":"a","time":"08:00","days":[],"topics":[],"length":"short","since":0,"zone":"Mars/Phobos"}]}',
      'I can’t read that',
    ],
    [
      'an hour 25',
      '{"dateline":1,"briefs":[{"id":"a","time":"25:00","days":[],"topics":[],"length":"short","since":0}]}',
      'I can’t read that',
    ],
    [
      'a plan without a time',
      '{"dateline":1,"briefs":[{"id":"a","days":[],"topics":[],"length":"short","since":0}]}',
      'I can’t read that',
    ],
    [
      'a cron line that is none',
      '{"dateline":1,"briefs":[{"id":"a","cron":"at dawn","days":[],"topics":[],"length":"short","since":0}]}',
      'I can’t read that',
    ],
    [
      'a mute until the end of time',
      '{"dateline":1,"mutes":[{"kind":"word","value":"golf","label":"golf","until":1e300}]}',
      'I can’t read that',
    ],
    [
      'a language of a thousand letters',
      `{"dateline":1,"settings":{"zone":"UTC","cap":1,"topiccap":1,"threshold":"low","quiet":[],"quietmode":"hold","images":true,"briefLength":"short","language":"${'x'.repeat(1_000)}"}}`,
      'I can’t read that',
    ],
    ['a page of HTML', '<html></html>', 'I can’t read that'],
  ])('refuses %s and changes nothing', async (_name, content, expected) => {
    const world = await makeChatWorld();
    await world.type('/start');
    const before = await world.record();
    expect(await world.ask(`/import ${content}`)).toContain(expected);
    expect(await world.record()).toEqual(before);
  });

  it('keeps to the quota', async () => {
    const world = await makeChatWorld({ quotas: { follows: 3 } });
    for (const topic of ['a1', 'b1', 'c1']) await world.type(`/follow ${topic}`);
    const content = (await world.type('/export')).messages[0]?.file?.content ?? '';
    await world.type('/follow other', { chat: '8' });
    expect(await world.ask('/import', { chat: '8', file: file(content) })).toContain('Imported: 2 topics');
    expect((await world.record('telegram:8')).follows.map(({ text }) => text)).toEqual(['other', 'a1', 'b1']);
  });
});

describe('/forget', () => {
  it('asks first, by button and by words', async () => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov');
    const asked = await world.type('/forget');
    expect(actionsOf(asked)).toEqual(['forget:yes', 'forget:no']);
    expect(textOf(await world.press('forget:no'))).toBe('Nothing was erased.');
    expect((await world.record()).follows).toHaveLength(1);
  });

  it.each([['typed'], ['pressed']])('erases everything and writes nothing of the chat again when %s', async (way) => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov');
    const answer = way === 'typed' ? await world.type('/forget yes') : await world.press('forget:yes');
    expect(textOf(answer)).toContain('Everything about this chat is erased');
    expect(world.news.calls.slice(-2)).toEqual(['unwatch telegram:7 Lavrov', 'forget telegram:7']);
    expect(await world.store.chats.get('telegram:7')).toBeUndefined();
  });

  it('is done twice a minute at most for one person, as everybody waits for it', async () => {
    const world = await makeChatWorld();
    const erased = () => world.news.calls.filter((call) => call.startsWith('forget')).length;
    for (const text of ['/forget yes', '/FORGET  yes ', '/forget yes']) await world.type(text);
    await world.press('forget:yes');
    await world.press('run:/forget yes');
    expect(erased()).toBe(2);
    await world.type('/forget yes', { person: '8', chat: '8' });
    await world.clock.advance(60_000);
    expect(await world.ask('/forget yes')).toContain('Everything about this chat is erased');
    expect(erased()).toBe(4);
  });

  it('makes a chat as new', async () => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov');
    await world.type('/forget yes');
    expect(await world.ask('/topics')).toContain('You follow nothing yet');
  });
});

describe('/feeds, /addfeed, /removefeed', () => {
  it('show how the sources are, those in trouble and the own first', async () => {
    const world = await makeChatWorld();
    expect(await world.ask('/feeds')).toContain('There are no sources yet');
    world.news.feedList = [
      makeFeed('Harbour Post'),
      makeFeed('Old Times', { failures: 3 }),
      makeFeed('Own Blog', { isShared: false, chats: ['telegram:7' as never] }),
    ];
    const said = await world.ask('/feeds');
    expect(said).toContain('3 sources, 2 in good order');
    expect(said).toMatch(/Added by this chat:\nOwn Blog/);
    expect(said).toMatch(/1 has trouble:\nOld Times · ended by its publisher/);
    expect(await world.ask('/feeds harbour')).toContain('Harbour Post · 20 items a week');
    expect(await world.ask('/feeds nowhere')).toContain('I find no source “nowhere”');
  });

  it('tell of one source when it was read and when it will be again', async () => {
    const world = await makeChatWorld();
    const now = world.clock.now();
    const times = { lastGoodAt: now - 2 * 3_600_000, lastItemAt: now - 5 * 3_600_000, nextCheckAt: now + 600_000 };
    world.news.feedList = [makeFeed('Harbour Post', times)];
    const said = await world.ask('/feeds harbour');
    expect(said).toMatch(/Harbour Post.*\n.*Last read: 2 h ago\n.*Newest report: 5 h ago\n.*Next look: \d\d:\d\d/);
    expect(await world.ask('/feeds all')).not.toContain('Last read');
  });

  it('list many by pages', async () => {
    const world = await makeChatWorld();
    world.news.feedList = Array.from({ length: 60 }, (_, index) => makeFeed(`Paper ${index}`));
    const first = await world.type('/feeds all');
    expect(textOf(first)).toContain('60 sources · page 1 of 3');
    expect(actionsOf(first)).toEqual(['run:/feeds all page 2']);
    expect(textOf(await world.press('run:/feeds all page 2'))).toContain('Paper 25');
  });

  it('take a number at the end of a name for the name, and a page too far for the last one', async () => {
    const world = await makeChatWorld();
    world.news.feedList = Array.from({ length: 60 }, (_, index) => makeFeed(`Paper ${index}`));
    expect(await world.ask('/feeds paper 7')).toContain('Paper 7 · 20 items a week');
    expect(await world.ask('/feeds paper-7')).not.toContain('60 sources');
    expect(await world.ask('/feeds paper page 9')).toContain('60 sources · page 3 of 3');
    expect(await world.ask('/feeds 2')).toContain('60 sources · page 2 of 3');
  });

  it('list by name, and find whole names and beginnings of words before parts of words', async () => {
    const world = await makeChatWorld();
    world.news.feedList = ['Zeta', 'Changing Times', 'Hang', 'Alpha 10', 'Alpha 9'].map((name) => makeFeed(name));
    expect(await world.ask('/feeds all')).toMatch(/Alpha 9[\s\S]*Alpha 10[\s\S]*Changing Times[\s\S]*Hang[\s\S]*Zeta/);
    expect(await world.ask('/feeds hang')).not.toContain('Changing');
    expect(await world.ask('/feeds times')).toContain('Changing Times');
  });

  it('take the name of an account or a community for an address', async () => {
    const world = await makeChatWorld();
    await world.ask('/addfeed @someone@social.example');
    await world.ask('/addfeed r/worldnews');
    expect(world.news.calls).toEqual(['addFeed @someone@social.example false', 'addFeed r/worldnews false']);
  });

  it('add a site for this chat, for everyone when an administrator asks', async () => {
    const world = await makeChatWorld({ administrators: ['telegram:1'] });
    expect(await world.ask('/addfeed news.example')).toContain('Added New Paper');
    expect(await world.ask('/addfeed https://news.example/feed', { person: '1', chat: '1' })).toContain(
      'I read New Paper already',
    );
    expect(world.news.calls).toEqual(['addFeed https://news.example/ false', 'addFeed https://news.example/feed true']);
  });

  it('offer the feeds of a site that has several', async () => {
    const world = await makeChatWorld();
    expect(actionsOf(await world.type('/addfeed many.example'))).toEqual([
      'run:/addfeed https://many.example/a.xml',
      'run:/addfeed https://many.example/b.xml',
    ]);
    expect(await world.ask('/addfeed none.example')).toContain('I find no feed at');
  });

  it.each([
    '/addfeed',
    '/addfeed javascript:alert(1)',
    '/addfeed file:///etc/passwd',
    '/addfeed two words',
    '/addfeed http://',
    `/addfeed ${'x'.repeat(3_000)}.example`,
  ])('%s adds nothing', async (text) => {
    const world = await makeChatWorld();
    expect(await world.ask(text)).toContain('For example');
    expect(world.news.calls).toEqual([]);
  });

  it('a chat removes only what it added', async () => {
    const world = await makeChatWorld();
    world.news.feedList = [makeFeed('Harbour Post')];
    expect(await world.ask('/removefeed Harbour Post')).toContain('added no source of its own');
    await world.type('/addfeed news.example');
    expect(await world.ask('/removefeed new paper')).toBe('Removed New Paper.');
    expect(world.news.feedList.map(({ name }) => name)).toEqual(['Harbour Post']);
  });

  it('asks which when several fit', async () => {
    const world = await makeChatWorld({ administrators: ['telegram:7'] });
    world.news.feedList = [makeFeed('Harbour Post'), makeFeed('Harbour Times')];
    expect(actionsOf(await world.type('/removefeed harbour'))).toHaveLength(2);
    expect(world.news.feedList).toHaveLength(2);
  });

  it('keeps to the quota of own sources', async () => {
    const world = await makeChatWorld({ quotas: { feeds: 1 } });
    await world.type('/addfeed news.example');
    expect(await world.ask('/addfeed other.example')).toContain('A chat can add 1 source.');
  });
});

describe('the buttons under a story', () => {
  it('show more sources, say why, follow it, learn', async () => {
    const world = await makeChatWorld();
    world.news.stories = [makeStory('s1', 'A ferry turns')];
    const more = await world.press('more:s1');
    expect(textOf(more)).toContain('One source:\nHarbour Post · 3 h ago · A ferry turns');
    expect(actionsOf(more)).toEqual(['why:s1', 'fstory:s1', 'mstory:s1', 'less:s1', 'like:s1']);
    const why = textOf(await world.press('why:s1'));
    for (const part of ['Why A ferry turns?', 'in the headline', 'The story is about it.', '/settings threshold high'])
      expect(why).toContain(part);
    expect((await world.press('like:s1')).toast).toBe('Noted: more like this.');
    expect((await world.press('less:s1')).toast).toBe('Noted: less like this.');
    expect((await world.record()).taste).toEqual({ 'topic:x': { weight: -1, at: 0 } });
    expect(await world.ask('/settings taste')).toContain('taste learnt: What you told me');
    expect(await world.ask('/settings')).toContain('taste learnt');
    expect(await world.ask('/settings taste reset')).toContain('taste none: I have learnt nothing');
    expect((await world.record()).taste).toEqual({});
  });

  it('name what a story carries on, with its link', async () => {
    const world = await makeChatWorld();
    const earlier = {
      title: 'A ferry leaves',
      url: 'https://harbour.example/0',
      publishedAt: world.clock.now() - 86_400_000,
    };
    world.news.stories = [makeStory('s1', 'A ferry turns', { earlier })];
    const more = await world.press('more:s1');
    expect(textOf(more)).toContain('What came before: A ferry leaves · ');
    const spans = more.messages[0]!.blocks.flatMap((block) => (block.kind === 'paragraph' ? block.spans : []));
    expect(spans.find(({ href }) => href === earlier.url)?.text).toBe('A ferry leaves');
  });

  it('follow one story once', async () => {
    const world = await makeChatWorld();
    world.news.stories = [makeStory('s1', 'A ferry turns')];
    for (let press = 0; press < 3; press++) expect((await world.press('fstory:s1')).toast).toContain('A ferry turns');
    expect((await world.record()).follows.map(({ storyId, text }) => [storyId, text])).toEqual([
      ['s1', 'A ferry turns'],
    ]);
    expect(world.news.calls).toEqual(['watch telegram:7 A ferry turns']);
    expect(await world.ask('/topics')).toContain('A ferry turns (a story)');
  });

  it('say so when the story or the button is too old', async () => {
    const world = await makeChatWorld();
    for (const action of ['more:gone', 'why:gone', 'fstory:gone', 'mstory:gone', 'less:gone', 'like:gone'])
      expect((await world.press(action)).toast).toBe('That story is no longer in my memory.');
    for (const action of ['nonsense', 'constructor:x', 'toString:', '__proto__:x', ''])
      expect((await world.press(action)).toast).toContain('too old');
  });
});
