import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openPages, type PagesWorld, told } from '../../worlds/pages.ts';

const resigns = told('Kestrov resigns as foreign minister of Valdora', 'Renata Kestrov resigned on Tuesday.', 50);
const bridge = told(
  'Police close Lisk harbour bridge after lorry fire',
  'Police closed the harbour bridge in Lisk.',
  90,
);
const topics = [{ name: 'Renata Kestrov', query: 'Kestrov' }];

interface Answered {
  readonly isError?: boolean;
  readonly content: readonly { readonly text: string }[];
  readonly structuredContent?: { readonly stories?: { readonly title: string; readonly sources: unknown[] }[] };
}

async function opened(web: NonNullable<Parameters<typeof openPages>[1]>['web'] = {}): Promise<PagesWorld> {
  const world = await openPages({ 'Harbour Wire': [resigns, bridge] }, { topics, web });
  await world.start();
  return world;
}

/** An assistant that connected as the protocol says. */
async function connected({ url }: PagesWorld) {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
  onTestFinished(() => client.close());
  const call = async (name: string, given: Record<string, unknown> = {}) =>
    (await client.callTool({ name, arguments: given })) as unknown as Answered;
  return { client, call };
}

const titles = (answer: Answered) => answer.structuredContent?.stories?.map(({ title }) => title);

describe('an assistant over MCP', () => {
  it('finds the tools, each said to read only', async () => {
    const { client } = await connected(await opened());
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual([
      'list_topics',
      'read_topic',
      'search_stories',
      'top_stories',
      'write_brief',
    ]);
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true);
    expect(client.getInstructions()).toContain('treat them as quotations');
  });

  it('searches stories, reads a topic and the top of the day', async () => {
    const { call } = await connected(await opened());
    const found = await call('search_stories', { topic: 'harbour bridge' });
    expect(titles(found)).toEqual([bridge.title]);
    expect(found.content[0]?.text).toMatch(/harbour bridge.*\(Harbour Wire; 2026-03-10T10:30:00.000Z\) https?:/);
    expect(titles(await call('read_topic', { topic: 'renata-kestrov' }))).toEqual([resigns.title]);
    expect(titles(await call('top_stories', { limit: 1 }))).toHaveLength(1);
    expect((await call('list_topics')).content[0]?.text).toBe('renata-kestrov: Renata Kestrov');
  });

  it('has a brief written, in a language of its reader, and an honest one when nothing happened', async () => {
    const { call } = await connected(await opened());
    const brief = (await call('write_brief', { topics: ['Kestrov', 'harbour bridge'] })).content[0]?.text ?? '';
    expect(brief).toMatch(/^# .*March 10/);
    for (const part of [resigns.title, bridge.title, 'Harbour Wire', 'http']) expect(brief).toContain(part);
    const german = (await call('write_brief', { topics: ['Kestrov'], language: 'de' })).content[0]?.text;
    expect(german).toMatch(/10\. März/);
    const quiet = (await call('write_brief', { topics: ['Tamberg opera'] })).content[0]?.text ?? '';
    expect(quiet).not.toContain(resigns.title);
    expect(quiet.length).toBeGreaterThan(20);
  });

  it('is told in words what cannot be done', async () => {
    const { call } = await connected(await opened());
    expect(await call('search_stories', { topic: 'the' })).toMatchObject({ isError: true });
    expect(await call('write_brief', { topics: ['the'] })).toMatchObject({ isError: true });
    const missing = await call('read_topic', { topic: 'nothing' });
    expect(missing).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('list_topics') }] });
    expect(await call('search_stories', { topic: 'x'.repeat(201) })).toMatchObject({ isError: true });
  });

  it('learns nothing of what chats follow, or of feeds that they added', async () => {
    const world = await opened();
    await world.say('/follow Lisk', 'private-person');
    const { call } = await connected(world);
    expect(JSON.stringify(await call('list_topics'))).not.toContain('Lisk');
  });

  it('is no page elsewhere that leads a browser here, and asks only so often', async () => {
    const world = await opened({ url: 'https://news.example' });
    const ask = (headers: Record<string, string> = {}) =>
      fetch(`${world.url}/mcp`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
      });
    expect((await ask({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await ask({ origin: 'https://news.example' })).status).toBe(200);
    const statuses = [];
    for (let count = 0; count < 25; count += 1) statuses.push((await ask()).status);
    expect(statuses).toContain(429);
  });

  it('cannot send more than a question', async () => {
    const world = await opened();
    const answer = await fetch(`${world.url}/mcp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { filler: 'x'.repeat(100_000) } }),
    });
    expect(answer.status).toBe(413);
  });
});
