/** The fake must be as strict as the server that it stands for, or the other tests prove nothing. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTelegramWorld, noLimits, type TelegramWorld, type WorldOptions } from '../../worlds/telegram.ts';
import { createPeople } from '../../worlds/telegram-people.ts';

async function open(options: WorldOptions = { limits: noLimits }) {
  const world = await createTelegramWorld(options);
  onTestFinished(world.close);
  const people = createPeople(world);
  const person = people.person();
  const chat = people.privateChat(person);
  return { world, people, person, chat, call: (method: string, params: object) => call(world, method, params) };
}

interface Reply {
  readonly ok: boolean;
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: object;
  readonly result?: unknown;
}

async function call(world: TelegramWorld, method: string, params: object): Promise<Reply> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${world.apiRoot}/bot${world.token}/${method}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(params),
  });
  return (await response.json()) as Reply;
}

describe('the fake Bot API', () => {
  it.each([
    [{ text: '' }, 'message text is empty'],
    [{ text: '😀'.repeat(2049) }, 'message is too long'],
    [{ text: 'ab', entities: [{ type: 'bold', offset: 1, length: 5 }] }, 'incorrect offset/length'],
    [{ text: '😀', entities: [{ type: 'bold', offset: 1, length: 1 }] }, 'begins in a middle of a UTF-16 symbol'],
    [{ text: '<b>x', parse_mode: 'HTML' }, 'Can\'t find end tag corresponding to start tag "b"'],
    [{ text: 'x</b>', parse_mode: 'HTML' }, 'Unexpected end tag at byte offset 1'],
    [{ text: '<p>x</p>', parse_mode: 'HTML' }, 'Unsupported start tag "p" at byte offset 0'],
    [{ text: '<b><i>x</b></i>', parse_mode: 'HTML' }, 'Unmatched end tag at byte offset 7'],
    [
      { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'ä'.repeat(33) }]] } },
      'BUTTON_DATA_INVALID',
    ],
    [{ text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', url: 'javascript:x' }]] } }, 'URL'],
    [{ text: 'x', message_thread_id: 9 }, 'message thread not found'],
    [{ text: 'x', reply_parameters: { message_id: 99 } }, 'message to be replied not found'],
  ])('refuses %j: %s', async (params, reason) => {
    const { chat, call } = await open();
    const reply = await call('sendMessage', { chat_id: chat.id, ...params });
    expect(reply).toMatchObject({ ok: false, error_code: 400 });
    expect(reply.description).toContain(reason);
  });

  it('reads HTML, counts in UTF-16 units, and links by itself what it finds outside of links', async () => {
    const { chat, call } = await open();
    const text = '😀 <b>a &lt; b</b> <a href="https://paper.example/">evil.example</a> evil.example @durov';
    await call('sendMessage', { chat_id: chat.id, text, parse_mode: 'HTML' });
    expect(chat.shown[0]).toMatchObject({
      text: '😀 a < b evil.example evil.example @durov',
      entities: [
        { type: 'bold', offset: 3, length: 5 },
        { type: 'text_link', offset: 9, length: 12 },
        { type: 'url', offset: 22, length: 12 },
        { type: 'mention', offset: 35, length: 6 },
      ],
    });
  });

  it('does not change a message to what it is', async () => {
    const { chat, call } = await open();
    await call('sendMessage', { chat_id: chat.id, text: 'x' });
    const reply = await call('editMessageText', { chat_id: chat.id, message_id: 1, text: 'x' });
    expect(reply.description).toContain('message is not modified');
    expect(await call('editMessageText', { chat_id: chat.id, message_id: 9, text: 'x' })).toMatchObject({
      error_code: 400,
    });
  });

  it('counts in sliding windows: a second for a chat, a minute for a group, all chats together', async () => {
    let now = 0;
    const { people, world, chat, call } = await open({ now: () => now });
    const send = async (id: number) => (await call('sendMessage', { chat_id: id, text: 'x' })).error_code ?? 200;
    expect([await send(chat.id), await send(chat.id)]).toEqual([200, 429]);
    now = 1000;
    expect(await send(chat.id)).toBe(200);
    const group = people.group('Harbour watch').id;
    const codes = [];
    for (now = 2000; now <= 22_000; now += 1000) codes.push(await send(group));
    expect(codes.filter((code) => code === 200)).toHaveLength(20);
    expect(codes.at(-1)).toBe(429);
    now = 100_000;
    const many = [];
    for (let index = 0; index < 31; index++) many.push(await send(people.privateChat(people.person()).id));
    expect(many.filter((code) => code === 429)).toHaveLength(1);
    expect(world.calls.at(-1)?.description).toBe('Too Many Requests: retry after 1');
  });

  it('gives updates until they are confirmed, and lets only one poller wait', async () => {
    const { people, person, chat, call } = await open();
    people.say(chat, person, '/a');
    people.say(chat, person, '/b');
    const ids = async (params: object) =>
      ((await call('getUpdates', params)).result as { update_id: number }[]).map((one) => one.update_id);
    expect(await ids({})).toEqual([1000, 1001]);
    expect(await ids({})).toEqual([1000, 1001]);
    expect(await ids({ offset: 1001 })).toEqual([1001]);
    expect(await ids({ offset: 1002 })).toEqual([]);
    const waiting = call('getUpdates', { offset: 1002, timeout: 5 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = call('getUpdates', { offset: 1002, timeout: 5 });
    expect(await waiting).toMatchObject({ error_code: 409 });
    people.say(chat, person, '/c');
    expect(await second).toMatchObject({ ok: true });
  });
});
