/**
 * `npm run bench -- crash [--kills 2000] [--ends 100] [--programs 100] [--json FILE]`: the outbox and sender in a process
 * of their own, killed with SIGKILL at every named point and at random instants, and ended with SIGTERM under load; then
 * the whole program, killed while it tells people on a strict fake Telegram.
 */
import { writeFileSync } from 'node:fs';
import { crash, createRandom, endUnderLoad, killPoints } from '../test/worlds/crash.ts';
import { killProgram } from '../test/worlds/program-kills.ts';
import type { Values } from './flags.ts';

export const flags = {
  kills: { type: 'string', default: '2000' },
  ends: { type: 'string', default: '100' },
  programs: { type: 'string', default: '100' },
} as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  const show = <T>(name: string, report: T): T => {
    console.log(name, JSON.stringify(report, null, 2));
    return report;
  };
  const half = Math.round(Number(values.kills) / 2);
  const killed = { kills: half, points: killPoints };
  const results = {
    withoutNonces: show('without nonces', await crash({ ...killed, isIdempotent: false, random: createRandom(1) })),
    withNonces: show('with nonces', await crash({ ...killed, isIdempotent: true, random: createRandom(2) })),
    ended: show('ended', await endUnderLoad({ ends: Number(values.ends), random: createRandom(3) })),
    programs: show('programs', await killProgram({ kills: Number(values.programs), random: createRandom(4) })),
  };
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 2));
}
