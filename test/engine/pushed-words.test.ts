/** Pushed messages in the language that a chat has chosen: what comes in time, what comes later, and what never does. All news here is invented. */
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMemory } from '../../adapters/memory/index.ts';
import { alertOf, digestOf } from '../../src/delivery/deliveries.ts';
import { createOutbox, type Outbox } from '../../src/delivery/outbox.ts';
import { makeBrief } from '../../src/engine/briefing.ts';
import { makeCatchUp } from '../../src/engine/catch-up.ts';
import { createComposer } from '../../src/engine/composer.ts';
import { type StoryId, storiesOf } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import type { ChatRecord, DeliveryRecord } from '../../src/store/records.ts';
import type { Store } from '../../src/store/store.ts';
import { chatOf, type Desk, heardOf, linesOf, openDesk } from '../worlds/desk.ts';
import { type ModelServer, openModelServer, proseOn } from '../worlds/model-server.ts';
import { makeChat, quietLog, settings } from '../worlds/records.ts';

const spanish = {
  source: 'El Faro',
  lang: 'es',
  title: 'La fragata Aurelia encalla frente a Tarnholm',
  text: 'La fragata Aurelia encalló el lunes frente a Tarnholm con 212 personas a bordo.',
};
const english = 'The frigate Aurelia runs aground off Tarnholm';
const good = `1. the frigate Aurelia runs aground off Tarnholm\n2. the frigate Aurelia ran aground on Monday off Tarnholm with 212 people aboard.`;
const story = 'ferry' as StoryId;

let server: ModelServer;
let desk: Desk;
let store: Store;
let outbox: Outbox;
let compose: (delivery: DeliveryRecord) => Promise<Awaited<ReturnType<ReturnType<typeof createComposer>['compose']>>>;

beforeEach(async () => {
  server = await openModelServer();
  desk = openDesk();
  store = await openStore(openMemory());
  outbox = await createOutbox({ store, clock: desk.clock, log: quietLog });
  compose = createComposer({ ...desk, store, outbox, prose: proseOn(server, desk, 10_000), log: quietLog }).compose;
  desk.tell('ferry', spanish);
  server.reply = good;
});
afterEach(() => server.close());

async function chatIn(language: string | undefined, id = '1'): Promise<ChatRecord> {
  const follows = chatOf(['Tarnholm']).follows;
  const chat = makeChat(id, { follows, settings: { ...settings, language } });
  await store.chats.set(chat.id, chat);
  return chat;
}
const placeIn = (chat: ChatRecord) => {
  const topicId = chat.follows[0]!.topicId;
  return { chat, thread: undefined, topicId, storyId: story, now: desk.clock.now() };
};
const titleOf = async (delivery: DeliveryRecord) => storiesOf((await compose(delivery))!)[0]!.title;

/** An answer that is held back until it is let go. */
function holdAnswer(): () => void {
  const waiting: ServerResponse[] = [];
  server.reply = { raw: (response) => void waiting.push(response) };
  return () => {
    for (const response of waiting)
      response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: good } }] }));
  };
}

