/**
 * `npm run bench -- telegram [--kills 1200] [--json FILE]`: the outbox, the sender and Telegram's adapter in a process of their
 * own, in front of a fake Bot API server over HTTP; killed with SIGKILL at every named point, within a send, and at random instants.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { crash, createRandom, killPoints } from '../test/worlds/crash.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: 'string', default: String(100 * killPoints.length) },
      data: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'string' },
    },
  });
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
