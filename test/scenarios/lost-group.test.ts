/** A group throws the bot out: whoever looks after it hears of that once, in private. */
import { expect, it, vi } from 'vitest';
import { openTown, report } from '../worlds/telegram-program.ts';
import { until } from '../worlds/wait.ts';

vi.setConfig({ testTimeout: 90_000 });

it('tells the person who managed a lost group in private, once, and sends the group nothing more', async () => {
  const crack = report('Harbour bridge: divers find a second crack', 'Divers found a second crack in the pier.', -1);
  const town = await openTown({ 'Harbour Wire': [] });
  await town.start();
  const [admin, member] = [town.people.person('Ada'), town.people.person('Ben')];
  const [adminChat, memberChat] = [town.people.privateChat(admin), town.people.privateChat(member)];
  const group = town.people.group('Harbour <watch>', { administrators: [admin] });
  town.people.say(adminChat, admin, '/start');
  town.people.say(group, admin, '/follow harbour bridge');
  await town.shows(group, /Following/);
  town.people.say(group, member, '/latest harbour bridge');
  await until(() => group.shown.length === 2);
  town.people.setBot(group, admin, 'kicked');
  const word = await town.shows(adminChat, /no longer write in/);
  expect(word.text).toContain('Harbour <watch>');
  expect(word.isSilent).toBe(true);
  town.stand.publish('Harbour Wire', crack);
  await until(() => town.stand.requests.length > 5);
  expect(adminChat.shown.filter(({ text }) => text.includes('no longer'))).toHaveLength(1);
  expect(memberChat.shown).toEqual([]);
  expect(group.shown).toHaveLength(2);
  expect(town.world.complaints).toEqual([]);
});

it('lets it be where that person never spoke with the bot', async () => {
  const town = await openTown({ 'Harbour Wire': [] });
  await town.start();
  const admin = town.people.person('Ada');
  const group = town.people.group('Harbour watch', { administrators: [admin] });
  town.people.say(group, admin, '/follow harbour bridge');
  await town.shows(group, /Following/);
  const before = town.world.callsOf('sendMessage').length;
  town.people.setBot(group, admin, 'kicked');
  await until(() => town.world.callsOf('sendMessage').length === before + 1);
  const ended = await town.end();
  expect(ended.code).toBe(0);
  expect(town.world.callsOf('sendMessage')).toHaveLength(before + 1);
});
