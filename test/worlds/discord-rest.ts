/** The REST methods of the fake: what Discord would do, and refuse. */
import { ok, type Reply, type Request, refusal, register, type Upload } from './discord-replies.ts';
import {
  channelJson,
  type FakeChannel,
  type FakeInteraction,
  type FakeWebhook,
  messageJson,
  pingsOf,
  rights,
  type Shown,
  type State,
  userJson,
} from './discord-state.ts';
import { checkMessage, checkModal, type Json, listOf, treeOf } from './discord-validation.ts';

const threadIsArchived = refusal(400, 50083, 'Thread is archived');
const unknownMessage = refusal(404, 10008, 'Unknown Message');
const unknownChannel = refusal(404, 10003, 'Unknown Channel');
const v2 = 1 << 15;
/** Discord drops a repeated nonce for a few minutes. */
const nonceMs = 300_000;

export function answer(state: State, request: Request): Reply {
  const { method, path } = request;
  const [, room, first = '', second = '', third = '', fourth = ''] = path.split('/');
  if (room === 'channels') return channels(state, request, first, second, third, fourth);
  if (room === 'interactions' && third === 'callback' && method === 'POST')
    return callback(state, request, first, second);
  const hook = state.webhooks.find(({ id, token }) => room === 'webhooks' && id === first && token === second);
  if (hook !== undefined) return execute(state, request, hook, fourth);
  if (room === 'webhooks' && first !== state.botId) return refusal(404, 10015, 'Unknown Webhook');
  if (room === 'webhooks') return webhooks(state, request, second, fourth);
  if (room === 'guilds' && path.endsWith('/threads/active')) {
    const threads = state.guilds.get(first)?.channels.filter(({ type, isGone }) => type === 11 && !isGone) ?? [];
    return ok({ threads: threads.map((one) => channelJson(state, one)), members: [] });
  }
  if (room === 'guilds' && second === 'members' && fourth === 'roles') return changeRoles(state, request);
  if (path === '/applications/@me' && method === 'GET')
    return ok({ id: state.botId, name: 'Dateline', bot: userJson(state.botId, 'Dateline', true) });
  if (room === 'applications' && second === 'commands') {
    if (method === 'GET') return ok(state.commands);
    if (method === 'PUT') return register(state, request.body as unknown as readonly Json[]);
  }
  if (room === 'applications' && second === 'guilds' && path.endsWith('/permissions')) {
    const permissions = state.commandRights.get(`${third}:${path.split('/')[6]}`);
    return permissions === undefined
      ? refusal(404, 10066, 'Unknown application command permissions')
      : ok({ permissions });
  }
  if (path === '/users/@me/channels' && method === 'POST') return openDirect(state, String(request.body.recipient_id));
  return refusal(404, 0, '404: Not Found');
}

/** The webhooks of a channel: seen and made by those who may manage them. */
function webhooksOf(state: State, channel: FakeChannel, { method, body }: Request): Reply {
  const granted = state.guilds.get(channel.guildId ?? '')?.botPermissions ?? 0n;
  if ((granted & rights.manageWebhooks) === 0n) return refusal(403, 50013, 'Missing Permissions');
  const json = ({ id, token, channelId, applicationId }: FakeWebhook) => ({
    id,
    type: 1,
    channel_id: channelId,
    application_id: applicationId ?? null,
    ...(applicationId === state.botId && { token }),
  });
  const here = state.webhooks.filter(({ channelId }) => channelId === channel.id);
  if (method === 'GET') return ok(here.map(json));
  if (here.length >= 15) return refusal(400, 30007, 'Maximum number of webhooks reached (15)');
  if (!isNameFine(body.name)) return refusal(400, 50035, 'Invalid Form Body', { name: {} });
  const id = state.nextId();
  const made: FakeWebhook = { id, token: `hook-token-${id}`, channelId: channel.id, applicationId: state.botId };
  state.webhooks.push(made);
  return ok(json(made));
}

function isNameFine(name: unknown): boolean {
  return typeof name === 'string' && /^.{1,80}$/u.test(name) && !/discord|clyde/i.test(name);
}

