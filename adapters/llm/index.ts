/** A language model behind any server that speaks the OpenAI protocol's chat completions, a local one included. */
import { fetch } from 'undici';
import { z } from 'zod';
import type { Writer } from '../../src/ports.ts';

export interface LlmSettings {
  /** Up to and with the version, such as `http://127.0.0.1:11434/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | undefined;
}

/** An answer that takes longer is none. */
const mostMs = 12_000;
const mostBytes = 200_000;

const completion = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

/** Each call is one request: no retries. Throws an error of one safe line when there is no usable answer within the time limit. */
export function createWriter({ baseUrl, model, apiKey }: LlmSettings, limitMs: number = mostMs): Writer {
  const address = `${baseUrl.replace(/\/+$/, '')}/chat/completions`;
  return {
    async complete({ system, prompt, maxTokens, signal }) {
      const limit = AbortSignal.timeout(limitMs);
      const response = await fetch(address, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({
          model,
          temperature: 0,
          max_tokens: maxTokens,
          messages: [
            { role: 'system', content: system },
            { role: 'user', content: prompt },
          ],
        }),
        redirect: 'error',
        signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
      }).catch(() => {
        throw new Error(limit.aborted ? 'the language model took too long' : 'the language model cannot be reached');
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw new Error(`the language model answered ${response.status}`);
      }
      return contentOf(await bodyOf(response.body, limit));
    },
  };
}

async function bodyOf(body: AsyncIterable<Uint8Array> | null, limit: AbortSignal): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > mostBytes) break;
    }
  } catch {
    throw new Error(limit.aborted ? 'the language model took too long' : 'the language model broke off');
  }
  if (text.length > mostBytes) throw new Error('the language model answered too much');
  return text;
}

function contentOf(text: string): string {
  try {
    const read = completion.safeParse(JSON.parse(text));
    if (read.success) return read.data.choices[0]!.message.content;
  } catch {
    // Not even JSON; said below.
  }
  throw new Error('the language model answered something unreadable');
}
