import { describe, expect, it } from 'vitest';
import { understand } from '../../src/engine/news.ts';
import { actionsOf, makeChatWorld, textOf } from '../worlds/chat.ts';
import { makeStory } from '../worlds/news.ts';

describe('/follow', () => {
  it('says what it understood, whom it might be confused with, what it would have sent and how to narrow it', async () => {
    const world = await makeChatWorld();
    world.news.stories = [
      makeStory('s1', 'Lavrov lands in Ankara'),
      makeStory('s2', 'Talks go on', { level: 'mention' }),
    ];
    world.news.alsoNamed = ['Igor Lavrov', 'Igor Lavrov’s', 'Anna Lavrova', 'Igor Lawrow'];
    const answer = await world.type('/follow Lavrov');
    const text = textOf(answer);
    expect(text).toContain('Following Lavrov');
    expect(text).toContain('I look for Lavrov, in any script and form.');
    expect(text).toContain('Also in the news: Igor Lavrov and Anna Lavrova. To follow');
    expect(text).toContain('The last 7 days would have given 4 alerts');
    expect(text).toContain('Lavrov lands in Ankara');
    expect(text).toContain('/follow about:Lavrov');
    expect(actionsOf(answer)).toContain('run:/follow "Igor Lavrov"');
    expect((await world.record()).follows.map((one) => one.text)).toEqual(['Lavrov']);
    expect(world.news.calls).toEqual(['watch telegram:7 Lavrov']);
  });

  it.each([
    ['Harvard OR Yale', 'I look for Harvard, in any script and form, or Yale.'],
    [
      'Lavrov -tourism source:bbc lang:fr',
      'I look for Lavrov, in any script and form, without tourism, only from bbc, only in French.',
    ],
  ])('says in one sentence how it understood %s, and names the topic as it was typed', async (typed, expected) => {
    const world = await makeChatWorld();
    world.news.understand = understand;
    const text = await world.ask(`/follow ${typed}`);
    expect(text).toContain(`Following ${typed}`);
    expect(text).toContain(expected);
  });

  it('advises only where advice helps: a single namesake is no choice, and one word cannot be fewer', async () => {
    const world = await makeChatWorld();
    world.news.stories = [];
    world.news.alsoNamed = ['Igor Lavrov', 'Igor Lavrov’s'];
    const text = await world.ask('/follow Lavrov');
    expect(text).not.toContain('Also in the news');
    expect(text).not.toContain('Other words');
    expect(await world.ask('/follow Lavrov tourism')).toContain('Other words, or fewer, may find more.');
  });

  it('does not call it silence while the sources are still being read', async () => {
    const world = await makeChatWorld();
    world.news.isReading = () => true;
    expect(await world.ask('/follow Lavrov')).toContain('I am still reading the sources.');
    expect(await world.ask('/latest Lavrov')).toContain('I am still reading the sources.');
    world.news.isReading = () => false;
    expect(await world.ask('/latest Lavrov')).toContain('Nothing about “Lavrov”');
  });

  it('offers feeds from elsewhere for a topic that few feeds of one country tell of', async () => {
    const world = await makeChatWorld();
    const { preview } = world.news;
    const suggestions = [{ url: 'https://kerry.example/rss', title: 'Kerry Post' }];
    world.news.preview = async (...asked) => ({
      ...(await preview(...asked)),
      coverage: { feeds: 2, country: 'no', suggestions },
    });
    const answer = await world.type('/follow tea');
    expect(textOf(answer)).toContain('Sources that tell of it: 2, all from one country (Norway).');
    expect(actionsOf(answer)).toContain('run:/addfeed https://kerry.example/rss');
  });

  it('following twice is one follow, in other words and order too', async () => {
    const world = await makeChatWorld();
    await world.type('/follow trade talks');
    expect(await world.ask('/follow Talks TRADE')).toContain('You follow trade talks already');
    expect((await world.record()).follows).toHaveLength(1);
    expect(world.news.calls).toEqual(['watch telegram:7 trade talks']);
  });

  it.each([
    ['nothing', '/follow', 'What should I follow?'],
    ['5,000 characters', `/follow ${'x'.repeat(5_000)}`, 'too long'],
    ['only punctuation', '/follow ?!…', 'I need a word or a name'],
    ['an emoji', '/follow 🦊', 'I need a word or a name'],
    ['a word in every text', '/follow the', 'in nearly every text'],
  ])('answers %s with one clear line and follows nothing', async (_name, text, expected) => {
    const world = await makeChatWorld();
    const answer = await world.type(text);
    expect(textOf(answer)).toContain(expected);
    expect(textOf(answer)).not.toContain('\n');
    expect((await world.record()).follows).toEqual([]);
  });

  it('sends the alerts of a topic to the thread where it was followed last', async () => {
    const world = await makeChatWorld();
    const group = { chat: '-1', kind: 'group', isManager: true } as const;
    await world.type('/follow Lavrov', { ...group, thread: '11' });
    expect((await world.record('telegram:-1')).follows[0]?.thread).toBe('11');
    expect(await world.ask('/follow Lavrov', { ...group, thread: '12' })).toContain('alerts come here from now on');
    const { follows, address } = await world.record('telegram:-1');
    expect(follows.map(({ thread }) => thread)).toEqual(['12']);
    expect(address.thread).toBeUndefined();
  });

  it('more and fewer alerts of one topic are a press away', async () => {
    const world = await makeChatWorld();
    const fewer = actionsOf(await world.type('/follow Lavrov')).find((action) => action.startsWith('level:high:'));
    expect(textOf(await world.press(fewer ?? ''))).toContain('fewer alerts');
    expect((await world.record()).follows[0]?.threshold).toBe('high');
    expect(await world.ask('/topics')).toContain('Lavrov (fewer alerts)');
  });
});

describe('/topics and /unfollow', () => {
  it('list what is followed and end it by name, by number, by a beginning, by button', async () => {
    const world = await makeChatWorld();
    for (const topic of ['Lavrov', 'climate summit', 'Nordic ferries', 'tea']) await world.type(`/follow ${topic}`);
    expect(await world.ask('/topics')).toContain('You follow 4 topics');
    expect(await world.ask('/unfollow lavrov')).toContain('You no longer follow Lavrov.');
    expect(await world.ask('/unfollow 3')).toContain('tea');
    expect(await world.ask('/unfollow nord')).toContain('Nordic ferries');
    const button = actionsOf(await world.type('/topics')).find((action) => action.startsWith('unfollow:'));
    expect(textOf(await world.press(button ?? ''))).toContain('climate summit');
    expect(textOf(await world.press(button ?? ''))).toContain('You don’t follow that any more');
    expect((await world.record()).follows).toEqual([]);
    expect(world.news.calls.filter((call) => call.startsWith('unwatch'))).toHaveLength(4);
  });

  it('end all only when told twice', async () => {
    const world = await makeChatWorld();
    await world.type('/follow a harbour');
    await world.type('/follow tea');
    const asked = await world.type('/unfollow all');
    expect((await world.record()).follows).toHaveLength(2);
    await world.press(actionsOf(asked)[0] ?? '');
    expect((await world.record()).follows).toEqual([]);
  });

  it('say so when the topic is not followed', async () => {
    const world = await makeChatWorld();
    await world.type('/follow tea');
    expect(await world.ask('/unfollow coffee')).toContain('You don’t follow “coffee”');
  });
});
