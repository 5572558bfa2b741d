import { describe, expect, it } from 'vitest';
import { createTelegram } from '../../../adapters/telegram/index.ts';
import { createFakeHost } from '../../contracts/host.ts';
import { eventually, openTelegram, quickClock, realClock, settle } from './open.ts';

describe('reading updates by long polling', () => {
  it('confirms an update only when it was handled', async () => {
    const { world, people, host } = await openTelegram({ clock: quickClock });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    host.answerWith(async () => {
      await held;
      return {};
    });
    const person = people.person();
    people.say(people.privateChat(person), person, '/latest');
    await host.heard(1);
    await settle(100);
    expect(world.waiting).toBe(1);
    release();
    await eventually(() => expect(world.waiting).toBe(0));
    expect(host.incoming).toHaveLength(1);
  });

  it('hears again, after a crash, what was begun and not finished', async () => {
    const { world, people } = await openTelegram({ isStarted: false });
    const person = people.person();
    people.say(people.privateChat(person), person, '/follow harbour');
    const crashing = createTelegram({ token: world.token, apiRoot: world.apiRoot });
    const first = createFakeHost(realClock);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    first.answerWith(() => held.then(() => ({})));
    await crashing.start(first);
    await first.heard(1);
    const second = createFakeHost(realClock);
    const next = createTelegram({ token: world.token, apiRoot: world.apiRoot });
    await next.start(second);
    await second.heard(1);
    expect(second.incoming[0]?.updateId).toBe(first.incoming[0]?.updateId);
    release();
    await Promise.all([crashing.stop(), next.stop()]);
  });

  it('does not hear again, after a good stop, what was handled', async () => {
    const { world, people, host, channel } = await openTelegram();
    const person = people.person();
    people.say(people.privateChat(person), person, '/follow harbour');
    await host.heard(1);
    await channel.stop();
    expect(world.waiting).toBe(0);
  });

  it('keeps the order within a chat', async () => {
    const { people, host } = await openTelegram();
    const person = people.person();
    const chat = people.privateChat(person);
    host.answerWith(async ({ text }) => {
      await settle(text === '/a' ? 60 : 1);
      return {};
    });
    for (const line of ['/a', '/b', '/c', '/d']) people.say(chat, person, line);
    await host.heard(4);
    expect(host.incoming.map(({ text }) => text)).toEqual(['/a', '/b', '/c', '/d']);
  });

  it('serves two hundred chats while one never answers', async () => {
    const { people, host } = await openTelegram({ clock: quickClock });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    host.answerWith(({ text }) => (text === '/stuck' ? held.then(() => ({})) : {}));
    const stuck = people.person();
    people.say(people.privateChat(stuck), stuck, '/stuck');
    for (let index = 0; index < 200; index++) {
      const person = people.person();
      people.say(people.privateChat(person), person, `/latest ${index}`);
    }
    await host.heard(201);
    expect(new Set(host.incoming.map(({ updateId }) => updateId)).size).toBe(201);
    release();
  });

  it('goes on after outages and strange answers', async () => {
    const { world, people, host } = await openTelegram({ clock: quickClock });
    const flood = { code: 429, description: 'Too Many Requests: retry after 1', parameters: { retry_after: 1 } };
    world.disturb('getUpdates', 'cutBefore', 'notJson', { code: 502, description: 'Bad Gateway' }, flood, 'cutAfter');
    const person = people.person();
    people.say(people.privateChat(person), person, '/latest');
    await host.heard(1);
    expect(host.stops).toEqual([]);
  });

  it('is not stopped by an update that makes no sense', async () => {
    const { world, people, host } = await openTelegram();
    world.push({ message: { chat: null } } as never);
    world.push({ callback_query: { id: 1 } } as never);
    world.push({} as never);
    const person = people.person();
    people.say(people.privateChat(person), person, '/latest');
    await host.heard(1);
    expect(host.incoming[0]?.text).toBe('/latest');
  });

  it('hands over an update that comes twice in one answer once', async () => {
    const { world, people, host } = await openTelegram();
    const person = people.person();
    const chat = people.privateChat(person);
    world.disturb('getUpdates', { delayMs: 30 });
    const id = people.say(chat, person, '/latest')!;
    world.push(
      {
        message: { message_id: 1, date: 0, chat: { id: chat.id, type: 'private', first_name: 'x' }, text: '/latest' },
      } as never,
      id,
    );
    people.say(chat, person, '/topics');
    await eventually(() => expect(host.incoming.map(({ text }) => text)).toEqual(['/latest', '/topics']));
  });
});