/** A webhook writes under any name, answers nobody and knows no nonce. */
function execute(state: State, { method, query, body, files }: Request, hook: FakeWebhook, messageId: string): Reply {
  const channel = state.channels.get(query.get('thread_id') ?? hook.channelId);
  if (channel === undefined || channel.isGone) return unknownChannel;
  if (query.get('with_components') !== 'true' && listOf(body.components).length > 0)
    return refusal(400, 50006, 'Cannot send an empty message');
  if (method === 'PATCH') {
    const shown = channel.messages.find(({ id, webhook }) => id === messageId && webhook?.id === hook.id);
    if (shown === undefined) return unknownMessage;
    return channel.isArchived ? threadIsArchived : change(state, shown, body);
  }
  if (!isNameFine(body.username)) return refusal(400, 50035, 'Invalid Form Body', { username: {} });
  const { nonce: _nonce, ...rest } = body;
  const invalid = invalidIn(state, rest, files);
  if (invalid !== undefined) return invalid;
  const webhook = { id: hook.id, name: String(body.username) };
  const shown = show(state, channel, rest, files, { webhook });
  return query.get('wait') === 'true' ? ok(messageJson(state, shown)) : { status: 204, body: undefined };
}

/** A member gets a role, or loses it: with the right to, and from above it. */
function changeRoles(state: State, { method, path }: Request): Reply {
  const [, , guildId = '', , personId = '', , roleId = ''] = path.split('/');
  const guild = state.guilds.get(guildId);
  const role = guild?.roles.find(({ id }) => id === roleId);
  const member = guild?.members.get(personId);
  if (role === undefined) return refusal(404, 10011, 'Unknown Role');
  if (member === undefined) return refusal(404, 10007, 'Unknown Member');
  if ((guild!.botPermissions & rights.manageRoles) === 0n || role.position >= 5 || role.isManaged)
    return refusal(403, 50013, 'Missing Permissions');
  const others = member.roles.filter((id) => id !== roleId);
  member.roles = method === 'PUT' ? [...others, roleId] : others;
  return { status: 204, body: undefined };
}

function channels(state: State, request: Request, id: string, what: string, messageId: string, more: string): Reply {
  const channel = state.channels.get(id);
  if (channel === undefined || channel.isGone) return unknownChannel;
  const { method, body, files } = request;
  const denied = deniedIn(state, channel);
  if ((denied & rights.view) !== 0n) return refusal(403, 50001, 'Missing Access');
  if (what === '' && method === 'GET') return ok(channelJson(state, channel));
  if (what === 'webhooks') return webhooksOf(state, channel, request);
  if (what === 'messages' && messageId === '' && method === 'GET') {
    if ((denied & rights.history) !== 0n) return refusal(403, 50013, 'Missing Permissions');
    return ok(
      channel.messages
        .filter(({ onlyFor }) => onlyFor === undefined)
        .toReversed()
        .slice(0, Number(request.query.get('limit') ?? 50))
        .map((one) => messageJson(state, one)),
    );
  }
  if (what === 'threads' && method === 'POST') return openPost(state, channel, body, files);
  if (what !== 'messages') return refusal(404, 0, '404: Not Found');
  if (messageId === '' && method === 'POST') return write(state, channel, body, files);
  const shown = channel.messages.find((one) => one.id === messageId && one.onlyFor === undefined);
  if (shown === undefined) return unknownMessage;
  if (more === 'crosspost') return ok(messageJson(state, Object.assign(shown, { flags: shown.flags | 1 })));
  if (method === 'GET') return ok(messageJson(state, shown));
  if (method !== 'PATCH') return refusal(405, 0, '405: Method Not Allowed');
  if (!shown.byBot || shown.webhook !== undefined)
    return refusal(403, 50005, 'Cannot edit a message authored by another user');
  return channel.isArchived ? threadIsArchived : change(state, shown, body);
}

function deniedIn(state: State, channel: FakeChannel): bigint {
  const parent = channel.parentId === undefined ? undefined : state.channels.get(channel.parentId);
  return channel.denied | (parent?.denied ?? 0n);
}

function write(state: State, channel: FakeChannel, body: Json, files: readonly Upload[]): Reply {
  const needed = channel.type === 11 ? rights.threads : rights.send;
  if (channel.type === 15) return refusal(400, 50008, 'Cannot send messages in a non-text channel');
  if (channel.isClosed) return refusal(403, 50007, 'Cannot send messages to this user');
  if ((deniedIn(state, channel) & needed) !== 0n) return refusal(403, 50013, 'Missing Permissions');
  if (channel.isLocked && channel.isArchived) return threadIsArchived;
  if (channel.isLocked) return refusal(400, 160005, 'Thread is locked');
  const invalid = invalidIn(state, body, files);
  if (invalid !== undefined) return invalid;
  const reply = (body.message_reference as Json | undefined)?.message_id as string | undefined;
  if (reply !== undefined && (deniedIn(state, channel) & rights.history) !== 0n)
    return refusal(400, 160002, 'Cannot reply without permission to read message history');
  const nonce = body.nonce === undefined ? undefined : String(body.nonce);
  const twin = channel.messages.find(
    (one) => one.nonce === nonce && nonce !== undefined && state.now() - one.at < nonceMs,
  );
  if (body.enforce_nonce === true && twin !== undefined) return ok(messageJson(state, twin));
  const isThere = channel.messages.some(({ id }) => id === reply);
  channel.isArchived = false;
  return ok(messageJson(state, show(state, channel, body, files, { replyTo: isThere ? reply : undefined })));
}

