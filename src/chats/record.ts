/** The record of a chat that speaks for the first time. */
import { chatIdOf, type Incoming } from '../model.ts';
import type { ChatRecord } from '../store/records.ts';
import { zoneOfLocale } from './zones.ts';

/** Sane defaults: the zone that the person's locale points to (else UTC), twelve loud alerts a day, five a topic. */
export function newChat(incoming: Incoming, now: number): ChatRecord {
  const { thread: _thread, ...address } = incoming.address;
  return {
    id: chatIdOf(incoming.address),
    address,
    kind: incoming.chatKind,
    title: incoming.chatTitle,
    createdAt: now,
    locale: incoming.person.locale,
    settings: {
      zone: zoneOfLocale(incoming.person.locale, now) ?? 'UTC',
      cap: 12,
      topiccap: 5,
      threshold: 'normal',
      quiet: [],
      quietmode: 'hold',
      images: true,
      briefLength: 'short',
    },
    follows: [],
    mutes: [],
    briefs: [],
    taste: {},
    state: 'active',
  };
}
