import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { noon, openPages, type PagesWorld, told } from '../../worlds/pages.ts';
import { until } from '../../worlds/wait.ts';

const token = 'correct-horse-battery';
const bridge = told('Police close Lisk harbour bridge after lorry fire', 'Police closed the harbour bridge in Lisk.');
const basic = { authorization: `Basic ${Buffer.from(`operator:${token}`).toString('base64')}` };

/** As fetch would, but with any `Host`. */
function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function opened(web: NonNullable<Parameters<typeof openPages>[1]>['web'] = {}): Promise<PagesWorld> {
  const world = await openPages({ 'Harbour Wire': [bridge] }, { web });
  await world.start();
  return world;
}

describe('the operator’s page', () => {
  it('opens on this machine, and shows feeds, numbers and settings, but no chat', async () => {
    const world = await opened({ settings: [['poll.interval', '300 s']] });
    await world.say('/follow Kestrov', 'private-person');
    const page = await world.text('/admin');
    for (const shown of ['All is well.', 'Harbour Wire', 'good', 'poll.interval', '300 s', 'active 1'])
      expect(page).toContain(shown);
    expect(page).not.toMatch(/private-person|Kestrov/);
  });

  it('stays shut for what a proxy hands over, and for a page elsewhere that sends a browser here', async () => {
    const world = await opened();
    const status = (headers: Record<string, string>) => statusOf(`${world.url}/admin`, headers);
    expect(await status({})).toBe(200);
    expect(await status({ 'x-forwarded-for': '127.0.0.1' })).toBe(403);
    expect(await status({ forwarded: 'for=127.0.0.1' })).toBe(403);
    expect(await status({ 'x-real-ip': '127.0.0.1' })).toBe(403);
    expect(await status({ host: 'evil.example' })).toBe(403);
    expect(await status({ host: '127.0.0.1.evil.example' })).toBe(403);
  });

  it('needs the token where a proxy stands before it, even from this machine', async () => {
    const proxied = await opened({ url: 'https://news.example' });
    expect((await proxied.get('/admin')).status).toBe(403);
    const hooked = await opened({ webhook: { path: '/hook', handle: async () => new Response('ok') } });
    expect((await hooked.get('/admin')).status).toBe(403);
  });

  it('opens to whoever brings the token, and to nobody else once there is one', async () => {
    const world = await opened({ adminToken: token });
    const refused = await world.get('/admin');
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('Basic');
    for (const authorization of ['Bearer wrong', `Basic ${btoa('operator:')}`, 'Bearer', 'x'])
      expect((await world.get('/admin', { authorization })).status).toBe(401);
    expect((await world.get('/admin', basic)).status).toBe(200);
    expect((await world.get('/admin', { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it('tries dead deliveries again, when asked from itself only', async () => {
    const world = await opened({ adminToken: token });
    await world.say('/follow Kestrov');
    world.platform.refuse = () => ({ status: 400, body: { error: 'message is <malformed>' } });
    world.stand.publish('Harbour Wire', {
      title: 'Kestrov resigns as foreign minister of Valdora',
      text: 'Renata Kestrov resigned as foreign minister of Valdora on Tuesday.',
      published: new Date(noon).toISOString(),
    });
    const admin = async () => (await world.get('/admin', basic)).text();
    await until(async () => (await admin()).includes('Dead deliveries: 1'));
    expect(await admin()).toContain('message is &lt;malformed&gt;');
    world.platform.refuse = undefined;

    const id = /name="id" value="([^"]+)"/.exec(await admin())![1]!;
    const retry = (origin: string, more: Record<string, string> = basic) =>
      fetch(`${world.url}/admin/retry`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin, ...more },
        body: new URLSearchParams({ id }),
      });
    expect((await retry('https://evil.example')).status).toBe(403);
    expect((await retry(world.url, {})).status).toBe(401);
    expect(await admin()).toContain('Dead deliveries: 1');
    const done = await retry(world.url);
    expect([done.status, done.headers.get('location')]).toEqual([303, '/admin']);
    await until(() => world.platform.received.length === 1);
    await until(async () => (await admin()).includes('Dead deliveries: 0'));
  });
});
