/** When somebody usually reads: learnt from when they ask, and used for an offer only. */
import type { Answer } from '../model.ts';
import { localTime } from '../zone.ts';
import { button, paragraph } from './answers.ts';
import { parseTime } from './clock-words.ts';
import type { Visit } from './visit.ts';

const dayMs = 86_400_000;
/** So many of the last readings are remembered. */
const remembered = 30;
const lookBackMs = 21 * dayMs;
/** A habit: on at least so many days, and on this share of those on which anything was read, within this span of the day. */
const leastDays = 5;
const leastShare = 0.6;
const spanMinutes = 60;
/** A brief that comes this near is the brief of that habit. */
const nearMinutes = 90;
/** Asked once, and not again for so long. */
const againMs = 90 * dayMs;

/** 'HH:MM' in the zone, or undefined when there is no habit: the middle of the hour in which most days' first readings lie. */
export function usualTime(readings: readonly number[], zone: string, now: number): string | undefined {
  const first = new Map<string, number>();
  for (const at of readings.filter((one) => now - one < lookBackMs).toSorted((a, b) => a - b)) {
    const { date, minutes } = localTime(zone, at);
    if (!first.has(date)) first.set(date, minutes);
  }
  const minutes = [...first.values()].sort((a, b) => a - b);
  const spans = minutes.map((from) => minutes.filter((one) => one >= from && one < from + spanMinutes));
  const best = spans.reduce<number[]>((most, one) => (one.length > most.length ? one : most), []);
  if (best.length < leastDays || best.length < leastShare * minutes.length) return undefined;
  const middle = best[Math.floor(best.length / 2)]!;
  const rounded = Math.min(24 * 60 - 5, Math.round(middle / 5) * 5);
  return `${String(Math.floor(rounded / 60)).padStart(2, '0')}:${String(rounded % 60).padStart(2, '0')}`;
}

/** Takes down that the person read now. Only private chats have one reader. */
export function read(visit: Visit): { lastReadAt: number; readings?: number[] } {
  if (visit.incoming.chatKind !== 'private') return { lastReadAt: visit.now };
  return { lastReadAt: visit.now, readings: [...(visit.chat.readings ?? []), visit.now].slice(-remembered) };
}

/** The answer with 'You usually read at 7:40. Shall the brief come then?' under it, once, where no brief comes near that time. */
export async function withOffer(visit: Visit, made: Answer): Promise<Answer> {
  const { chat, now } = visit;
  const [first, ...rest] = made.messages;
  const isAsked = chat.offeredAt !== undefined && now - chat.offeredAt < againMs;
  const time = isAsked ? undefined : usualTime(chat.readings ?? [], chat.settings.zone, now);
  if (first === undefined || time === undefined || hasBriefNear(visit, time)) return made;
  await visit.save({ offeredAt: now });
  const blocks = [...first.blocks, paragraph(visit.spans('brief.offer', { time }))];
  const yes = button(visit.say('button.briefAt', { time }), `run:/brief add ${time}`);
  return { ...made, messages: [{ ...first, blocks, buttons: [...first.buttons, yes] }, ...rest] };
}

function hasBriefNear({ chat }: Visit, time: string): boolean {
  const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
  return chat.briefs.some((one) => {
    const planned = parseTime(one.time ?? '');
    // Nobody knows at a glance when a cron line comes: who writes one needs no offer.
    return planned === undefined || Math.abs(minutesOf(planned) - minutesOf(time)) <= nearMinutes;
  });
}
