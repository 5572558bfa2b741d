import { describe, expect, it } from 'vitest';
import { sampleMessage } from '../../contracts/samples.ts';
import type { FakeChat } from '../../worlds/telegram-chats.ts';
import { eventually, type Opened, openTelegram, settle } from './open.ts';

function share(opened: Opened, owner: ReturnType<Opened['people']['person']>, channel: FakeChat): void {
  const { people } = opened;
  const shared = { request_id: 1, chat_id: channel.id };
  people.say(people.privateChat(owner), owner, undefined, { extra: { chat_shared: shared } });
}

describe('channels', () => {
  it('are offered to pick from, with the rights that the bot needs', async () => {
    const { people } = await openTelegram();
    const owner = people.person();
    const chat = people.privateChat(owner);
    people.say(chat, owner, '/channel');
    await eventually(() => expect(chat.shown).toHaveLength(1));
    expect(chat.shown[0]?.otherMarkup).toMatchObject({
      keyboard: [[{ request_chat: { chat_is_channel: true, bot_administrator_rights: { can_post_messages: true } } }]],
    });
  });

  it('get one test message when picked, and are managed by answers in the private chat', async () => {
    const opened = await openTelegram();
    const { people, host } = opened;
    const owner = people.person();
    const chat = people.privateChat(owner);
    const channel = people.channel('Harbour news', [owner]);
    share(opened, owner, channel);
    await eventually(() => expect(chat.shown).toHaveLength(1));
    expect(channel.shown.map(({ text, isSilent }) => [text, isSilent])).toEqual([['telegram.channelTest', true]]);
    expect(chat.shown[0]?.text).toBe('📣 Harbour news\n\ntelegram.channelReady Harbour news');

    host.answerWith(() => ({ messages: [sampleMessage({ buttons: [[{ label: 'Less', action: 'less:s1' }]] })] }));
    people.say(chat, owner, '/follow harbour', { replyTo: chat.shown[0]! });
    await host.heard(1);
    expect(host.incoming[0]).toMatchObject({
      text: '/follow harbour',
      chatKind: 'channel',
      chatTitle: 'Harbour news',
      address: { id: String(channel.id) },
      person: { id: String(owner.id), isManager: true },
    });
    await eventually(() => expect(chat.shown).toHaveLength(2));
    expect(chat.shown[1]?.text).toBe('📣 Harbour news\n\nAll is well.');
    expect(channel.shown).toHaveLength(1);

    people.press(chat, owner, chat.shown[1]!, 'less:s1');
    await host.heard(2);
    expect(host.incoming[1]).toMatchObject({ action: 'less:s1', address: { id: String(channel.id) } });
  });

  it('are not set up for people who do not manage them, nor where the bot may not post', async () => {
    const opened = await openTelegram();
    const { people } = opened;
    const [owner, stranger] = [people.person(), people.person()];
    const channel = people.channel('Harbour news', [owner]);
    share(opened, stranger, channel);
    await eventually(() => expect(people.privateChat(stranger).shown[0]?.text).toContain('telegram.channelNoRights'));
    channel.bot = 'member';
    share(opened, owner, channel);
    await eventually(() => expect(people.privateChat(owner).shown[0]?.text).toContain('telegram.channelNoRights'));
    expect(channel.shown).toEqual([]);
  });

  it('obey nobody who was an administrator once', async () => {
    const opened = await openTelegram();
    const { people, host } = opened;
    const owner = people.person();
    const chat = people.privateChat(owner);
    const channel = people.channel('Harbour news', [owner]);
    share(opened, owner, channel);
    await eventually(() => expect(chat.shown).toHaveLength(1));
    channel.administrators.clear();
    people.say(chat, owner, '/follow harbour', { replyTo: chat.shown[0]! });
    await host.heard(1);
    expect(host.incoming[0]?.address.id).toBe(String(chat.id));
  });

  it('are not taken for another by a message that only looks like one of theirs', async () => {
    const opened = await openTelegram();
    const { world, people, host } = opened;
    const owner = people.person();
    const chat = people.privateChat(owner);
    const channel = people.channel('Harbour news', [owner]);
    const url = `https://t.me/c/${String(channel.id).slice(4)}/1?manage`;
    const forged = {
      message_id: 1,
      date: 0,
      chat: { id: chat.id, type: 'private' },
      from: { id: owner.id, is_bot: false, first_name: 'x' },
      text: '📣 Harbour news',
      entities: [{ type: 'text_link', offset: 0, length: 15, url }],
    };
    people.say(chat, owner, '/follow harbour', { extra: { reply_to_message: forged } });
    await host.heard(1);
    expect(host.incoming[0]?.address.id).toBe(String(chat.id));
    expect(world.callsOf('getChatMember')).toEqual([]);
  });

  it('can be managed by posts in them, which only administrators can write', async () => {
    const { people, host } = await openTelegram();
    const channel = people.channel('Harbour news');
    host.answerWith(() => ({ messages: [sampleMessage()] }));
    people.say(channel, people.person(), '/follow harbour');
    people.say(channel, people.person(), 'just news');
    await eventually(() => expect(channel.shown).toHaveLength(1));
    expect(host.incoming).toMatchObject([
      { chatKind: 'channel', person: { isManager: true }, text: '/follow harbour' },
    ]);
  });

  it('announce themselves to whoever put the bot there', async () => {
    const { people, host } = await openTelegram();
    const owner = people.person();
    const chat = people.privateChat(owner);
    const channel = people.channel('Harbour news', [owner]);
    channel.bot = 'left';
    people.setBot(channel, owner, 'administrator');
    await eventually(() => expect(chat.shown[0]?.text).toContain('telegram.channelReady'));
    await settle();
    expect(channel.shown).toEqual([]);
    expect(host.changes).toEqual([{ chat: String(channel.id), change: { kind: 'returned' } }]);
  });
});
