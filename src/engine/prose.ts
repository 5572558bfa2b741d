/** Better words from a language model, where one is set, and the reader's language: asked once for each edition of a story, checked, and never waited for long. */
import { digest } from '../hash.ts';
import type { Catalogue } from '../messages/say.ts';
import { languageIn } from '../messages/text.ts';
import type { Block, Item, Message, Story, StoryView } from '../model.ts';
import { itemAt } from '../model.ts';
import type { ChatRecord } from '../store/records.ts';
import { showsNames } from '../writing/faithful.ts';
import { askFor, readAnswer } from '../writing/rewrite.ts';
import { askBack, askToTranslate, comesBack, readTranslation, restore } from '../writing/translate.ts';
import type { Archive } from './archive.ts';
import type { Asking } from './asking.ts';
import { localeOf } from './desk.ts';
import type { Sight } from './sight.ts';

export interface Prose {
  /**
   * The message with better summaries, and in the chat's language, where the model gave good ones; unchanged where it did not. Never
   * throws. `show` is called with the message as it is before, and each time some of it has become better.
   */
  polish(message: Message, chat: ChatRecord, show?: (partial: Message) => void): Promise<Message>;
}

interface Parts {
  readonly asking: Asking;
  readonly archive: Archive;
  readonly sight: Sight;
  readonly catalogue: Catalogue;
}

type StoryBlock = Extract<Block, { kind: 'story' }>;

const longestSummary = 420;
const cached = 1_000;
const atOnce = 3;
/** A brief waits no longer for better words, in real time: what is not there by then stays in the sources' own. */
const patienceMs = 30_000;

export function createProse({ asking, archive, sight, catalogue }: Parts): Prose {
  if (!asking.isSet) return { polish: async (message) => message };
  const rewritten = createCache<string>();
  const translated = createCache<Pick<StoryView, 'title' | 'summary'>>();

  const rewrite = async (title: string, story: Story, items: readonly Item[], chat: ChatRecord) => {
    const reports = items.toSorted(
      (a, b) => Number(b.url === story.url) - Number(a.url === story.url) || itemAt(a) - itemAt(b),
    );
    const question = askFor(title, reports);
    if (question === undefined) return undefined;
    return rewritten.once(digest(16, title, ...items.map(({ id }) => id)), async () => {
      const answer = await asking.ask(chat, question);
      return answer === undefined
        ? undefined
        : { value: readAnswer(answer, question, reports[0]?.lang, longestSummary) };
    });
  };

  const translate = async ({ title, summary }: StoryView, from: string, to: string, chat: ChatRecord) => {
    const task = askToTranslate(title, summary, from, to);
    if (task === undefined || !(showsNames(to) || showsNames(from))) return undefined;
    return translated.once(digest(16, to, title, summary), async () => {
      const answer = await asking.ask(chat, task);
      if (answer === undefined) return undefined;
      const read = readTranslation(answer, task);
      if (read === undefined) return { value: undefined };
      if (showsNames(to)) return { value: restore(read, task) };
      const back = askBack(read, task);
      const again = back === undefined ? undefined : await asking.ask(chat, back);
      if (back === undefined || again === undefined) return undefined;
      return { value: comesBack(again, back, task) ? restore(read, task) : undefined };
    });
  };

  const inBetterWords = async (block: StoryBlock, chat: ChatRecord): Promise<StoryBlock> => {
    if (block.detail === 'headline') return block;
    const story = archive.current(block.story.id);
    const seen = story === undefined ? undefined : sight.storyFor(chat.id, story);
    if (seen === undefined) return block;
    const text = await rewrite(block.story.title, { ...seen.story, url: block.story.url }, seen.items, chat);
    return text === undefined ? block : { ...block, story: { ...block.story, summary: text } };
  };

  const inLanguageOf = async (block: StoryBlock, chat: ChatRecord): Promise<StoryBlock> => {
    const locale = catalogue.negotiate(localeOf(chat));
    const [to, from] = [locale.split('-')[0], block.story.lang];
    if (to === undefined || from === undefined || from === to) return block;
    const whole = block.detail === 'headline' ? { ...block.story, summary: '' } : block.story;
    const said = await translate(whole, from, to, chat);
    if (said === undefined) return block;
    const note = catalogue.say(locale, 'brief.translated', { language: languageIn(locale, from) });
    const notes = [...block.notes, [{ text: note, style: 'dim' as const }]];
    return { ...block, story: { ...block.story, ...said, lang: to }, notes };
  };

  const polishBlock = async (block: Block, chat: ChatRecord): Promise<Block> =>
    block.kind === 'story' ? inLanguageOf(await inBetterWords(block, chat), chat) : block;

  return {
    async polish(message, chat, show) {
      const blocks: Block[] = [];
      const until = performance.now() + patienceMs;
      for (let from = 0; from < message.blocks.length; from += atOnce) {
        const left = message.blocks.slice(from);
        show?.({ ...message, blocks: [...blocks, ...left] });
        if (performance.now() > until) return { ...message, blocks: [...blocks, ...left] };
        const some = message.blocks.slice(from, from + atOnce);
        blocks.push(...(await Promise.all(some.map((block) => polishBlock(block, chat)))));
      }
      return { ...message, blocks };
    },
  };
}

interface Cache<T> {
  /** What is known, or what `make` finds; a failure (undefined) is asked again, a refused answer (`value: undefined`) is not. */
  once(key: string, make: () => Promise<{ readonly value: T | undefined } | undefined>): Promise<T | undefined>;
}

function createCache<T>(): Cache<T> {
  const known = new Map<string, T | undefined>();
  return {
    async once(key, make) {
      if (known.has(key)) return known.get(key);
      const made = await make();
      if (made === undefined) return undefined;
      if (known.size >= cached) known.delete(known.keys().next().value as string);
      known.set(key, made.value);
      return made.value;
    },
  };
}
