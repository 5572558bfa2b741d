/** Announcement channels: whoever manages the server passes a message on to the channels that follow this one. */
import { Routes } from 'discord.js';
import { attempt, type Connection } from './connection.ts';
import type { Pressed } from './incoming.ts';
import { isManager } from './managers.ts';

/** Of the button under an alert in such a channel. */
export const publishAction = 'd:publish';

/** Publishes the message of the button; answers what to tell the one who pressed. Discord takes ten an hour in one channel. */
export async function publish(line: Connection, { place, actor, messageId }: Pressed): Promise<string> {
  const { say } = line.host;
  if (!isManager(place, actor)) return say(actor.locale, 'refusal.managers');
  const route = Routes.channelMessageCrosspost(place.address.id, messageId);
  const done = await attempt(line, () => line.rest.post(route));
  // 40033: it was published before.
  if (done.ok || done.failure.code === 40033) return say(actor.locale, 'discord.published');
  line.host.log.warn({ chat: place.address.id, reason: done.failure.reason }, 'Discord did not publish a message');
  return say(actor.locale, 'discord.publishFailed');
}
