/** A brief is told: composed, put into better words where a model gives them, queued, and taken down as heard. */
import type { HeardBook } from '../delivery/heard.ts';
import type { Block, Message } from '../model.ts';
import type { ChatRecord, FeedRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { type BriefOptions, makeBrief } from './briefing.ts';
import type { DeskParts } from './desk.ts';
import type { Prose } from './prose.ts';

interface Parts extends DeskParts {
  readonly heard: HeardBook;
  readonly prose: Pick<Prose, 'polish' | 'isSet'>;
  readonly store: Pick<Store, 'chats'>;
}

interface Ways {
  /** Called with the message before it counts as heard. */
  readonly queue?: (message: Message) => Promise<void>;
  /** Called with what there is while better words are still being found. */
  readonly show?: ((partial: Message) => void) | undefined;
}

/** So often better words are asked for while what the chat has heard goes on changing; then the sources' own are told. */
const mostRounds = 3;

/**
 * Better words take as long as a model takes. Meanwhile the chat's record is held by nobody: alerts of a story are decided
 * on for many chats together, and none waits for another's brief. Throws StoreError.
 */
export async function tellBrief(
  { heard, prose, store, ...desk }: Parts,
  chat: ChatRecord,
  feeds: readonly FeedRecord[],
  options: BriefOptions,
  { queue = async () => {}, show }: Ways = {},
): Promise<Message> {
  let draft = prose.isSet ? makeBrief(desk, chat, await heard.read(chat.id), feeds, options) : undefined;
  for (let round = 1; ; round++) {
    const polished = draft && (await prose.polish(draft.message, chat, { ...draft, show }));
    const told = await heard.change(chat.id, async (before) => {
      const brief = makeBrief(desk, chat, before, feeds, options);
      const isSame = draft === undefined || wordsOf(draft.message) === wordsOf(brief.message);
      if (!isSame && round < mostRounds) {
        draft = brief;
        return [undefined, undefined];
      }
      const message = (isSame ? polished : undefined) ?? brief.message;
      // Erased meanwhile: nothing is written of it any more.
      if ((await store.chats.get(chat.id)) === undefined) return [undefined, message];
      await queue(message);
      return [brief.heard, message];
    });
    if (told !== undefined) return told;
  }
}

/** What a message says, apart from ages: time passes while words are looked for. */
function wordsOf({ blocks }: Message): string {
  return JSON.stringify(blocks.map(wordsOfBlock));
}

function wordsOfBlock(block: Block): unknown {
  if (block.kind !== 'story') return block;
  const { story, ...around } = block;
  return { ...around, story: [story.id, story.title, story.url, story.summary] };
}
