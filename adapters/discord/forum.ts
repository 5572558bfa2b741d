/** Forum channels: a post for each story, under the tags that fit its topic or its subject. */
import { type APIGuildForumTag, type ForumChannel, type MediaChannel, type RawFile, Routes } from 'discord.js';
import { type Address, type Message, type MessageRef, storiesOf } from '../../src/model.ts';
import { cleanLine } from './clean.ts';
import { attempt, type Connection, type Tried } from './connection.ts';
import { inSomeForm, type Mentions } from './forms.ts';
import type { Sheet } from './layout.ts';
import { carries, type Fates, marked, markOf, type Written } from './marks.ts';
import { attachmentsOf } from './sheets.ts';

/** Of Discord: characters of a post's title, tags of a post. */
const maxTitle = 100;
const maxTags = 5;
/** Posts under one title that are looked into. */
const mostAlike = 5;

interface Manner {
  readonly fates: Fates;
  readonly nonce: string;
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
  { fates, nonce, silence, mentions, files, ...rest }: Manner,
): Promise<Tried<MessageRef>> {
  const mark = markOf(nonce);
  const name = titleOf(line, message);
  if (fates.isUnknown(nonce)) {
    const before = await findPost(line, to, name, mark);
    if (!before.ok || before.value !== undefined) return before as Tried<MessageRef>;
  }
  fates.begin(nonce);
  const made = await inSomeForm<{ id: string; message?: { id: string } }>(line, sheet, false, (body) =>
    line.rest.post(Routes.threads(to.id), {
      body: {
        name,
        applied_tags: tagsOf(line, to.id, message),
        message: {
          ...marked(body, mark),
          flags: body.flags | silence,
          allowed_mentions: mentions,
          ...attachmentsOf(files),
        },
      },
      files,
      ...rest,
    }),
  );
  if (!made.ok) return made;
  const { id, message: first } = made.value;
  return { ok: true, value: { address: { ...to, thread: id }, id: first?.id ?? id } };
}

/** The post that an earlier try opened: of the bot's, under the same title and with the mark of the delivery. */
async function findPost(
  line: Connection,
  to: Address,
  name: string,
  mark: number,
): Promise<Tried<MessageRef | undefined>> {
  const channel = line.client.channels.cache.get(to.id) as ForumChannel | MediaChannel;
  const active = await attempt<{ readonly threads: readonly Post[] }>(line, () =>
    line.rest.get(Routes.guildActiveThreads(channel.guildId)),
  );
  if (!active.ok) return active;
  const alike = active.value.threads.filter(
    (post) => post.parent_id === to.id && post.owner_id === line.botId && post.name === name,
  );
  const newestFirst = alike.toSorted((a, b) => Number(BigInt(b.id) - BigInt(a.id)));
  for (const { id } of newestFirst.slice(0, mostAlike)) {
    const first = await attempt<Written>(line, () => line.rest.get(Routes.channelMessage(id, id)));
    if (!first.ok && first.failure.status !== 404) return first;
    if (first.ok && carries(first.value, mark)) return { ok: true, value: { address: { ...to, thread: id }, id } };
  }
  return { ok: true, value: undefined };
}

interface Post {
  readonly id: string;
  readonly name: string;
  readonly parent_id: string;
  readonly owner_id: string;
}

function titleOf(line: Connection, message: Message): string {
  const story = storiesOf(message)[0];
  const heading = message.blocks.find((block) => block.kind === 'heading');
  const words = message.kind === 'brief' ? heading?.spans.map(({ text }) => text).join('') : story?.title;
  const title = cleanLine(words ?? message.topic ?? '') || line.host.say(message.locale, 'discord.post');
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
