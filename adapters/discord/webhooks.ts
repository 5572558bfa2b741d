/**
 * Alerts under their topic's own name, by a webhook of the bot's: in text channels where somebody gave it the right to manage
 * webhooks. Such messages answer nobody and know no nonce (see `marks.ts`).
 */
import { ChannelType, PermissionFlagsBits, Routes } from 'discord.js';
import type { Address, Message, MessageRef } from '../../src/model.ts';
import type { SendOptions } from '../../src/ports.ts';
import { cleanLine } from './clean.ts';
import { attempt, type Connection, type Tried } from './connection.ts';
import { inSomeForm, type Mentions, noMentions } from './forms.ts';
import type { Sheet } from './layout.ts';
import { carries, createLedger, type Fates, marked, markOf, type Written } from './marks.ts';
import { rightsIn } from './places.ts';

/** Of Discord: characters of a name, and names that it does not take. */
const longestName = 80;
const refusedNames = /discord|clyde|```|^(?:everyone|here)$/i;
const hookName = 'Dateline';
/** Where no webhook could be had, none is asked for within this time. */
const restMs = 600_000;
const lookedThrough = 50;
const rememberedIds = 5000;

interface Hook {
  readonly id: string;
  readonly token: string;
}

export interface Named {
  readonly name: string;
  readonly hook: Hook;
}

export interface Webhooks {
  /** The name and the webhook for an alert; undefined where it goes out as the bot's own message. */
  forAlert(to: Address, message: Message, options: SendOptions): Promise<Named | undefined>;
  /** Undefined when the webhook takes no messages any more: the bot can write by itself. */
  post(to: Address, sheet: Sheet, named: Named, manner: Manner): Promise<Tried<MessageRef> | undefined>;
  /** Undefined when the message is none of a webhook's. */
  edit(ref: MessageRef, sheet: Sheet, signal: { signal?: AbortSignal }): Promise<Tried<unknown> | undefined>;
}

interface Manner {
  readonly nonce: string;
  readonly silence: number;
  readonly mentions: Mentions;
  readonly signal?: AbortSignal;
}

export function createWebhooks(line: Connection, fates: Fates, now: () => number = () => performance.now()): Webhooks {
  const hooks = new Map<string, { readonly hook: Hook | undefined; readonly until: number }>();
  /** Messages of which is known whether a webhook wrote them. */
  const written = createLedger<boolean>(rememberedIds);

  const find = async (channelId: string, isMade: boolean): Promise<Hook | undefined> => {
    const known = hooks.get(channelId);
    if (known !== undefined && known.until > now() && (known.hook !== undefined || !isMade)) return known.hook;
    const hook = await ask(line, channelId, isMade);
    hooks.set(channelId, { hook, until: hook === undefined ? now() + restMs : Number.POSITIVE_INFINITY });
    return hook;
  };

  /** The message that an earlier try left, if it did. */
  const twin = async (to: Address, hook: Hook, mark: number): Promise<Tried<string | undefined>> => {
    const query = new URLSearchParams({ limit: String(lookedThrough) });
    const route = Routes.channelMessages(to.thread ?? to.id);
    const read = await attempt<readonly Written[]>(line, () => line.rest.get(route, { query }));
    if (!read.ok) return read;
    const found = read.value.find((one) => one.webhook_id === hook.id && carries(one, mark));
    return { ok: true, value: found?.id };
  };

  return {
    async forAlert(to, message, { replyTo }) {
      const name = nameOf(message.topic);
      if (message.kind !== 'alert' || message.file !== undefined || replyTo !== undefined || name === undefined)
        return undefined;
      const hook = mayName(line, to.id) ? await find(to.id, true) : undefined;
      return hook === undefined ? undefined : { name, hook };
    },

    async post(to, sheet, { name, hook }, { nonce, silence, mentions, ...rest }) {
      const mark = markOf(nonce);
      if (fates.isUnknown(nonce)) {
        const before = await twin(to, hook, mark);
        if (!before.ok) return before;
        if (before.value !== undefined) return { ok: true, value: { address: to, id: before.value } };
      }
      fates.begin(nonce);
      const avatar = line.client.user?.avatarURL() ?? undefined;
      const query = new URLSearchParams({ wait: 'true', ...componentsIn(to) });
      const done = await inSomeForm<{ id: string }>(line, sheet, false, (body) =>
        line.rest.post(Routes.webhook(hook.id, hook.token), {
          body: {
            ...marked(body, mark),
            flags: body.flags | silence,
            username: name,
            ...(avatar !== undefined && { avatar_url: avatar }),
            allowed_mentions: mentions,
          },
          query,
          auth: false,
          ...rest,
        }),
      );
      if (done.ok) {
        written.set(done.value.id, true);
        return { ok: true, value: { address: to, id: done.value.id } };
      }
      const { status, reason } = done.failure;
      if (status === 0 || status === 429 || status >= 500) return done;
      line.host.log.warn({ chat: to.id, reason }, 'a webhook took no message; the bot writes by itself');
      hooks.set(to.id, { hook: undefined, until: now() + restMs });
      return undefined;
    },

    async edit({ address, id }, sheet, signal) {
      if (written.get(id) === false || !mayName(line, address.id)) return undefined;
      const hook = await find(address.id, false);
      if (hook === undefined) return undefined;
      const query = new URLSearchParams(componentsIn(address));
      const done = await inSomeForm(line, sheet, true, (body) =>
        line.rest.patch(Routes.webhookMessage(hook.id, hook.token, id), {
          body: { ...body, allowed_mentions: noMentions },
          query,
          auth: false,
          ...signal,
        }),
      );
      const isOthers = !done.ok && done.failure.status === 404;
      if (!done.ok && done.failure.code === 10015) hooks.delete(address.id);
      written.set(id, !isOthers);
      return isOthers ? undefined : done;
    },
  };
}

/** The bot's own webhook in a channel; made where there is none and one is wanted. */
async function ask(line: Connection, channelId: string, isMade: boolean): Promise<Hook | undefined> {
  const route = Routes.channelWebhooks(channelId);
  const listed = await attempt<readonly (Partial<Hook> & { readonly application_id?: string | null })[]>(line, () =>
    line.rest.get(route),
  );
  if (!listed.ok) return undefined;
  const own = listed.value.find((one) => one.application_id === line.applicationId && one.token !== undefined);
  if (own !== undefined || !isMade) return own as Hook | undefined;
  const made = await attempt<Hook>(line, () => line.rest.post(route, { body: { name: hookName } }));
  return made.ok ? made.value : undefined;
}

/** Only where the right was given for itself: an administrator's bot was not asked to write under other names. */
function mayName(line: Connection, channelId: string): boolean {
  const rights = rightsIn(line, channelId) ?? 0n;
  const needed = PermissionFlagsBits.ManageWebhooks | PermissionFlagsBits.ReadMessageHistory;
  const isGiven = (rights & needed) === needed && (rights & PermissionFlagsBits.Administrator) === 0n;
  return isGiven && line.client.channels.cache.get(channelId)?.type === ChannelType.GuildText;
}

function nameOf(topic: string | undefined): string | undefined {
  const name = cleanLine(topic ?? '').replaceAll('"', '');
  if (name === '' || refusedNames.test(name)) return undefined;
  return name.length <= longestName ? name : `${name.slice(0, longestName - 1).toWellFormed()}…`;
}

function componentsIn({ thread }: Address): Readonly<Record<string, string>> {
  return { with_components: 'true', ...(thread !== undefined && { thread_id: thread }) };
}
