import { createHmac } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openMemory } from '../../../adapters/memory/index.ts';
import { createHook } from '../../../adapters/webhook/index.ts';
import { hookPlatform } from '../../../src/engine/hooks.ts';
import type { Channel } from '../../../src/ports.ts';
import { sampleAlert } from '../../contracts/samples.ts';
import { createFaultyStorage } from '../../worlds/faults.ts';
import { openPages, told } from '../../worlds/pages.ts';
import { until } from '../../worlds/wait.ts';
import { type Page, sends, startWeb, type Web } from '../../worlds/web.ts';

const secret = 'a-secret-of-the-newsroom';
const options = { nonce: 'delivery-1', isSilent: false, replyTo: undefined };
const address = { platform: hookPlatform('newsroom'), id: 'topic' };

interface Post {
  readonly type: string;
  readonly data: {
    readonly message: string;
    readonly topic: string;
    readonly text?: string;
    readonly stories: Story[];
  };
}
interface Story {
  readonly title: string;
  readonly sources: { readonly name: string }[];
}

async function receiver(page: Page = sends('', {}, 204)): Promise<Web> {
  const web = await startWeb();
  web.page('/hook', page);
  onTestFinished(() => web.stop());
  return web;
}

function hookTo(url: string, key = secret): Channel {
  const hook = createHook({
    platform: address.platform,
    url: `${url}/hook?key=k-1234`,
    secret: key,
    userAgent: 'Dateline/test',
  });
  onTestFinished(() => hook.stop());
  return hook;
}

const posts = ({ asked }: Web): Post[] => asked.map(({ body }) => JSON.parse(body) as Post);

