/** Many processes of the real program on one Redis, with a fake Telegram and a small publisher around them. */
import type { Report } from './newsstand.ts';
import { openProcesses, type Processes } from './processes.ts';
import { createTelegramWorld, noLimits, type TelegramWorld } from './telegram.ts';
import type { FakeChat, FakePerson, Shown } from './telegram-chats.ts';
import { createPeople, type People } from './telegram-people.ts';
import { until } from './wait.ts';

export interface Cluster extends Processes {
  readonly world: TelegramWorld;
  readonly people: People;
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
  const world = await createTelegramWorld({ limits: noLimits });
  const env = { ...environment, TELEGRAM_BOT_TOKEN: world.token, TELEGRAM_API_ROOT: world.apiRoot };
  const processes = await openProcesses({ outlets, settings, env, close: () => world.close() });
  const people = createPeople(world);
  const shown = (chat: FakeChat, text: string) => chat.shown.filter((one) => one.text.includes(text));
  return {
    ...processes,
    world,
    people,
    async follower(name, topic) {
      const person = people.person(name);
      const chat = people.privateChat(person);
      // Before that a person is asked to try again, and this one does not.
      await processes.who('engine', 'this engine leads');
      people.say(chat, person, `/follow ${topic}`);
      await until(() => shown(chat, `Following ${topic}`).length > 0, 40_000);
      return { person, chat };
    },
    shown,
  };
}
