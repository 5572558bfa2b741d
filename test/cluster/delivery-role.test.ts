import { afterEach, expect, test } from 'vitest';
import { createClock } from '../../src/clock.ts';
import { companyOf } from '../../src/cluster/company.ts';
import { createDeliveryRole } from '../../src/cluster/delivery-role.ts';
import { commandsLine } from '../../src/cluster/messages.ts';
import type { RoleProcess } from '../../src/cluster/outpost.ts';
import { createRemoteChannel } from '../../src/cluster/remote-channel.ts';
import { StoreError } from '../../src/errors.ts';
import { loadCatalogue } from '../../src/messages/say.ts';
import type { Answer, Incoming } from '../../src/model.ts';
import type { Channel, ChannelHost, Cluster, Outcome } from '../../src/ports.ts';
import { noLimits, plain } from '../worlds/channel.ts';
import { type Company, createCompany } from '../worlds/company.ts';
import { quietLog } from '../worlds/records.ts';
import { until } from '../worlds/wait.ts';

const to = { platform: 'fake', id: '7' };
const options = { nonce: 'n1', isSilent: false, replyTo: undefined, chatKind: 'private' as const };
const about = { platform: 'fake', limits: noLimits, isIdempotent: false };
const sentAs = (id: string): Outcome => ({ kind: 'sent', ref: { address: to, id } });
const textOf = ({ messages }: Answer) => JSON.stringify(messages.map(({ blocks }) => blocks));

const typed = (text: string, updateId = 'u1'): Incoming => ({
  updateId,
  address: to,
  chatKind: 'private',
  chatTitle: undefined,
  person: { id: '7', name: undefined, isManager: true, locale: 'en' },
  text,
  action: undefined,
  messageRef: undefined,
  file: undefined,
});

interface Connected {
  readonly company: Company;
  readonly role: RoleProcess;
  readonly cluster: Cluster;
  readonly engine: Cluster;
  host(): ChannelHost;
  readonly sent: string[];
  answer: () => Promise<Outcome>;
}

let opened: Connected | undefined;
afterEach(async () => {
  await opened?.role.stop();
});

async function connect(company = createCompany(), exclusive: readonly string[] = []): Promise<Connected> {
  const cluster = company.join();
  let host: ChannelHost | undefined;
  const world: Connected = {
    company,
    cluster,
    engine: company.join(),
    sent: [],
    host: () => host!,
    answer: async () => sentAs(String(world.sent.length)),
    role: createDeliveryRole({
      cluster,
      channels: [createChannel()],
      exclusive: new Set(exclusive),
      catalogue: loadCatalogue(),
      clock: createClock(),
      clockSpeed: undefined,
      administrators: [],
      log: quietLog,
    }),
  };
  function createChannel(): Channel {
    return {
      platform: 'fake',
      limits: noLimits,
      async start(given) {
        host = given;
      },
      async send(_, message) {
        world.sent.push(JSON.stringify(message.blocks));
        return world.answer();
      },
      edit: async (ref) => ({ kind: 'sent', ref }),
      stop: async () => undefined,
    };
  }
  await world.role.start();
  opened = world;
  return world;
}

test('a message that the engine decides on leaves through the connected process, past the gate, and the outcome comes back', async () => {
  const { engine, sent, company } = await connect();
  const channel = createRemoteChannel(engine, about);
  expect(await channel.send(to, plain('bread wins prize'), options)).toEqual(sentAs('1'));
  expect(sent).toHaveLength(1);
  expect(company.passed.map(({ passage }) => passage.address)).toEqual([to]);
});

test('a new engine that asks for what the killed one had asked hears that it was sent, and it is not sent again', async () => {
  const { engine, sent, company } = await connect();
  await createRemoteChannel(engine, about).send(to, plain('bread'), options);
  const successor = company.join();
  expect(await createRemoteChannel(successor, about).send(to, plain('bread'), options)).toEqual(sentAs('1'));
  expect(sent).toHaveLength(1);
});

test('a refusal is told to the engine and to the gate, and the next try is a new one', async () => {
  const world = await connect();
  const channel = createRemoteChannel(world.engine, about);
  world.answer = async () => ({ kind: 'retry', afterMs: 3_000, scope: 'all', reason: 'flood' });
  expect(await channel.send(to, plain('bread'), options)).toMatchObject({ kind: 'retry', afterMs: 3_000 });
  expect(world.company.paused).toEqual([{ scope: 'all', ms: 3_000 }]);
  world.answer = async () => sentAs('2');
  expect(await channel.send(to, plain('bread'), options)).toEqual(sentAs('2'));
});

