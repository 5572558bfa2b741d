/** Roles that alerts call, and how members take them. */
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/model.ts';
import type { CommandInfo } from '../../../src/ports.ts';
import { sendOptions } from '../../contracts/channel.ts';
import { sampleAlert, sampleMessage, sampleStory } from '../../contracts/samples.ts';
import type { FakeRole } from '../../worlds/discord-state.ts';
import { botRights, readShown, rights } from '../../worlds/discord-state.ts';
import { addressOf, eventually, type Opened, openDiscord, settle } from './open.ts';

const setMessage = sampleMessage({ isPrivate: true, topic: 'harbour' });

/** A bot that may give roles, in a server with one that gives nothing. */
async function withRole(
  changes: Partial<FakeRole> = {},
  botMay = rights.manageRoles,
): Promise<Opened & { role: FakeRole }> {
  const opened = await openDiscord({ isStarted: false });
  const { guild, people, channel, host, olga } = opened;
  guild.botPermissions = botRights | botMay;
  guild.members.set(olga.id, { permissions: rights.manageGuild | rights.manageRoles, roles: [] });
  const role = people.role(guild, 'harbour-watchers', changes);
  const command = { name: 'role', descriptionKey: 'commands.role', usageKey: 'usage.role', who: 'managers' };
  await channel.start({ ...host, commands: [...host.commands, command as CommandInfo] });
  return { ...opened, role };
}

/** `/role set topic:harbour role:@…` */
function choose({ people, olga, news }: Opened, role: { readonly id: string } & object, json: object) {
  const options = [
    { name: 'topic', type: 3, value: 'harbour' },
    { name: 'role', type: 8, value: role.id },
  ];
  return people.command(olga, news, 'role', [{ name: 'set', type: 1, options }], {
    resolved: { roles: { [role.id]: json } },
  });
}

const given = (role: FakeRole) => ({
  id: role.id,
  name: role.name,
  managed: role.isManaged,
  mentionable: role.isMentionable,
  permissions: String(role.permissions),
});

function alertFor(role: FakeRole, changes: Partial<Message> = {}): Message {
  return { ...sampleAlert(), role: { id: role.id, name: role.name, isOpen: true }, ...changes };
}

describe('a role for a topic', () => {
  it('is handed to the core as it was chosen, open to all when it gives nothing and can be given', async () => {
    const opened = await withRole();
    opened.host.answerWith(() => ({ messages: [setMessage] }));
    choose(opened, opened.role, given(opened.role));
    await eventually(() => expect(opened.news.messages).toHaveLength(1));
    expect(opened.host.incoming[0]).toMatchObject({
      text: '/role harbour',
      role: { id: opened.role.id, name: 'harbour-watchers', isOpen: true },
      person: { isManager: true },
    });
    await settle();
    expect(opened.news.messages).toHaveLength(1);
  });

  it.each([
    ['that gives rights', { permissions: rights.manageMessages }, rights.manageRoles, ['discord.role.powerful']],
    ['above the bot’s own', { position: 9 }, rights.manageRoles, ['discord.role.outOfReach']],
    ['that the bot may not give', {}, 0n, ['discord.role.outOfReach']],
    ['that may not be mentioned', { isMentionable: false }, rights.manageRoles, ['discord.role.notCallable']],
  ] as const)('%s is said to be so', async (_, changes, botMay, notes) => {
    const opened = await withRole(changes, botMay);
    opened.host.answerWith(() => ({ messages: [setMessage] }));
    choose(opened, opened.role, given(opened.role));
    await eventually(() => expect(opened.news.messages).toHaveLength(1 + notes.length));
    const [, ...told] = opened.news.messages;
    expect(told.map((shown) => readShown(shown).text)).toEqual(notes.map((key) => `${key} harbour-watchers`));
    const isCallable = 'isMentionable' in changes;
    expect(opened.host.incoming[0]!.role!.isOpen).toBe(isCallable);
  });

  it('is never open by the word of somebody who may not give roles', async () => {
    const opened = await withRole();
    opened.guild.members.set(opened.olga.id, { permissions: rights.manageGuild, roles: [] });
    choose(opened, opened.role, given(opened.role));
    await opened.host.heard(1);
    expect(opened.host.incoming[0]!.role).toMatchObject({ isOpen: false });
  });

  it('is not opened by somebody to whom the server gave the command and nothing else', async () => {
    const opened = await withRole();
    const { guild, world, olga, host, role } = opened;
    guild.members.set(olga.id, { permissions: 0n, roles: [] });
    const { id } = world.commands.find(({ name }) => name === 'role')!;
    world.commandRights.set(`${guild.id}:${id}`, [{ id: olga.id, type: 2, permission: true }]);
    choose(opened, role, given(role));
    await host.heard(1);
    expect(host.incoming[0]).toMatchObject({ person: { isManager: true }, role: { isOpen: false } });
  });

  it('is never everybody, and never an app’s', async () => {
    const opened = await withRole({ isManaged: true });
    choose(opened, opened.guild, { ...given(opened.role), id: opened.guild.id, managed: false });
    choose(opened, opened.role, given(opened.role));
    await eventually(() => expect(opened.news.messages).toHaveLength(2));
    expect(opened.news.messages.map((shown) => readShown(shown).text).toSorted()).toEqual([
      'discord.role.everyone',
      'discord.role.managed',
    ]);
    expect(opened.host.incoming).toEqual([]);
  });
});

