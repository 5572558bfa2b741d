import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWriter } from '../../../adapters/llm/index.ts';
import { type ModelServer, openModelServer } from '../../worlds/model-server.ts';

let server: ModelServer;
beforeEach(async () => {
  server = await openModelServer();
});
afterEach(() => server.close());

const request = { system: 'Write.', prompt: 'The ferry ran aground.', maxTokens: 50 };
const key = 'sk-canary-0123456789';
const ask = (limitMs = 5_000) =>
  createWriter({ baseUrl: server.baseUrl, model: 'small', apiKey: key }, limitMs).complete(request);

describe('the language model', () => {
  it('is asked with its name, its key and both texts, and its words come back', async () => {
    server.reply = 'Ferry aground. [1]';
    expect(await ask()).toBe('Ferry aground. [1]');
    expect(server.asked).toEqual([
      { authorization: `Bearer ${key}`, model: 'small', system: 'Write.', prompt: 'The ferry ran aground.' },
    ]);
  });

  it.each([429, 500, 401])('that answers %i is an error of one line without the key', async (status) => {
    server.reply = { raw: (response) => void response.writeHead(status).end(`no, ${key}`) };
    await expect(ask()).rejects.toThrow(`the language model answered ${status}`);
  });

  it.each([
    ['garbage', 'not json at all'],
    ['other json', '{"ok":true}'],
    ['no choices', '{"choices":[]}'],
    ['no words', '{"choices":[{"message":{"content":null}}]}'],
  ])('that answers with %s is an error', async (_, body) => {
    server.reply = { raw: (response) => void response.end(body) };
    await expect(ask()).rejects.toThrow('unreadable');
  });

  it('that never answers is given up after the limit', async () => {
    server.reply = { raw: () => undefined };
    await expect(ask(80)).rejects.toThrow('took too long');
  });

  it('that begins and does not end is given up after the limit', async () => {
    server.reply = { raw: (response) => void response.write('{"choices":[') };
    await expect(ask(150)).rejects.toThrow('took too long');
  });

  it('that answers without end is cut off', async () => {
    server.reply = { raw: (response) => void response.end('x'.repeat(400_000)) };
    await expect(ask()).rejects.toThrow('too much');
  });

  it('that is not there is an error', async () => {
    await server.close();
    await expect(ask()).rejects.toThrow('cannot be reached');
    server = await openModelServer();
  });
});
