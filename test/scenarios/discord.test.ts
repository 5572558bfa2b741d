/** Dateline in Discord from the user's chair: the real program, a publisher on real sockets, and a strict fake of Discord. */
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createDiscordWorld, type DiscordWorld } from '../worlds/discord.ts';
import { createPeople, type FakePerson, type People } from '../worlds/discord-people.ts';
import { type FakeChannel, type FakeInteraction, readShown, rights, type Shown } from '../worlds/discord-state.ts';
import { makeFolder } from '../worlds/folder.ts';
import { type Newsstand, openNewsstand } from '../worlds/newsstand.ts';
import { type Program, runProgram, startProgram } from '../worlds/program.ts';

/** Each starts the program, some several times. */
vi.setConfig({ testTimeout: 90_000 });

const clock = '2026-03-10T12:00:00Z';
const at = (minutesAgo: number) => new Date(Date.parse(clock) - minutesAgo * 60_000).toISOString();

const morning = {
  'Harbour Wire': [
    {
      title: 'Trade pact is a heavy blow to shipyards, Valdora says',
      text: 'Valdora criticised the trade pact between its two neighbours on Monday. “This will be a heavy blow to our shipyards,” Foreign Minister Renata Kestrov told students in Lisk.',
      published: at(26 * 60),
    },
    {
      title: 'Police close Lisk harbour bridge after lorry fire',
      text: 'Police closed the harbour bridge in Lisk for three hours on Tuesday after a lorry caught fire. Nobody was hurt, the fire brigade said.',
      published: at(90),
    },
  ],
  'Meridian Post': [
    {
      title: 'Hotels of Port Amsel closed to foreign guests weeks after opening',
      text: 'The new resort of Port Amsel takes no foreign guests for now, a notice says. The resort opened in July with four hundred rooms. Its water park has drawn families from the region. Foreign Minister Renata Kestrov visited it last week.',
      published: at(200),
    },
  ],
};

const resignation = {
  title: 'Kestrov resigns as foreign minister of Valdora',
  text: 'Renata Kestrov resigned as foreign minister of Valdora on Tuesday after nine years. Kestrov named no reason.',
  published: at(-1),
};
const secondReport = {
  title: 'Valdora foreign minister Kestrov steps down',
  text: 'Foreign minister Renata Kestrov of Valdora has resigned after nine years in office. She gave no reason for her resignation on Tuesday.',
  published: at(-2),
};

let stand: Newsstand;
let world: DiscordWorld;
let people: People;
let olga: FakePerson;
let max: FakePerson;
let channel: FakeChannel;
let program: Program | undefined;

beforeEach(async () => {
  stand = await openNewsstand(morning);
  world = await createDiscordWorld();
  people = createPeople(world);
  olga = people.person('Olga');
  max = people.person('Max');
  const guild = people.guild('Harbour watch', [
    [olga, rights.manageGuild],
    [max, 0n],
  ]);
  channel = people.channel(guild, { name: 'news' });
});

afterEach(async () => {
  await program?.kill('SIGKILL');
  program = undefined;
  await world.close();
  await stand.close();
});

/** The program's time runs thirty times as fast, so that an alert grows within seconds. */
function start(store = 'memory:', from = clock) {
  return startProgram({
    args: [
      '--store',
      store,
      '--feeds',
      stand.opmlUrl,
      '--allow-private',
      '127.0.0.0/8',
      '--clock',
      `${from},x30`,
      '--poll',
      '10s',
    ],
    env: { DISCORD_TOKEN: world.token, DISCORD_API_ROOT: world.apiRoot },
  });
}

async function ready(): Promise<void> {
  await expect.poll(() => world.commands.length, { timeout: 20_000 }).toBeGreaterThan(0);
  await expect.poll(() => world.gateway.connected, { timeout: 20_000 }).toBe(1);
}

const texts = (where: FakeChannel) => where.messages.map((shown) => readShown(shown).text);
const alerts = (where: FakeChannel) => texts(where).filter((text) => text.includes('🔔'));
const find = (where: FakeChannel, words: string): Shown | undefined =>
  where.messages.find((shown) => readShown(shown).text.includes(words));

