import { beforeEach, describe, expect, it } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { createTurns, type Turns } from '../../src/chats/turns.ts';
import { type Alerts, createAlerts } from '../../src/delivery/alerts.ts';
import { createOutbox, type Outbox } from '../../src/delivery/outbox.ts';
import { type Census, countChats } from '../../src/engine/census.ts';
import { createDueBriefs, type DueBriefs } from '../../src/engine/housekeeping.ts';
import type { ChatId, Message, StoryId } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import type { BriefSchedule, ChatRecord } from '../../src/store/records.ts';
import type { Store } from '../../src/store/store.ts';
import { createClusterer } from '../../src/stories/cluster.ts';
import { chatOf, type Desk, linesOf, openDesk } from '../worlds/desk.ts';
import { makeRanked, quietLog } from '../worlds/records.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
let desk: Desk;
let store: Store;
let outbox: Outbox;
let sent: Message[];
let alerts: Alerts;
/** Better words, as a model would give them. */
let polish: (message: Message, chat: ChatRecord) => Promise<Message>;

beforeEach(async () => {
  desk = openDesk();
  store = await openStore(openMemory());
  outbox = await createOutbox({ store, clock: desk.clock, log: quietLog });
  sent = [];
  polish = async (message) => message;
  begin();
});

async function plan(topics: readonly string[], plans: (follow: (index: number) => string) => Partial<BriefSchedule>[]) {
  const chat = chatOf(topics);
  const briefs = plans((index) => chat.follows[index]!.topicId).map(
    (one, index): BriefSchedule => ({
      id: `b${index}`,
      time: '08:00',
      days: [],
      topics: [],
      length: 'short',
      since: desk.clock.now(),
      ...one,
    }),
  );
  await store.chats.set(chat.id, { ...chat, briefs });
  return chat;
}

const planOf = async ({ id }: ChatRecord) => (await store.chats.get(id))!.briefs[0]!;

let census: Census;
let turns: Turns;
let due: DueBriefs;

/** A clock of this world that soon runs out, where a test waits for it. */
function begin(patienceMs?: number): void {
  alerts = createAlerts({ store, outbox, clock: desk.clock });
  turns = createTurns();
  census = countChats(store.chats).census;
  const prose = { isSet: true, polish: (message: Message, chat: ChatRecord) => polish(message, chat) };
  const parts = { ...desk, store, census, outbox, alerts, clusterer: createClusterer(), turns, prose, log: quietLog };
  due = createDueBriefs(parts, patienceMs);
}

/** What the minute tick does, and the outbox emptied. */
async function tick(): Promise<void> {
  for await (const [, chat] of store.chats.entries()) census.put(chat);
  await due.send();
  for (let entry = outbox.pick('fake', () => 0); entry !== undefined; entry = outbox.pick('fake', () => 0)) {
    const [delivery] = await outbox.claim([entry]);
    await outbox.mark([{ entry, messageId: 'm' }]);
    sent.push(delivery!.message!);
  }
}

async function live(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10 * minute) {
    await desk.clock.advance(10 * minute);
    await tick();
  }
}

const news = (id: string, title: string) => desk.tell(id, { source: 'Meridian', title, hoursAgo: 0 });
const textOf = (index: number) => linesOf(sent[index]!).join('\n');

