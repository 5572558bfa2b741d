/**
 * `npm run bench -- telegram [--kills 1200] [--json FILE]`: the outbox, the sender and Telegram's adapter in a process of their
 * own, in front of a fake Bot API server over HTTP; killed with SIGKILL at every named point, within a send, and at random instants.
 */
import { writeFileSync } from 'node:fs';
import { crash, createRandom, killPoints } from '../test/worlds/crash.ts';
import type { Values } from './flags.ts';

export const flags = { kills: { type: 'string', default: String(100 * killPoints.length) } } as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  const report = await crash({
    kills: Number(values.kills),
    points: killPoints,
    isIdempotent: false,
    isTelegram: true,
    random: createRandom(4),
  });
  console.log(JSON.stringify(report, null, 2));
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(report, null, 2));
}
