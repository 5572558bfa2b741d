/** Answers in their usual shapes. */
import type { Params } from '../messages/say.ts';
import type { Answer, Block, Button, Message, Span } from '../model.ts';
import type { Visit } from './visit.ts';

/** Platforms refuse longer button payloads. */
const actionBytes = 60;

export interface Extra {
  readonly buttons?: readonly (readonly Button[])[];
  readonly isPrivate?: boolean;
  readonly topic?: string;
  readonly file?: Message['file'];
}

export const nothing: Answer = { messages: [], toast: undefined, replacement: undefined };

export function message(blocks: readonly Block[], extra: Extra = {}): Message {
  return {
    kind: 'reply',
    topic: extra.topic,
    blocks,
    buttons: (extra.buttons ?? []).filter((row) => row.length > 0),
    isLoud: false,
    isPrivate: extra.isPrivate ?? false,
    previewUrl: undefined,
    file: extra.file,
  };
}

export function answer(...messages: readonly Message[]): Answer {
  return { messages, toast: undefined, replacement: undefined };
}

export function paragraph(spans: readonly Span[]): Block {
  return { kind: 'paragraph', spans };
}

export function heading(spans: readonly Span[]): Block {
  return { kind: 'heading', spans };
}

export function list(items: readonly (readonly Span[])[], isOrdered = false): Block {
  return { kind: 'list', isOrdered, items };
}

/** One paragraph of the catalogue as the whole answer; seen by the asker alone where that is possible. */
export function line(visit: Visit, key: string, params?: Params, extra: Extra = {}): Answer {
  return answer(message([paragraph(visit.spans(key, params))], { isPrivate: true, ...extra }));
}

/** For a pressed button a short word at the button, else one line. */
export function word(visit: Visit, key: string, params?: Params): Answer {
  if (visit.incoming.action === undefined) return line(visit, key, params);
  return { ...nothing, toast: shorten(visit.say(key, params), 180) };
}

export function shorten(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most
    ? text
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

/** A button, or none when its action is too long for a platform. */
export function button(label: string, action: string): Button[] {
  return Buffer.byteLength(action) > actionBytes ? [] : [{ label: shorten(label, 40), action }];
}

/** Those who may not change this chat's settings are told so. */
export function refuse(visit: Visit): Answer {
  return word(visit, 'refusal.managers');
}
