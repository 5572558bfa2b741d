/** Many processes of the real program on one Redis and one publisher, whatever platform is around them. */
import { onTestFinished } from 'vitest';
import { type Newsstand, openNewsstand } from './newsstand.ts';
import { type Ended, type Program, startProgram } from './program.ts';
import { type RedisServer, startRedis } from './redis.ts';
import { until } from './wait.ts';

type Role = 'feeds' | 'engine' | 'delivery';

interface Member extends Program {
  readonly role: Role;
}

export interface Processes {
  readonly redis: RedisServer;
  readonly stand: Newsstand;
  start(role: Role, more?: readonly string[], env?: Readonly<Record<string, string>>): Member;
  /** Started and not yet ended. */
  members(role: Role): readonly Member[];
  /** Waits until a process of the role logged the text (`leads`, `connected`), and answers it. */
  who(role: Role, text: string): Promise<Member>;
  kill(member: Member, signal?: NodeJS.Signals): Promise<Ended>;
}

export interface Around {
  readonly outlets: readonly string[];
  readonly settings?: readonly string[];
  /** Tokens of the platforms and where those are. */
  readonly env: Readonly<Record<string, string>>;
  /** After the processes. */
  close(): Promise<unknown>;
}

/** Everything is ended with the test. */
export async function openProcesses({ outlets, settings = [], env, close }: Around): Promise<Processes> {
  const redis = await startRedis();
  const stand = await openNewsstand(Object.fromEntries(outlets.map((name) => [name, []])));
  const running: Member[] = [];
  onTestFinished(async () => {
    await Promise.all(running.map((member) => member.kill('SIGKILL')));
    await Promise.all([close(), stand.close()]);
    await redis.remove();
  });
  const members: Processes['members'] = (role) => running.filter((member) => member.role === role);
  return {
    redis,
    stand,
    start(role, more = [], others = {}) {
      const place = ['--store', redis.url(), '--feeds', stand.opmlUrl, '--allow-private', '127.0.0.0/8'];
      const args = [...place, '--poll', '1s', '--log', 'info', '--role', role, ...settings, ...more];
      const program = startProgram({ args, env: { ...env, ...others }, isJson: false });
      const member = { ...program, role };
      running.push(member);
      void program.ended.then(() => running.splice(running.indexOf(member), 1));
      return member;
    },
    members,
    async who(role, text) {
      const find = () => members(role).find((member) => member.logged().includes(text));
      await until(() => find() !== undefined, 40_000).catch(() => {
        const logs = running.map((member) => `${member.role}\n${member.logged()}`).join('\n');
        throw new Error(`no ${role} process said '${text}':\n${logs}`);
      });
      return find()!;
    },
    kill: (member, signal = 'SIGKILL') => member.kill(signal),
  };
}
