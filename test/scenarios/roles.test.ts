/** Pages, assistants, corrections and outgoing webhooks where feeds, engine and delivery are processes of their own on one Redis. */
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Cluster, events, openCluster, reportOf } from '../worlds/cluster.ts';
import { makeFolder } from '../worlds/folder.ts';
import type { Program } from '../worlds/program.ts';
import { hasRedis, noRedis } from '../worlds/redis.ts';
import { until } from '../worlds/wait.ts';
import { startWeb, type Web } from '../worlds/web.ts';

vi.setConfig({ testTimeout: 180_000 });
const patienceMs = 60_000;
const [oaks, lorry, nurses] = events;
const secret = 'a-secret-of-the-newsroom';
const outlets = ['Harbour Wire', 'Meridian Post', 'Lisk Courier'];

/** Pages are asked as a reader would, who is told to come again later when asking too often. */
const eventually = (isDone: () => Promise<boolean>) =>
  until(async () => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    return isDone();
  }, patienceMs);

interface Scene {
  readonly cluster: Cluster;
  readonly receiver: Web;
  /** What the receiver answers. */
  status: number;
}

/** One topic is public, and posted to a receiver. */
async function openScene(): Promise<Scene> {
  const receiver = await startWeb();
  const folder = makeFolder();
  onTestFinished(async () => {
    await receiver.stop();
    folder.remove();
  });
  const config = folder.path('dateline.yaml');
  writeFileSync(
    config,
    [
      'web:\n  topics:\n    - name: Oaks\n      query: oaks',
      `webhooks:\n  - name: newsroom\n    url: ${receiver.url}/hook\n    topic: oaks OR lorry OR nurses\n    threshold: low\n    secret: ${secret}\n`,
    ].join('\n'),
  );
  const cluster = await openCluster(outlets, ['--config', config, '--http', '127.0.0.1:0']);
  const scene: Scene = { cluster, receiver, status: 204 };
  receiver.page('/hook', (response) => response.writeHead(scene.status).end());
  return scene;
}

interface Post {
  readonly type: string;
  readonly data: { readonly message: string; readonly stories: readonly { readonly title: string }[] };
}

const posts = ({ asked }: Web, title: string): Post[] =>
  asked
    .map(({ body }) => JSON.parse(body) as Post)
    .filter(({ data }) => data.stories.some((one) => one.title === title));

/** Where a process listens, as its log tells last: an engine begins anew when it leads. */
const addressOf = (program: Program) =>
  [...program.logged().matchAll(/"url":"(http:[^"]+)","msg":"pages/g)].at(-1)?.[1];

/** The pages of the engine that leads, once there is something on them. */
async function pagesOf(cluster: Cluster): Promise<string> {
  const engine = await cluster.who('engine', 'this engine leads');
  await eventually(async () => {
    const url = addressOf(engine);
    return url !== undefined && (await fetch(`${url}/api/stories`).catch(() => undefined))?.status === 200;
  });
  return addressOf(engine)!;
}

const titlesOf = async (url: string, path: string) =>
  ((await (await fetch(url + path)).json()) as { stories: { title: string; sources: unknown[] }[] }).stories;

