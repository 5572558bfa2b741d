/** A server that speaks the protocol of chat completions and answers as it is told: well, wrongly, slowly, or not at all. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWriter } from '../../adapters/llm/index.ts';
import { createAsking } from '../../src/engine/asking.ts';
import { createProse, type Prose } from '../../src/engine/prose.ts';
import type { Desk } from './desk.ts';
import { quietLog } from './records.ts';

interface Asked {
  readonly authorization: string | undefined;
  readonly model: string;
  readonly system: string;
  readonly prompt: string;
}

export interface ModelServer {
  readonly baseUrl: string;
  readonly asked: Asked[];
  /** What comes next: the words of an answer, or a way to answer by hand. */
  reply: string | ((asked: Asked) => string) | { readonly raw: (response: ServerResponse) => void };
  close(): Promise<void>;
}

export async function openModelServer(): Promise<ModelServer> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const world: ModelServer = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: [],
    reply: '',
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { model, messages } = JSON.parse(body) as { model: string; messages: { content: string }[] };
    const asked: Asked = {
      authorization: request.headers.authorization,
      model,
      system: messages[0]?.content ?? '',
      prompt: messages[1]?.content ?? '',
    };
    world.asked.push(asked);
    const { reply } = world;
    if (typeof reply === 'object') return reply.raw(response);
    const content = typeof reply === 'string' ? reply : reply(asked);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] }));
  }
  return world;
}

/** Words for this desk out of the server, which is given up on after `limitMs`. */
export function proseOn(server: ModelServer, desk: Desk, limitMs = 2_000, patienceMs?: number): Prose {
  const writer = createWriter({ baseUrl: server.baseUrl, model: 'small', apiKey: undefined }, limitMs);
  const asking = createAsking({ writer, clock: desk.clock, log: quietLog });
  const { archive, sight, catalogue } = desk;
  return createProse({ asking, archive, sight, catalogue, ...(patienceMs !== undefined && { patienceMs }) });
}
