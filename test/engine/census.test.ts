import { expect, test } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { countChats } from '../../src/engine/census.ts';
import { openStore } from '../../src/store/open.ts';
import type { BriefSchedule } from '../../src/store/records.ts';
import { makeChat } from '../worlds/records.ts';

const eight: BriefSchedule = {
  id: 'b1',
  time: '08:00',
  days: [],
  topics: [],
  length: 'short',
  since: Date.parse('2026-03-09T12:00:00Z'),
};
const at = (time: string) => Date.parse(`2026-03-10T${time}:00Z`);

async function open() {
  const store = await openStore(openMemory());
  return countChats(store.chats);
}

test('counts chats by state as they are written', async () => {
  const { chats, census } = await open();
  const [one, two, three] = ['1', '2', '3'].map((id) => makeChat(id)) as [never, never, never];
  await chats.setMany([one, two, three].map((chat: ReturnType<typeof makeChat>) => [chat.id, chat] as const));
  expect(census.states).toEqual({ active: 3, unreachable: 0, banned: 0 });
  const gone = { ...makeChat('1'), state: 'unreachable' as const };
  await chats.set(gone.id, gone);
  await chats.set(makeChat('2').id, { ...makeChat('2'), state: 'banned' });
  expect(census.states).toEqual({ active: 1, unreachable: 1, banned: 1 });
  expect(census.unreachable()).toEqual([gone.id]);
  await chats.set(gone.id, { ...gone, state: 'active' });
  await chats.delete(makeChat('3').id);
  expect(census.states).toEqual({ active: 1, unreachable: 0, banned: 1 });
});

test('knows who has an edition due, and who has it no more', async () => {
  const { chats, census } = await open();
  const chat = { ...makeChat('1'), briefs: [eight] };
  await chats.set(chat.id, chat);
  await chats.set(makeChat('2').id, makeChat('2'));
  expect(census.due(at('07:59'))).toEqual([]);
  expect(census.due(at('08:00'))).toEqual([chat.id]);
  await chats.set(chat.id, { ...chat, settings: { ...chat.settings, zone: 'America/New_York' } });
  expect(census.due(at('08:00'))).toEqual([]);
  expect(census.due(at('12:00'))).toEqual([chat.id]);
  await chats.set(chat.id, { ...chat, briefs: [{ ...eight, lastEdition: '2026-03-10T08:00' }] });
  expect(census.due(at('12:00'))).toEqual([]);
  await chats.set(chat.id, { ...chat, state: 'banned' });
  expect(census.due(at('12:00'))).toEqual([]);
});
