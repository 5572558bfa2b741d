import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Ended, startProgram } from '../worlds/program.ts';
import { openTown } from '../worlds/telegram-program.ts';

const quiet = ['--store', 'memory:', '--feeds', 'test/fixtures/no-feeds.opml', '--log', 'error'];

/** Sends the program a signal at the very moment at which it begins to load a file. */
function signalWhenLoading(file: string, signal: NodeJS.Signals): string {
  const script = `import { registerHooks } from 'node:module';
    let isSent = false;
    registerHooks({ load(url, context, next) {
      if (!isSent && url.endsWith('${file}')) { isSent = true; process.kill(process.pid, '${signal}'); }
      return next(url, context);
    } });`;
  return `--import=data:text/javascript,${encodeURIComponent(script)}`;
}

/** A server that does as it likes with what it is asked. */
async function openServer(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server: Server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Starts the program, waits until `server` was asked something, and tells the program to stop. */
async function stopOnceAsked(server: Server, options: Parameters<typeof startProgram>[0]): Promise<Ended> {
  const asked = once(server, 'request');
  const program = startProgram({ isJson: false, ...options });
  onTestFinished(() => void program.kill('SIGKILL'));
  await Promise.race([asked, program.ended]);
  return program.kill('SIGTERM');
}

describe('a program that is told to stop before it has started', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends in order at %s while its own files are still being loaded',
    async (signal) => {
      const env = { NODE_OPTIONS: signalWhenLoading('/src/settings.ts', signal) };
      const ended = await startProgram({ args: quiet, env, isJson: false }).ended;
      expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' });
    },
  );

  it('ends in order while Telegram does not answer', async () => {
    const { server, url } = await openServer((_, response) => response.writeHead(502).end());
    const env = { TELEGRAM_BOT_TOKEN: '123456:AAAA-bbbb_cccc', TELEGRAM_API_ROOT: url };
    const ended = await stopOnceAsked(server, { args: quiet, env });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('ends in order while a list of feeds is waited for', async () => {
    const { server, url } = await openServer(() => undefined);
    const feeds = ['--feeds', `${url}/feeds.opml`, '--allow-private', '127.0.0.0/8'];
    const ended = await stopOnceAsked(server, { args: ['--store', 'memory:', '--log', 'error', ...feeds] });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
  });
});

it('says in one line why it cannot go on, also while another platform is still being connected', async () => {
  const town = await openTown({ 'Harbour Wire': [] });
  const gateway = await openServer(() => undefined);
  const conflict = { code: 409, description: 'Conflict: terminated by other getUpdates request' };
  const { world } = town;
  const asked = once(gateway.server, 'request');
  const args = [
    '--store',
    'memory:',
    '--feeds',
    town.stand.opmlUrl,
    '--allow-private',
    '127.0.0.0/8',
    '--log',
    'error',
  ];
  const program = startProgram({
    args: [...args, '--clock', '2026-03-10T12:00:00Z,x100'],
    env: {
      TELEGRAM_BOT_TOKEN: world.token,
      TELEGRAM_API_ROOT: world.apiRoot,
      DISCORD_TOKEN: 'x'.repeat(60),
      DISCORD_API_ROOT: gateway.url,
    },
    isJson: false,
  });
  onTestFinished(() => void program.kill('SIGKILL'));
  await Promise.race([asked, program.ended]);
  world.disturb('getUpdates', ...Array.from({ length: 10 }, () => conflict));
  // The long poll that is under way ends with something to read; the next ones meet the other program.
  const person = town.people.person();
  town.people.say(town.people.privateChat(person), person, '/help');
  const ended = await program.ended;
  expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  expect(ended.stderr).toContain('another program');
  expect(ended.code).toBe(1);
});
