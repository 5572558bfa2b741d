import { describe, expect, it } from 'vitest';
import { isSame, wantedCommands } from '../../../adapters/discord/commands.ts';
import { createDiscord } from '../../../adapters/discord/index.ts';
import { formOf } from '../../../adapters/discord/options.ts';
import { SetupError } from '../../../src/errors.ts';
import { loadCatalogue } from '../../../src/messages/say.ts';
import { sendOptions } from '../../contracts/channel.ts';
import { createFakeHost } from '../../contracts/host.ts';
import { sampleMessage } from '../../contracts/samples.ts';
import { addressOf, eventually, openDiscord, quickClock, realClock, settle } from './open.ts';

describe('starting with Discord', () => {
  it('says in one line that the token is refused, without the token', async () => {
    const { world, host } = await openDiscord({ isStarted: false });
    const refused = await createDiscord({ token: 'Wrong.Wrong.Wrong', apiRoot: world.apiRoot })
      .start(host)
      .catch((error) => error);
    expect(refused).toBeInstanceOf(SetupError);
    expect(refused.message).toContain('DISCORD_TOKEN');
    expect(refused.message).not.toMatch(/\n|Wrong\.Wrong/);
  });

  it('says in one line that an intent is not allowed', async () => {
    const { channel, host } = await openDiscord({ isStarted: false, disallowedIntents: 1 << 12 });
    const refused = await channel.start(host).catch((error) => error);
    expect(refused).toBeInstanceOf(SetupError);
    expect(refused.message).toContain('Privileged Gateway Intents');
    expect(refused.message).not.toContain('\n');
  });

  it('asks for no privileged intent', async () => {
    const { world } = await openDiscord();
    const privileged = (1 << 1) | (1 << 8) | (1 << 15);
    expect(world.gateway.intents.map((bits) => bits & privileged)).toEqual([0]);
  });

  it('waits through an outage', async () => {
    const { world, channel, host } = await openDiscord({ isStarted: false, clock: quickClock });
    world.disturb(/gateway/, 'cutBefore', { status: 503, body: undefined });
    await channel.start(host);
    expect(world.callsTo('GET', /gateway/)).toHaveLength(3);
  });

  it('shows the link that adds it to a server, with the least permissions', async () => {
    const { host, world } = await openDiscord();
    const invite = host.logged.find((line) => line.includes('oauth2/authorize'));
    expect(invite).toContain(`client_id=${world.botId}`);
    expect(invite).toContain(`permissions=${(1 << 10) | (1 << 11) | (1 << 14) | (1 << 15) | (1 << 16)}`.slice(0, 12));
    expect(BigInt(/permissions=(\d+)/.exec(invite!)![1]!)).toBe(274_878_024_704n);
  });

  it('never logs the token', async () => {
    const { world, host, channel, olga } = await openDiscord();
    world.disturb(/messages/, { status: 500, body: { message: `no ${world.token}`, code: 0 } });
    const outcome = await channel.send(addressOf(olga.direct), sampleMessage(), sendOptions());
    expect(JSON.stringify([outcome, host.logged])).not.toContain(world.token);
  });

  it('asks for the end of the program when the token is taken back', async () => {
    const { world, host } = await openDiscord();
    world.gateway.closeAll(4004);
    await eventually(() => expect(host.stops).toHaveLength(1));
    expect(host.stops[0]).toBeInstanceOf(SetupError);
  });
});

