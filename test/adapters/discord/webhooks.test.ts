/** Alerts under their topic's own name, where the bot may manage webhooks. */
import { describe, expect, it } from 'vitest';
import { createDiscord } from '../../../adapters/discord/index.ts';
import { sendOptions } from '../../contracts/channel.ts';
import { createFakeHost } from '../../contracts/host.ts';
import { sampleAlert, sampleMessage, sampleStory } from '../../contracts/samples.ts';
import { botRights, readShown, rights } from '../../worlds/discord-state.ts';
import { addressOf, type OpenOptions, openDiscord, realClock, settle } from './open.ts';

async function permitted(options: OpenOptions = {}) {
  const opened = await openDiscord({ ...options, isStarted: false });
  opened.guild.botPermissions = botRights | rights.manageWebhooks;
  await opened.channel.start(opened.host);
  return opened;
}

describe('a webhook with the topic’s name', () => {
  it('carries alerts, and changes them; one webhook serves a channel', async () => {
    const { channel, news, world } = await permitted();
    const sent = await channel.send(addressOf(news), sampleAlert(), sendOptions());
    await channel.send(addressOf(news), sampleAlert(), sendOptions({ nonce: 'n2' }));
    expect(news.messages.map(({ webhook }) => webhook?.name)).toEqual(['harbour', 'harbour']);
    expect(world.webhooks).toHaveLength(1);
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    const grown = sampleAlert(sampleStory({ title: 'Work begins' }), { kind: 'update' });
    expect(await channel.edit(sent.ref, grown, sendOptions())).toMatchObject({ kind: 'sent' });
    expect(readShown(news.messages[0]!).text).toContain('Work begins');
    expect(news.messages[0]!.pings).toEqual([]);
  });

  it('is not used where nobody gave the right, nor for answers, updates and names that Discord refuses', async () => {
    const plain = await openDiscord();
    await plain.channel.send(addressOf(plain.news), sampleAlert(), sendOptions());
    expect(plain.news.messages[0]!.webhook).toBeUndefined();
    expect(plain.world.callsTo('GET', /webhooks/)).toEqual([]);

    const { channel, news } = await permitted();
    await channel.send(addressOf(news), sampleMessage(), sendOptions());
    await channel.send(addressOf(news), { ...sampleAlert(), topic: 'Discord outage' }, sendOptions({ nonce: 'n2' }));
    const replyTo = { address: addressOf(news), id: news.messages[0]!.id };
    await channel.send(addressOf(news), sampleAlert(), sendOptions({ nonce: 'n3', replyTo }));
    expect(news.messages.map(({ webhook }) => webhook)).toEqual([undefined, undefined, undefined]);
    expect(news.messages[2]!.replyTo).toBe(news.messages[0]!.id);
  });

  it('writes into a thread of its channel', async () => {
    const { channel, news, people, guild } = await permitted();
    const thread = people.channel(guild, { type: 11, parentId: news.id, name: 'Harbour' });
    await channel.send(addressOf(thread), sampleAlert(), sendOptions());
    expect(thread.messages[0]!.webhook?.name).toBe('harbour');
  });

  it('gives way to the bot itself when it is gone or full', async () => {
    const { channel, news, world } = await permitted();
    await channel.send(addressOf(news), sampleAlert(), sendOptions());
    world.webhooks.splice(0);
    expect(await channel.send(addressOf(news), sampleAlert(), sendOptions({ nonce: 'n2' }))).toMatchObject({
      kind: 'sent',
    });
    expect(news.messages.map(({ webhook }) => webhook?.name)).toEqual(['harbour', undefined]);

    const full = await permitted();
    for (let made = 0; made < 15; made++)
      full.world.webhooks.push({ id: `${made}`, token: 't', channelId: full.news.id, applicationId: '5' });
    await full.channel.send(addressOf(full.news), sampleAlert(), sendOptions());
    expect(full.news.messages.map(({ webhook }) => webhook)).toEqual([undefined]);
  });

  it('doubles nothing though it knows no nonce: connections cut before or after, fifty times each', async () => {
    const { channel, news, world } = await permitted();
    for (let round = 0; round < 100; round++) {
      const options = sendOptions({ nonce: `round-${round}` });
      world.disturb(/^POST \/webhooks/, round % 2 === 0 ? 'cutBefore' : 'cutAfter');
      let tries = 1;
      for (; ; tries++) {
        const outcome = await channel.send(addressOf(news), sampleAlert(), options);
        if (outcome.kind === 'sent') break;
        if (outcome.kind === 'retry') await settle(outcome.afterMs ?? 1);
      }
      expect(tries).toBeGreaterThan(1);
      expect(news.messages).toHaveLength(round + 1);
    }
  });

  it('doubles nothing either when the program was killed in between', async () => {
    const { channel, news, world } = await permitted();
    world.disturb(/^POST \/webhooks/, 'cutAfter');
    const options = sendOptions();
    await channel.send(addressOf(news), sampleAlert(), options);
    const next = createDiscord({ token: world.token, apiRoot: world.apiRoot });
    await next.start(createFakeHost(realClock));
    const sent = await next.send(addressOf(news), sampleAlert(), options);
    expect(sent).toMatchObject({ kind: 'sent', ref: { id: news.messages[0]!.id } });
    expect(news.messages).toHaveLength(1);
    const grown = sampleAlert(sampleStory({ title: 'Work begins' }), { kind: 'update' });
    if (sent.kind === 'sent') await next.edit(sent.ref, grown, sendOptions());
    expect(readShown(news.messages[0]!).text).toContain('Work begins');
    await next.stop();
  });
});
