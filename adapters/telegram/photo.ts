/** Alerts with a picture: the message stands below it as its caption. */
import type { Address, Message } from '../../src/model.ts';
import { chatOf, type markupOf, messageIdOf, type Parcel, withTimes } from './calls.ts';
import { safeUrl } from './clean.ts';
import { attempt, type Connection } from './connection.ts';
import { type Failure, outcomeOf } from './outcome.ts';
import { captionOf } from './pieces.ts';
import type { Text } from './text.ts';

type Markup = ReturnType<typeof markupOf>;

interface Photo {
  readonly url: string;
  readonly caption: Text;
}

/** The picture with the message below it, where that fits without losing the summary. */
export function photoOf(message: Message): Photo | undefined {
  const url = message.imageUrl === undefined ? undefined : safeUrl(message.imageUrl);
  const caption = url === undefined ? undefined : captionOf(message);
  return url === undefined || caption === undefined ? undefined : { url, caption };
}

/** Telegram fetches the picture itself. Where it cannot, or the chat takes none, the message goes as text. */
export function withPhoto(
  line: Connection,
  to: Address,
  photo: Photo,
  markup: Markup,
  texts: readonly Parcel[],
): Parcel {
  return async (other, signal) => {
    const sent = await withTimes(line, photo.caption, (entities) =>
      attempt(line, async () => {
        const words = { caption: photo.caption.text, caption_entities: entities };
        return messageIdOf(await line.api.sendPhoto(chatOf(to), photo.url, { ...other, ...words, ...markup }, signal));
      }),
    );
    const text = texts[0];
    return sent.ok || text === undefined || !isAboutPhoto(sent.failure) ? sent : text(other, signal);
  };
}

function isAboutPhoto(failure: Failure): boolean {
  if (failure.code !== 400 && failure.code !== 403) return false;
  return outcomeOf(failure).kind === 'rejected' || /photo|media/i.test(failure.reason);
}
