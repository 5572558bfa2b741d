/** A platform that cannot be reached when the program starts: the others work without it, and the program can be ended. */
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { runProgram, startProgram } from '../worlds/program.ts';
import { openTown, report } from '../worlds/telegram-program.ts';
import { until } from '../worlds/wait.ts';

vi.setConfig({ testTimeout: 60_000 });

/** An address where nobody listens. */
async function nowhere(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const divers = report(
  'Harbour bridge: divers find a second crack in the western pier',
  'Divers found a second crack in the western pier of the harbour bridge on Tuesday, the port authority said.',
  50,
);

const quietly = ['--store', 'memory:', '--feeds', 'test/fixtures/no-feeds.opml', '--log', 'warn'];

describe('a platform that is away when the program starts', () => {
  it.each([
    ['Telegram', 'TELEGRAM_BOT_TOKEN', 'TELEGRAM_API_ROOT'],
    ['Discord', 'DISCORD_TOKEN', 'DISCORD_API_ROOT'],
  ])('%s: SIGTERM ends the program within 10 s with code 0', async (name, token, root) => {
    const program = startProgram({ args: quietly, env: { [token]: '1:abc', [root]: await nowhere() }, isJson: false });
    await until(() => program.logged().includes(`${name} does not answer`), 20_000);
    const begunAt = performance.now();
    const ended = await program.kill('SIGTERM');
    expect(ended.code).toBe(0);
    expect(performance.now() - begunAt).toBeLessThan(10_000);
  });

  it('a list of feeds that is long in coming: SIGTERM ends the program with code 0', async () => {
    const asked = Promise.withResolvers<void>();
    const server = createHttpServer(() => asked.resolve());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const list = ['--feeds', `http://127.0.0.1:${port}/list.opml`, '--allow-private', '127.0.0.0/8'];
    const program = startProgram({ args: ['--store', 'memory:', ...list], isJson: false });
    await asked.promise;
    expect((await program.kill('SIGTERM')).code).toBe(0);
    server.closeAllConnections();
    server.close();
  });

  it('holds up neither the other platform nor the feeds, and the probe tells which it is', async () => {
    const town = await openTown({ 'harbour-gazette': [divers] });
    const http = { DATELINE_HTTP: `127.0.0.1:${new URL(await nowhere()).port}` };
    await town.start({ env: { DISCORD_TOKEN: 'x.y.z', DISCORD_API_ROOT: await nowhere(), ...http } });
    const person = town.people.person('Olga');
    const chat = town.people.privateChat(person);
    await until(async () => {
      const from = chat.shown.length;
      town.people.say(chat, person, '/latest harbour bridge');
      await until(() => chat.shown.length > from);
      return chat.shown.some(({ text }) => text.includes('second crack'));
    });
    const health = await fetch(`http://${http.DATELINE_HTTP}/healthz`);
    expect(health.status).toBe(503);
    expect(JSON.stringify(await health.json())).toContain('discord takes no messages');
  });

  it('ends the program in one line when the other one refuses its token', async () => {
    const town = await openTown({});
    const ended = await runProgram({
      args: [...quietly, '--log', 'error'],
      env: {
        TELEGRAM_BOT_TOKEN: '999:Wrong',
        TELEGRAM_API_ROOT: town.world.apiRoot,
        DISCORD_TOKEN: 'x.y.z',
        DISCORD_API_ROOT: await nowhere(),
      },
      isJson: false,
    });
    expect(ended.code).toBe(1);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(ended.stderr).toContain('TELEGRAM_BOT_TOKEN');
  });
});