test('where nobody is connected the platform rests, and nothing is sent later behind the engine’s back', async () => {
  const company = createCompany();
  const engine = company.join();
  const ask: typeof engine.work.ask = (line, job) => engine.work.ask(line, job, { withinMs: 20 });
  const asked = createRemoteChannel({ ...engine, work: { ...engine.work, ask } }, about);
  expect(await asked.send(to, plain('bread'), options)).toMatchObject({ kind: 'retry', scope: 'all' });
  const { sent } = await connect(company);
  await new Promise((resolve) => setImmediate(resolve));
  expect(sent).toEqual([]);
});

test('many messages that wait their turn for long are sent one after the other: the platform does not rest while somebody is connected', async () => {
  const world = await connect();
  const { work } = world.engine;
  const ask: typeof work.ask = (line, job) => work.ask(line, job, { withinMs: 5 });
  const channel = createRemoteChannel({ ...world.engine, work: { ...work, ask } }, about);
  world.answer = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return sentAs('1');
  };
  const names = Array.from({ length: 300 }, (_, index) => `n${index}`);
  const outcomes = await Promise.all(names.map((nonce) => channel.send(to, plain(nonce), { ...options, nonce })));
  expect(outcomes.filter(({ kind }) => kind !== 'sent')).toEqual([]);
  expect(new Set(world.sent).size).toBe(names.length);
  expect(world.sent).toHaveLength(names.length);
});

test('what a person types is answered by the engine, once for each update', async () => {
  const { engine, host } = await connect();
  let count = 0;
  engine.work.consume(commandsLine, 4, async ({ body }): Promise<Answer> => {
    count += 1;
    return { messages: [], toast: `${(body as Incoming).text} ${count}`, replacement: undefined };
  });
  expect((await host().handle(typed('/topics'))).toast).toBe('/topics 1');
  expect((await host().handle(typed('/topics'))).toast).toBe('/topics 1');
  expect((await host().handle(typed('/topics', 'u2'))).toast).toBe('/topics 2');
});

test('when no engine is there a person reads a kind line, and nothing is carried out behind their back', async () => {
  const { cluster, engine, host } = await connect();
  const { ask } = cluster.work;
  (cluster.work as { ask: typeof ask }).ask = (line, job, given) => ask(line, job, { ...given, withinMs: 20 });
  expect(textOf(await host().handle(typed('/follow Lisk')))).toContain('changing shifts');
  const press = { ...typed(''), text: undefined, action: 'more:s1', updateId: 'u3' };
  expect((await host().handle(press)).toast).toContain('changing shifts');
  const seen: unknown[] = [];
  engine.work.consume(commandsLine, 1, async ({ body }) => void seen.push(body));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(seen).toEqual([]);
});

test('when what holds the processes together fails, those who run the bot are told why, others that something went wrong', async () => {
  const { cluster, host } = await connect();
  (cluster.work as { ask: unknown }).ask = async () => {
    throw new StoreError('Redis has no room left.');
  };
  const plainAnswer = textOf(await host().handle(typed('/topics')));
  expect(plainAnswer).toContain('something went wrong');
  expect(plainAnswer).not.toContain('Redis');
  const runner = { ...typed('/topics', 'u4'), address: { platform: 'console', id: 'console' } };
  expect(textOf(await host().handle(runner))).toContain('Redis has no room left.');
});

test('a platform that lets one process connect has one; the next takes over when that ends', async () => {
  const company = createCompany();
  const first = await connect(company, ['fake']);
  await until(() => companyOf(first.cluster).platforms.length === 1);
  const second = await connect(company, ['fake']);
  expect(companyOf(second.cluster)).toMatchObject({ deliveries: 2, platforms: [about] });
  expect(second.host()).toBeUndefined();
  await first.role.stop();
  await until(() => second.host() !== undefined);
});

test('what is missing is named', async () => {
  const company = createCompany();
  const { cluster } = await connect(company);
  const engine = company.join();
  const reasons = () => companyOf(cluster).troubles.map(({ reason }) => reason);
  expect(reasons()).toEqual(['no engine runs', 'no process reads feeds']);
  let leads = false;
  await engine.join('engine', () => ({ leads }));
  expect(reasons()).toEqual(['no engine leads yet', 'no process reads feeds']);
  leads = true;
  await company.join().join('feeds');
  expect(reasons()).toEqual([]);
  company.trouble = 'Redis answers slowly (800 ms)';
  expect(companyOf(cluster).troubles).toEqual([{ kind: 'store', reason: 'Redis answers slowly (800 ms)' }]);
});
