/** What the screens of `screens.ts` share. */
import type { Block, Button } from '../model.ts';
import { button } from './answers.ts';
import type { Visit } from './visit.ts';

export interface Shown {
  readonly blocks: readonly Block[];
  readonly buttons: readonly (readonly Button[])[];
}

/** Undefined when the button asks for what is not there any more. */
export type Screen = (visit: Visit, params: readonly string[]) => Promise<Shown | undefined>;

/** The choice in effect is marked. */
export function ticked(label: string, isChosen: boolean): string {
  return isChosen ? `✓ ${label}` : label;
}

/** The three levels of a threshold, as buttons name them. */
export function levelsOf(visit: Visit) {
  return [
    { level: 'low', label: visit.say('button.moreAlerts') },
    { level: 'normal', label: visit.say('screen.usual') },
    { level: 'high', label: visit.say('button.fewer') },
  ] as const;
}

/** Buttons in rows of `width`. */
export function rowsOf(buttons: readonly Button[], width: number): Button[][] {
  return buttons.flatMap((_, at) => (at % width === 0 ? [buttons.slice(at, at + width)] : []));
}

/** The 24 hours, six in a row; `except` is left out. */
export function hours(action: string, except?: string): Button[][] {
  const all = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
  const names = all.filter((hour) => hour !== except);
  return rowsOf(
    names.flatMap((hour) => button(`${hour}:00`, `${action}:${hour}`)),
    6,
  );
}

/** One page of many buttons; `turn` gives the action for another page. */
export function paged<T>(visit: Visit, all: readonly T[], page: number, size: number, turn: (page: number) => string) {
  const last = Math.max(0, Math.ceil(all.length / size) - 1);
  const at = Math.min(Math.max(0, page), last);
  const back = at > 0 ? button('‹', turn(at - 1)) : [];
  const on = at < last ? button(visit.say('button.next'), turn(at + 1)) : [];
  return { shown: all.slice(at * size, (at + 1) * size), first: at * size, turns: [...back, ...on] };
}
