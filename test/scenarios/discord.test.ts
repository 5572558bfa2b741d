/** Dateline in Discord from the user's chair: the real program, a publisher on real sockets, and a strict fake of Discord. */
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  accident,
  alertsIn,
  find,
  openScene,
  part,
  pressLabel,
  resignation,
  type Scene,
  secondReport,
} from '../worlds/discord-scene.ts';
import { readShown } from '../worlds/discord-state.ts';
import { makeFolder } from '../worlds/folder.ts';
import { type Program, runProgram } from '../worlds/program.ts';

/** Each starts the program, some several times. */
vi.setConfig({ testTimeout: 90_000 });

let scene: Scene;
let stand: Scene['stand'];
let world: Scene['world'];
let people: Scene['people'];
let olga: Scene['olga'];
let max: Scene['max'];
let channel: Scene['channel'];
let program: Program;

beforeEach(async () => {
  scene = await openScene();
  ({ stand, world, people, olga, max, channel } = scene);
});

afterEach(() => scene.close());

describe('Discord from the user’s chair', () => {
  it('starts with a token alone, and ends in order', async () => {
    program = scene.start();
    await scene.ready();
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
    program = scene.start();
    await scene.ready();
    const followed = await scene.answered(people.type(olga, channel, '/follow Kestrov'), channel);
    expect(readShown(followed).text).toContain('Following Kestrov');
    stand.publish('Harbour Wire', resignation);
    await expect.poll(() => alertsIn(channel), { timeout: 40_000 }).toHaveLength(1);
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
    await expect.poll(() => readShown(alert).text, { timeout: 40_000 }).toContain('Meridian Post');
    expect(alertsIn(channel)).toHaveLength(1);
    expect(readShown(alert).buttons).toHaveLength(7);

    const why = await scene.answered(pressLabel(people, max, channel, alert, 'Why this?'), channel);
    expect(readShown(why).text).toContain('in the headline');
    expect(why.onlyFor).toBe(max.id);
  });

  it('lets only those who manage the server mute, and forgets a muted story', async () => {
    program = scene.start();
    await scene.ready();
    await scene.answered(people.type(olga, channel, '/follow Kestrov'), channel);
    stand.publish('Harbour Wire', resignation);
    await expect.poll(() => alertsIn(channel), { timeout: 40_000 }).toHaveLength(1);
    const alert = find(channel, '🔔')!;
    const refused = await scene.answered(pressLabel(people, max, channel, alert, 'Mute this story'), channel);
    expect(readShown(refused).text).toContain('Only those who manage');
    expect(refused.onlyFor).toBe(max.id);
    const muted = await scene.answered(pressLabel(people, olga, channel, alert, 'Mute this story'), channel);
    expect(readShown(muted).text).toContain('Muted');
  });

  it('follows privately from a server, by one button', async () => {
    program = scene.start();
    await scene.ready();
    await scene.answered(people.type(olga, channel, '/follow Kestrov'), channel);
    stand.publish('Harbour Wire', resignation);
    await expect.poll(() => alertsIn(channel), { timeout: 40_000 }).toHaveLength(1);
    const done = await scene.answered(
      pressLabel(people, max, channel, find(channel, '🔔')!, 'Follow for myself'),
      channel,
    );
    expect(done.onlyFor).toBe(max.id);
    expect(readShown(done).text).toContain('Following Kestrov');
    stand.publish('Meridian Post', accident);
    await expect.poll(() => alertsIn(max.direct), { timeout: 40_000 }).toHaveLength(1);
  });

  it('gives a brief on request and plans one', async () => {
    program = scene.start();
    await scene.ready();
    await scene.answered(people.type(olga, olga.direct, '/follow Kestrov'), olga.direct);
    const brief = await scene.answered(people.command(olga, olga.direct, 'brief', [part('now')]), olga.direct);
    expect(readShown(brief).text).toMatch(/Brief for|quiet day|Nothing new|heavy blow/i);
    const time = [{ name: 'time', type: 3, value: '08:00' }];
    const weekdays = [...time, { name: 'days', type: 3, value: 'weekdays' }];
    const planned = await scene.answered(
      people.command(olga, olga.direct, 'brief', [part('daily', weekdays)]),
      olga.direct,
    );
    expect(readShown(planned).text).toMatch(/08:00 · Mon/);
    const hours = [
      { name: 'from', type: 3, value: '22:00' },
      { name: 'to', type: 3, value: '07:00' },
    ];
    const quiet = await scene.answered(people.command(olga, olga.direct, 'quiet', [part('hours', hours)]), olga.direct);
    expect(readShown(quiet).text).toContain('22:00');
  });

  it('keeps what was followed and told over a kill, registers nothing anew, and repeats nothing', async () => {
    const folder = makeFolder();
    onTestFinished(() => folder.remove());
    const store = `sqlite:${folder.path('state.sqlite')}`;
    program = scene.start(store);
    await scene.ready();
    await scene.answered(people.type(olga, channel, '/follow Kestrov'), channel);
    stand.publish('Harbour Wire', resignation);
    await expect.poll(() => alertsIn(channel), { timeout: 40_000 }).toHaveLength(1);
    await program.kill('SIGKILL');

    program = scene.start(store, '2026-03-10T12:10:00Z');
    await expect.poll(() => world.callsTo('GET', /\/commands$/).length, { timeout: 40_000 }).toBe(2);
    await expect.poll(() => world.gateway.connected, { timeout: 40_000 }).toBe(1);
    const topics = await scene.answered(people.type(olga, channel, '/topics'), channel);
    expect(readShown(topics).text).toContain('Kestrov');
    const before = stand.requests.length;
    await expect.poll(() => stand.requests.length, { timeout: 40_000 }).toBeGreaterThan(before + 5);
    expect(alertsIn(channel)).toHaveLength(1);
    expect(world.callsTo('PUT', /\/commands$/)).toHaveLength(1);
  });

  it('tells a story once though it is killed between the taking of an alert and the answer', async () => {
    const folder = makeFolder();
    onTestFinished(() => folder.remove());
    const store = `sqlite:${folder.path('state.sqlite')}`;
    program = scene.start(store);
    await scene.ready();
    await scene.answered(people.type(olga, channel, '/follow Kestrov'), channel);
    world.disturb(/^POST \/channels\/\d+\/messages/, 'hang');
    stand.publish('Harbour Wire', resignation);
    await expect.poll(() => alertsIn(channel), { timeout: 40_000 }).toHaveLength(1);
    await program.kill('SIGKILL');
    program = scene.start(store, '2026-03-10T12:10:00Z');
    await expect.poll(() => world.callsTo('POST', /messages$/).length, { timeout: 40_000 }).toBe(2);
    const [first, second] = world.callsTo('POST', /messages$/);
    expect(second!.body.nonce).toBe(first!.body.nonce);
    expect(alertsIn(channel)).toHaveLength(1);
  });
});
