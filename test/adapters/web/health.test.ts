import { describe, expect, it } from 'vitest';
import { noon, openPages, told } from '../../worlds/pages.ts';
import { until } from '../../worlds/wait.ts';

const bridge = told('Police close Lisk harbour bridge after lorry fire', 'Police closed the harbour bridge in Lisk.');

describe('the probes', () => {
  it('tell from before the first poll that the program lives and is not ready yet', async () => {
    const world = await openPages({ 'Harbour Wire': [bridge] });
    expect((await world.get('/livez')).status).toBe(200);
    const health = await world.get('/healthz');
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({ status: 'starting', reasons: [{ kind: 'starting' }] });
    await world.start();
    expect((await world.get('/healthz')).status).toBe(200);
  });

  it('name a store that refuses to write, and recover with it', async () => {
    const world = await openPages({ 'Harbour Wire': [bridge] });
    world.storage.isFailing = () => true;
    expect(JSON.parse(await world.text('/healthz')).reasons).toContainEqual({
      kind: 'store',
      reason: 'the store refuses to write',
    });
    expect(await world.text('/metrics')).toMatch(/^dateline_trouble\{kind="store"\} 1$/m);
    world.storage.isFailing = () => false;
    await world.start();
    await until(async () => (await world.get('/healthz')).status === 200);
  });

  it('name feeds when most of them cannot be read', async () => {
    const world = await openPages({ 'Harbour Wire': [bridge], 'Meridian Post': [bridge] });
    await world.stand.close();
    await world.start();
    await until(async () => (await world.get('/healthz')).status === 503);
    const health = await (await world.get('/healthz')).json();
    expect(health).toEqual({
      status: 'degraded',
      reasons: [{ kind: 'feeds', reason: '2 of 2 feeds cannot be read' }],
    });
  });

  it('name a platform that takes no messages, by a fixed word and not by what it said', async () => {
    const world = await openPages({ 'Harbour Wire': [bridge] });
    await world.start();
    await world.say('/follow Kestrov');
    world.platform.refuse = () => ({
      status: 429,
      body: { error: 'secret detail', isGlobal: true, retryAfterMs: 60_000 },
    });
    world.stand.publish('Harbour Wire', {
      title: 'Kestrov resigns as foreign minister of Valdora',
      text: 'Renata Kestrov resigned as foreign minister of Valdora on Tuesday.',
      published: new Date(noon).toISOString(),
    });
    await until(async () => (await world.get('/healthz')).status === 503);
    const text = await world.text('/healthz');
    expect(JSON.parse(text).reasons).toEqual([{ kind: 'platform', reason: 'fake takes no messages' }]);
    expect(text).not.toContain('secret');
    const metrics = await world.text('/metrics');
    expect(metrics).toMatch(/^dateline_platform_resting\{platform="fake"\} 1$/m);
    expect(metrics).toMatch(/^dateline_deliveries_waiting\{platform="fake"\} 1$/m);
    expect(metrics).toMatch(/^dateline_stage_seconds_count\{stage="send",outcome="retry",platform="fake"\} 1$/m);
  });

  it('hold no name of a feed, a topic or a chat among the figures', async () => {
    const world = await openPages({ 'Harbour Wire': [bridge] });
    await world.start();
    await world.say('/follow Kestrov', 'private-person');
    expect(await world.text('/metrics')).not.toMatch(/Harbour|Kestrov|private-person/i);
  });
});
