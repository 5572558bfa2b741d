/** Signatures after the Standard Webhooks specification, which libraries of many languages check. */
import { createHmac } from 'node:crypto';

export interface Signed {
  readonly 'webhook-id': string;
  /** Epoch seconds. */
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** `whsec_` and base64 is the key itself; any other text is its UTF-8 bytes. */
export function createSigner(secret: string): (id: string, seconds: number, body: string) => Signed {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret, 'utf8');
  return (id, seconds, body) => ({
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`,
  });
}
