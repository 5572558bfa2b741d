/** Pressed buttons are acknowledged within a second, with a word when the core is quick. */
import { cleanLine } from './clean.ts';
import { attempt, type Connection } from './connection.ts';

/** People see the button spin until it is acknowledged. */
const patienceMs = 700;
/** Of the Bot API: 200; the core keeps to 180. */
const maxToast = 200;

export interface Acknowledgement {
  /** Acknowledges with a word; answers whether that word could still be shown. */
  finish(toast: string | undefined): Promise<boolean>;
}

/** Starts the wait: without `finish` in time, the button is acknowledged silently. */
export function acknowledge(line: Connection, queryId: string): Acknowledgement {
  let done: Promise<unknown> | undefined;
  const send = (toast: string | undefined): Promise<unknown> => {
    const text = toast === undefined ? '' : cleanLine(toast).slice(0, maxToast);
    return attempt(line, () => line.api.answerCallbackQuery(queryId, text === '' ? {} : { text }));
  };
  const cancel = line.host.clock.after(patienceMs, () => {
    done ??= send(undefined);
  });
  return {
    async finish(toast) {
      cancel();
      const isInTime = done === undefined;
      done ??= send(toast);
      await done;
      return isInTime;
    },
  };
}
