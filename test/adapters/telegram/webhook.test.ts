import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createTelegram } from '../../../adapters/telegram/index.ts';
import { SetupError } from '../../../src/errors.ts';
import { sampleMessage } from '../../contracts/samples.ts';
import { eventually, openTelegram, quickClock, settle } from './open.ts';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function openWebhook() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/telegram`;
  const opened = await openTelegram({ webhook: { url, secret: 'open-sesame', host: '127.0.0.1', port } });
  return { ...opened, url };
}

const update = (id: number) => ({
  update_id: id,
  message: {
    message_id: 1,
    date: 0,
    chat: { id: 100, type: 'private', first_name: 'x' },
    from: { id: 100, is_bot: false, first_name: 'x' },
    text: '/latest',
  },
});

describe('updates by webhook', () => {
  it('come although Telegram was away, or busy with others, when the webhook was to be set', async () => {
    const port = await freePort();
    const webhook = { url: `http://127.0.0.1:${port}/telegram`, secret: 'open-sesame', host: '127.0.0.1', port };
    const { world, host, channel } = await openTelegram({ webhook, isStarted: false, clock: quickClock });
    const flood = { code: 429, description: 'Too Many Requests: retry after 1', parameters: { retry_after: 1 } };
    world.disturb('setWebhook', 'cutBefore', flood, { code: 502, description: 'Bad Gateway' });
    await channel.start(host);
    expect(await world.deliver(update(7) as never)).toBe(200);
    await eventually(() => expect(host.incoming).toHaveLength(1));
  });

  it('are taken with the secret and answered', async () => {
    const { world, people, host } = await openWebhook();
    host.answerWith(() => ({ messages: [sampleMessage()] }));
    const person = people.person();
    const chat = people.privateChat(person);
    people.say(chat, person, '/latest');
    await eventually(() => expect(chat.shown).toHaveLength(1));
    expect(world.callsOf('getUpdates')).toEqual([]);
  });

  it('are acknowledged before they are worked on', async () => {
    const { world, host } = await openWebhook();
    let release = () => {};
    host.answerWith(
      () =>
        new Promise((resolve) => {
          release = () => resolve({});
        }),
    );
    expect(await world.deliver(update(5) as never)).toBe(200);
    release();
  });

  it('are refused without the secret: none of fifty forged ones has an effect', async () => {
    const { world, host } = await openWebhook();
    const secrets = ['', 'open-sesam', 'open-sesame ', 'OPEN-SESAME', 'open-sesamee'];
    for (let index = 0; index < 50; index++) {
      const status = await world.deliver(update(index) as never, secrets[index % secrets.length]!.trim() || 'x');
      expect(status).toBe(secrets[index % secrets.length]?.trim() === 'open-sesame' ? 200 : 401);
    }
    await settle();
    expect(host.incoming.length).toBe(10);
  });

  it('have one effect although they come fifty times', async () => {
    const { world, host } = await openWebhook();
    for (let index = 0; index < 50; index++) expect(await world.deliver(update(9) as never)).toBe(200);
    await settle();
    expect(host.incoming).toHaveLength(1);
  });

  it('are refused when they are none', async () => {
    const { url, host } = await openWebhook();
    const headers = { 'x-telegram-bot-api-secret-token': 'open-sesame' };
    const post = async (body: string) => (await fetch(url, { method: 'POST', headers, body })).status;
    expect(await post('{')).toBe(400);
    expect(await post('{"update_id":"1"}')).toBe(400);
    expect(await post(`{"update_id":1,"x":"${'x'.repeat(1_100_000)}"}`)).toBe(413);
    expect((await fetch(url, { headers })).status).toBe(405);
    expect(host.incoming).toEqual([]);
  });

  it('end the start with one line when Telegram refuses the address', async () => {
    const { world, host } = await openTelegram({ isStarted: false });
    const webhook = { url: 'ftp://nowhere.example', secret: 'open-sesame' };
    const refused = createTelegram({ token: world.token, apiRoot: world.apiRoot, webhook }).start(host);
    await expect(refused).rejects.toThrow(SetupError);
    await expect(refused).rejects.toThrow(/refused the webhook/);
  });

  it('come through a handler for a server that is there already', async () => {
    const { world, host } = await openTelegram({ isStarted: false });
    const webhook = { url: 'https://news.example/telegram', secret: 'open-sesame' };
    const channel = createTelegram({ token: world.token, apiRoot: world.apiRoot, webhook });
    const request = () =>
      new Request('https://news.example/telegram', {
        method: 'POST',
        headers: { 'x-telegram-bot-api-secret-token': 'open-sesame' },
        body: JSON.stringify(update(3)),
      });
    expect((await channel.webhookHandler(request())).status).toBe(503);
    await channel.start(host);
    expect((await channel.webhookHandler(request())).status).toBe(200);
    await host.heard(1);
    await channel.stop();
  });
});
