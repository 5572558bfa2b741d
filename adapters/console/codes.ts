/** Short names of buttons on a terminal: a letter for the message, a number for the button. Typed alone, or after `/do`, they press it. */
import type { Button } from '../../src/model.ts';

/** Without g: 'g7' and 'g20' are news. */
const letters = 'abcdefhijklmnopqrstuvwxyz';

export interface Codes {
  /** Names a message's buttons, in order. The names of the message that had the letter before are given up. */
  name(buttons: readonly Button[]): (button: Button) => string;
  /** The action behind a typed code; undefined for everything else. */
  actionOf(typed: string): string | undefined;
}

export function createCodes(): Codes {
  const actions = new Map<string, readonly string[]>();
  let count = 0;
  return {
    name(buttons) {
      const letter = letters[count % letters.length]!;
      count += 1;
      actions.set(
        letter,
        buttons.map(({ action }) => action),
      );
      return (button) => `${letter}${buttons.indexOf(button) + 1}`;
    },
    actionOf(typed) {
      const [, letter = '', at = ''] = /^(?:\/do\s+)?([a-z])(\d{1,2})$/.exec(typed) ?? [];
      return actions.get(letter)?.[Number(at) - 1];
    },
  };
}
