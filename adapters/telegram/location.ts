/** Sets the time zone from a shared position, for people who do not know its name. */
import { attempt, type Connection } from './connection.ts';
import type { Typed } from './incoming.ts';

/** Offers a button that shares the position once. Only private chats have it. */
export async function offerLocation(line: Connection, act: Typed): Promise<void> {
  const say = (key: string) => line.host.say(act.actor.locale, key);
  await line.host.turn(act.address, 'private', 'reply');
  const button = { text: say('telegram.shareLocationButton'), request_location: true };
  const markup = { keyboard: [[button]], resize_keyboard: true, one_time_keyboard: true };
  const sent = await attempt(line, () =>
    line.api.sendMessage(Number(act.address.id), say('telegram.shareLocation'), {
      reply_markup: markup,
      disable_notification: true,
    }),
  );
  if (!sent.ok) line.host.log.debug({ reason: sent.failure.reason }, 'could not offer to share a location');
}
