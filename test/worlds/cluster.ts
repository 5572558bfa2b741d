/** Many processes of the real program on one Redis, with a fake Telegram and a small publisher around them. */
import { onTestFinished } from 'vitest';
import { type Newsstand, openNewsstand, type Report } from './newsstand.ts';
import { type Ended, type Program, startProgram } from './program.ts';
import { type RedisServer, startRedis } from './redis.ts';
import { createTelegramWorld, noLimits, type TelegramWorld } from './telegram.ts';
import type { FakeChat, FakePerson, Shown } from './telegram-chats.ts';
import { createPeople, type People } from './telegram-people.ts';
import { until } from './wait.ts';

type Role = 'feeds' | 'engine' | 'delivery';

interface Member extends Program {
  readonly role: Role;
}

export interface Cluster {
  readonly redis: RedisServer;
  readonly world: TelegramWorld;
  readonly people: People;
  readonly stand: Newsstand;
  start(role: Role, more?: readonly string[]): Member;
  /** Started and not yet ended. */
  members(role: Role): readonly Member[];
  /** Waits until a process of the role logged the text (`leads`, `connected`), and answers it. */
  who(role: Role, text: string): Promise<Member>;
  kill(member: Member, signal?: NodeJS.Signals): Promise<Ended>;
  /** Somebody new, who follows the topic and was told so. */
  follower(name: string, topic: string): Promise<Follower>;
  /** Messages of the chat that show the text. */
  shown(chat: FakeChat, text: string): readonly Shown[];
}

export interface Follower {
  readonly person: FakePerson;
  readonly chat: FakeChat;
}

/** Events that have nothing in common; each has a word of its own. */
export const events = [
  [
    'oaks',
    'Pupils plant ten thousand oaks',
    'Schoolchildren planted ten thousand young oaks on the hills in one morning.',
  ],
  [
    'lorry',
    'Lorry fire closes harbour bridge',
    'A lorry caught fire on the harbour bridge and traffic stood still for hours.',
  ],
  [
    'nurses',
    'Nurses walk out over night shifts',
    'Some four hundred nurses left their wards in a dispute about night shifts.',
  ],
  [
    'asteroid',
    'Amateurs find a new asteroid',
    'Amateur astronomers discovered an asteroid forty metres wide with their telescope.',
  ],
  [
    'volcano',
    'Volcano wakes after a century',
    'A volcano on the southern island woke after a hundred years and threw ash for six hours.',
  ],
  [
    'beavers',
    'Beavers flood the botanical garden',
    'A family of beavers dammed the brook and put half of the garden under water.',
  ],
  [
    'chess',
    'Chess club beats the champions',
    'The chess club won the league final against the champions by five boards to three.',
  ],
  [
    'violin',
    'Stolen violin found in a cellar',
    'Detectives found a violin from 1720, stolen thirty years ago, in a wine cellar.',
  ],
] as const;

export function reportOf([, title, text]: (typeof events)[number]): Report {
  return { title, text, published: new Date().toISOString() };
}

/** Everything is ended with the test. */
export async function openCluster(
  outlets: readonly string[],
  settings: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Cluster> {
  const redis = await startRedis();
  const world = await createTelegramWorld({ limits: noLimits });
  const stand = await openNewsstand(Object.fromEntries(outlets.map((name) => [name, []])));
  const people = createPeople(world);
  const running: Member[] = [];
  onTestFinished(async () => {
    await Promise.all(running.map((member) => member.kill('SIGKILL')));
    await Promise.all([world.close(), stand.close()]);
    await redis.remove();
  });
  const shown = (chat: FakeChat, text: string) => chat.shown.filter((one) => one.text.includes(text));
  const cluster: Cluster = {
    redis,
    world,
    people,
    stand,
    start(role, more = []) {
      const place = ['--store', redis.url(), '--feeds', stand.opmlUrl, '--allow-private', '127.0.0.0/8'];
      const args = [...place, '--poll', '1s', '--log', 'info', '--role', role, ...settings, ...more];
      const env = { ...environment, TELEGRAM_BOT_TOKEN: world.token, TELEGRAM_API_ROOT: world.apiRoot };
      const program = startProgram({ args, env, isJson: false });
      const member = { ...program, role };
      running.push(member);
      void program.ended.then(() => running.splice(running.indexOf(member), 1));
      return member;
    },
    members: (role) => running.filter((member) => member.role === role),
    async who(role, text) {
      const find = () => cluster.members(role).find((member) => member.logged().includes(text));
      await until(() => find() !== undefined, 40_000).catch(() => {
        const logs = running.map((member) => `${member.role}\n${member.logged()}`).join('\n');
        throw new Error(`no ${role} process said '${text}':\n${logs}`);
      });
      return find()!;
    },
    kill: (member, signal = 'SIGKILL') => member.kill(signal),
    async follower(name, topic) {
      const person = people.person(name);
      const chat = people.privateChat(person);
      people.say(chat, person, `/follow ${topic}`);
      await until(() => shown(chat, `Following ${topic}`).length > 0, 40_000);
      return { person, chat };
    },
    shown,
  };
  return cluster;
}
