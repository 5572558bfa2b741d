import { describe, expect, it } from 'vitest';
import { sampleMessage } from '../../contracts/samples.ts';
import { type FakeInteraction, readShown, rights } from '../../worlds/discord-state.ts';
import type { Json } from '../../worlds/discord-validation.ts';
import { eventually, openDiscord, settle, slowly } from './open.ts';

const secret = sampleMessage({ isPrivate: true });
const open = sampleMessage();

describe('commands', () => {
  it.each([
    ['for the asker alone', open, false, 'asker'],
    ['for all on request', open, true, undefined],
    ['never for all what is private', secret, true, 'asker'],
  ] as const)('are answered at once where the core is quick: %s', async (_, message, isPublic, who) => {
    const { people, host, max, news } = await openDiscord();
    host.answerWith(() => ({ messages: [message] }));
    const options = isPublic ? [{ name: 'public', type: 5, value: true }] : [];
    const asked = people.command(max, news, 'latest', options);
    await eventually(() => expect(news.messages).toHaveLength(1));
    expect(asked.ackType).toBe(4);
    expect(news.messages[0]!.onlyFor).toBe(who === undefined ? undefined : max.id);
  });

  it('are acknowledged within a second where the core is slow, and answered later', async () => {
    const { people, host, max, news } = await openDiscord();
    host.answerWith(slowly(1500, { messages: [open] }));
    const asked = people.type(max, news, '/latest');
    await eventually(() => expect(news.messages).toHaveLength(1));
    expect(asked).toMatchObject({ ackType: 5, followUps: 0 });
    expect(asked.ackedAfterMs).toBeLessThan(1000);
  });

  it('are acknowledged within a second: fifty at once with a slow core', async () => {
    const { people, host, news, max } = await openDiscord();
    host.answerWith(slowly(1200, { messages: [secret] }));
    const asked = Array.from({ length: 50 }, () => people.type(max, news, '/latest'));
    await eventually(() => expect(news.messages).toHaveLength(50));
    expect(Math.max(...asked.map(({ ackedAfterMs }) => ackedAfterMs ?? Number.POSITIVE_INFINITY))).toBeLessThan(1000);
  });

  it('never show to all what is for the asker, however the acknowledgement went', async () => {
    const { people, host, max, news } = await openDiscord();
    host.answerWith(slowly(900, { messages: [secret] }));
    people.type(max, news, '/latest');
    await eventually(() => expect(news.messages).toHaveLength(1));
    expect(news.messages[0]!.onlyFor).toBe(max.id);
  });

  it('end without a word when there is none', async () => {
    const { people, host, max, news } = await openDiscord();
    const asked = people.type(max, news, '/latest');
    await host.heard(1);
    await eventually(() => expect(asked.ackType).toBeDefined());
    await settle();
    expect(news.messages).toEqual([]);
  });

  it('are carried out once though the gateway repeats them', async () => {
    const { people, host, max, news } = await openDiscord();
    host.answerWith(() => ({ messages: [open] }));
    people.type(max, news, '/latest');
    for (let times = 0; times < 50; times++) people.repeat();
    await eventually(() => expect(news.messages).toHaveLength(1));
    await settle();
    expect([host.incoming.length, news.messages.length]).toEqual([1, 1]);
  });

  it('are shown while they are made, and then as they are', async () => {
    const { people, host, news, max, world } = await openDiscord();
    const texts: string[] = [];
    host.answerWith(async (_, show) => {
      await settle(700);
      show?.(sampleMessage({ blocks: [{ kind: 'paragraph', spans: [{ text: 'The first line' }] }] }));
      await eventually(() => expect(news.messages).toHaveLength(1));
      texts.push(readShown(news.messages[0]!).text);
      return { messages: [open] };
    });
    people.type(max, news, '/latest');
    await eventually(() => expect(news.messages[0]?.edits).toBe(1));
    expect(texts).toEqual(['The first line']);
    expect(readShown(news.messages[0]!).text).toBe('All is well.');
    expect(news.messages.map(({ onlyFor }) => onlyFor)).toEqual([max.id]);
    expect(world.calls.filter(({ status }) => status >= 400)).toEqual([]);
  });

  it('are left alone when another process has answered', async () => {
    const { world, people, host, max, news } = await openDiscord();
    world.disturb(/callback/, {
      status: 400,
      body: { code: 40060, message: 'Interaction has already been acknowledged.' },
    });
    host.answerWith(() => ({ messages: [open, open] }));
    people.type(max, news, '/latest');
    await host.heard(1);
    await settle();
    expect(news.messages).toEqual([]);
  });

  it('get a public answer in the channel when the interaction has expired', async () => {
    const { world, people, host, max, news } = await openDiscord();
    world.disturb(/callback/, { status: 404, body: { code: 10062, message: 'Unknown interaction' } });
    host.answerWith(() => ({ messages: [open] }));
    people.type(max, news, '/latest');
    await eventually(() => expect(news.messages).toHaveLength(1));
  });

  it('bring every piece of a long answer', async () => {
    const { people, host, max, news } = await openDiscord();
    const long = 'word '.repeat(2500);
    host.answerWith(() => ({
      messages: [sampleMessage({ blocks: [{ kind: 'paragraph', spans: [{ text: long }] }] })],
    }));
    people.type(max, news, '/latest');
    await eventually(() => expect(news.messages.length).toBeGreaterThan(2));
    await settle();
    const words = news.messages.map((shown) => readShown(shown).text).join(' ');
    expect(words.split('word')).toHaveLength(2501);
  });

  it('carry a file in and a file out', async () => {
    const { world, people, host, olga } = await openDiscord();
    host.answerWith(() => ({
      messages: [sampleMessage({ file: { name: 'a b.json', mediaType: 'application/json', content: '{}' } })],
    }));
    const url = world.keep('<opml/>');
    const options = [{ name: 'file', type: 11, value: '5' }];
    const attachment = { id: '5', filename: 'feeds.opml', size: 7, url, proxy_url: url, content_type: 'text/xml' };
    people.command(olga, olga.direct, 'import', options, { resolved: { attachments: { 5: attachment } } });
    await eventually(() => expect(olga.direct.messages).toHaveLength(1));
    expect(host.incoming[0]).toMatchObject({ text: '/import', file: { name: 'feeds.opml', content: '<opml/>' } });
    expect(olga.direct.messages[0]!.file).toEqual({ name: 'a_b.json', content: '{}' });
  });

  it('of an earlier version, which clients still show, are typed as they stand', async () => {
    const { people, host, max, news } = await openDiscord();
    people.command(max, news, 'brief', [{ name: 'when', type: 3, value: '08:00' }]);
    people.command(max, news, 'settings', [{ name: 'set', type: 1, options: [{ name: 'cap', type: 4, value: 5 }] }]);
    await host.heard(2);
    expect(host.incoming.map(({ text }) => text)).toEqual(['/brief 08:00', '/settings set 5']);
  });

  it('in a thread belong to it, and know its channel', async () => {
    const { people, host, guild, news, max } = await openDiscord();
    const thread = people.channel(guild, { type: 11, parentId: news.id, name: 'Bridge' });
    people.type(max, thread, '/latest');
    await host.heard(1);
    expect(host.incoming[0]!.address).toEqual({
      platform: 'discord',
      id: news.id,
      thread: thread.id,
      home: guild.id,
    });
  });

  it('in a server without the bot are about the asker’s direct messages, and seen by the asker alone', async () => {
    const { people, host, max } = await openDiscord();
    const elsewhere = people.guild('Elsewhere', [[max, 0n]], false);
    const talk = people.channel(elsewhere);
    host.answerWith(() => ({ messages: [open] }));
    people.type(max, talk, '/latest');
    await eventually(() => expect(talk.messages).toHaveLength(1));
    expect(host.incoming[0]).toMatchObject({
      address: { id: max.direct.id },
      chatKind: 'private',
      person: { isManager: true },
    });
    expect(talk.messages[0]!.onlyFor).toBe(max.id);
  });

  it('that managers have are open to whom the server gave them', async () => {
    const { world, people, host, guild, news, max } = await openDiscord();
    const command = world.commands.find(({ name }) => name === 'follow')!;
    world.commandRights.set(`${guild.id}:${command.id}`, [{ id: max.id, type: 2, permission: true }]);
    people.type(max, news, '/follow harbour');
    people.type(max, news, '/latest');
    await host.heard(2);
    const asked = Object.fromEntries(host.incoming.map(({ text, person }) => [text, person.isManager]));
    expect(asked).toEqual({ '/follow harbour': true, '/latest': false });
  });
});

