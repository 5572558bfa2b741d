/** What a chat does not want to hear of: the same for what is pushed, briefs, catch-ups and previews. Pure. */
import type { Story, TopicId } from '../model.ts';
import type { ChatRecord, Mute } from '../store/records.ts';
import { words } from '../text/words.ts';

/** Whether the chat muted the story (or one merged into it), its topic, all of its sources, or words of its title. */
export function isMuted(
  chat: Pick<ChatRecord, 'mutes'>,
  story: Pick<Story, 'id' | 'mergedFrom' | 'title' | 'sources'>,
  topicId: TopicId,
  now: number,
): boolean {
  return chat.mutes.some((mute) => (mute.until ?? Number.POSITIVE_INFINITY) > now && mutes(mute, story, topicId));
}

function mutes({ kind, value }: Mute, story: Parameters<typeof isMuted>[1], topicId: TopicId): boolean {
  switch (kind) {
    case 'story':
      return [story.id, ...story.mergedFrom].some((id) => id === value);
    case 'topic':
      return value === topicId;
    case 'source':
      // A story that others tell as well is not that source's alone.
      return story.sources.length > 0 && story.sources.every(({ name }) => holdsWords(name, value));
    case 'word':
      return holdsWords(story.title, value);
  }
}

/** Whole words only, one after the other: 'war' is not in 'award', 'bbc' is in 'BBC News'. */
function holdsWords(text: string, wanted: string): boolean {
  const spaced = (some: string) => ` ${words(some).join(' ')} `;
  return words(wanted).length > 0 && spaced(text).includes(spaced(wanted));
}
