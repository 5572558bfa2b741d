/** Forum channels: a post for each story, under the tags that fit its topic or its subject. */
import { type APIGuildForumTag, type ForumChannel, type MediaChannel, type RawFile, Routes } from 'discord.js';
import { type Address, type Message, type MessageRef, storiesOf } from '../../src/model.ts';
import { cleanLine } from './clean.ts';
import type { Connection, Tried } from './connection.ts';
import { inSomeForm, type Mentions } from './forms.ts';
import type { Sheet } from './layout.ts';
import { attachmentsOf } from './sheets.ts';

/** Of Discord: characters of a post's title, tags of a post. */
const maxTitle = 100;
const maxTags = 5;

interface Manner {
  readonly silence: number;
  readonly mentions: Mentions;
  readonly files: RawFile[];
  readonly signal?: AbortSignal;
}

/** Opens a post. Its thread is part of the reference: updates are written there. */
export async function createPost(
  line: Connection,
  to: Address,
  message: Message,
  sheet: Sheet,
  { silence, mentions, files, ...rest }: Manner,
): Promise<Tried<MessageRef>> {
  const made = await inSomeForm<{ id: string; message?: { id: string } }>(line, sheet, false, (body) =>
    line.rest.post(Routes.threads(to.id), {
      body: {
        name: titleOf(line, message),
        applied_tags: tagsOf(line, to.id, message),
        message: { ...body, flags: body.flags | silence, allowed_mentions: mentions, ...attachmentsOf(files) },
      },
      files,
      ...rest,
    }),
  );
  if (!made.ok) return made;
  const { id, message: first } = made.value;
  return { ok: true, value: { address: { ...to, thread: id }, id: first?.id ?? id } };
}

function titleOf(line: Connection, message: Message): string {
  const story = storiesOf(message)[0];
  const heading = message.blocks.find((block) => block.kind === 'heading');
  const words = message.kind === 'brief' ? heading?.spans.map(({ text }) => text).join('') : story?.title;
  const title = cleanLine(words ?? message.topic ?? '') || line.host.say(undefined, 'discord.post');
  return title.length <= maxTitle
    ? title
    : `${title
        .slice(0, maxTitle - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`;
}

/** Tags named like the topic or the subject; where a tag is required and none fits, the first. */
function tagsOf(line: Connection, channelId: string, message: Message): readonly string[] {
  const channel = line.client.channels.cache.get(channelId) as ForumChannel | MediaChannel;
  const stories = storiesOf(message);
  const wanted = new Set(
    [message.topic, ...stories.flatMap(({ topic, category, categoryName }) => [topic, category, categoryName])].flatMap(
      (name) => (name === undefined ? [] : [name.toLowerCase()]),
    ),
  );
  const tags: readonly Pick<APIGuildForumTag, 'id' | 'name'>[] = channel.availableTags;
  const fitting = tags.filter(({ name }) => wanted.has(name.toLowerCase())).slice(0, maxTags);
  const isRequired = channel.flags.has('RequireTag');
  return (fitting.length === 0 && isRequired ? tags.slice(0, 1) : fitting).map(({ id }) => id);
}
