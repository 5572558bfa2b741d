import { describe, expect, it } from 'vitest';
import { createTelegram } from '../../../adapters/telegram/index.ts';
import { SetupError } from '../../../src/errors.ts';
import { createFakeHost } from '../../contracts/host.ts';
import { sampleMessage } from '../../contracts/samples.ts';
import { settingKey } from '../../worlds/telegram-methods.ts';
import { eventually, openTelegram, quickClock, settle } from './open.ts';

describe('starting with Telegram', () => {
  it('says in one line that the token is refused, without the token', async () => {
    const { world, host } = await openTelegram({ isStarted: false });
    const wrong = '999:WrongWrongWrong';
    const refused = await createTelegram({ token: wrong, apiRoot: world.apiRoot })
      .start(host)
      .catch((error) => error);
    expect(refused).toBeInstanceOf(SetupError);
    expect(refused.message).toContain('TELEGRAM_BOT_TOKEN');
    expect(refused.message).not.toMatch(/\n|WrongWrongWrong/);
  });

  it('says in one line that another program reads the updates', async () => {
    const { world, host, channel } = await openTelegram({ isStarted: false, clock: quickClock });
    const conflict = { code: 409, description: 'Conflict: terminated by other getUpdates request' };
    world.disturb('getUpdates', conflict, conflict, conflict);
    const refused = await channel.start(host).catch((error) => error);
    expect(refused).toBeInstanceOf(SetupError);
    expect(refused.message).toContain('another program');
    expect(refused.message).not.toContain('\n');
  });

  it('outlasts the poller of a run that is just ending', async () => {
    const { world, host, channel } = await openTelegram({ isStarted: false, clock: quickClock });
    world.disturb('getUpdates', { code: 409, description: 'Conflict: terminated by other getUpdates request' });
    await channel.start(host);
    expect(host.stops).toEqual([]);
  });

  it('asks for the end of the program when a second poller appears later', async () => {
    const { world, host, people } = await openTelegram({ clock: quickClock });
    const conflict = { code: 409, description: 'Conflict: terminated by other getUpdates request' };
    world.disturb('getUpdates', conflict, conflict, conflict);
    people.say(people.privateChat(people.person()), people.person(), 'hello');
    await eventually(() => expect(host.stops).toHaveLength(1));
    expect(host.stops[0]).toBeInstanceOf(SetupError);
  });

  it('waits through an outage', async () => {
    const { world, host, channel } = await openTelegram({ isStarted: false, clock: quickClock });
    world.disturb('getMe', 'cutBefore', { code: 502, description: 'Bad Gateway' }, 'notJson');
    await channel.start(host);
    expect(world.callsOf('getMe')).toHaveLength(4);
  });

  it('can be ended while it waits through an outage, and then reads nothing', async () => {
    const { world, host, channel } = await openTelegram({ isStarted: false });
    world.disturb('getMe', 'cutBefore', 'cutBefore');
    const started = channel.start(host);
    await eventually(() => expect(world.callsOf('getMe')).toHaveLength(1));
    await channel.stop();
    await started;
    await settle();
    expect(world.callsOf('getMe').length + world.callsOf('getUpdates').length).toBe(1);
  });

  it('takes a webhook of an earlier run away before it polls', async () => {
    const { world, host, channel } = await openTelegram({ isStarted: false });
    await fetch(`${world.apiRoot}/bot${world.token}/setWebhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url: 'https://old.example/hook' }),
    });
    await channel.start(host);
    expect(world.callsOf('deleteWebhook')).toHaveLength(1);
    expect(world.callsOf('getUpdates').every(({ code }) => code !== 409)).toBe(true);
  });

  it('sets the menus of commands for each scope and language', async () => {
    const { world } = await openTelegram();
    const menu = (type: string, language_code?: string) =>
      (
        world.settings.get(settingKey('commands', { scope: { type }, language_code })) as
          | { command: string }[]
          | undefined
      )?.map(({ command }) => command);
    await eventually(() => {
      expect(menu('default')).toEqual(['latest']);
      expect(menu('all_private_chats')).toEqual(['follow', 'latest', 'channel']);
      expect(menu('all_group_chats')).toEqual(['latest']);
      expect(menu('all_chat_administrators')).toEqual(['follow', 'latest']);
      expect(menu('all_private_chats', 'de')).toEqual(['follow', 'latest', 'channel']);
      expect(menu('all_private_chats', 'fr')).toBeUndefined();
      expect(world.settings.get('description::de')).toBe('telegram.description (de)');
      expect(world.settings.get('short_description::')).toBe('telegram.shortDescription');
    });
  });

  it('leaves menus alone that are set already', async () => {
    const { world } = await openTelegram();
    await eventually(() => expect(world.settings.has('short_description::de')).toBe(true));
    const before = world.callsOf('setMyCommands', 'setMyDescription', 'setMyShortDescription').length;
    const again = createTelegram({ token: world.token, apiRoot: world.apiRoot });
    await again.start(createFakeHost(quickClock));
    await eventually(() => expect(world.callsOf('getMyShortDescription').length).toBeGreaterThanOrEqual(4));
    await settle();
    expect(world.callsOf('setMyCommands', 'setMyDescription', 'setMyShortDescription')).toHaveLength(before);
    await again.stop();
  });

  it('proposes the rights that it needs in channels, and no others', async () => {
    const { world } = await openTelegram();
    await eventually(() => expect(world.settings.has('rights')).toBe(true));
    const rights = world.settings.get('rights') as Readonly<Record<string, boolean>>;
    expect(Object.keys(rights).filter((name) => rights[name])).toEqual([
      'can_manage_chat',
      'can_post_messages',
      'can_edit_messages',
    ]);
  });

  it('waits when Telegram finds that many menus too many at once', async () => {
    const { world, channel, host } = await openTelegram({ isStarted: false, clock: quickClock });
    const flood = { code: 429, description: 'Too Many Requests: retry after 2', parameters: { retry_after: 2 } };
    world.disturb('setMyCommands', flood, flood);
    world.disturb('setMyDescription', flood);
    await channel.start(host);
    await eventually(() =>
      expect(world.settings.has(settingKey('short_description', { language_code: 'de' }))).toBe(true),
    );
    expect(host.logged.join()).not.toContain('command menus');
  });

  it('works when Telegram refuses the menus', async () => {
    const { world, host, channel, people } = await openTelegram({ isStarted: false });
    world.disturb('setMyCommands', {
      code: 429,
      description: 'Too Many Requests: retry after 900',
      parameters: { retry_after: 900 },
    });
    await channel.start(host);
    await eventually(() => expect(host.logged.join()).toContain('command menus'));
    const chat = people.privateChat(people.person());
    const options = { nonce: 'x', isSilent: false, replyTo: undefined };
    expect(await channel.send({ platform: 'telegram', id: String(chat.id) }, sampleMessage(), options)).toMatchObject({
      kind: 'sent',
    });
  });

  it('writes the token nowhere, whatever goes wrong', async () => {
    const { world, host, channel, people } = await openTelegram({ isStarted: false, clock: quickClock });
    world.disturb('getMe', 'cutBefore', { code: 500, description: `failed at /bot${world.token}/getMe` });
    world.disturb('getUpdates', { code: 400, description: `bad ${world.token}` }, 'cutBefore');
    world.disturb('setMyCommands', { code: 400, description: `bad ${encodeURIComponent(world.token)}` });
    world.disturb('sendMessage', { code: 400, description: `bad ${world.token}` }, 'cutBefore', 'cutAfter', 'notJson');
    world.disturb('getFile', { code: 400, description: `bad ${world.token}` });
    await channel.start(host);
    const person = people.person();
    const chat = people.privateChat(person);
    const outcomes: unknown[] = [];
    for (let tries = 0; tries < 4; tries++) {
      const options = { nonce: `x${tries}`, isSilent: false, replyTo: undefined };
      outcomes.push(await channel.send({ platform: 'telegram', id: String(chat.id) }, sampleMessage(), options));
    }
    people.say(chat, person, '/import', { document: { name: 'a.opml', content: 'x' } });
    await settle(200);
    const written = JSON.stringify([outcomes, host.logged, host.stops.map(String)]);
    expect(written).not.toContain(world.token);
    expect(written).not.toContain(world.token.split(':')[1]);
    expect(written).not.toContain(encodeURIComponent(world.token));
  });
});