describe('an alert with a role', () => {
  it('calls it once: not when it is silent, not when it grows, and nobody else', async () => {
    const { channel, news, role } = await withRole();
    const hostile = sampleAlert(sampleStory({ title: `Hello <@&${role.id}> @everyone <@1>` }));
    const sent = await channel.send(addressOf(news), { ...alertFor(role), blocks: hostile.blocks }, sendOptions());
    expect(news.messages[0]!.pings).toEqual([`role:${role.id}`]);
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    await channel.edit(sent.ref, alertFor(role, { kind: 'update', isLoud: false }), sendOptions());
    expect(news.messages[0]!.pings).toEqual([`role:${role.id}`]);
    // It stands there still: whoever was called finds by what.
    expect(readShown(news.messages[0]!).mentions).toEqual([`role:${role.id}`]);
    await channel.send(addressOf(news), alertFor(role), sendOptions({ nonce: 'n2', isSilent: true }));
    expect(news.messages[1]!.pings).toEqual([]);
  });

  it('calls nobody when the server has the role no more', async () => {
    const { channel, news, role } = await withRole();
    await channel.send(addressOf(news), alertFor({ ...role, id: '123456789012345678' }), sendOptions());
    expect(news.messages[0]!.pings).toEqual([]);
    expect(readShown(news.messages[0]!).mentions).toEqual([]);
  });

  it('lets a member take the role by a button, and give it back', async () => {
    const { channel, news, role, people, max, guild } = await withRole();
    await channel.send(addressOf(news), alertFor(role), sendOptions());
    const alert = news.messages[0]!;
    for (const [key, roles] of [
      ['discord.role.given', [role.id]],
      ['discord.role.givenBack', []],
    ] as const) {
      const asked = people.press(max, news, alert, `d:role:${role.id}`);
      await eventually(() => expect(asked.originalId).toBeDefined());
      const shown = news.messages.find(({ id }) => id === asked.originalId)!;
      expect(readShown(shown).text).toBe(`${key} harbour-watchers`);
      expect(shown.onlyFor).toBe(max.id);
      expect(guild.members.get(max.id)!.roles).toEqual(roles);
    }
  });

  it('gives the role to nobody once it gives rights', async () => {
    const { channel, news, role, people, max, guild, world } = await withRole();
    await channel.send(addressOf(news), alertFor(role), sendOptions());
    const stronger = { ...given(role), permissions: String(rights.manageGuild), color: 0, hoist: false, position: 1 };
    world.tell(guild.id, 'GUILD_ROLE_UPDATE', { guild_id: guild.id, role: stronger });
    await settle();
    people.press(max, news, news.messages[0]!, `d:role:${role.id}`);
    await eventually(() => expect(news.messages).toHaveLength(2));
    expect(readShown(news.messages[1]!).text).toBe('discord.role.closed harbour-watchers');
    expect(guild.members.get(max.id)!.roles).toEqual([]);
  });

  it('has no such button for a role that members may not take', async () => {
    const { channel, news, role } = await withRole();
    const closed = { ...alertFor(role), role: { id: role.id, name: role.name, isOpen: false } };
    await channel.send(addressOf(news), closed, sendOptions());
    expect(readShown(news.messages[0]!).buttons.map(({ label }) => label)).not.toContain('discord.role.take');
  });
});