function invalidIn(state: State, body: Json, files: readonly Upload[]): Reply | undefined {
  const { problems, isEmpty } = checkMessage(
    body,
    files.map(({ name }) => name),
  );
  if (!state.knowsComponents && (Number(body.flags ?? 0) & v2) !== 0) {
    const flags = { _errors: [{ code: 'MESSAGE_FLAGS_INVALID', message: 'IS_COMPONENTS_V2 is not known' }] };
    return refusal(400, 50035, 'Invalid Form Body', { flags });
  }
  if (state.poison !== undefined && JSON.stringify(body).includes(state.poison))
    return refusal(400, 50035, 'Invalid Form Body');
  if (problems.length > 0) return refusal(400, 50035, 'Invalid Form Body', treeOf(problems));
  return isEmpty ? refusal(400, 50006, 'Cannot send an empty message') : undefined;
}

/** Puts a message of the bot into a channel. */
function show(
  state: State,
  channel: FakeChannel,
  body: Json,
  files: readonly Upload[],
  more: {
    readonly replyTo?: string | undefined;
    readonly onlyFor?: string | undefined;
    readonly id?: string;
    readonly webhook?: Shown['webhook'];
  },
): Shown {
  const shown: Shown = {
    id: more.id ?? state.nextId(),
    channelId: channel.id,
    flags: Number(body.flags ?? 0) | (more.onlyFor === undefined ? 0 : 64),
    content: String(body.content ?? ''),
    embeds: listOf(body.embeds),
    components: listOf(body.components),
    nonce: body.nonce === undefined ? undefined : String(body.nonce),
    replyTo: more.replyTo,
    pings: pingsOf(state, body),
    file: files[0],
    onlyFor: more.onlyFor,
    webhook: more.webhook,
    byBot: true,
    edits: 0,
    at: state.now(),
  };
  channel.messages.push(shown);
  return shown;
}

/** The flag of the new components stays once it is set, and cannot be set over fields of the old form. */
function change(state: State, shown: Shown, body: Json): Reply {
  if ((Number(body.flags ?? 0) & ~(v2 | 4)) !== 0) {
    const wrong = { _errors: [{ code: 'MESSAGE_FLAGS_INVALID', message: 'Flags that an edit cannot set' }] };
    return refusal(400, 50035, 'Invalid Form Body', { flags: wrong });
  }
  const flags = Number(body.flags ?? shown.flags) | (shown.flags & ~4);
  const kept = { content: shown.content || undefined, embeds: shown.embeds, components: shown.components };
  const cleared = Object.fromEntries(
    Object.entries(body)
      .filter(([, value]) => value === null)
      .map(([key]) => [key, undefined]),
  );
  const invalid = invalidIn(state, { ...kept, ...body, ...cleared, flags: flags & v2 }, []);
  if (invalid !== undefined) return invalid;
  shown.flags = flags;
  shown.content = body.content === undefined ? shown.content : String(body.content ?? '');
  shown.embeds = body.embeds === undefined ? shown.embeds : listOf(body.embeds);
  shown.components = body.components === undefined ? shown.components : listOf(body.components);
  shown.pings = [...shown.pings, ...pingsOf(state, body)];
  shown.edits += 1;
  return ok(messageJson(state, shown));
}

function openPost(state: State, forum: FakeChannel, body: Json, files: readonly Upload[]): Reply {
  if (forum.type !== 15) return refusal(400, 50024, 'Cannot execute action on this channel type');
  if ((forum.denied & rights.send) !== 0n) return refusal(403, 50013, 'Missing Permissions');
  const name = String(body.name ?? '');
  if (name === '' || [...name].length > 100) {
    const error = { _errors: [{ code: 'BASE_TYPE_BAD_LENGTH', message: 'Must be between 1 and 100 in length.' }] };
    return refusal(400, 50035, 'Invalid Form Body', { name: error });
  }
  const tags = (body.applied_tags as readonly string[] | undefined) ?? [];
  if (forum.needsTag && tags.length === 0)
    return refusal(400, 40067, 'A tag is required to create a forum post in this channel');
  const message = (body.message as Json | undefined) ?? {};
  const invalid = invalidIn(state, message, files);
  if (invalid !== undefined) return invalid;
  const id = state.nextId();
  const thread: FakeChannel = {
    ...forum,
    id,
    type: 11,
    name,
    parentId: forum.id,
    tags: [],
    appliedTags: tags,
    denied: 0n,
    messages: [],
  };
  state.channels.set(id, thread);
  state.guilds.get(forum.guildId!)!.channels.push(thread);
  // The first message of a post has the post's own id.
  const shown = show(state, thread, message, files, { id });
  return ok({ ...channelJson(state, thread), message: messageJson(state, shown) }, 201);
}

