/** What the person of the demo does, at which time of the sample day. The lines and captions are in `config/sample/script.yaml`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Clock } from '../ports.ts';

const demoStep = z.object({
  at: z
    .string()
    .transform((text) => Date.parse(text))
    .pipe(z.number()),
  /** A caption, shown before anything is done. */
  say: z.string().optional(),
  /** A line to type. */
  type: z.string().startsWith('/').optional(),
  /** The verb of a button's action, such as `why`. */
  press: z.string().optional(),
});
/** `at` is epoch ms on the demo's clock. */
export type DemoStep = z.infer<typeof demoStep>;

/** The demo's clock: it begins at `startAt` (epoch ms); a quarter of an hour of its time passes in a second. */
export const demoClock = { startAt: Date.parse('2026-03-11T10:30:00Z'), speed: 900 } as const;

/** The steps in order of time. Throws when the file is not as it should be. */
export function demoScript(): readonly DemoStep[] {
  const path = join(import.meta.dirname, '../../config/sample/script.yaml');
  return z.array(demoStep).parse(parse(readFileSync(path, 'utf8')));
}

export interface DemoStage {
  readonly clock: Clock;
  /** Types a line. */
  type(line: string): Promise<void>;
  /** Presses the newest shown button whose action begins with `verb:`; does nothing when there is none. */
  press(verb: string): Promise<void>;
  /** Shows a caption. */
  say(caption: string): Promise<void>;
  /** Ends the demo early. */
  readonly signal: AbortSignal;
}

/**
 * Plays the steps, each when the clock reaches it (at once when its time has passed), and resolves after the last.
 * Needs no terminal. Rejects only if the stage does.
 */
export async function runDemoScript(steps: readonly DemoStep[], stage: DemoStage): Promise<void> {
  for (const step of steps) {
    const restMs = step.at - stage.clock.now();
    if (restMs > 0) await stage.clock.sleep(restMs, stage.signal);
    if (stage.signal.aborted) return;
    if (step.say !== undefined) await stage.say(step.say);
    if (step.type !== undefined) await stage.type(step.type);
    if (step.press !== undefined) await stage.press(step.press);
  }
}
