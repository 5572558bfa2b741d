/** Settings by buttons: one message, changed in place at every press. */
import { describe, expect, it } from 'vitest';
import type { Answer, Button } from '../../src/model.ts';
import { type ChatWorld, makeChatWorld, textOf } from '../worlds/chat.ts';

type How = Parameters<ChatWorld['press']>[1];

function buttonsOf(answer: Answer): readonly Button[] {
  const shown = answer.replacement === undefined ? answer.messages : [answer.replacement];
  return shown.flatMap(({ buttons }) => buttons.flat());
}

/** Presses the buttons that are labelled so, one after another, from an answer on. */
async function walk(
  world: ChatWorld,
  from: Answer,
  labels: readonly (string | RegExp)[],
  how: How = {},
): Promise<Answer> {
  let answer = from;
  for (const label of labels) {
    const found = buttonsOf(answer).find((one) =>
      typeof label === 'string' ? one.label.replace('✓ ', '') === label : label.test(one.label),
    );
    if (found === undefined)
      throw new Error(
        `no button ${label} among: ${buttonsOf(answer)
          .map((one) => one.label)
          .join(' | ')}`,
      );
    answer = await world.press(found.action, how);
    expect(answer.messages).toEqual([]);
  }
  return answer;
}

/** Faster than a person may type: time goes on. */
async function follows(world: ChatWorld, count: number): Promise<void> {
  for (let number = 1; number <= count; number++) {
    await world.type(`/follow topic ${number}`);
    await world.clock.advance(5000);
  }
}

