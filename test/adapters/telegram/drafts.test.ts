import { describe, expect, it } from 'vitest';
import { sampleBrief, sampleMessage } from '../../contracts/samples.ts';
import { eventually, heldClock, openTelegram, realClock, settle } from './open.ts';

const part = (text: string) => sampleMessage({ blocks: [{ kind: 'paragraph', spans: [{ text }] }] });

/** A core that works until it is told to end. */
function slowly() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { until: promise, end: resolve };
}

describe('while an answer is made', () => {
  it('a private chat shows that it is thought about, and then the message alone', async () => {
    const { people, host } = await openTelegram();
    const person = people.person();
    const chat = people.privateChat(person);
    const work = slowly();
    host.answerWith(async () => {
      await work.until;
      return { messages: [sampleMessage()] };
    });
    people.say(chat, person, '/brief');
    await eventually(() => expect(chat.draft).toMatchObject({ text: '' }));
    work.end();
    await eventually(() => expect(chat.shown).toHaveLength(1));
    await settle();
    expect(chat.draft).toBeUndefined();
  });

  it('a private chat sees it grow, at most once a second, each step of one draft', async () => {
    const { world, people, host } = await openTelegram();
    const person = people.person();
    const chat = people.privateChat(person);
    host.answerWith(async (_asked, show) => {
      for (let step = 1; step <= 20; step++) {
        show(part(`step ${step}`));
        await realClock.sleep(60);
      }
      return { messages: [part('the end')] };
    });
    people.say(chat, person, '/brief');
    await eventually(() => expect(chat.shown.map(({ text }) => text)).toEqual(['the end']));
    const texts = chat.drafts.map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.length).toBeLessThan(20);
    expect(texts[0]).toBe('step 1');
    expect(new Set(chat.drafts.map(({ id }) => id)).size).toBe(1);
    const times = world.callsOf('sendMessageDraft').map(({ at }) => at);
    expect(times.slice(1).every((at, index) => at - times[index]! >= 990)).toBe(true);
    await settle();
    expect(chat.draft).toBeUndefined();
  });

  it('a long brief is drafted in the form in which it comes', async () => {
    const { people, host } = await openTelegram();
    const person = people.person();
    const chat = people.privateChat(person);
    host.answerWith(async (_asked, show) => {
      show(sampleBrief(60));
      await realClock.sleep(200);
      return { messages: [sampleBrief(60)] };
    });
    people.say(chat, person, '/brief');
    await eventually(() => expect(chat.shown).toHaveLength(1));
    expect(chat.drafts[0]?.rich?.blocks?.length).toBeGreaterThan(50);
  });

  it('nothing is drafted when the answer is quick', async () => {
    const clock = heldClock();
    const { world, people, host } = await openTelegram({ clock });
    const person = people.person();
    const chat = people.privateChat(person);
    host.answerWith(() => ({ messages: [sampleMessage()] }));
    people.say(chat, person, '/latest');
    await eventually(() => expect(chat.shown).toHaveLength(1));
    clock.fire();
    await settle();
    expect(world.callsOf('sendMessageDraft', 'sendChatAction')).toEqual([]);
  });

  it('a server without drafts is found out once, and shows typing instead', async () => {
    const { world, people, host } = await openTelegram();
    world.without.add('drafts');
    const person = people.person();
    const chat = people.privateChat(person);
    for (let asked = 1; asked <= 2; asked++) {
      const work = slowly();
      host.answerWith(async () => {
        await work.until;
        return { messages: [sampleMessage()] };
      });
      people.say(chat, person, '/brief');
      await eventually(() => expect(world.callsOf('sendChatAction')).toHaveLength(asked));
      work.end();
      await eventually(() => expect(chat.shown).toHaveLength(asked));
    }
    expect(world.callsOf('sendMessageDraft')).toHaveLength(1);
    expect(chat.typingAt).toBeDefined();
  });

  it('a bot that may not draft shows typing from the same answer on', async () => {
    const { world, people, host } = await openTelegram();
    world.disturb('sendMessageDraft', { code: 400, description: 'Bad Request: TEXTDRAFT_PEER_INVALID' });
    const person = people.person();
    const chat = people.privateChat(person);
    const work = slowly();
    host.answerWith(async () => {
      await work.until;
      return { messages: [sampleMessage()] };
    });
    people.say(chat, person, '/brief');
    await eventually(() => expect(chat.typingAt).toBeDefined());
    work.end();
    await eventually(() => expect(chat.shown).toHaveLength(1));
    expect(chat.drafts).toEqual([]);
  });

  it('a group sees typing in the thread that asked, and no draft', async () => {
    const { world, people, host } = await openTelegram();
    const forum = people.group('Harbour forum', { isForum: true });
    forum.threads.set(7, { isClosed: false });
    const work = slowly();
    host.answerWith(async (_asked, show) => {
      show(sampleMessage());
      await work.until;
      return { messages: [sampleMessage()] };
    });
    people.say(forum, people.person(), '/brief', { thread: 7 });
    await eventually(() =>
      expect(world.callsOf('sendChatAction')).toMatchObject([{ params: { message_thread_id: 7 } }]),
    );
    work.end();
    await eventually(() => expect(forum.shown).toHaveLength(1));
    expect(forum.drafts).toEqual([]);
  });

  it('a draft that cannot be shown costs nothing but itself', async () => {
    const { world, people, host } = await openTelegram();
    const person = people.person();
    const chat = people.privateChat(person);
    const flood = { code: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } };
    world.disturb('sendMessageDraft', flood);
    host.answerWith(async (_asked, show) => {
      show(part('so far'));
      await realClock.sleep(100);
      return { messages: [sampleMessage()] };
    });
    people.say(chat, person, '/brief');
    await eventually(() => expect(chat.shown).toHaveLength(1));
  });
});
