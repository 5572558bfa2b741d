/** A story's words in another language, asked of a model once for each edition of the story and checked; the same for every chat. */
import { digest } from '../hash.ts';
import type { StoryView } from '../model.ts';
import type { ChatRecord } from '../store/records.ts';
import { showsNames } from '../writing/faithful.ts';
import { askBack, askToTranslate, comesBack, readTranslation, restore } from '../writing/translate.ts';
import type { Asking } from './asking.ts';
import { createOnce } from './once.ts';

type Words = Pick<StoryView, 'title' | 'summary'>;

export interface Translating {
  /** Undefined when there is nothing to translate, the model gives nothing, or something that the source does not say. Languages are ISO 639-1. */
  translate(words: Words, from: string, to: string, chat: ChatRecord, isUnasked?: boolean): Promise<Words | undefined>;
  /** When the translation that is on its way was asked for (ms of `performance.now()`); undefined when none is. */
  askedAt(words: Words, to: string): number | undefined;
}

export function createTranslating(asking: Asking): Translating {
  const once = createOnce<Words>();
  const keyOf = ({ title, summary }: Words, to: string) => digest(16, to, title, summary);
  return {
    askedAt: (words, to) => once.askedAt(keyOf(words, to)),
    async translate(words, from, to, chat, isUnasked = false) {
      const task = askToTranslate(words.title, words.summary, from, to);
      if (task === undefined || !(showsNames(to) || showsNames(from))) return undefined;
      return once.get(keyOf(words, to), async () => {
        const answer = await asking.ask(chat, task, isUnasked);
        if (answer === undefined) return undefined;
        const read = readTranslation(answer, task);
        if (read === undefined) return { value: undefined };
        if (showsNames(to)) return { value: restore(read, task) };
        const back = askBack(read, task);
        const again = back === undefined ? undefined : await asking.ask(chat, back, isUnasked);
        if (back === undefined || again === undefined) return undefined;
        return { value: comesBack(again, back, task) ? restore(read, task) : undefined };
      });
    },
  };
}