describe('rights that are missing', () => {
  it('are told once, in words, to somebody who manages the server', async () => {
    const { people, host, news, olga, max } = await openDiscord();
    news.denied = rights.send | rights.attach;
    host.answerWith(() => ({ messages: [secret] }));
    people.type(max, news, '/latest');
    people.type(olga, news, '/follow a');
    people.type(olga, news, '/follow b');
    await eventually(() => expect(news.messages).toHaveLength(4));
    await settle();
    const told = news.messages.filter((shown) => readShown(shown).text.includes('missingRights'));
    expect(told.map(({ onlyFor }) => onlyFor)).toEqual([olga.id]);
    expect(readShown(told[0]!).text).toContain('discord.right.SendMessages');
    expect(readShown(told[0]!).text).toContain('discord.right.AttachFiles');
  });
});

describe('a post of a forum', () => {
  it('is where alerts come, or gives each story a post of its own', async () => {
    const { people, host, guild, olga } = await openDiscord();
    const forum = people.channel(guild, { type: 15, name: 'stories' });
    const post = people.channel(guild, { type: 11, parentId: forum.id, name: 'Bot' });
    await settle();
    const topic = { name: 'topic', type: 3, value: 'harbour' };
    people.command(olga, post, 'follow', [topic]);
    people.command(olga, post, 'follow', [topic, { name: 'where', type: 3, value: 'own posts' }]);
    await host.heard(2);
    expect(host.incoming.map(({ text, address }) => [text, address.id, address.thread])).toEqual([
      ['/follow harbour', forum.id, post.id],
      ['/follow harbour', forum.id, undefined],
    ]);
  });
});