describe.skipIf(!hasRedis)(`feeds, engine and delivery apart${noRedis}`, () => {
  test('a webhook is posted to once for each story, whichever engine leads, and a post that was refused is tried again from the operator’s page', async () => {
    const scene = await openScene();
    const { cluster, receiver } = scene;
    const { stand } = cluster;
    for (const role of ['engine', 'engine', 'feeds', 'delivery'] as const) cluster.start(role);
    stand.publish('Harbour Wire', reportOf(oaks));
    await until(() => posts(receiver, oaks[1]).length > 0, patienceMs);
    const { headers, body } = receiver.asked[0]!;
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', secret).update(signed).digest('base64')}`);

    const before = await pagesOf(cluster);
    await cluster.kill(await cluster.who('engine', 'this engine leads'));
    const url = await pagesOf(cluster);
    expect(url).not.toBe(before);
    scene.status = 400;
    stand.publish('Meridian Post', reportOf(lorry));
    const admin = async () => (await fetch(`${url}/admin`)).text();
    await eventually(async () => (await admin()).includes('the receiver answers 400'));
    scene.status = 204;
    const done = await fetch(`${url}/admin/retry`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded' },
      redirect: 'manual',
    });
    expect(done.status).toBe(303);
    await until(() => posts(receiver, lorry[1]).length === 2, patienceMs);
    expect(new Set(posts(receiver, lorry[1]).map(({ data }) => data.message)).size).toBe(1);
    expect(posts(receiver, oaks[1])).toHaveLength(1);
  });

  test('pages, feeds, the API and assistants are answered by the engine that leads; the other processes answer probes', async () => {
    const { cluster } = await openScene();
    const { stand } = cluster;
    for (const role of ['engine', 'feeds', 'delivery'] as const) cluster.start(role);
    stand.publish('Harbour Wire', reportOf(oaks));
    stand.publish('Meridian Post', reportOf(nurses));
    const url = await pagesOf(cluster);
    await eventually(async () => (await titlesOf(url, '/api/stories')).length === 2);
    expect(await titlesOf(url, '/api/stories?topic=oaks')).toMatchObject([{ title: oaks[1] }]);
    const page = async () => (await fetch(`${url}/t/oaks`)).text();
    expect(await page()).toContain(oaks[1]);
    // The bot's name is known to the process that is connected.
    const link = `https://t.me/DatelineTestBot?start=follow_oaks`;
    await eventually(async () => (await page()).includes(link));
    expect(await (await fetch(`${url}/t/oaks/feed.xml`)).text()).toContain(oaks[1]);

    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
    onTestFinished(() => client.close());
    const found = await client.callTool({ name: 'search_stories', arguments: { topic: 'nurses' } });
    expect(JSON.stringify(found)).toContain(nurses[1]);
    const brief = await client.callTool({ name: 'write_brief', arguments: { topics: ['oaks', 'nurses'] } });
    expect(JSON.stringify(brief)).toContain(oaks[1]);

    for (const role of ['feeds', 'delivery'] as const) {
      const other = addressOf(cluster.members(role)[0]!)!;
      await eventually(async () => (await fetch(`${other}/healthz`)).status === 200);
      expect(await (await fetch(`${other}/metrics`)).text()).toContain('dateline_up 1');
      expect((await fetch(`${other}/t/oaks`)).status).toBe(404);
    }
  });

  test('a story that was split by hand stays split when another engine leads, and can be merged there', async () => {
    const { cluster } = await openScene();
    const { stand } = cluster;
    for (const role of ['engine', 'engine', 'feeds', 'delivery'] as const) cluster.start(role);
    const [, title, text] = oaks;
    stand.publish('Harbour Wire', reportOf(oaks));
    stand.publish('Meridian Post', { ...reportOf(oaks), title: `${title} on the hills`, text });
    stand.publish('Lisk Courier', { ...reportOf(oaks), title: `${title} in one morning`, text });
    const first = await pagesOf(cluster);
    await eventually(async () => {
      const [story] = await titlesOf(first, '/api/stories?topic=oaks');
      return story?.sources.length === 3;
    });
    const storiesOn = async (url: string) => [
      ...(await (await fetch(`${url}/admin/stories`)).text()).matchAll(/href="\/admin\/stories\/([^"]+)"/g),
    ];
    const id = (await storiesOn(first))[0]![1]!;
    const reports = [
      ...(await (await fetch(`${first}/admin/stories/${id}`)).text()).matchAll(/name="report" value="([^"]+)"/g),
    ];
    expect(reports).toHaveLength(3);
    const post = (url: string, path: string, fields: Record<string, string>) =>
      fetch(url + path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { origin: url },
        redirect: 'manual',
      });
    const split = await post(first, `/admin/stories/${id}/split`, { report: reports[2]![1]!, why: 'Other oaks' });
    expect(split.status).toBe(303);
    const made = split.headers.get('location')!.split('/').at(-1)!;
    expect(await titlesOf(first, '/api/stories?topic=oaks')).toHaveLength(2);

    await cluster.kill(await cluster.who('engine', 'this engine leads'));
    const second = await pagesOf(cluster);
    await eventually(async () => (await titlesOf(second, '/api/stories?topic=oaks')).length === 2);
    expect(await (await fetch(`${second}/admin/corrections`)).text()).toContain('Other oaks');
    const merged = await post(second, `/admin/stories/${id}/merge`, { other: made });
    expect(merged.status).toBe(303);
    const [story, ...rest] = await titlesOf(second, '/api/stories?topic=oaks');
    expect([story?.sources.length, rest.length]).toEqual([3, 0]);
  });
});
