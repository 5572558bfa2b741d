import { describe, expect, it } from 'vitest';
import { actionsOf, makeChatWorld, textOf } from '../worlds/chat.ts';
import { makeStory } from '../worlds/news.ts';

describe('/quiet', () => {
  it('sets, shows and ends quiet hours', async () => {
    const world = await makeChatWorld();
    expect(await world.ask('/quiet')).toContain('No quiet hours');
    expect(await world.ask('/quiet 22:00-07:00')).toBe(
      'Quiet: 22:00-07:00 (UTC). Alerts wait until the quiet hours end.',
    );
    expect((await world.record()).settings.quiet).toEqual([{ from: '22:00', to: '07:00', days: [] }]);
    expect(await world.ask('/quiet')).toContain('22:00-07:00');
    await world.type('/quiet off');
    expect((await world.record()).settings.quiet).toEqual([]);
  });

  it('pauses for a while', async () => {
    const world = await makeChatWorld();
    expect(await world.ask('/quiet for 2h')).toContain('2 hours');
    expect((await world.record()).settings.snoozedUntil).toBe(world.clock.now() + 7_200_000);
    expect(await world.ask('/quiet')).toContain('Paused until 08:00');
    await world.type('/quiet off');
    expect((await world.record()).settings.snoozedUntil).toBeUndefined();
  });

  it('refuses what it cannot read and changes nothing', async () => {
    const world = await makeChatWorld();
    await world.type('/quiet 22-7');
    for (const text of ['/quiet late', '/quiet 25:00-07:00', '/quiet for ever', '/quiet 07:00-07:00'])
      expect(await world.ask(text)).toContain('I don’t understand');
    expect((await world.record()).settings.quiet).toHaveLength(1);
  });
});

describe('/mute', () => {
  it('mutes words, sources, topics that are followed, for a while or for good', async () => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov');
    const week = '\nThe last 7 days would have given 4 alerts, 1 of them in quiet hours.';
    expect(await world.ask('/mute tourism')).toBe(`Muted: the word “tourism”${week}`);
    expect(await world.ask('/mute source:Harbour Post for 3d')).toBe(
      `Muted for 3 days: the source Harbour Post${week}`,
    );
    expect(await world.ask('/mute lavrov for 2 weeks')).toBe(`Muted for 14 days: the topic Lavrov${week}`);
    const { mutes, follows } = await world.record();
    expect(mutes.map(({ kind, value, until }) => [kind, value, until && until - world.clock.now()])).toEqual([
      ['word', 'tourism', undefined],
      ['source', 'Harbour Post', 259_200_000],
      ['topic', follows[0]?.topicId, 1_209_600_000],
    ]);
  });

  it('mutes the story told last, and the story of a button', async () => {
    const world = await makeChatWorld();
    world.news.stories = [makeStory('s1', 'A ferry turns'), makeStory('s2', 'A bridge opens')];
    expect(await world.ask('/mute story')).toContain('I have sent you no alert yet');
    expect(await world.ask('/mute source:')).toContain('What should I mute?');
    const told = { topicId: 't' as never, how: 'pushed' as const, firstAt: 1, edition: 1, sources: 1, facts: [] };
    await world.store.heard.set('telegram:7', {
      chatId: 'telegram:7' as never,
      stories: [
        { ...told, storyId: 's1' as never, lastAt: 1 },
        { ...told, storyId: 's2' as never, lastAt: 2 },
      ],
      day: '',
      loud: {},
    });
    expect(await world.ask('/mute story')).toContain('A bridge opens');
    expect((await world.press('mstory:s1')).toast).toContain('A ferry turns');
    expect((await world.record()).mutes.map(({ kind, value }) => `${kind} ${value}`)).toEqual(['story s2', 'story s1']);
    await world.press('mstory:s1');
    expect((await world.record()).mutes).toHaveLength(2);
  });

  it('/mutes lists those that have not ended; /unmute ends one by name, number or button', async () => {
    const world = await makeChatWorld();
    await world.type('/mute tourism for 1h');
    await world.type('/mute golf');
    await world.type('/mute source:BBC');
    await world.clock.advance(3_600_001);
    const listed = await world.type('/mutes');
    expect(textOf(listed)).not.toContain('tourism');
    expect(textOf(listed)).toContain('the word “golf”');
    await world.type('/unmute 1');
    expect(await world.ask('/unmute source:bbc')).toBe('No longer muted: BBC');
    expect(await world.ask('/mutes')).toBe('Nothing is muted.');
    await world.type('/mute golf');
    await world.press(actionsOf(await world.type('/unmute'))[0] ?? '');
    expect((await world.record()).mutes).toEqual([]);
  });

  it.each([
    ['/mute', 'What should I mute?'],
    ['/mute …', 'I need a word'],
    ['/mute tourism for 5 fortnights', 'how long'],
    ['/mute tourism for 0d', 'how long'],
  ])('%s is refused in one line', async (text, expected) => {
    const world = await makeChatWorld();
    expect(await world.ask(text)).toContain(expected);
    expect((await world.record()).mutes).toEqual([]);
  });
});
