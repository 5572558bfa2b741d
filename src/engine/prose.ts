/** Better words from a language model, where one is set: asked once for each edition of a story, checked, and never waited for long. */
import { digest } from '../hash.ts';
import type { Block, Item, Message, Story } from '../model.ts';
import { itemAt } from '../model.ts';
import type { Clock, Log, Writer } from '../ports.ts';
import type { ChatRecord } from '../store/records.ts';
import { askFor, readAnswer } from '../writing/rewrite.ts';
import type { Archive } from './archive.ts';
import type { Sight } from './sight.ts';

export interface Prose {
  /**
   * The message with better summaries where the model gave good ones; unchanged where it did not. Never throws. `show` is
   * called with the message as it is before, and each time some of it has become better.
   */
  polish(message: Message, chat: ChatRecord, show?: (partial: Message) => void): Promise<Message>;
}

interface Parts {
  readonly writer: Writer | undefined;
  readonly archive: Archive;
  readonly sight: Sight;
  readonly clock: Clock;
  readonly log: Log;
}

const dayMs = 86_400_000;
/** What a day may cost: calls in all, and for one chat. */
const callsADay = 400;
const callsAChat = 40;
const mostTokens = 400;
const longestSummary = 420;
const cached = 1_000;
const atOnce = 3;
/** After a failure the model is left alone for so long. */
const restMs = 5 * 60_000;

export function createProse({ writer, archive, sight, clock, log }: Parts): Prose {
  if (writer === undefined) return { polish: async (message) => message };
  const known = new Map<string, string | undefined>();
  const spent = { day: 0, all: 0, chats: new Map<string, number>() };
  let restUntil = 0;

  const mayAsk = (chat: ChatRecord): boolean => {
    const now = clock.now();
    const day = Math.floor(now / dayMs);
    if (day !== spent.day) {
      spent.day = day;
      spent.all = 0;
      spent.chats.clear();
    }
    const own = spent.chats.get(chat.id) ?? 0;
    if (now < restUntil || spent.all >= callsADay || own >= callsAChat) return false;
    spent.all += 1;
    spent.chats.set(chat.id, own + 1);
    return true;
  };

  const write = async (title: string, story: Story, items: readonly Item[], chat: ChatRecord) => {
    const reports = items.toSorted(
      (a, b) => Number(b.url === story.url) - Number(a.url === story.url) || itemAt(a) - itemAt(b),
    );
    const key = digest(16, title, ...items.map(({ id }) => id));
    if (known.has(key)) return known.get(key);
    const question = askFor(title, reports);
    if (question === undefined || !mayAsk(chat)) return undefined;
    try {
      const answer = await writer.complete({ ...question, maxTokens: mostTokens });
      const text = readAnswer(answer, question, reports[0]?.lang, longestSummary);
      if (known.size >= cached) known.delete(known.keys().next().value as string);
      known.set(key, text);
      return text;
    } catch (error) {
      restUntil = clock.now() + restMs;
      log.warn({ reason: error instanceof Error ? error.message : 'unknown' }, 'summaries are extracted for now');
      return undefined;
    }
  };

  const polishBlock = async (block: Block, chat: ChatRecord): Promise<Block> => {
    if (block.kind !== 'story' || block.detail === 'headline') return block;
    const story = archive.current(block.story.id);
    const seen = story === undefined ? undefined : sight.storyFor(chat.id, story);
    if (seen === undefined) return block;
    const text = await write(block.story.title, { ...seen.story, url: block.story.url }, seen.items, chat);
    return text === undefined ? block : { ...block, story: { ...block.story, summary: text } };
  };

  return {
    async polish(message, chat, show) {
      const blocks: Block[] = [];
      for (let from = 0; from < message.blocks.length; from += atOnce) {
        show?.({ ...message, blocks: [...blocks, ...message.blocks.slice(from)] });
        const some = message.blocks.slice(from, from + atOnce);
        blocks.push(...(await Promise.all(some.map((block) => polishBlock(block, chat)))));
      }
      return { ...message, blocks };
    },
  };
}
