import { createDiscord } from '../../../adapters/discord/index.ts';
import type { Address } from '../../../src/model.ts';
import { type ChannelWorld, channelContract, type SeenMessage, type Trouble } from '../../contracts/channel.ts';
import { createDiscordWorld, type Mischief } from '../../worlds/discord.ts';
import { createPeople } from '../../worlds/discord-people.ts';
import { readShown, rights, type Shown } from '../../worlds/discord-state.ts';

const troubles: Readonly<Record<Trouble, Mischief>> = {
  blocked: { status: 403, body: { code: 50007, message: 'Cannot send messages to this user' } },
  tooFast: { tooFast: 'user', retryAfter: 7 },
  cut: 'cutBefore',
  broken: { status: 502, body: undefined },
};

channelContract('Discord', async (): Promise<ChannelWorld> => {
  const world = await createDiscordWorld();
  const people = createPeople(world);
  const owner = people.person('Olga');
  const member = people.person('Max');
  const guild = people.guild('Harbour watch', [
    [owner, rights.manageGuild],
    [member, 0n],
  ]);
  const group = people.channel(guild);
  const isTypedAnswer = (id: string) =>
    [...world.interactions.values()].some((asked) => asked.originalId === id && asked.messageId === undefined);
  const find = (address: Address) => world.channels.get(address.id)!;
  return {
    channel: createDiscord({ token: world.token, apiRoot: world.apiRoot }),
    chat: { platform: 'discord', id: owner.direct.id },
    group: { platform: 'discord', id: group.id },
    secret: world.token,
    seen: (address) =>
      find(address)
        // With answers to what was typed: in a server they are for the asker alone.
        .messages.filter(({ id, onlyFor }) => onlyFor === undefined || isTypedAnswer(id))
        .map(seen),
    type: (address, line) => void people.type(owner, find(address), line),
    typeAsMember: (line) => void people.type(member, group, line),
    press(address, messageId, action) {
      const shown = find(address).messages.find(({ id }) => id === messageId)!;
      people.press(owner, find(address), shown, action);
    },
    trouble: (kind) => world.disturb(/^POST \/channels\/\d+\/messages/, troubles[kind]),
    replay: people.repeat,
    close: world.close,
  };
});

function seen(shown: Shown): SeenMessage {
  const { text, links, buttons } = readShown(shown);
  return {
    id: shown.id,
    text,
    links,
    buttons: buttons.map(({ label }) => String(label)),
    isSilent: (shown.flags & (1 << 12)) !== 0,
    pings: shown.pings.length,
    file: shown.file,
  };
}