/** What a person sees as the answer. */
async function answered(asked: FakeInteraction, where: FakeChannel): Promise<Shown> {
  const shown = () => where.messages.find(({ id }) => id === asked.originalId);
  await expect.poll(shown, { timeout: 10_000 }).toBeDefined();
  return shown()!;
}

describe('Discord from the user’s chair', () => {
  it('starts with a token alone, and ends in order', async () => {
    program = start();
    await ready();
    const follow = world.commands.find(({ name }) => name === 'follow');
    expect(follow).toMatchObject({ default_member_permissions: '32', contexts: [0, 1, 2], integration_types: [0, 1] });
    expect(world.commands.map(({ name }) => name)).not.toContain('ban');
    const ended = await program.kill('SIGTERM');
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain('https://discord.com/oauth2/authorize?client_id=');
    expect(ended.stderr).not.toContain(world.token);
  });

  it('says in one line that the token is refused', async () => {
    const ended = await runProgram({
      args: ['--store', 'memory:', '--feeds', stand.opmlUrl, '--allow-private', '127.0.0.0/8', '--log', 'error'],
      env: { DISCORD_TOKEN: 'Wrong.Token.ForTests', DISCORD_API_ROOT: world.apiRoot },
    });
    expect(ended.code).toBe(1);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(ended.stderr).toContain('DISCORD_TOKEN');
    expect(ended.stderr).not.toContain('Wrong.Token');
  });

  it('follows, tells a story once, lets it grow in place, and explains it', async () => {
    program = start();
    await ready();
    const followed = await answered(people.type(olga, channel, '/follow Kestrov'), channel);
    expect(readShown(followed).text).toContain('Following Kestrov');
    stand.publish('Harbour Wire', resignation);
    await expect.poll(() => alerts(channel), { timeout: 20_000 }).toHaveLength(1);
    const alert = find(channel, '🔔')!;
    expect(readShown(alert).text).toContain('Kestrov resigns as foreign minister');
    expect(readShown(alert).links).toContain('https://harbour-wire.example/3');
    expect(alert.pings).toEqual([]);
    expect(alert.flags & (1 << 12)).toBe(0);
    expect(readShown(alert).buttons.map(({ label }) => label)).toEqual([
      'More sources',
      'Why this?',
      'Follow this story',
      'Mute this story',
      'Less like this',
      'More like this',
      'Follow for myself',
    ]);
    stand.publish('Meridian Post', secondReport);
    await expect.poll(() => readShown(alert).text, { timeout: 20_000 }).toContain('Meridian Post');
    expect(alerts(channel)).toHaveLength(1);
    expect(readShown(alert).buttons).toHaveLength(7);

    const why = await answered(press(alert, 'Why this?', max), channel);
    expect(readShown(why).text).toContain('in the headline');
    expect(why.onlyFor).toBe(max.id);
  });

  it('lets only those who manage the server mute, and forgets a muted story', async () => {
    program = start();
    await ready();
    await answered(people.type(olga, channel, '/follow Kestrov'), channel);
    stand.publish('Harbour Wire', resignation);
    await expect.poll(() => alerts(channel), { timeout: 20_000 }).toHaveLength(1);
    const alert = find(channel, '🔔')!;
    const refused = await answered(press(alert, 'Mute this story', max), channel);
    expect(readShown(refused).text).toContain('Only those who manage');
    expect(refused.onlyFor).toBe(max.id);
    const muted = await answered(press(alert, 'Mute this story', olga), channel);
    expect(readShown(muted).text).toContain('Muted');
  });

  it('follows privately from a server, by one button', async () => {
    program = start();
    await ready();
    await answered(people.type(olga, channel, '/follow Kestrov'), channel);
    stand.publish('Harbour Wire', resignation);
    await expect.poll(() => alerts(channel), { timeout: 20_000 }).toHaveLength(1);
    const done = await answered(press(find(channel, '🔔')!, 'Follow for myself', max), channel);
    expect(done.onlyFor).toBe(max.id);
    expect(readShown(done).text).toContain('Following Kestrov');
    stand.publish('Meridian Post', {
      title: 'Parliament of Tarnovia thanks Kestrov with a medal',
      text: 'The parliament of Tarnovia gave Renata Kestrov a medal on Tuesday.',
      published: at(-3),
    });
    await expect.poll(() => alerts(max.direct), { timeout: 20_000 }).toHaveLength(1);
  });

  it('gives a brief on request and plans one', async () => {
    program = start();
    await ready();
    await answered(people.type(olga, olga.direct, '/follow Kestrov'), olga.direct);
    const brief = await answered(people.command(olga, olga.direct, 'brief', [part('now')]), olga.direct);
    expect(readShown(brief).text).toMatch(/Brief for|quiet day|Nothing new|heavy blow/i);
    const time = [{ name: 'time', type: 3, value: '08:00' }];
    const weekdays = [...time, { name: 'days', type: 3, value: 'weekdays' }];
    const planned = await answered(people.command(olga, olga.direct, 'brief', [part('daily', weekdays)]), olga.direct);
    expect(readShown(planned).text).toMatch(/08:00 · Mon/);
    const hours = [
      { name: 'from', type: 3, value: '22:00' },
      { name: 'to', type: 3, value: '07:00' },
    ];
    const quiet = await answered(people.command(olga, olga.direct, 'quiet', [part('hours', hours)]), olga.direct);
    expect(readShown(quiet).text).toContain('22:00');
  });

  it('keeps what was followed and told over a kill, registers nothing anew, and repeats nothing', async () => {
    const folder = makeFolder();
    onTestFinished(() => folder.remove());
    const store = `sqlite:${folder.path('state.sqlite')}`;
    program = start(store);
    await ready();
    await answered(people.type(olga, channel, '/follow Kestrov'), channel);
    stand.publish('Harbour Wire', resignation);
    await expect.poll(() => alerts(channel), { timeout: 20_000 }).toHaveLength(1);
    await program.kill('SIGKILL');

    program = start(store, '2026-03-10T12:10:00Z');
    await expect.poll(() => world.callsTo('GET', /\/commands$/).length, { timeout: 20_000 }).toBe(2);
    await expect.poll(() => world.gateway.connected, { timeout: 20_000 }).toBe(1);
    const topics = await answered(people.type(olga, channel, '/topics'), channel);
    expect(readShown(topics).text).toContain('Kestrov');
    const before = stand.requests.length;
    await expect.poll(() => stand.requests.length, { timeout: 20_000 }).toBeGreaterThan(before + 5);
    expect(alerts(channel)).toHaveLength(1);
    expect(world.callsTo('PUT', /\/commands$/)).toHaveLength(1);
  });

  it('tells a story once though it is killed between the taking of an alert and the answer', async () => {
    const folder = makeFolder();
    onTestFinished(() => folder.remove());
    const store = `sqlite:${folder.path('state.sqlite')}`;
    program = start(store);
    await ready();
    await answered(people.type(olga, channel, '/follow Kestrov'), channel);
    world.disturb(/^POST \/channels\/\d+\/messages/, 'hang');
    stand.publish('Harbour Wire', resignation);
    await expect.poll(() => alerts(channel), { timeout: 20_000 }).toHaveLength(1);
    await program.kill('SIGKILL');
    program = start(store, '2026-03-10T12:10:00Z');
    await expect.poll(() => world.callsTo('POST', /messages$/).length, { timeout: 20_000 }).toBe(2);
    const [first, second] = world.callsTo('POST', /messages$/);
    expect(second!.body.nonce).toBe(first!.body.nonce);
    expect(alerts(channel)).toHaveLength(1);
  });
});

function press(shown: Shown, label: string, person: FakePerson): FakeInteraction {
  const button = readShown(shown).buttons.find((one) => one.label === label)!;
  return people.press(person, channel, shown, String(button.custom_id));
}

function part(
  name: string,
  options: readonly { readonly name: string; readonly type: number; readonly value: string }[] = [],
) {
  return { name, type: 1, options };
}
