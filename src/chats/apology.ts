/** One kind line when something went wrong on the way to an answer. */
import { StoreError } from '../errors.ts';
import { textMessage } from '../messages/compose.ts';
import type { Catalogue } from '../messages/say.ts';
import type { Answer, Incoming } from '../model.ts';
import { nothing } from './answers.ts';

/** Those who run the bot are told what is wrong with its store: it may be why /status has no answer. */
export function apologise(
  { catalogue, administrators }: { readonly catalogue: Catalogue; readonly administrators: readonly string[] },
  incoming: Incoming,
  key: string,
  error?: unknown,
): Answer {
  const { locale } = incoming.person;
  const text = catalogue.say(locale, key);
  if (incoming.action !== undefined) return { ...nothing, toast: text };
  const isTold = error instanceof StoreError && isRunner(administrators, incoming);
  const why = isTold ? ` ${catalogue.say(locale, 'failedStore', { reason: error.message })}` : '';
  return { ...nothing, messages: [{ ...textMessage('reply', [[{ text: `${text}${why}` }]]), isPrivate: true }] };
}

/** Whether this person runs the bot; in a terminal, whoever sits there does. */
export function isRunner(administrators: readonly string[], { address, person }: Incoming): boolean {
  return address.platform === 'console' || administrators.includes(`${address.platform}:${person.id}`);
}
