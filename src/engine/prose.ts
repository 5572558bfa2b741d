/** Better words from a language model, where one is set, and the reader's language: asked once for each edition of a story, checked, and never waited for long. */
import { digest } from '../hash.ts';
import type { Catalogue } from '../messages/say.ts';
import { languageIn } from '../messages/text.ts';
import type { Block, Item, Message, Span, Story, StoryId, StoryView } from '../model.ts';
import { itemAt } from '../model.ts';
import type { ChatRecord } from '../store/records.ts';
import { within } from '../within.ts';
import { askFor, readAnswer } from '../writing/rewrite.ts';
import { askForChange, readChange } from '../writing/what-changed.ts';
import type { Archive } from './archive.ts';
import type { Asking } from './asking.ts';
import type { Change } from './briefing.ts';
import { localeOf } from './desk.ts';
import { createOnce } from './once.ts';
import type { Sight } from './sight.ts';
import { createTranslating } from './translating.ts';

export interface Prose {
  /** Whether there is a model; without one every message stays as it is. */
  readonly isSet: boolean;
  /**
   * The message with better summaries, what is new in better words, and in the chat's language, where the model gave good ones;
   * unchanged where it did not. Never throws. `show` is called with the message as it is before, and each time some of it has become better.
   */
  polish(message: Message, chat: ChatRecord, options?: PolishOptions): Promise<Message>;
  /**
   * A message that is pushed, in the language that the chat has chosen, as far as that is there within two seconds. What comes later
   * is told by `onLate`: from then on it is there at once. Never throws.
   */
  push(message: Message, chat: ChatRecord, onLate: () => void): Promise<Message>;
}

interface PolishOptions {
  /** The stories of which the message may have lines ('Also on your topics'). */
  readonly views?: readonly StoryView[];
  readonly changes?: ReadonlyMap<StoryId, Change>;
  readonly show?: ((partial: Message) => void) | undefined;
}

interface Parts {
  readonly asking: Asking;
  readonly archive: Archive;
  readonly sight: Sight;
  readonly catalogue: Catalogue;
  /** A brief waits no longer for better words, in real time: what is not there by then stays in the sources' own. */
  readonly patienceMs?: number;
}

type StoryBlock = Extract<Block, { kind: 'story' }>;

const longestSummary = 420;
const atOnce = 3;
const usualPatienceMs = 30_000;
/** An alert waits no longer, counted from when the first chat's alert asked. */
const pushPatienceMs = 2_000;