describe('/settings', () => {
  it('leads to every screen and back, each in place of the one before', async () => {
    const world = await makeChatWorld();
    const home = await world.type('/settings');
    for (const name of ['Topics', 'Briefs', 'Alerts', 'Quiet hours', 'Time zone', 'Language']) {
      const back = await walk(world, home, [name, '‹ Back']);
      expect(textOf(back)).toContain('Settings of this chat');
    }
  });

  it('turns the pages of many topics, and changes one of them', async () => {
    const world = await makeChatWorld();
    await follows(world, 19);
    const home = await world.type('/settings');
    const second = await walk(world, home, ['Topics', 'Next ›']);
    expect(textOf(second)).toContain('9. topic 9');
    expect(textOf(second)).not.toContain('8. topic 8');
    const topic = await walk(world, second, ['topic 10', 'Fewer alerts']);
    expect(textOf(topic)).toContain('Only big stories are sent');
    expect(buttonsOf(topic).map(({ label }) => label)).toContain('✓ Fewer alerts');
    expect((await world.record()).follows[9]).toMatchObject({ text: 'topic 10', threshold: 'high' });
    const list = await walk(world, topic, ['Unfollow']);
    expect(textOf(list)).toContain('You follow 18 topics');
  });

  it('plans a brief by hour, minute and days, changes its length, and ends it', async () => {
    const world = await makeChatWorld();
    const planned = await walk(world, await world.type('/settings'), [
      'Briefs',
      'Plan a brief',
      '07:00',
      '07:30',
      'Mon–Fri',
    ]);
    expect(textOf(planned)).toContain('07:30 · Mon–Fri · UTC');
    const full = await walk(world, planned, ['07:30 · Mon–Fri', 'In full']);
    expect((await world.record()).briefs).toMatchObject([{ time: '07:30', days: [1, 2, 3, 4, 5], length: 'full' }]);
    const none = await walk(world, full, ['End 07:30']);
    expect(textOf(none)).toContain('No brief is planned');
    expect((await world.record()).briefs).toEqual([]);
  });

  it('says so when no more briefs fit', async () => {
    const world = await makeChatWorld({ quotas: { briefs: 1 } });
    await world.type('/brief 08:00');
    const refused = await walk(world, await world.type('/settings'), [
      'Briefs',
      'Plan a brief',
      '09:00',
      '09:00',
      'Every day',
    ]);
    expect(textOf(refused)).toContain('A chat can have 1 brief planned');
    expect((await world.record()).briefs).toHaveLength(1);
  });

  it('sets quiet hours from an offer, or from any hour to any other', async () => {
    const world = await makeChatWorld();
    const home = await world.type('/settings');
    await walk(world, home, ['Quiet hours', '22:00-07:00']);
    expect((await world.record()).settings.quiet).toEqual([{ from: '22:00', to: '07:00', days: [] }]);
    const own = await walk(world, home, ['Quiet hours', 'Other hours', '20:00', '05:00', 'Silent']);
    expect(textOf(own)).toContain('Quiet: 20:00-05:00 (UTC). Alerts come without a sound');
    await walk(world, own, ['Quiet off']);
    expect((await world.record()).settings.quiet).toEqual([]);
  });

  it('finds a time zone by region, clock and city', async () => {
    const world = await makeChatWorld();
    const clocks = await walk(world, await world.type('/settings'), ['Time zone', 'Americas']);
    const local = new Intl.DateTimeFormat('en', {
      timeZone: 'America/Lima',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(world.clock.now());
    let cities = await walk(world, clocks, [local]);
    // The minute passes while somebody reads.
    await world.clock.advance(60_000);
    while (!buttonsOf(cities).some(({ label }) => label === 'Lima')) cities = await walk(world, cities, ['Next ›']);
    await walk(world, cities, ['Lima']);
    expect((await world.record()).settings.zone).toBe('America/Lima');
  });

  it('changes language, threshold, caps and pictures', async () => {
    const world = await makeChatWorld();
    const home = await world.type('/settings');
    await walk(world, home, ['Alerts', 'Fewer alerts', '3 a day', '1 a topic']);
    expect((await world.record()).settings).toMatchObject({ threshold: 'high', cap: 3, topiccap: 1 });
    const pictures = await walk(world, home, ['Pictures', 'Previews only']);
    expect(textOf(pictures)).toContain('without pictures');
    expect((await world.record()).settings.images).toBe(false);
    const german = await walk(world, home, ['Language', 'Deutsch']);
    expect(textOf(german)).toContain('Deutsch');
    const own = await walk(world, german, ['Wie meine App']);
    expect((await world.record()).settings.language).toBeUndefined();
    expect(textOf(own)).toContain('English');
  });

  it('moves a topic to the thread where the button is pressed, to that of another topic, and to the main chat', async () => {
    const world = await makeChatWorld();
    const group = { kind: 'group', isManager: true } as const;
    await world.type('/follow ships', { ...group, thread: '5' });
    await world.type('/follow bridges', { ...group, thread: '6' });
    const topicIn = async (thread: string) =>
      walk(world, await world.type('/settings', { ...group, thread }), ['Topics', 'ships'], { ...group, thread });
    const threadOf = async () => (await world.record()).follows.find(({ text }) => text === 'ships')?.thread;
    await walk(world, await topicIn('7'), ['Send them here'], { ...group, thread: '7' });
    expect(await threadOf()).toBe('7');
    await walk(world, await topicIn('7'), ['Where bridges goes'], { ...group, thread: '7' });
    expect(await threadOf()).toBe('6');
    await walk(world, await topicIn('7'), ['To the main chat'], { ...group, thread: '7' });
    expect(await threadOf()).toBeUndefined();
    const topicId = (await world.record()).follows[0]!.topicId;
    expect((await world.press(`set:goes:${topicId}:999`, { ...group, thread: '7' })).toast).toContain('too old');
  });

  it('shows its list to everyone in a group, and its buttons to those who may use them', async () => {
    const world = await makeChatWorld();
    const member = { kind: 'group', isManager: false, person: '9' } as const;
    const shown = await world.type('/settings', member);
    expect(textOf(shown)).toContain('cap 12');
    expect(buttonsOf(shown)).toEqual([]);
    expect((await world.press('set:cap:3', member)).toast).toContain('Only those who manage this chat');
  });
});

describe('every button of the screens', () => {
  it.each(['en', 'ar', 'ja'])('leads somewhere, in %s', async (locale) => {
    const world = await makeChatWorld({ quotas: { commandsAMinute: 1_000_000 } });
    await follows(world, 10);
    await world.type('/brief 08:00 weekdays');
    const known = new Set<string>();
    // What ends topics and briefs would take away the other screens.
    const open = ['set:home'];
    while (open.length > 0) {
      const action = open.pop()!;
      const answer = await world.press(action, { locale });
      expect([action, answer.replacement === undefined ? answer.toast : 'shown']).toEqual([action, 'shown']);
      const buttons = buttonsOf(answer);
      expect(buttons.length).toBeGreaterThan(0);
      // Discord shows at most 25.
      expect(buttons.length).toBeLessThanOrEqual(25);
      for (const { action: next, label } of buttons) {
        expect(Buffer.byteLength(next)).toBeLessThanOrEqual(60);
        expect(label.trim()).not.toBe('');
        const isNew = /^set:(?!stop|endbrief|speak|inzone|badd)/.test(next) && !known.has(next);
        if (isNew && known.size < 600) {
          known.add(next);
          open.push(next);
        }
      }
    }
    expect(known.size).toBeGreaterThan(100);
  });

  it.each([
    'set:',
    'set:nothing',
    'set:constructor',
    'set:topic:none',
    'set:level:none:high',
    'set:bminute:25',
    'set:bdays:08:17',
    'set:badd:08:00:toString',
    'set:qhours:22:22',
    'set:qmode:loud',
    'set:cap:7',
    'set:cap:many',
    'set:region:999',
    'set:cities:150:x:0',
    'set:inzone:Mars/Phobos',
    'set:speak:xx',
  ])('%s is refused kindly, and changes nothing', async (action) => {
    const world = await makeChatWorld();
    await world.type('/follow ships');
    const before = await world.record();
    expect((await world.press(action)).toast).toContain('too old');
    expect(await world.record()).toEqual(before);
  });
});

describe('somebody who turns screens quickly', () => {
  it('may do so three times as often as commands, and no more', async () => {
    const world = await makeChatWorld({ quotas: { commandsAMinute: 5 } });
    const answers: Answer[] = [];
    for (let presses = 0; presses < 20; presses++) answers.push(await world.press('set:home'));
    expect(answers.map(({ replacement }) => replacement !== undefined)).toEqual(
      Array.from({ length: 20 }, (_, index) => index < 15),
    );
    expect(await world.ask('/topics')).toContain('You follow nothing yet');
  });
});

describe('/topics with a name', () => {
  it('shows one topic, and sets how many alerts it may give', async () => {
    const world = await makeChatWorld();
    await world.type('/follow ships');
    expect(await world.ask('/topics ships')).toContain('Stories that matter are sent');
    expect(await world.ask('/topics ships high')).toBe('ships: fewer alerts, big stories only.');
    expect(await world.ask('/topics ships loud')).toBe('“loud” does not fit ships. Possible: low, normal, high.');
    expect(await world.ask('/topics trains loud')).toContain('You don’t follow “trains loud”');
    expect(await world.ask('/topics ships')).toContain('Only big stories are sent');
    expect(await world.ask('/topics planes low')).toContain('You don’t follow “planes low”');
  });

  it('is a setting: in groups only those who manage them change it', async () => {
    const world = await makeChatWorld();
    await world.type('/follow ships', { kind: 'group', isManager: true });
    const member = { kind: 'group', isManager: false, person: '9' } as const;
    expect(await world.ask('/topics ships high', member)).toContain('Only those who manage this chat');
  });
});