describe('an outgoing webhook', () => {
  it('posts JSON whose signature the receiver can check, under an id that every try of it has', async () => {
    const web = await receiver();
    const hook = hookTo(web.url);
    const outcome = await hook.send(address, sampleAlert(), options);
    expect(outcome).toEqual({ kind: 'sent', ref: { address, id: 'delivery-1' } });
    const { headers, body } = web.asked[0]!;
    expect(headers).toMatchObject({ 'webhook-id': 'delivery-1', 'content-type': 'application/json; charset=utf-8' });
    const signed = `delivery-1.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', secret).update(signed).digest('base64')}`);
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(60);
    expect(posts(web)[0]).toMatchObject({ type: 'story-new', data: { message: 'delivery-1' } });
  });

  it('names the post that a story began with when more sources tell it', async () => {
    const web = await receiver();
    await hookTo(web.url).edit({ address, id: 'delivery-1' }, sampleAlert(), { ...options, nonce: 'delivery-2' });
    expect(web.asked[0]!.headers['webhook-id']).toBe('delivery-2');
    expect(posts(web)[0]).toMatchObject({ type: 'story-grown', data: { message: 'delivery-1' } });
  });

  it('takes a key written as base64 after whsec_ for the key itself', async () => {
    const web = await receiver();
    const key = Buffer.from('0123456789abcdef01234567');
    await hookTo(web.url, `whsec_${key.toString('base64')}`).send(address, sampleAlert(), options);
    const { headers, body } = web.asked[0]!;
    const signed = `delivery-1.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  });

  it.each([
    [200, {}, { kind: 'sent' }],
    [302, { location: 'http://127.0.0.1/' }, { kind: 'rejected', reason: 'the receiver answers 302' }],
    [400, {}, { kind: 'rejected' }],
    [401, {}, { kind: 'rejected' }],
    [410, {}, { kind: 'unreachable', canReturn: true }],
    [429, { 'retry-after': '7' }, { kind: 'retry', afterMs: 7_000, scope: 'chat' }],
    [429, { 'retry-after': '99999999' }, { kind: 'retry', afterMs: 3_600_000 }],
    [429, {}, { kind: 'retry', afterMs: undefined }],
    [503, { 'retry-after': 'soon' }, { kind: 'retry', afterMs: undefined }],
    [500, {}, { kind: 'retry', afterMs: undefined, scope: 'chat' }],
  ])('reads the answer %i as what it means', async (status, headers, expected) => {
    const web = await receiver(sends('x'.repeat(100_000), headers as Record<string, string>, status));
    expect(await hookTo(web.url).send(address, sampleAlert(), options)).toMatchObject(expected);
    expect(web.asked).toHaveLength(1);
  });

  it('is tried again when nobody answers, and tells no address, since it may hold a key', async () => {
    const web = await startWeb();
    await web.stop();
    const outcome = await hookTo(web.url).send(address, sampleAlert(), options);
    expect(outcome).toMatchObject({ kind: 'retry', scope: 'chat', reason: expect.stringContaining('ECONNREFUSED') });
    expect(JSON.stringify(outcome)).not.toMatch(/k-1234|127\.0\.0\.1/);
  });
});

const resigns = told('Kestrov resigns as foreign minister of Valdora', 'Renata Kestrov resigned on Tuesday.', 20);
const newsroom = (channel: Channel, topic = 'Kestrov') => ({
  name: 'newsroom',
  topic,
  threshold: 'low' as const,
  channel,
});

describe('a topic’s webhook', () => {
  it('is told of the stories of its topic, and of nothing else', async () => {
    const web = await receiver();
    const world = await openPages({ 'Harbour Wire': [], 'Meridian Post': [] }, { hooks: [newsroom(hookTo(web.url))] });
    await world.start();
    world.stand.publish('Harbour Wire', resigns);
    world.stand.publish('Harbour Wire', told('Oaks planted in Tamberg', 'Nine thousand oaks were planted.'));
    await until(async () => (await world.dateline.operation.figures()).stories === 2 && web.asked.length === 1);
    expect(posts(web)[0]).toMatchObject({
      type: 'story-new',
      data: {
        topic: 'Kestrov',
        stories: [{ title: resigns.title, level: 'about', sources: [{ name: 'Harbour Wire' }] }],
      },
    });
  });

  it('goes to the dead letters when it is refused, and from there is sent again', async () => {
    let status = 400;
    const web = await receiver((response) => response.writeHead(status).end());
    const world = await openPages({ 'Harbour Wire': [] }, { hooks: [newsroom(hookTo(web.url))] });
    await world.start();
    world.stand.publish('Harbour Wire', resigns);
    await until(async () => (await world.dateline.operation.dead()).length === 1);
    const [dead] = await world.dateline.operation.dead();
    expect(dead).toMatchObject({ platform: 'webhook-newsroom', kind: 'alert', reason: 'the receiver answers 400' });
    status = 204;
    expect(await world.dateline.operation.retry([dead!.id])).toBe(1);
    await until(() => web.asked.length === 2);
    expect(web.asked.map(({ headers }) => headers['webhook-id'])).toEqual([dead!.id, dead!.id]);
    await until(async () => (await world.dateline.operation.dead()).length === 0);
  });

  it('is refused at the start when its topic cannot be followed', async () => {
    const web = await receiver();
    const opening = openPages({ 'Harbour Wire': [] }, { hooks: [newsroom(hookTo(web.url), 'the')] });
    await expect(opening).rejects.toThrow(/'webhooks': the topic of 'newsroom' cannot be followed/);
  });

  it('is forgotten, with what waits for it, when the settings name it no more', async () => {
    const web = await receiver();
    const storage = { ...createFaultyStorage(openMemory()), close: async () => undefined };
    const first = await openPages({ 'Harbour Wire': [] }, { hooks: [newsroom(hookTo(web.url))], storage });
    await first.start();
    expect((await first.dateline.operation.figures()).chats.active).toBe(1);
    const second = await openPages({ 'Harbour Wire': [] }, { storage });
    await second.start();
    expect((await second.dateline.operation.figures()).chats.active).toBe(0);
  });
});