describe('briefs that are due', () => {
  it('come once a day, each with what is new since the last', async () => {
    await plan(['Tarnholm'], () => [{}]);
    news('one', 'Tarnholm ferry runs aground in fog');
    await live(day);
    news('two', 'Tarnholm mayor resigns over harbour dues');
    await live(day);
    expect(sent).toHaveLength(2);
    expect(textOf(0)).toContain('ferry');
    expect(textOf(1)).toContain('mayor');
    expect(textOf(1)).not.toContain('ferry');
  });

  it('are one after three days of standing still, and that one covers them', async () => {
    await plan(['Tarnholm'], () => [{}]);
    await live(day);
    for (const [at, what] of ['ferry runs aground', 'mayor resigns', 'bridge closes after crash'].entries()) {
      news(`s${at}`, `Tarnholm ${what}`);
      await desk.clock.advance(day);
    }
    sent = [];
    await live(60 * minute);
    expect(sent).toHaveLength(1);
    for (const what of ['ferry', 'mayor', 'bridge']) expect(textOf(0)).toContain(what);
  });

  it('of several plans are each about their own topics, length and time', async () => {
    await plan(['Tarnholm', 'Lisk'], (follow) => [
      { time: '06:00', topics: [follow(0)] },
      { time: '18:00', topics: [follow(1)], length: 'headlines' },
    ]);
    news('ferry', 'Tarnholm ferry runs aground in fog');
    news('bridge', 'Lisk bridge closes after crash');
    await live(day);
    const texts = sent.map((_, index) => textOf(index));
    expect(texts).toHaveLength(2);
    expect(texts.filter((text) => text.includes('ferry') && !text.includes('bridge'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('bridge') && !text.includes('ferry'))).toHaveLength(1);
  });

  it('are not repeated when the tick repeats, or when the program died between two of its steps', async () => {
    const chat = await plan(['Tarnholm'], () => [{}]);
    news('ferry', 'Tarnholm ferry runs aground in fog');
    await live(day);
    const before = (await store.chats.get(chat.id))!;
    expect(sent).toHaveLength(1);
    // As if the edition had not been written: the outbox knows the delivery.
    await store.chats.set(chat.id, { ...before, briefs: before.briefs.map(({ lastEdition: _, ...one }) => one) });
    await tick();
    await tick();
    expect(sent).toHaveLength(1);
  });

  it('go to nobody who cannot be reached', async () => {
    const chat = await plan(['Tarnholm'], () => [{}]);
    await store.chats.set(chat.id, { ...(await store.chats.get(chat.id))!, state: 'unreachable' });
    await live(day);
    expect(sent).toEqual([]);
  });

  it('of one chat that cannot be made keep nobody else’s back, and come when they can', async () => {
    const broken = await plan(['Tarnholm'], () => [{ zone: 'Nowhere/Atlantis' }]);
    await store.chats.set('fake:2', { ...broken, id: 'fake:2' as ChatId, briefs: [] });
    const whole = (await store.chats.get('fake:2'))!;
    await store.chats.set('fake:2', { ...whole, briefs: [{ ...(await planOf(broken)), zone: 'UTC' }] });
    await live(day);
    expect(sent).toHaveLength(1);
    await store.chats.set(broken.id, { ...broken, briefs: [{ ...(await planOf(broken)), zone: 'UTC' }] });
    await tick();
    expect(sent).toHaveLength(2);
  });

  it('do not wait for the words of another chat’s', async () => {
    const slow = await plan(['Tarnholm'], () => [{}]);
    await store.chats.set('fake:2', { ...(await store.chats.get(slow.id))!, id: 'fake:2' as ChatId });
    const other = Promise.withResolvers<void>();
    polish = async (message, { id }) => {
      if (id === slow.id) await other.promise;
      else other.resolve();
      return message;
    };
    await live(day);
    expect(sent).toHaveLength(2);
  });

  it('hold up no alert while better words are looked for, and tell of what was pushed meanwhile', async () => {
    const chat = await plan(['Tarnholm'], () => [{}]);
    const [follow] = chat.follows;
    news('ferry', 'Tarnholm ferry runs aground in fog');
    const story = desk.archive.story('ferry' as StoryId)!;
    const asked = Promise.withResolvers<void>();
    const words = Promise.withResolvers<void>();
    polish = async (message) => {
      asked.resolve();
      await words.promise;
      return message;
    };
    const living = live(day);
    await asked.promise;
    const ranked = makeRanked('ferry', follow!.topicId);
    const change = { isDevelopment: false };
    const decided = await alerts.consider([chat], () => ({ follow: follow!, ranked, story, change }));
    expect(decided.get(chat.id)).toEqual({ kind: 'loud' });
    words.resolve();
    await living;
    const brief = sent.find((message) => message?.kind === 'brief');
    expect(linesOf(brief!).join('\n')).toContain('you saw this');
  });

  it('do not wait for a chat that has asked for much, whose own brief comes once all the same', async () => {
    begin(20);
    const busy = await plan(['Tarnholm'], () => [{}]);
    await store.chats.set('fake:2', { ...(await store.chats.get(busy.id))!, id: 'fake:2' as ChatId });
    const answered = Promise.withResolvers<void>();
    void turns.take(busy.id, () => answered.promise);
    await live(day);
    expect(sent).toHaveLength(2);
    answered.resolve();
    await turns.take(busy.id, async () => undefined);
    expect((await planOf(busy)).lastEdition).toBeDefined();
    await tick();
    expect(sent).toHaveLength(2);
  });
});
