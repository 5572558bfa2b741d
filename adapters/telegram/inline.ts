/** Inline mode: `@bot topic` in any chat offers stories to share. */
import type { InlineQuery, InlineQueryResult } from 'grammy/types';
import type { Message, StoryView } from '../../src/model.ts';
import { cleanLine } from './clean.ts';
import { attempt, type Connection } from './connection.ts';
import { keyboardOf } from './keyboard.ts';
import { followLink, followPayload } from './links.ts';
import { onePiece } from './pieces.ts';

/** Telegram shows at most 50; a person looks at a few. */
const maxResults = 10;
const maxTitle = 200;
const freshSeconds = 60;
/** People type on: only the last of quick changes is looked up. */
const settleMs = 300;

export type InlineAnswerer = (query: InlineQuery, updateId: string) => Promise<void>;

export function createInline(line: Connection): InlineAnswerer {
  const newest = new Map<number, string>();
  return async (query, updateId) => {
    newest.set(query.from.id, query.id);
    await line.host.clock.sleep(settleMs);
    if (newest.get(query.from.id) !== query.id) return;
    newest.delete(query.from.id);
    const topic = cleanLine(query.query);
    const stories = await storiesFor(line, query, topic, updateId);
    const results = stories.slice(0, maxResults).map((story) => resultOf(line, query, topic, story));
    const button = followButton(line, query, topic);
    const answered = await attempt(line, () =>
      line.api.answerInlineQuery(query.id, results, {
        cache_time: freshSeconds,
        is_personal: true,
        ...(button !== undefined && { button }),
      }),
    );
    if (!answered.ok) line.host.log.debug({ reason: answered.failure.reason }, 'an inline question was not answered');
  };
}

/** Above the stories: a way to follow the topic in the private chat with the bot. */
function followButton(line: Connection, query: InlineQuery, topic: string) {
  const payload = topic === '' ? undefined : followPayload(topic);
  if (payload === undefined) return undefined;
  return { text: line.host.say(query.from.language_code, 'telegram.followTopic', { topic }), start_parameter: payload };
}

async function storiesFor(
  line: Connection,
  query: InlineQuery,
  topic: string,
  updateId: string,
): Promise<readonly StoryView[]> {
  const answer = await line.host.handle({
    updateId,
    address: { platform: 'telegram', id: String(query.from.id) },
    chatKind: 'private',
    chatTitle: undefined,
    person: {
      id: String(query.from.id),
      name: query.from.first_name,
      isManager: true,
      locale: query.from.language_code,
    },
    text: `/latest ${topic}`.trim(),
    action: undefined,
    messageRef: undefined,
    file: undefined,
    isPassing: true,
  });
  const found = answer.messages.flatMap((message) => message.blocks);
  const stories = found.flatMap((block) => (block.kind === 'story' ? [block.story] : []));
  return [...new Map(stories.map((story) => [story.id, story])).values()];
}

function resultOf(line: Connection, query: InlineQuery, topic: string, story: StoryView): InlineQueryResult {
  const piece = onePiece(shared(story));
  const source = story.sources[0]?.name;
  const link = topic === '' ? undefined : followLink(line.me.username, topic);
  const label = line.host.say(query.from.language_code, 'telegram.followTopic', { topic });
  const keyboard = link === undefined ? undefined : keyboardOf([[{ label, action: link }]]);
  return {
    type: 'article',
    id: story.id,
    title: [...cleanLine(story.title)].slice(0, maxTitle).join('') || story.url,
    description: [source, story.age].filter((part) => part !== undefined && part !== '').join(' · '),
    ...(story.image !== undefined && { thumbnail_url: story.image }),
    input_message_content: {
      message_text: piece.text,
      entities: piece.entities.filter((entity) => entity.type !== 'date_time'),
      link_preview_options: { url: story.url, prefer_small_media: story.image === undefined },
    },
    ...(keyboard !== undefined && { reply_markup: keyboard }),
  };
}

/** Shared elsewhere: without what concerns only the chat that it came from. */
function shared(story: StoryView): Message {
  return {
    kind: 'reply',
    topic: undefined,
    blocks: [{ kind: 'story', story: { ...story, topic: undefined }, detail: 'short', lead: [], notes: [] }],
    buttons: [],
    isLoud: false,
    isPrivate: false,
    previewUrl: story.url,
    file: undefined,
  };
}
