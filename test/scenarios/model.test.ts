/** The whole program with a language model set: what is pushed and asked for, in the language that the chat has chosen. All news here is invented. */
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ModelServer, openModelServer } from '../worlds/model-server.ts';
import { type Newsstand, openNewsstand } from '../worlds/newsstand.ts';
import { type Program, startProgram } from '../worlds/program.ts';

const clock = '2026-03-10T12:00:00Z';
const at = (minutesAgo: number) => new Date(Date.parse(clock) - minutesAgo * 60_000).toISOString();
const older = {
  title: 'El consejo de Lisk aprueba el nuevo puente',
  text: 'El consejo de Lisk aprobó el lunes el nuevo puente sobre el río.',
  published: at(300),
};
const spanish = {
  title: 'La fragata Aurelia encalla frente a Tarnholm',
  text: 'La fragata Aurelia encalló el lunes frente a Tarnholm con 212 personas a bordo.',
  published: at(-1),
};
const english = 'The frigate Aurelia runs aground off Tarnholm';
const words = {
  title: 'the frigate Aurelia runs aground off Tarnholm',
  summary: 'the frigate Aurelia ran aground on Monday off Tarnholm with 212 people aboard.',
};
const lines = (prompt: string) =>
  prompt.includes('\n2. ') ? `1. ${words.title}\n2. ${words.summary}` : `1. ${words.title}`;

let stand: Newsstand;
let server: ModelServer;
let program: Program | undefined;
beforeEach(async () => {
  stand = await openNewsstand({ 'El Faro': [older] });
  server = await openModelServer();
});
afterEach(async () => {
  await program?.kill('SIGKILL');
  program = undefined;
  await server.close();
  await stand.close();
});

async function start(): Promise<Program> {
  const args = ['--store', 'memory:', '--feeds', stand.opmlUrl, '--allow-private', '127.0.0.0/8'];
  program = startProgram({
    args: [...args, '--clock', `${clock},x10`, '--poll', '1s', '--log', 'error'],
    env: { LLM_BASE_URL: server.baseUrl, LLM_MODEL: 'small' },
  });
  await program.ask('/language en');
  await program.ask('/follow Tarnholm');
  return program;
}

describe('with a model', () => {
  it('an alert and a catch-up are in the chosen language, for one call', async () => {
    server.reply = ({ system, prompt }) => (system.startsWith('You translate') ? lines(prompt) : 'no');
    const running = await start();
    stand.publish('El Faro', spanish);
    const alert = await running.line(({ kind }) => kind === 'alert');
    expect(alert.stories[0]?.title).toBe(english);
    expect(alert.text).toContain('translated from Spanish');
    const missed = await running.ask('/missed');
    expect(missed.stories[0]?.title).toBe(english);
    expect(server.asked.filter(({ system }) => system.startsWith('You translate'))).toHaveLength(1);
  });

  it('an alert does not wait for one that is slow, and its message changes when the words are there', async () => {
    const held: { response: ServerResponse; prompt: string }[] = [];
    server.reply = { raw: (response) => void held.push({ response, prompt: server.asked.at(-1)?.prompt ?? '' }) };
    const running = await start();
    stand.publish('El Faro', spanish);
    const alert = await running.line(({ kind }) => kind === 'alert');
    expect(alert.stories[0]?.title).toBe(spanish.title);
    for (const { response, prompt } of held)
      response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: lines(prompt) } }] }));
    const changed = await running.line(({ kind }) => kind === 'update');
    expect(changed.stories[0]?.title).toBe(english);
  });
});