function openDirect(state: State, personId: string): Reply {
  const known = [...state.channels.values()].find(({ recipientId }) => recipientId === personId);
  return known === undefined ? refusal(400, 50007, 'Cannot send messages to this user') : ok(channelJson(state, known));
}

const answerMs = 3000;
const tokenMs = 900_000;

function callback(state: State, { body, files }: Request, id: string, token: string): Reply {
  const asked = state.interactions.get(token);
  if (asked === undefined || asked.id !== id || state.now() - asked.at > answerMs)
    return refusal(404, 10062, 'Unknown interaction');
  if (asked.ackType !== undefined) return refusal(400, 40060, 'Interaction has already been acknowledged.');
  const data = (body.data as Json | undefined) ?? {};
  const type = Number(body.type);
  if (asked.isCompletion !== (type === 8)) return refusal(400, 50035, 'Invalid Form Body', { type: {} });
  const channel = state.channels.get(asked.channelId)!;
  const isPrivate = (Number(data.flags ?? 0) & 64) !== 0;
  if (type === 4) {
    const invalid = invalidIn(state, data, files);
    if (invalid !== undefined) return invalid;
    asked.originalId = show(state, channel, data, files, { onlyFor: isPrivate ? asked.personId : undefined }).id;
  } else if (type === 7) {
    const done = change(state, messageOf(channel, asked.messageId!), data);
    if (done.status !== 200) return done;
    asked.originalId = asked.messageId;
  } else if (type === 6) asked.originalId = asked.messageId;
  else if (type === 8) {
    const choices = listOf(data.choices) as unknown as NonNullable<FakeInteraction['choices']>;
    const isBad =
      choices.length > 25 ||
      choices.some(({ name, value }) => name.length < 1 || name.length > 100 || value.length > 100);
    if (isBad) return refusal(400, 50035, 'Invalid Form Body', { data: { choices: {} } });
    asked.choices = choices;
  } else if (type === 9) {
    const problems = asked.isForm
      ? [{ path: ['type'], code: 'X', message: 'A form opens no form.' }]
      : checkModal(data);
    if (problems.length > 0) return refusal(400, 50035, 'Invalid Form Body', treeOf(problems));
    asked.modal = data;
  } else if (type !== 5) return refusal(400, 50035, 'Invalid Form Body', { type: {} });
  asked.ackType = type;
  asked.isAckPrivate = isPrivate;
  asked.ackedAfterMs = state.now() - asked.at;
  return { status: 204, body: undefined };
}

function messageOf(channel: FakeChannel, id: string): Shown {
  return channel.messages.find((one) => one.id === id)!;
}

/** Follow-ups and the original answer, by the interaction's token. */
function webhooks(state: State, { method, body, files }: Request, token: string, messageId: string): Reply {
  const asked = state.interactions.get(token);
  if (asked === undefined) return refusal(404, 10015, 'Unknown Webhook');
  if (state.now() - asked.at > tokenMs) return refusal(401, 50027, 'Invalid Webhook Token');
  if (asked.ackType === undefined) return refusal(404, 10015, 'Unknown Webhook');
  const channel = state.channels.get(asked.channelId)!;
  if (method === 'POST') {
    const invalid = invalidIn(state, body, files);
    if (invalid !== undefined) return invalid;
    asked.followUps += 1;
    const isPrivate = (Number(body.flags ?? 0) & 64) !== 0;
    return ok(
      messageJson(state, show(state, channel, body, files, { onlyFor: isPrivate ? asked.personId : undefined })),
    );
  }
  if (messageId !== '@original') return unknownMessage;
  if (method === 'DELETE') {
    channel.messages = channel.messages.filter(({ id }) => id !== asked.originalId);
    asked.originalId = undefined;
    asked.ackType = 6;
    return { status: 204, body: undefined };
  }
  if (asked.originalId !== undefined) return change(state, messageOf(channel, asked.originalId), body);
  if (asked.ackType !== 5) return unknownMessage;
  const invalid =
    (Number(body.flags ?? 0) & 64) === 0 ? invalidIn(state, body, files) : refusal(400, 50035, 'Invalid Form Body');
  if (invalid !== undefined) return invalid;
  const shown = show(state, channel, body, files, { onlyFor: asked.isAckPrivate ? asked.personId : undefined });
  asked.originalId = shown.id;
  return ok(messageJson(state, shown));
}
