/** The record of a chat that speaks for the first time. */
import { type Address, type ChatKind, chatIdOf, type Incoming } from '../model.ts';
import type { ChatRecord, ChatSettings } from '../store/records.ts';
import { zoneOfLocale } from './zones.ts';

/** Sane defaults: twelve loud alerts a day, five a topic. */
export const defaultSettings: ChatSettings = {
  zone: 'UTC',
  cap: 12,
  topiccap: 5,
  threshold: 'normal',
  quiet: [],
  quietmode: 'hold',
  images: true,
  briefLength: 'short',
};

/** A chat that follows nothing yet. */
export function blankChat(
  address: Address,
  kind: ChatKind,
  now: number,
  settings: Partial<ChatSettings> = {},
): ChatRecord {
  return {
    id: chatIdOf(address),
    address,
    kind,
    createdAt: now,
    settings: { ...defaultSettings, ...settings },
    follows: [],
    mutes: [],
    briefs: [],
    taste: {},
    state: 'active',
  };
}

/** In the zone that the person's locale points to, else in UTC. */
export function newChat(incoming: Incoming, now: number): ChatRecord {
  const { thread: _thread, ...address } = incoming.address;
  const { locale } = incoming.person;
  const zone = zoneOfLocale(locale, now) ?? defaultSettings.zone;
  return { ...blankChat(address, incoming.chatKind, now, { zone }), title: incoming.chatTitle, locale };
}
