/** Outgoing webhooks: where a topic's stories are posted to. */
import { z } from 'zod';
import { SettingsError } from './errors.ts';

export interface HookSetting {
  /** Lower-case letters, digits and dashes: its name in figures, in the log and on the operator's page. */
  readonly name: string;
  readonly url: string;
  /** As one would type it after `/follow`. */
  readonly topic: string;
  readonly threshold: 'low' | 'normal' | 'high';
  /** The key of its signatures: `whsec_` and base64, or any text. */
  readonly secret: string;
}

const text = z.string().trim().min(1);
const leastSecret = 16;

export const hookSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'may hold 1 to 31 lower-case letters, digits and dashes'),
  url: z.url({ protocol: /^https?$/, message: 'is no http(s) address' }),
  topic: text.max(300),
  threshold: z.enum(['low', 'normal', 'high']).optional(),
  secret: text.optional(),
});

/** Each with a secret: its own, or the one of `DATELINE_WEBHOOK_SECRET`. Throws `SettingsError`. */
export function readHooks(
  given: readonly z.infer<typeof hookSchema>[],
  sharedSecret: string | undefined,
): readonly HookSetting[] {
  const names = new Set<string>();
  return given.map(({ name, url, topic, threshold = 'normal', secret = sharedSecret }) => {
    const refuse = (why: string) => new SettingsError(`In the config file, 'webhooks': '${name}' ${why}.`);
    if (names.has(name)) throw refuse('is there twice');
    names.add(name);
    if (secret === undefined) throw refuse('needs a secret of its own, or DATELINE_WEBHOOK_SECRET');
    if (secret.length < leastSecret)
      throw refuse(`has a secret that is too short: ${leastSecret} characters are the least`);
    if (/^whsec_/.test(secret) && Buffer.from(secret.slice(6), 'base64').length < leastSecret)
      throw refuse('has a secret that is no base64 of 16 bytes or more after whsec_');
    return { name, url, topic, threshold, secret };
  });
}
