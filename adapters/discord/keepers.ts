/** Whoever can mend it is told when the bot may no longer write in a channel: once, in words, in a direct message. */
import { createHash } from 'node:crypto';
import { Routes } from 'discord.js';
import { attempt, type Connection } from './connection.ts';
import { inSomeForm, noMentions } from './forms.ts';
import { missingIn } from './places.ts';
import { said } from './said.ts';
import { sheetsOf } from './sheets.ts';

export interface Keepers {
  /** Somebody who manages the server did something in it. */
  saw(guildId: string, person: { readonly id: string; readonly locale: string | undefined }): void;
  /** Nothing can be written in this channel. Says nothing where it is not a right that is missing, or where it was said. */
  tell(channelId: string): Promise<void>;
  /** It can be written there again; answers whether it had been told. */
  mended(channelId: string): boolean;
}

const mostRemembered = 10_000;

export function createKeepers(line: Connection): Keepers {
  /** The last one who managed each server, as far as the bot saw it; else its owner. */
  const seen = new Map<string, { readonly id: string; readonly locale: string | undefined }>();
  const told = new Set<string>();
  return {
    saw(guildId, person) {
      if (seen.size >= mostRemembered) seen.clear();
      seen.set(guildId, person);
    },
    mended: (channelId) => told.delete(channelId),
    async tell(channelId) {
      const channel = line.client.channels.cache.get(channelId);
      if (channel === undefined || channel.isDMBased() || told.has(channelId)) return;
      const missing = missingIn(line, channelId);
      if (missing.length === 0) return;
      if (told.size >= mostRemembered) told.clear();
      told.add(channelId);
      const keeper = seen.get(channel.guildId) ?? { id: channel.guild.ownerId, locale: channel.guild.preferredLocale };
      const rights = missing.map((name) => line.host.say(keeper.locale, `discord.right.${name}`)).join(', ');
      const params = { channel: `#${channel.name}`, server: channel.guild.name, rights };
      await writeTo(line, keeper.id, line.host.say(keeper.locale, 'discord.cannotWrite', params));
    },
  };
}

async function writeTo(line: Connection, personId: string, text: string): Promise<void> {
  const body = { recipient_id: personId };
  const opened = await attempt<{ id: string }>(line, () => line.rest.post(Routes.userChannels(), { body }));
  if (!opened.ok) return;
  const address = { platform: 'discord', id: opened.value.id };
  await line.host.turn(address, 'private', 'reply');
  const nonce = createHash('sha256').update(`keeper:${personId}:${text}`).digest('base64url').slice(0, 25);
  for (const sheet of sheetsOf(line, said(text))) {
    await inSomeForm(line, sheet, false, (form) =>
      line.rest.post(Routes.channelMessages(address.id), {
        body: { ...form, nonce, enforce_nonce: true, allowed_mentions: noMentions },
      }),
    );
  }
}