export function createProse({ asking, archive, sight, catalogue, patienceMs = usualPatienceMs }: Parts): Prose {
  if (!asking.isSet) return { isSet: false, polish: async (message) => message, push: async (message) => message };
  const written = createOnce<string>();
  const translating = createTranslating(asking);

  const rewrite = async (title: string, story: Story, items: readonly Item[], chat: ChatRecord) => {
    const reports = items.toSorted(
      (a, b) => Number(b.url === story.url) - Number(a.url === story.url) || itemAt(a) - itemAt(b),
    );
    const question = askFor(title, reports);
    if (question === undefined) return undefined;
    return written.get(digest(16, title, ...items.map(({ id }) => id)), async () => {
      const answer = await asking.ask(chat, question);
      return answer === undefined
        ? undefined
        : { value: readAnswer(answer, question, reports[0]?.lang, longestSummary) };
    });
  };

  const sayChange = async (title: string, { text, newer, known }: Change, chat: ChatRecord): Promise<string> => {
    const question = askForChange(title, newer, known);
    if (question === undefined) return text;
    const said = await written.get(digest(16, 'change', title, ...newer.map(({ id }) => id), ...known), async () => {
      const answer = await asking.ask(chat, question);
      return answer === undefined ? undefined : { value: readChange(answer, question, newer, known) };
    });
    return said ?? text;
  };

  const inBetterWords = async (block: StoryBlock, chat: ChatRecord): Promise<StoryBlock> => {
    if (block.detail === 'headline') return block;
    const story = archive.current(block.story.id);
    const seen = story === undefined ? undefined : sight.storyFor(chat.id, story);
    if (seen === undefined) return block;
    const text = await rewrite(block.story.title, { ...seen.story, url: block.story.url }, seen.items, chat);
    return text === undefined ? block : { ...block, story: { ...block.story, summary: text } };
  };

  /** The language to translate into, when the story is in another one. */
  const languageFor = ({ lang }: StoryView, locale: string | undefined) => {
    const to = catalogue.negotiate(locale).split('-')[0];
    return to === undefined || lang === undefined || lang === to ? undefined : { from: lang, to };
  };

  /** What of a story is shown. */
  const shownOf = ({ story, detail }: StoryBlock): Pick<StoryView, 'title' | 'summary'> => ({
    title: story.title,
    summary: detail === 'headline' ? '' : story.summary,
  });

  const translated = (block: StoryBlock, said: Pick<StoryView, 'title' | 'summary'>, from: string, to: string) => {
    const note: Span[] = [
      { text: catalogue.say(to, 'brief.translated', { language: languageIn(to, from) }), style: 'dim' },
    ];
    return { ...block, story: { ...block.story, ...said, lang: to }, notes: [...block.notes, note] };
  };

  /** Better words, then the reader's language; where the block tells what is new, for that, and around it the word that says so. */
  const polishBlock = async (
    block: Block,
    chat: ChatRecord,
    { changes, views = [] }: PolishOptions,
  ): Promise<Block> => {
    if (block.kind === 'list')
      return { ...block, items: await Promise.all(block.items.map((line) => inLanguageOf(line, chat, views))) };
    if (block.kind !== 'story') return block;
    const locale = localeOf(chat);
    const change = changes?.get(block.story.id);
    const asNew = (text: string) => catalogue.say(locale, 'brief.new', { change: text });
    const isNew = change !== undefined && block.story.summary === asNew(change.text);
    const better = isNew
      ? withSummary(block, await sayChange(block.story.title, change, chat))
      : await inBetterWords(block, chat);
    const mark = (one: StoryBlock) => (isNew ? withSummary(one, asNew(one.story.summary)) : one);
    const languages = languageFor(block.story, locale);
    if (languages === undefined) return mark(better);
    const { from, to } = languages;
    const said = await translating.translate(shownOf(better), from, to, chat);
    return mark(said === undefined ? better : translated(better, said, from, to));
  };

  /** One line a story: only its headline can be in the reader's language. */
  const inLanguageOf = async (line: readonly Span[], chat: ChatRecord, views: readonly StoryView[]) => {
    const view = views.find(({ url, title }) => line.some(({ href, text }) => href === url && text === title));
    const locale = localeOf(chat);
    const languages = view === undefined ? undefined : languageFor(view, locale);
    if (view === undefined || languages === undefined) return line;
    const { from, to } = languages;
    const said = await translating.translate({ title: view.title, summary: '' }, from, to, chat);
    if (said === undefined) return line;
    const note = catalogue.say(locale, 'brief.translated', { language: languageIn(to, from) });
    const told = line.map((span) => (span.href === view.url ? { ...span, text: said.title } : span));
    return [...told, { text: ` · ${note}`, style: 'dim' as const }];
  };

  const pushBlock = async (block: Block, chat: ChatRecord, onLate: () => void): Promise<Block> => {
    const languages = block.kind === 'story' ? languageFor(block.story, chat.settings.language) : undefined;
    if (block.kind !== 'story' || languages === undefined) return block;
    const { from, to } = languages;
    const shown = shownOf(block);
    const answer = translating.translate(shown, from, to, chat, true);
    const waitMs = pushPatienceMs - (performance.now() - (translating.askedAt(shown, to) ?? performance.now()));
    const said = await within(waitMs, answer);
    if (said !== 'late') return said === undefined ? block : translated(block, said, from, to);
    void answer.then((words) => words !== undefined && onLate());
    return block;
  };

  return {
    isSet: true,
    async polish(message, chat, options = {}) {
      const blocks: Block[] = [];
      const until = performance.now() + patienceMs;
      for (let from = 0; from < message.blocks.length; from += atOnce) {
        const left = message.blocks.slice(from);
        options.show?.({ ...message, blocks: [...blocks, ...left] });
        if (performance.now() > until) return { ...message, blocks: [...blocks, ...left] };
        const some = message.blocks.slice(from, from + atOnce);
        blocks.push(...(await Promise.all(some.map((block) => polishBlock(block, chat, options)))));
      }
      return { ...message, blocks };
    },
    async push(message, chat, onLate) {
      if (chat.settings.language === undefined) return message;
      return { ...message, blocks: await Promise.all(message.blocks.map((block) => pushBlock(block, chat, onLate))) };
    },
  };
}

function withSummary(block: StoryBlock, summary: string): StoryBlock {
  return { ...block, story: { ...block.story, summary } };
}
