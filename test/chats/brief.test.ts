import { describe, expect, it } from 'vitest';
import { actionsOf, type ChatWorld, makeChatWorld, textOf } from '../worlds/chat.ts';

async function follower(): Promise<ChatWorld> {
  const world = await makeChatWorld();
  await world.type('/follow Lavrov');
  await world.type('/follow climate');
  return world;
}

const plans = async (world: ChatWorld) =>
  (await world.record()).briefs.map(({ time, days, zone }) => [time, days.join(''), zone]);

describe('/brief', () => {
  it.each([
    ['/brief', 'Brief so far'],
    ['/missed', 'Missed so far'],
  ])('as %s is shown while it is made', async (typed, expected) => {
    const world = await follower();
    const shown: string[] = [];
    await world.type(typed, {
      show: (partial) => void shown.push(textOf({ messages: [partial], toast: undefined, replacement: undefined })),
    });
    expect(shown).toEqual([expected]);
  });

  it('gives one at once, of all or of one topic, in the length asked for', async () => {
    const world = await follower();
    expect(await world.ask('/brief')).toBe('Brief for today');
    await world.type('/brief full');
    await world.type('/brief now Lavrov');
    await world.type('/brief climate');
    expect(world.news.calls.filter((call) => call.startsWith('brief'))).toEqual([
      'brief 0 short',
      'brief 0 full',
      'brief 1 short',
      'brief 1 short',
    ]);
    expect((await world.record()).lastReadAt).toBe(world.clock.now());
  });

  it('ends with off, whatever topics begin with that word', async () => {
    const world = await follower();
    await world.type('/follow Offshore wind');
    await world.type('/brief 08:00');
    expect(await world.ask('/brief off')).toContain('Briefs are off');
    expect(await plans(world)).toEqual([]);
  });

  it('comes where it was planned last', async () => {
    const world = await follower();
    await world.type('/brief 08:00', { thread: '7' });
    expect((await world.record()).briefs[0]?.thread).toBe('7');
    await world.type('/brief 08:00');
    expect((await world.record()).briefs.map(({ thread }) => thread)).toEqual([undefined]);
  });

  it('plans one on weekdays in a zone of its own and offers that zone for everything', async () => {
    const world = await follower();
    const answer = await world.type('/brief 08:00 weekdays Europe/London');
    expect(textOf(answer)).toContain('08:00 · Mon–Fri · Europe/London');
    expect(actionsOf(answer)).toContain('run:/timezone Europe/London');
    expect(await plans(world)).toEqual([['08:00', '12345', 'Europe/London']]);
    expect((await world.record()).briefs[0]?.since).toBe(world.clock.now());
  });

  it('plans several times at once, and a new plan takes the place of the old one on its days', async () => {
    const world = await follower();
    await world.type('/brief 8am and 6pm weekdays');
    expect(await plans(world)).toEqual([
      ['08:00', '12345', undefined],
      ['18:00', '12345', undefined],
    ]);
    await world.type('/brief 10:00 weekends');
    expect(await plans(world)).toHaveLength(3);
    await world.type('/brief 07:15');
    expect(await plans(world)).toEqual([['07:15', '', undefined]]);
    await world.type('/brief add 19:00');
    expect(await plans(world)).toHaveLength(2);
  });

  it('planning the same again keeps its state', async () => {
    const world = await follower();
    await world.type('/brief 08:00');
    const { briefs } = await world.record();
    await world.store.chats.set('telegram:7', {
      ...(await world.record()),
      briefs: [{ ...briefs[0]!, lastEdition: '2025-07-29' }],
    });
    await world.type('/brief 08:00');
    expect((await world.record()).briefs.map(({ lastEdition }) => lastEdition)).toEqual(['2025-07-29']);
  });

  it('can be about some topics only', async () => {
    const world = await follower();
    expect(await world.ask('/brief 08:00 headlines about Lavrov')).toContain(
      '08:00 · every day · UTC · headlines only · about Lavrov',
    );
    expect((await world.record()).briefs[0]?.topics).toHaveLength(1);
    expect(await world.ask('/brief 08:00 about tea')).toContain('You don’t follow “tea”');
  });

  it('lists and ends plans', async () => {
    const world = await follower();
    expect(await world.ask('/brief list')).toContain('No brief is planned');
    await world.type('/brief 08:00 and 18:00');
    const list = await world.type('/brief list');
    expect(textOf(list)).toContain('18:00 · every day · UTC');
    await world.type('/brief off 18:00');
    await world.press(actionsOf(list)[0] ?? '');
    expect((await world.record()).briefs).toEqual([]);
    await world.type('/brief 08:00');
    expect(await world.ask('/brief off')).toContain('Briefs are off');
    expect((await world.record()).briefs).toEqual([]);
  });

  it.each([
    ['/brief 25:00', '“25:00”'],
    ['/brief 08:00 Mars/Phobos', '“Mars/Phobos”'],
    ['/brief weekdays', 'At what time?'],
    ['/brief soon', '“soon”'],
    ['/brief cron 0 8 * *', 'five fields'],
  ])('%s is refused in one line', async (text, expected) => {
    const world = await follower();
    const said = await world.ask(text);
    expect(said).toContain(expected);
    expect(said).not.toContain('\n');
    expect((await world.record()).briefs).toEqual([]);
  });

  it('planned again in another length keeps what was sent of it', async () => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov');
    await world.type('/brief 08:00');
    const [planned] = (await world.record()).briefs;
    await world.store.chats.set((await world.record()).id, {
      ...(await world.record()),
      briefs: [{ ...planned!, lastEdition: '2025-07-29T08:00' }],
    });
    await world.type('/brief 08:00 headlines');
    expect((await world.record()).briefs).toEqual([
      { ...planned!, length: 'headlines', lastEdition: '2025-07-29T08:00' },
    ]);
  });

  it('about one topic ends with the topic, and does not become one about everything', async () => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov');
    await world.type('/follow climate');
    await world.type('/brief 08:00 about Lavrov');
    await world.type('/brief add 18:00');
    await world.type('/unfollow Lavrov');
    expect((await world.record()).briefs.map(({ time }) => time)).toEqual(['18:00']);
  });

  it('by a cron line may have names of days, a length, a zone and topics, and is ended by its button', async () => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov');
    await world.type('/brief cron 30 7 * * mon-fri Europe/London headlines about Lavrov');
    const [made] = (await world.record()).briefs;
    expect(made).toMatchObject({ cron: '30 7 * * mon-fri', zone: 'Europe/London', length: 'headlines' });
    expect(made?.topics).toHaveLength(1);
    expect(await world.ask('/brief list')).toContain('cron 30 7 * * mon-fri');
    await world.press(`brief:off:${made?.id}`);
    expect((await world.record()).briefs).toEqual([]);
  });

  it.each([
    ['99 8 * * *', 'I can’t read “99” there: minutes go from 0 to 59.'],
    ['0 24 * * *', 'I can’t read “24” there: hours go from 0 to 23.'],
    ['0 8 32 * *', 'I can’t read “32” there: days of the month go from 1 to 31.'],
    ['0 8 * smarch *', 'I can’t read “smarch” there: months go from 1 to 12, or jan to dec.'],
    ['0 8 * * xyz full', 'I can’t read “xyz” there: weekdays go from 0 (Sunday) to 6, or sun to sat.'],
    ['0 8 * *', 'That needs five fields'],
    ['0 8 * * * 07:00', 'That needs five fields'],
  ])('refuses cron %s and says what is wrong', async (text, expected) => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov');
    expect(await world.ask(`/brief cron ${text}`)).toContain(expected);
    expect((await world.record()).briefs).toEqual([]);
  });

  it('of one day a week is planned as a review of the week', async () => {
    const world = await follower();
    expect(await world.ask('/brief sunday 18:00')).toContain('Your review of the week comes at 18:00 · Sun');
    expect(await world.ask('/brief 08:00')).toContain('Your brief comes at 08:00');
  });

  it('takes a cron line beside what is planned', async () => {
    const world = await makeChatWorld();
    await world.type('/brief 08:00');
    await world.type('/brief add cron 30 2 1 * *');
    await world.type('/brief add 0 20 * * 5');
    const planned = (await world.record()).briefs.map(({ time, cron }) => time ?? cron);
    expect(planned).toEqual(['08:00', '30 2 1 * *', '0 20 * * 5']);
  });

  it('takes a cron line', async () => {
    const world = await follower();
    await world.type('/brief cron 0 8 * * 1-5');
    expect((await world.record()).briefs.map(({ cron }) => cron)).toEqual(['0 8 * * 1-5']);
    await world.type('/brief 30 18 * * fri');
    expect((await world.record()).briefs.map(({ cron }) => cron)).toEqual(['0 8 * * 1-5', '30 18 * * fri']);
  });

  it('keeps at most ten plans', async () => {
    const world = await follower();
    for (let hour = 0; hour < 10; hour++) await world.type(`/brief add ${hour}:00`);
    await world.clock.advance(61_000);
    expect(await world.ask('/brief add 23:00')).toContain('10 briefs');
    expect((await world.record()).briefs).toHaveLength(10);
  });
});

describe('/missed', () => {
  it('counts from when the person last read', async () => {
    const world = await follower();
    expect(await world.ask('/missed')).toBe('since ever');
    const before = world.clock.now();
    await world.clock.advance(1_000);
    await world.type('/settings');
    expect(await world.ask('/missed')).toBe(`since ${before}`);
  });
});
