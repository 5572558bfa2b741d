/** What processes of different roles say to one another. A change that an older release cannot read raises the version. */
import type { Address, ChatKind, FeedId, Item, Message, MessageRef } from '../model.ts';
import type { ChannelLimits, ChatChange } from '../ports.ts';

/** One release of skew is understood: this version reads what the one before wrote, and leaves newer ones to others. */
export const messageVersion = 1;

/** From feeds to the engine: what one reading of a feed brought. */
export const itemsLine = 'items';
export interface ItemsBody {
  readonly feedId: FeedId;
  readonly items: readonly Item[];
  readonly edited: readonly Item[];
}

/** From delivery to the engine: what a person did; the answer is an `Answer`. */
export const commandsLine = 'commands';

/** From delivery to the engine; the answer is a list of `Suggestion`. */
export const suggestionsLine = 'suggestions';
export interface SuggestionBody {
  readonly address: Address;
  readonly command: string;
  readonly typed: string;
}

/** From delivery to the engine: a chat is gone, came back, or moved. */
export const chatsLine = 'chats';
export interface ChatBody {
  readonly address: Address;
  readonly change: ChatChange;
}

/** From delivery to the engine: answered once it is so. */
export const waitsLine = 'waits';
export type WaitBody = { readonly for: 'firstPoll' } | { readonly for: 'drained'; readonly platform: string };

/** From the engine to whichever process is connected to the platform; the answer is an `Outcome`. */
export function sendLine(platform: string): string {
  return `send-${platform}`;
}
/** From a delivery process to the one that holds this part of the platform's connection; the answer is an `Outcome`. */
export function partLine(platform: string, part: number): string {
  return `${sendLine(platform)}-${part}`;
}
/** Asks for the address of a person's private chat instead of sending; the answer is an `Address` or null. */
export interface PersonBody {
  readonly person: string;
}
export interface SendBody {
  /** To whom a new message goes, or which one is changed. */
  readonly to?: Address;
  readonly ref?: MessageRef;
  readonly message: Message;
  readonly nonce: string;
  readonly isSilent: boolean;
  readonly replyTo?: MessageRef | undefined;
  readonly chatKind: ChatKind;
}

/** What a process tells about itself. */
export interface EngineAbout {
  readonly leads: boolean;
}
export interface DeliveryAbout {
  readonly platforms: readonly PlatformAbout[];
  /** Platforms whose connection it shares with others. */
  readonly shares?: readonly ShareAbout[];
}
export interface ShareAbout {
  readonly platform: string;
  /** What all keep to; undefined until it is known. */
  readonly agreed?: number | undefined;
  /** How many parts there are, which ones this process is connected to, and those that it alone may connect. */
  readonly parts: number;
  readonly held: readonly number[];
  readonly leased: readonly number[];
  /** What the next holder of a part may make use of, of those that it holds or has just given back. */
  readonly bequests: readonly (readonly [part: number, unknown])[];
  readonly isLeaving: boolean;
}
export interface PlatformAbout {
  readonly platform: string;
  readonly limits: ChannelLimits;
  readonly isIdempotent: boolean;
  /** What leads people to the bot there. */
  readonly handle?: string | undefined;
}

/** To the feeds processes: look at this feed's record; with a mark behind it, read the feed at once. */
export const feedsTopic = 'feeds';
export const atOnce = '!';

export const engineLease = 'engine';
export function platformLease(platform: string): string {
  return `platform-${platform}`;
}
export function partLease(platform: string, part: number): string {
  return `${platformLease(platform)}-${part}`;
}
