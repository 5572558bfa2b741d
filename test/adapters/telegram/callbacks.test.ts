import { describe, expect, it } from 'vitest';
import type { Address } from '../../../src/model.ts';
import { sampleAlert, sampleMessage } from '../../contracts/samples.ts';
import type { Shown } from '../../worlds/telegram-chats.ts';
import { eventually, type Opened, openTelegram, realClock, settle } from './open.ts';

async function withAlert(opened: Opened, isGroup = false) {
  const { people, channel } = opened;
  const person = people.person('Olga');
  const chat = isGroup ? people.group('Harbour watch', { administrators: [person] }) : people.privateChat(person);
  const address: Address = { platform: 'telegram', id: String(chat.id) };
  await channel.send(address, sampleAlert(), { nonce: 'alert', isSilent: false, replyTo: undefined });
  const shown = chat.shown[0] as Shown;
  return { person, chat, shown };
}

describe('pressed buttons', () => {
  it('are answered with a word when the core is quick', async () => {
    const opened = await openTelegram();
    const { world, people, host } = opened;
    const { person, chat, shown } = await withAlert(opened);
    host.answerWith(() => ({ toast: 'Muted' }));
    const { queryId } = people.press(chat, person, shown, 'mute:s1');
    await eventually(() => expect(world.acknowledged.get(queryId)).toMatchObject({ text: 'Muted' }));
    await settle();
    expect(chat.shown).toHaveLength(1);
  });

  it('are acknowledged within a second when the core is slow, and the word follows as a message', async () => {
    const opened = await openTelegram();
    const { world, people, host } = opened;
    const { person, chat, shown } = await withAlert(opened);
    host.answerWith(async () => {
      await realClock.sleep(1200);
      return { toast: 'Muted at last' };
    });
    const pressedAt = Date.now();
    const { queryId } = people.press(chat, person, shown, 'mute:s1');
    await eventually(() => expect(world.acknowledged.get(queryId)).toBeDefined());
    expect(world.acknowledged.get(queryId)!.at - pressedAt).toBeLessThan(1000);
    await eventually(() => expect(chat.shown.at(-1)?.text).toBe('Muted at last'));
    expect(world.callsOf('answerCallbackQuery')).toHaveLength(1);
  });

  it('are acknowledged within a second behind a slow command of the same chat', async () => {
    const opened = await openTelegram();
    const { world, people, host } = opened;
    const { person, chat, shown } = await withAlert(opened);
    host.answerWith(async ({ text }) => {
      if (text === '/slow') await realClock.sleep(1500);
      return {};
    });
    people.say(chat, person, '/slow');
    await host.heard(1);
    const pressedAt = Date.now();
    const { queryId } = people.press(chat, person, shown, 'mute:s1');
    await eventually(() => expect(world.acknowledged.get(queryId)).toBeDefined());
    expect(world.acknowledged.get(queryId)!.at - pressedAt).toBeLessThan(1000);
  });

  it('mean one thing when somebody taps impatiently', async () => {
    const opened = await openTelegram();
    const { world, people, host } = opened;
    const { person, chat, shown } = await withAlert(opened);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    host.answerWith(() => held.then(() => ({ toast: 'Done' })));
    const queries = Array.from({ length: 50 }, () => people.press(chat, person, shown, 'less:s1').queryId);
    await host.heard(1);
    await settle(100);
    release();
    await eventually(() => expect(queries.every((id) => world.acknowledged.has(id))).toBe(true));
    expect(host.incoming).toHaveLength(1);
  });

  it('change the message that carried them, or send what cannot be changed', async () => {
    const opened = await openTelegram();
    const { world, people, host } = opened;
    const { person, chat, shown } = await withAlert(opened);
    const replacement = sampleMessage({ blocks: [{ kind: 'paragraph', spans: [{ text: 'Page 2' }] }] });
    host.answerWith(() => ({ replacement }));
    people.press(chat, person, shown, 'page:2');
    await eventually(() => expect(shown.text).toBe('Page 2'));
    world.disturb('editMessageText', { code: 400, description: "Bad Request: message can't be edited" });
    people.press(chat, person, shown, 'page:2');
    await eventually(() => expect(chat.shown.map(({ text }) => text)).toEqual(['Page 2', 'Page 2']));
  });

  it('do not mind a question that Telegram has forgotten', async () => {
    const opened = await openTelegram();
    const { world, people, host } = opened;
    const { person, chat, shown } = await withAlert(opened);
    world.disturb('answerCallbackQuery', {
      code: 400,
      description: 'Bad Request: query is too old and response timeout expired or query ID is invalid',
    });
    host.answerWith(() => ({ messages: [sampleMessage()] }));
    people.press(chat, person, shown, 'why:s1');
    await eventually(() => expect(chat.shown).toHaveLength(2));
  });

  it('answer one member alone in a group, where the server can do that', async () => {
    const opened = await openTelegram();
    const { people, host } = opened;
    const { person, chat, shown } = await withAlert(opened, true);
    host.answerWith(() => ({ messages: [sampleMessage({ isPrivate: true })] }));
    people.press(chat, person, shown, 'why:s1');
    await eventually(() => expect(chat.shown.at(-1)).toMatchObject({ text: 'All is well.', onlyFor: person.id }));
  });

  it('change in place what one member alone sees', async () => {
    const opened = await openTelegram();
    const { people, host } = opened;
    const { person, chat, shown } = await withAlert(opened, true);
    host.answerWith(() => ({ messages: [sampleMessage({ isPrivate: true })] }));
    people.press(chat, person, shown, 'why:s1');
    await eventually(() => expect(chat.shown).toHaveLength(2));
    host.answerWith(() => ({
      replacement: sampleMessage({ blocks: [{ kind: 'paragraph', spans: [{ text: 'Page 2' }] }] }),
    }));
    people.press(chat, person, chat.shown[1]!, 'page:2');
    await eventually(() => expect(chat.shown[1]).toMatchObject({ text: 'Page 2', onlyFor: person.id }));
    expect(chat.shown).toHaveLength(2);
  });

  it('answer everybody in a group where the server cannot, and do not try that again', async () => {
    const opened = await openTelegram();
    const { world, people, host } = opened;
    const { person, chat, shown } = await withAlert(opened, true);
    world.without.add('private');
    host.answerWith(() => ({ messages: [sampleMessage({ isPrivate: true })] }));
    people.press(chat, person, shown, 'why:s1');
    await eventually(() => expect(chat.shown.at(-1)).toMatchObject({ text: 'All is well.', onlyFor: undefined }));
    const refused = world.callsOf('sendMessage').filter(({ code }) => code === 400).length;
    people.press(chat, person, shown, 'why:s2');
    await eventually(() => expect(chat.shown).toHaveLength(3));
    expect(world.callsOf('sendMessage').filter(({ code }) => code === 400)).toHaveLength(refused);
  });

  it('are acknowledged even without a message behind them', async () => {
    const { world, people, host } = await openTelegram();
    const from = { ...people.person(), is_bot: false };
    world.push({
      callback_query: { id: 'stray', from, chat_instance: '1', inline_message_id: 'x', data: 'y' },
    } as never);
    await eventually(() => expect(world.acknowledged.has('stray')).toBe(true));
    expect(host.incoming).toEqual([]);
  });
});
