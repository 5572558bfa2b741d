import { describe, expect, it } from 'vitest';
import { sampleMessage } from '../../contracts/samples.ts';
import { eventually, heldClock, openTelegram, settle } from './open.ts';

const hello = () => ({ messages: [sampleMessage({ buttons: [[{ label: 'Help', action: 'run:/help' }]] })] });

describe('/start', () => {
  it('shows in a private chat how to take the bot along, with no more rights than it needs', async () => {
    const { people, host } = await openTelegram();
    const person = people.person();
    const chat = people.privateChat(person);
    host.answerWith(hello);
    people.say(chat, person, '/start');
    await eventually(() => expect(chat.shown).toHaveLength(1));
    expect(chat.shown[0]?.markup?.inline_keyboard.at(-1)).toEqual([
      { text: 'telegram.addToGroup', url: 'https://t.me/DatelineTestBot?startgroup=hello' },
      {
        text: 'telegram.addToChannel',
        url: 'https://t.me/DatelineTestBot?startchannel&admin=post_messages+edit_messages',
      },
    ]);
  });

  it('shows no such buttons in a group, nor under a topic that a link follows', async () => {
    const { people, host } = await openTelegram();
    const person = people.person();
    const group = people.group('Harbour watch');
    host.answerWith(hello);
    people.say(group, person, '/start@DatelineTestBot hello');
    await eventually(() => expect(group.shown).toHaveLength(1));
    expect(group.shown[0]?.markup?.inline_keyboard).toHaveLength(1);
  });
});

describe('a group that the bot is put into', () => {
  async function joining() {
    const clock = heldClock();
    const opened = await openTelegram({ clock });
    const admin = opened.people.person();
    const group = opened.people.group('Harbour watch', { administrators: [admin] });
    opened.host.answerWith(hello);
    return { ...opened, clock, admin, group };
  }

  it('is greeted', async () => {
    const { people, host, clock, admin, group } = await joining();
    group.bot = 'left';
    people.setBot(group, admin, 'member');
    await eventually(() => expect(host.changes).toHaveLength(1));
    await settle();
    clock.fire();
    await eventually(() => expect(group.shown).toHaveLength(1));
    expect(host.incoming).toMatchObject([{ text: '/start', chatKind: 'group', person: { isManager: true } }]);
  });

  it('is greeted once when the link that added it says /start as well', async () => {
    const { people, clock, admin, group } = await joining();
    group.bot = 'left';
    people.setBot(group, admin, 'member');
    people.say(group, admin, '/start@DatelineTestBot hello');
    await eventually(() => expect(group.shown).toHaveLength(1));
    clock.fire();
    await settle();
    expect(group.shown).toHaveLength(1);
  });

  it('is not greeted when it only became a supergroup, nor when the bot is made an administrator', async () => {
    const { people, host, clock, admin, group } = await joining();
    const moved = people.migrate(group);
    moved.bot = 'left';
    people.setBot(moved, admin, 'member');
    people.setBot(moved, admin, 'administrator');
    await eventually(() => expect(host.changes.length).toBeGreaterThanOrEqual(3));
    await settle();
    clock.fire();
    await settle();
    expect(moved.shown).toEqual([]);
  });
});
