/** Answers that one member of a group alone sees. */
import { describe, expect, it } from 'vitest';
import { sampleMessage } from '../../contracts/samples.ts';
import { eventually, openTelegram } from './open.ts';

const quietly = () => ({ messages: [sampleMessage({ isPrivate: true })] });
const aloud = () => ({ messages: [sampleMessage()] });

describe('a private answer to a typed command in a group', () => {
  it('is for the asker alone where the bot is an administrator', async () => {
    const { world, people, host } = await openTelegram();
    const member = people.person();
    const group = people.group('Harbour watch');
    group.bot = 'administrator';
    host.answerWith(quietly);
    people.say(group, member, '/settings');
    people.say(group, member, '/why');
    await eventually(() => expect(group.shown).toHaveLength(2));
    expect(group.shown).toMatchObject([{ onlyFor: member.id }, { onlyFor: member.id }]);
    // Who the member is and what the bot is there: asked once each.
    expect(world.callsOf('getChatMember')).toHaveLength(2);
  });

  it('is for all to see where it is not, as nothing else can be done', async () => {
    const { world, people, host } = await openTelegram();
    const group = people.group('Harbour watch');
    host.answerWith(quietly);
    people.say(group, people.person(), '/settings');
    await eventually(() => expect(group.shown).toMatchObject([{ onlyFor: undefined, replyTo: 1 }]));
    expect(world.callsOf('sendMessage').every(({ code }) => code === 200)).toBe(true);
  });

  it('answers a command that only the bot saw, without being an administrator', async () => {
    const { people, host } = await openTelegram();
    const member = people.person();
    const group = people.group('Harbour watch');
    host.answerWith(quietly);
    people.say(group, member, '/settings', { isWhispered: true });
    await eventually(() => expect(group.shown).toMatchObject([{ onlyFor: member.id, text: 'All is well.' }]));
  });

  it('is for all when it comes too late, and the next one is private again', async () => {
    let late = 0;
    const { people, host } = await openTelegram({ now: () => Date.now() + late });
    const member = people.person();
    const group = people.group('Harbour watch');
    host.answerWith(() => {
      late = 20_000;
      return quietly();
    });
    people.say(group, member, '/settings', { isWhispered: true });
    await eventually(() => expect(group.shown).toMatchObject([{ onlyFor: undefined }]));
    host.answerWith(quietly);
    people.say(group, member, '/settings', { isWhispered: true });
    await eventually(() => expect(group.shown[1]).toMatchObject({ onlyFor: member.id }));
  });

  it('never hides what concerns everybody', async () => {
    const { people, host } = await openTelegram();
    const group = people.group('Harbour watch');
    group.bot = 'administrator';
    host.answerWith(aloud);
    people.say(group, people.person(), '/latest');
    await eventually(() => expect(group.shown).toMatchObject([{ onlyFor: undefined }]));
  });

  it('is for all when an anonymous administrator asks: there is nobody to whisper to', async () => {
    const { people, host } = await openTelegram();
    const group = people.group('Harbour watch');
    group.bot = 'administrator';
    host.answerWith(quietly);
    people.say(group, people.person(), '/settings', { isAnonymous: true });
    await eventually(() => expect(group.shown).toMatchObject([{ onlyFor: undefined }]));
  });

  it('is not tried again in a group that takes none', async () => {
    const { world, people, host } = await openTelegram();
    const member = people.person();
    const group = people.group('Harbour watch');
    world.without.add('private');
    host.answerWith(quietly);
    people.say(group, member, '/settings', { isWhispered: true });
    people.say(group, member, '/settings', { isWhispered: true });
    await eventually(() => expect(group.shown).toHaveLength(2));
    expect(world.callsOf('sendMessage').filter(({ code }) => code === 400)).toHaveLength(1);
  });
});
