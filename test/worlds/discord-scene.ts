/** The real program in Discord: a publisher on real sockets, a strict fake of Discord, two people and their server. */
import { expect } from 'vitest';
import { createDiscordWorld, type DiscordWorld, type WorldOptions } from './discord.ts';
import { createPeople, type FakePerson, type People } from './discord-people.ts';
import {
  type FakeChannel,
  type FakeGuild,
  type FakeInteraction,
  readShown,
  rights,
  type Shown,
} from './discord-state.ts';
import { type Newsstand, openNewsstand } from './newsstand.ts';
import { type Program, startProgram } from './program.ts';

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

export const resignation = {
  title: 'Kestrov resigns as foreign minister of Valdora',
  text: 'Renata Kestrov resigned as foreign minister of Valdora on Tuesday after nine years. Kestrov named no reason.',
  published: at(-1),
};
export const secondReport = {
  title: 'Valdora foreign minister Kestrov steps down',
  text: 'Foreign minister Renata Kestrov of Valdora has resigned after nine years in office. She gave no reason for her resignation on Tuesday.',
  published: at(-2),
};

/** Has nothing to do with the resignation but the person. */
export const accident = {
  title: 'Kestrov breaks leg on ski slope, helicopter flies her to hospital',
  text: 'Renata Kestrov broke her leg on a ski slope near Gorsk on Tuesday, her doctor said. A helicopter flew Kestrov to a hospital.',
  published: at(-3),
};

export interface Scene {
  readonly stand: Newsstand;
  readonly world: DiscordWorld;
  readonly people: People;
  /** Manages the server. */
  readonly olga: FakePerson;
  readonly max: FakePerson;
  readonly guild: FakeGuild;
  readonly channel: FakeChannel;
  /** Starts the program; its time runs thirty times as fast, so that an alert grows within seconds. */
  start(store?: string, from?: string): Program;
  /** Resolves when the commands are there and the gateway is connected. */
  ready(): Promise<void>;
  /** What a person sees as the answer. */
  answered(asked: FakeInteraction, where: FakeChannel): Promise<Shown>;
  close(): Promise<void>;
}

export async function openScene(options: WorldOptions = {}): Promise<Scene> {
  const stand = await openNewsstand(morning);
  const world = await createDiscordWorld(options);
  const people = createPeople(world);
  const olga = people.person('Olga');
  const max = people.person('Max');
  const guild = people.guild('Harbour watch', [
    [olga, rights.manageGuild | rights.manageRoles],
    [max, 0n],
  ]);
  const channel = people.channel(guild, { name: 'news' });
  const programs: Program[] = [];
  return {
    stand,
    world,
    people,
    olga,
    max,
    guild,
    channel,
    start(store = 'memory:', from = clock) {
      const program = startProgram({
        args: [
          ...['--store', store, '--feeds', stand.opmlUrl, '--allow-private', '127.0.0.0/8'],
          ...['--clock', `${from},x30`, '--poll', '10s'],
        ],
        env: { DISCORD_TOKEN: world.token, DISCORD_API_ROOT: world.apiRoot },
      });
      programs.push(program);
      return program;
    },
    async ready() {
      await expect.poll(() => world.commands.length, { timeout: 40_000 }).toBeGreaterThan(0);
      await expect.poll(() => world.gateway.connected, { timeout: 40_000 }).toBe(1);
    },
    async answered(asked, where) {
      const shown = () => where.messages.find(({ id }) => id === asked.originalId);
      await expect.poll(shown, { timeout: 10_000 }).toBeDefined();
      return shown()!;
    },
    async close() {
      for (const program of programs) await program.kill('SIGKILL');
      await world.close();
      await stand.close();
    },
  };
}

const texts = (where: FakeChannel) => where.messages.map((shown) => readShown(shown).text);

export const alertsIn = (where: FakeChannel) => texts(where).filter((text) => text.includes('🔔'));

export function find(where: FakeChannel, words: string): Shown | undefined {
  return where.messages.find((shown) => readShown(shown).text.includes(words));
}

/** Presses the button with a label under a message. */
export function pressLabel(
  people: People,
  who: FakePerson,
  where: FakeChannel,
  shown: Shown,
  label: string,
): FakeInteraction {
  const button = readShown(shown).buttons.find((one) => one.label === label);
  if (button === undefined) throw new Error(`no button '${label}' under: ${readShown(shown).text}`);
  return people.press(who, where, shown, String(button.custom_id));
}

export function part(
  name: string,
  options: readonly { readonly name: string; readonly type: number; readonly value: string | boolean }[] = [],
) {
  return { name, type: 1, options };
}