describe('the commands', () => {
  it('are registered once, and only again when they changed', async () => {
    const { world, host, channel } = await openDiscord();
    expect(world.callsTo('PUT', /commands$/)).toHaveLength(1);
    await channel.stop();
    const second = createDiscord({ token: world.token, apiRoot: world.apiRoot });
    await second.start(host);
    await second.stop();
    expect(world.callsTo('PUT', /commands$/)).toHaveLength(1);
    world.commands = world.commands.map((command) => ({ ...command, description: 'old' }));
    const third = createDiscord({ token: world.token, apiRoot: world.apiRoot });
    await third.start(host);
    await third.stop();
    expect(world.callsTo('PUT', /commands$/)).toHaveLength(2);
  });

  it('do not keep the bot from sending when Discord does not take them', async () => {
    const { world, channel, host, olga } = await openDiscord({ isStarted: false, clock: quickClock });
    world.disturb(/^PUT/, { status: 400, body: { code: 50035, message: 'Invalid Form Body' } });
    await channel.start(host);
    expect(await channel.send(addressOf(olga.direct), sampleMessage(), sendOptions())).toMatchObject({ kind: 'sent' });
    expect(host.logged.join()).toContain('did not take the commands');
  });

  it('are the same whatever the order of keys and whatever Discord adds', () => {
    const host = createFakeHost(realClock);
    const wanted = wantedCommands({ host });
    const given = wanted.map((command) => ({ version: '1', id: '2', nsfw: false, ...command })).toReversed();
    expect(isSame(JSON.parse(JSON.stringify(given)), wanted)).toBe(true);
    expect(isSame(given.slice(1), wanted)).toBe(false);
  });

  it('have words of at most a hundred characters in every language, and required options first', () => {
    const catalogue = loadCatalogue();
    const names = ['follow', 'latest', 'brief', 'quiet', 'mute', 'settings', 'import', 'export', 'help', 'why'];
    const commands = names.map((name) => ({
      name,
      descriptionKey: `command.${name}.description`,
      usageKey: `command.${name}.usage`,
      who: 'everyone' as const,
    }));
    const host = { ...createFakeHost(realClock), commands, say: catalogue.say };
    const texts = JSON.stringify(wantedCommands({ host })).matchAll(
      /"(?:description|[a-z]{2}(?:-\w+)?)":"((?:[^"\\]|\\.)*)"/g,
    );
    let count = 0;
    for (const [, text = ''] of texts) {
      count += 1;
      expect(text.length).toBeGreaterThan(0);
      expect([...text].length).toBeLessThanOrEqual(100);
    }
    expect(count).toBeGreaterThan(200);
    for (const name of names) {
      const flags = formOf(name).options.map(({ isRequired }) => isRequired);
      expect(flags).toEqual(flags.toSorted((a, b) => Number(b) - Number(a)));
    }
  });

  it.each([
    [
      'brief',
      'daily',
      { time: '08:00', days: 'weekdays', timezone: 'Europe/Paris', about: 'Lavrov' },
      '08:00 weekdays Europe/Paris about Lavrov',
    ],
    ['brief', 'add', { time: '18:00', days: 'every day', length: 'full' }, 'add 18:00 full'],
    ['brief', 'now', { topic: 'Lavrov', length: 'full' }, 'now Lavrov'],
    ['brief', 'now', {}, 'now'],
    ['brief', 'off', { at: '08:00' }, 'off 08:00'],
    ['quiet', 'hours', { from: '22:00', to: '07:00', days: 'weekends' }, '22:00-07:00 weekends'],
    ['quiet', 'pause', { for: '2h' }, 'for 2h'],
    ['quiet', 'off', {}, 'off'],
    ['mute', undefined, { what: 'source:BBC', for: '3d' }, 'source:BBC for 3d'],
    ['settings', undefined, { key: 'cap', value: '5' }, 'cap 5'],
    ['export', undefined, { what: 'all' }, ''],
    ['export', undefined, { what: 'feeds' }, 'feeds'],
    ['status', undefined, { text: 'x' }, 'x'],
  ] as const)('/%s %s %j becomes the line %j', (name, part, values, line) => {
    const form = formOf(name);
    expect((part === undefined ? form : form.parts[part]!).line(values as Record<string, string>)).toBe(line);
  });
});

describe('the gateway', () => {
  it('is resumed after a cut, and what was missed comes once', async () => {
    const { world, people, host, olga } = await openDiscord();
    world.gateway.cut();
    people.type(olga, olga.direct, '/latest harbour');
    await host.heard(1);
    await settle(100);
    expect(host.incoming.map(({ text }) => text)).toEqual(['/latest harbour']);
    expect(world.gateway.log).toEqual(['identify 0/1', 'resume']);
  });

  it('is opened anew when the session is lost', async () => {
    const { world, people, host, olga } = await openDiscord();
    world.gateway.forgetSessions();
    world.gateway.cut();
    await eventually(() => expect(world.gateway.log).toEqual(['identify 0/1', 'resume', 'identify 0/1']));
    await eventually(() => expect(world.gateway.connected).toBe(1));
    people.type(olga, olga.direct, '/latest');
    await host.heard(1);
  }, 20_000);

  it('is opened again when Discord asks for it', async () => {
    const { world, people, host, olga } = await openDiscord();
    world.gateway.send({ op: 7, d: null });
    await eventually(() => expect(world.gateway.log).toContain('resume'));
    people.type(olga, olga.direct, '/latest');
    await host.heard(1);
  });

  it('is given up when it is dead, though the line stands', async () => {
    const { world, people, host, olga } = await openDiscord({ heartbeatMs: 200 });
    world.gateway.playDead(true);
    await settle(900);
    world.gateway.playDead(false);
    await eventually(() => expect(world.gateway.log).toContain('resume'));
    people.type(olga, olga.direct, '/latest');
    await host.heard(1);
  }, 20_000);

  it('is split into as many shards as Discord recommends', async () => {
    const { world, people, host, olga, news } = await openDiscord({ shards: 3 });
    expect(world.gateway.log.toSorted()).toEqual(['identify 0/3', 'identify 1/3', 'identify 2/3']);
    people.type(olga, news, '/latest');
    people.type(olga, olga.direct, '/latest');
    await host.heard(2);
  });
});
