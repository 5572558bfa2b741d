import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { openPages, type PagesWorld, told } from '../../worlds/pages.ts';
import { until } from '../../worlds/wait.ts';

const token = 'correct-horse-battery';
const bridge = told('Police close Lisk harbour bridge after lorry fire', 'Police closed the harbour bridge in Lisk.');
const resigns = told(
  'Kestrov resigns as foreign minister of Valdora',
  'Renata Kestrov resigned as foreign minister of Valdora on Tuesday.',
  0,
);
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

  it('draws how many reports each feed brought a day, in numbers too', async () => {
    const world = await opened();
    const page = await world.text('/admin');
    expect(page).toMatch(/<svg role="img" aria-label="Reports of each of the last 14 days, today last: (?:0, ){13}1"/);
    expect(page).toContain('(UTC)');
  });

  it('lists what waits, with why it was not taken', async () => {
    const world = await opened();
    await world.say('/follow Kestrov', 'private-person');
    world.platform.refuse = () => ({ status: 503, body: { error: 'gone <fishing>' } });
    world.stand.publish('Harbour Wire', resigns);
    let page = '';
    await until(async () => {
      page = await world.text('/admin');
      return page.includes('<h2>Waiting deliveries</h2><div');
    });
    expect(page).not.toMatch(/private-person|<fishing>/);
  });

  it('tries dead deliveries again, when asked from itself only', async () => {
    const world = await opened({ adminToken: token });
    await world.say('/follow Kestrov');
    world.platform.refuse = () => ({ status: 400, body: { error: 'message is <malformed>' } });
    world.stand.publish('Harbour Wire', resigns);
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

describe('the log on a page', () => {
  const info = { level: 30, time: '2026-03-10T12:00:01.000Z' };
  const line = (fields: Record<string, unknown>) => `${JSON.stringify({ ...info, ...fields })}\n`;

  it('shows what was written, and goes on as more is, without a script', async () => {
    const world = await opened();
    world.tail.take(line({ msg: 'the <first> line', feeds: 3 }));
    const page = await world.get('/admin/log');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const reader = page.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const readUntil = async (part: string) => {
      while (!text.includes(part)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`The page ended before '${part}'.`);
        text += value;
      }
    };
    await readUntil('the &lt;first&gt; line');
    expect(text).toMatch(/<time>12:00:01<\/time> <b>info<\/b> the &lt;first&gt; line <span class="quiet">feeds=3/);
    world.tail.take(line({ msg: 'another one', level: 40 }));
    await readUntil('<b>warn</b> another one');
    expect(text).not.toContain('</html>');
    await reader.cancel();
  });

  it('names no chat and no person', async () => {
    const world = await opened();
    world.tail.take(line({ msg: 'refused', chat: '12"345', address: 'olga', reason: 'blocked' }));
    const [shown] = world.tail.lines();
    expect(shown).toContain('blocked');
    expect(shown).not.toMatch(/345|olga/);
  });

  it('needs the token like everything else there', async () => {
    const world = await opened({ adminToken: token });
    for (const path of ['/admin/log', '/admin/stories', '/admin/corrections', '/admin/corrections.jsonl'])
      expect((await world.get(path)).status).toBe(401);
  });
});
