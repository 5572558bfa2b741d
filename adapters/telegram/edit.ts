/** Changes of messages that were sent: their text, or their caption. */
import type { Message, MessageRef } from '../../src/model.ts';
import { chatOf, markupOf, numberOf, previewOf, withTimes } from './calls.ts';
import { attempt, type Connection, type signalOf, type Tried } from './connection.ts';
import { maxCaption, onePiece } from './pieces.ts';

type Markup = ReturnType<typeof markupOf>;
type Signal = ReturnType<typeof signalOf>;

export async function editOnce(
  line: Connection,
  ref: MessageRef,
  message: Message,
  signal: Signal,
): Promise<Tried<unknown>> {
  const markup = markupOf(line, ref.address, message);
  if (ref.id.startsWith('photo:')) return editCaption(line, ref, message, markup, signal);
  const done = await editText(line, ref, message, markup, signal);
  if (done.ok || !/no text in the message/i.test(done.failure.reason)) return done;
  return editCaption(line, ref, message, markup, signal);
}

function editText(
  line: Connection,
  { address, id }: MessageRef,
  message: Message,
  markup: Markup,
  signal: Signal,
): Promise<Tried<unknown>> {
  const chat = chatOf(address);
  const piece = onePiece(message);
  const [, person, own] = /^only:(\d+):(\d+)$/.exec(id) ?? [];
  return withTimes(line, piece, (entities) => {
    const other = { entities, link_preview_options: previewOf(message), ...markup };
    return attempt<unknown>(line, () =>
      own === undefined
        ? line.api.editMessageText(chat, Number(id), piece.text, other, signal)
        : line.api.editEphemeralMessageText(chat, Number(person), Number(own), piece.text, other, signal),
    );
  });
}

function editCaption(
  line: Connection,
  { address, id }: MessageRef,
  message: Message,
  markup: Markup,
  signal: Signal,
): Promise<Tried<unknown>> {
  const caption = onePiece(message, maxCaption);
  return withTimes(line, caption, (entities) => {
    const words = { caption: caption.text, caption_entities: entities, ...markup };
    return attempt<unknown>(line, () => line.api.editMessageCaption(chatOf(address), numberOf(id), words, signal));
  });
}