describe('half-typed options', () => {
  const typed = (value: string, name = 'topic'): readonly Json[] => [{ name, type: 3, value, focused: true }];

  async function completed(asked: FakeInteraction) {
    await eventually(() => expect(asked.choices).toBeDefined());
    return asked.choices!;
  }

  it('are completed by the core, at most 25, without what cannot be typed back', async () => {
    const { people, host, olga } = await openDiscord();
    const values = ['x'.repeat(101), '', 'same', 'same', ...Array.from({ length: 40 }, (_, index) => `topic ${index}`)];
    host.suggest = async () => values.map((value) => ({ label: value, value }));
    const choices = await completed(people.complete(olga, olga.direct, 'follow', typed('to')));
    expect(choices).toHaveLength(25);
    expect(choices.slice(0, 2).map(({ value }) => value)).toEqual(['same', 'topic 0']);
  });

  it('know the key before a value', async () => {
    const { people, host, olga } = await openDiscord();
    const asked: string[] = [];
    host.suggest = async (_address, command, text) => {
      asked.push(`${command}|${text}`);
      return [{ label: 'cap 12', value: 'cap 12' }];
    };
    const options = [{ name: 'key', type: 3, value: 'cap' }, ...typed('1', 'value')];
    const choices = await completed(people.complete(olga, olga.direct, 'settings', options));
    expect(asked).toEqual(['settings|cap 1']);
    expect(choices).toEqual([{ name: '12', value: '12' }]);
  });

  it('of an app of one’s account come out of one’s own chat', async () => {
    const { people, host, max } = await openDiscord();
    const lobby = people.channel(people.guild('Elsewhere', [[max, 0n]], false));
    const asked: string[] = [];
    host.suggest = async ({ id }) => {
      asked.push(id);
      return [];
    };
    people.complete(max, lobby, 'unfollow', [{ name: 'topic', type: 3, value: 'la', focused: true }]);
    await eventually(() => expect(asked).toEqual([max.direct.id]));
  });

  it('are answered within a second though the core is slow, or fails', async () => {
    const { people, host, olga } = await openDiscord();
    host.suggest = async () => {
      await settle(3000);
      return [];
    };
    const slow = people.complete(olga, olga.direct, 'latest', typed('a'));
    expect(await completed(slow)).toEqual([]);
    expect(slow.ackedAfterMs).toBeLessThan(1000);
    host.suggest = async () => {
      throw new Error('no');
    };
    expect(await completed(people.complete(olga, olga.direct, 'latest', typed('a')))).toEqual([]);
  });
});

describe('lines in direct messages', () => {
  it('are commands with or without a slash, or plain text', async () => {
    const { people, host, olga } = await openDiscord();
    host.answerWith(() => ({ messages: [open] }));
    for (const line of ['/latest harbour', 'latest harbour', 'harbour bridge']) people.say(olga, line);
    await host.heard(3);
    expect(host.incoming.map(({ text }) => text)).toEqual(['/latest harbour', '/latest harbour', 'harbour bridge']);
    await eventually(() => expect(olga.direct.messages).toHaveLength(3));
  });

  it('may carry a list of feeds', async () => {
    const { world, people, host, olga } = await openDiscord();
    const url = world.keep('<opml/>');
    people.say(olga, '', { id: '5', filename: 'feeds.opml', size: 7, url, proxy_url: url });
    await host.heard(1);
    expect(host.incoming[0]).toMatchObject({ text: '/import', file: { content: '<opml/>' } });
  });

  it('are told when a file is too large', async () => {
    const { people, host, olga } = await openDiscord();
    people.say(olga, '', {
      id: '5',
      filename: 'feeds.opml',
      size: 9_000_000,
      url: 'http://127.0.0.1:1/x',
      proxy_url: '',
    });
    await eventually(() => expect(olga.direct.messages).toHaveLength(1));
    expect(readShown(olga.direct.messages[0]!).text).toContain('fileTooLarge');
    expect(host.incoming).toEqual([]);
  });
});
