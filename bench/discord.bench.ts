/**
 * `npm run bench -- discord [--chats 5000] [--json FILE]`: one alert for each of many channels at once, through the real outbox
 * and adapter, against the strict fake of Discord with its limits (5 messages in 5 s in a channel, 50 calls a second in all).
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { createDiscord } from '../adapters/discord/index.ts';
import { createClock } from '../src/clock.ts';
import { createFakeHost } from '../test/contracts/host.ts';
import { sampleAlert, sampleStory } from '../test/contracts/samples.ts';
import { createDiscordWorld } from '../test/worlds/discord.ts';
import { usualLimits } from '../test/worlds/discord-limits.ts';
import { createPeople } from '../test/worlds/discord-people.ts';
import { openPipeline } from '../test/worlds/pipeline.ts';
import type { Values } from './flags.ts';

export const flags = { chats: { type: 'string', default: '5000' } } as const;

export async function run(values: Values<typeof flags>): Promise<void> {
  const measured = await measure(Number(values.chats));
  console.table(measured);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(measured, null, 2));
}

async function measure(count: number) {
  const world = await createDiscordWorld({ limits: usualLimits });
  const people = createPeople(world);
  const clock = createClock();
  const channel = createDiscord({ token: world.token, apiRoot: world.apiRoot });
  const { deliver, outbox } = await openPipeline(channel, createFakeHost(clock), clock);
  const chats = Array.from({ length: count }, (_, index) => people.person(`P${index}`).direct);
  const begunAt = performance.now();
  const cpuBefore = process.cpuUsage();
  for (const chat of chats) await deliver({ platform: 'discord', id: chat.id }, sampleAlert(sampleStory()));
  while (outbox.pending('discord') > 0) await wait(50);
  const seconds = (performance.now() - begunAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const calls = world.callsTo('POST', /messages$/);
  const refused = calls.filter(({ status }) => status === 429).length;
  await channel.stop();
  await world.close();
  return {
    chats: count,
    lost: chats.filter(({ messages }) => messages.length === 0).length,
    doubled: chats.filter(({ messages }) => messages.length > 1).length,
    'refused for speed, %': Number(((refused / calls.length) * 100).toFixed(3)),
    'a second': Number((count / seconds).toFixed(1)),
    seconds: Number(seconds.toFixed(1)),
    'CPU seconds, fake included': Number(((user + system) / 1e6).toFixed(1)),
  };
}