describe('an alert', () => {
  it('is in the chosen language where the model answers in time, and says so', async () => {
    const message = await compose(alertOf(placeIn(await chatIn('en')), true));
    expect(storiesOf(message!)[0]).toMatchObject({ title: english, lang: 'en' });
    expect(linesOf(message!)).toContain('translated from Spanish');
    expect(outbox.pick('fake', () => 0)).toBeUndefined();
  });

  it('stays as it is while no language is chosen', async () => {
    expect(await titleOf(alertOf(placeIn(await chatIn(undefined)), true))).toBe(spanish.title);
    expect(server.asked).toEqual([]);
  });

  it('stays as it is when the translation says something else', async () => {
    server.reply = good.replaceAll('Tarnholm', 'Osterby');
    expect(await titleOf(alertOf(placeIn(await chatIn('en')), true))).toBe(spanish.title);
  });

  it('does not wait for a slow model: it goes out, and its message changes when the words are there', async () => {
    const letGo = holdAnswer();
    const alert = alertOf(placeIn(await chatIn('en')), true);
    expect(await titleOf(alert)).toBe(spanish.title);
    letGo();
    const edit = await waitForDelivery();
    expect(edit).toMatchObject({ kind: 'edit', isLoud: false, storyId: story });
    expect(await titleOf(edit)).toBe(english);
    expect(server.asked).toHaveLength(1);
  });

  it('whose words come when its chat was erased leaves nothing', async () => {
    const letGo = holdAnswer();
    const [erased, left] = [await chatIn('en'), await chatIn('en', '2')];
    for (const chat of [erased, left]) await titleOf(alertOf(placeIn(chat), true));
    await store.chats.delete(erased.id);
    letGo();
    // Both hear of the words at once: when one has its edit, the other would have had its own.
    expect(await waitForDelivery()).toMatchObject({ chatId: left.id });
    expect(outbox.pick('fake', () => 0)).toBeUndefined();
    expect(outbox.pending('fake')).toBe(1);
  });

  it('does not wait a second time for what another chat’s alert waited for', async () => {
    const letGo = holdAnswer();
    await titleOf(alertOf(placeIn(await chatIn('en')), true));
    const others = await Promise.all(['2', '3', '4'].map((id) => chatIn('en', id)));
    const composed = Promise.all(others.map((chat) => titleOf(alertOf(placeIn(chat), true))));
    // Nothing lets the answer go before these are there.
    expect(await composed).toEqual([spanish.title, spanish.title, spanish.title]);
    letGo();
    expect(server.asked).toHaveLength(1);
  });

  it('costs one call for all chats', async () => {
    const chats = await Promise.all(['1', '2', '3', '4', '5'].map((id) => chatIn('en', id)));
    const titles = await Promise.all(chats.map((chat) => titleOf(alertOf(placeIn(chat), true))));
    expect(new Set(titles)).toEqual(new Set([english]));
    expect(server.asked).toHaveLength(1);
  });

  it('leaves half of a chat’s calls of the day to its briefs', async () => {
    server.reply = 'nothing of use';
    const chat = await chatIn('en');
    for (let index = 0; index < 30; index += 1) {
      desk.tell(`s${index}`, { ...spanish, title: `La fragata ${index} encalla frente a Tarnholm` });
      await compose(alertOf({ ...placeIn(chat), storyId: `s${index}` as StoryId }, true));
    }
    expect(server.asked).toHaveLength(20);
  });
});

describe('a message of several stories', () => {
  it('is in the chosen language, too', async () => {
    server.reply = '1. the frigate Aurelia runs aground off Tarnholm';
    const chat = await chatIn('en');
    const digest = digestOf(placeIn(chat), [{ storyId: story, topicId: chat.follows[0]!.topicId }]);
    expect(await titleOf(digest)).toBe(english);
  });
});

describe('the lines of a brief', () => {
  it('that name further stories are in the reader’s language, too', async () => {
    server.reply = '1. the frigate Aurelia runs aground off Tarnholm';
    const own = { source: 'Harbour Post', title: 'Tarnholm council votes for a bridge of four kilometres' };
    desk.tell('bridge', own);
    const chat = await chatIn('en');
    const { message, views } = makeBrief(desk, chat, heardOf(), [], { topics: [], length: 'short' });
    expect(linesOf(message)).toContain(`${spanish.title} · El Faro`);
    const lines = linesOf(await proseOn(server, desk).polish(message, chat, { views }));
    expect(lines).toContain(`${english} · El Faro · translated from Spanish`);
    expect(lines).toContain(own.title);
  });
});

describe('a catch-up', () => {
  it('is in the reader’s language, and shown while it is made', async () => {
    server.reply = ({ system }) => (system.startsWith('You translate') ? good : 'no');
    const chat = await chatIn('en');
    const partial: string[] = [];
    const show = (message: Parameters<typeof storiesOf>[0]) => void partial.push(storiesOf(message)[0]!.title);
    const message = await proseOn(server, desk).polish(makeCatchUp(desk, chat, heardOf()), chat, { show });
    expect(storiesOf(message)[0]!.title).toBe(english);
    expect(linesOf(message)).toContain('translated from Spanish');
    expect(partial[0]).toBe(spanish.title);
  });
});

/** The next delivery that waits, claimed. */
async function waitForDelivery(): Promise<DeliveryRecord> {
  for (;;) {
    const entry = outbox.pick('fake', () => 0);
    if (entry !== undefined) return (await outbox.claim([entry]))[0]!;
    await new Promise((resolve) => setTimeout(resolve, 5));
    await desk.clock.advance(1_000);
  }
}
