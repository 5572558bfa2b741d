import type { Update } from 'grammy/types';
import { createTelegram } from '../../../adapters/telegram/index.ts';
import type { Address } from '../../../src/model.ts';
import { type ChannelWorld, channelContract, type SeenMessage, type Trouble } from '../../contracts/channel.ts';
import { createTelegramWorld, type Mischief, noLimits, type TelegramWorld } from '../../worlds/telegram.ts';
import type { Shown } from '../../worlds/telegram-chats.ts';
import { createPeople } from '../../worlds/telegram-people.ts';

const troubles: Readonly<Record<Trouble, Mischief>> = {
  blocked: { code: 403, description: 'Forbidden: bot was blocked by the user' },
  tooFast: { code: 429, description: 'Too Many Requests: retry after 7', parameters: { retry_after: 7 } },
  cut: 'cutBefore',
  broken: { code: 502, description: 'Bad Gateway' },
};

channelContract('Telegram', async (): Promise<ChannelWorld> => {
  const world = await createTelegramWorld({ limits: noLimits });
  const people = createPeople(world);
  const owner = people.person('Olga');
  const member = people.person('Max');
  const chat = people.privateChat(owner);
  const group = people.group('Harbour watch', { administrators: [owner] });
  const find = (address: Address) => world.chats.get(Number(address.id))!;
  let last: Omit<Update, 'update_id'> = {};
  let lastId = 0;
  const push = world.push.bind(world);
  world.push = (update, id) => {
    last = update;
    lastId = push(update, id);
    return lastId;
  };
  return {
    channel: createTelegram({ token: world.token, apiRoot: world.apiRoot }),
    chat: { platform: 'telegram', id: String(chat.id) },
    group: { platform: 'telegram', id: String(group.id) },
    secret: world.token,
    seen: (address) => find(address).shown.map((shown) => seen(world, shown)),
    type: (address, line) => people.say(find(address), owner, line),
    typeAsMember: (line) => people.say(group, member, line),
    press(address, messageId, action) {
      const shown = find(address).shown.find(({ id }) => String(id) === messageId)!;
      people.press(find(address), owner, shown, action);
    },
    trouble: (kind) => world.disturb('sendMessage', troubles[kind]),
    replay: () => push(last, lastId),
    close: world.close,
  };
});

function seen(world: TelegramWorld, shown: Shown): SeenMessage {
  const auto = shown.entities.filter(({ type }) => /^(?:url|email|mention|hashtag|cashtag|bot_command)$/.test(type));
  const links = shown.entities.flatMap((entity) => (entity.type === 'text_link' ? [entity.url] : []));
  return {
    id: String(shown.id),
    text: shown.text,
    links: [...links, ...auto.map(({ offset, length }) => shown.text.slice(offset, offset + length))],
    buttons: shown.markup?.inline_keyboard.flat().map(({ text }) => text) ?? [],
    isSilent: shown.isSilent,
    pings: shown.entities.filter(({ type }) => type === 'mention').length + (world.complaints.length > 0 ? 1000 : 0),
    file: shown.document,
  };
}
