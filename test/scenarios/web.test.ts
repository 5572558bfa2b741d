/** The real program with its pages on, asked over HTTP as a probe, a platform and a reader would. */
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { makeFolder } from '../worlds/folder.ts';
import { type Newsstand, openNewsstand } from '../worlds/newsstand.ts';
import { type Program, runProgram, startProgram } from '../worlds/program.ts';
import { createTelegramWorld, noLimits } from '../worlds/telegram.ts';
import { createPeople } from '../worlds/telegram-people.ts';
import { until } from '../worlds/wait.ts';

vi.setConfig({ testTimeout: 60_000 });

const clock = '2026-03-10T12:00:00Z';
const at = (minutesAgo: number) => new Date(Date.parse(clock) - minutesAgo * 60_000).toISOString();

let stand: Newsstand;
let program: Program | undefined;
beforeEach(async () => {
  stand = await openNewsstand({
    'Harbour Wire': [
      {
        title: 'Kestrov resigns as foreign minister of Valdora',
        text: 'Renata Kestrov resigned as foreign minister of Valdora on Tuesday after eight years in office.',
        published: at(50),
      },
    ],
  });
});
afterEach(async () => {
  await program?.kill('SIGKILL');
  program = undefined;
  await stand.close();
});

const flags = (...more: readonly string[]) => [
  ...['--store', 'memory:', '--feeds', stand.opmlUrl, '--allow-private', '127.0.0.0/8', '--poll', '1s'],
  ...['--clock', clock, '--log', 'info', '--http', '127.0.0.1:0', ...more],
];

/** Where the pages are, as the log tells. */
async function addressOf(running: Program): Promise<string> {
  const find = () => /"url":"(http:\/\/[^"]+)","msg":"pages/.exec(running.logged())?.[1];
  await Promise.race([until(() => find() !== undefined), running.ended]);
  const found = find();
  if (found === undefined) throw new Error(`no pages\n${running.logged()}`);
  return found;
}

/** Of a file that goes with the test. */
function configPath(): string {
  const folder = makeFolder();
  onTestFinished(() => folder.remove());
  return folder.path('dateline.yaml');
}

const isReady = async (url: string) => (await fetch(`${url}/healthz`)).status === 200;

describe('the program with --http', () => {
  it('is ready once the first poll is finished, tells figures, and ends with 0', async () => {
    program = startProgram({ args: flags() });
    const url = await addressOf(program);
    await until(() => isReady(url));
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ready', reasons: [] });
    await program.ask('/follow Kestrov');
    let metrics = '';
    await until(async () => {
      metrics = await (await fetch(`${url}/metrics`)).text();
      return metrics.includes('dateline_feeds{state="good"} 1');
    });
    expect(metrics).toMatch(/^dateline_up 1$/m);
    expect(metrics).toMatch(/^dateline_taken_total\{what="items"\} 1$/m);
    expect(metrics).toMatch(/^dateline_stage_seconds_count\{stage="fetch",outcome="body",platform=""\} [1-9]/m);
    expect(metrics).toMatch(
      /^dateline_stage_seconds_count\{stage="command",outcome="answered",platform="console"\} 1$/m,
    );
    const ended = await program.kill('SIGTERM');
    expect(ended.code).toBe(0);
  });

  it('ends with one line and 1 when somebody else listens there', async () => {
    program = startProgram({ args: flags() });
    const { host } = new URL(await addressOf(program));
    const ended = await runProgram({ args: [...flags().slice(0, -2), '--http', host, '--log', 'error'] });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^The pages cannot listen on 127\.0\.0\.1:\d+ .*another program listens there\.\n$/);
  });

  it('takes updates of Telegram by webhook', async () => {
    const world = await createTelegramWorld({ limits: noLimits });
    const env = {
      TELEGRAM_BOT_TOKEN: world.token,
      TELEGRAM_API_ROOT: world.apiRoot,
      TELEGRAM_WEBHOOK_URL: 'https://bot.example/hooks/telegram',
      TELEGRAM_WEBHOOK_SECRET: 'a-secret-of-ours',
    };
    const config = configPath();
    writeFileSync(config, 'web:\n  topics:\n    - Renata Kestrov\n');
    program = startProgram({ args: flags('--config', config), env, isJson: false });
    const url = await addressOf(program);
    await until(() => world.callsOf('setWebhook').length > 0);
    const person = createPeople(world).person('Olga');
    const update = {
      update_id: 1,
      message: {
        message_id: 1,
        date: Math.floor(Date.parse(clock) / 1000),
        chat: { id: person.id, type: 'private', first_name: 'Olga' },
        from: { id: person.id, is_bot: false, first_name: 'Olga' },
        text: '/topics',
      },
    };
    const post = (secret: string) =>
      fetch(`${url}/hooks/telegram`, {
        method: 'POST',
        headers: { 'x-telegram-bot-api-secret-token': secret, 'content-type': 'application/json' },
        body: JSON.stringify(update),
      });
    expect((await post('a-guess')).status).toBe(401);
    expect((await post('a-secret-of-ours')).status).toBe(200);
    await until(() => world.callsOf('sendMessage', 'sendRichMessage').length > 0);
    const page = await (await fetch(`${url}/t/renata-kestrov`)).text();
    expect(page).toMatch(/<a href="https:\/\/t\.me\/\w+\?start=follow_Renata_Kestrov">Follow in Telegram<\/a>/);
    await program.kill('SIGTERM');
    await world.close();
  });

  it('refuses a webhook that nothing would answer', async () => {
    const env = {
      TELEGRAM_BOT_TOKEN: '1:abc',
      TELEGRAM_WEBHOOK_URL: 'https://bot.example/hooks',
      TELEGRAM_WEBHOOK_SECRET: 'a-secret-of-ours',
    };
    const ended = await runProgram({ args: ['--store', 'memory:'], env });
    expect(ended.stderr).toMatch(/^TELEGRAM_WEBHOOK_URL needs --http HOST:PORT[^\n]*\n$/);
    expect(ended.code).toBe(2);
  });

  it('shows the topics that the config file makes public', async () => {
    const config = configPath();
    writeFileSync(config, 'web:\n  url: https://news.example\n  topics:\n    - Renata Kestrov\n');
    program = startProgram({ args: flags('--config', config) });
    const url = await addressOf(program);
    await until(() => isReady(url));
    const page = await (await fetch(`${url}/t/renata-kestrov`)).text();
    expect(page).toContain('Latest news: Renata Kestrov');
    expect(page).toContain('Kestrov resigns as foreign minister of Valdora');
    expect(await (await fetch(`${url}/t/renata-kestrov/feed.xml`)).text()).toContain('<link>https://news.example/t/');
    expect((await fetch(`${url}/admin`)).status).toBe(403);
    stand.publish('Harbour Wire', {
      title: 'Kestrov buys a lighthouse near Lisk',
      text: 'Renata Kestrov bought an old lighthouse near Lisk on Tuesday and will live in it, her agent said.',
      published: at(-1),
    });
    await until(async () => (await (await fetch(`${url}/metrics`)).text()).includes('total{what="items"} 2'));
    // As a story of its own, or as the newest report of the first.
    const stories = await (await fetch(`${url}/api/stories?topic=renata-kestrov`)).text();
    expect(stories).toContain('"updated":"2026-03-10T12:');
  });

  it('refuses a public topic that cannot be followed, or two at one address', async () => {
    const config = configPath();
    const run = (topics: string) => {
      writeFileSync(config, `web:\n  topics: ${topics}\n`);
      return runProgram({ args: flags('--config', config) });
    };
    const common = await run('["the"]');
    expect([common.code, common.stderr]).toEqual([
      2,
      expect.stringMatching(/'web\.topics': 'the' cannot be followed\..*\n$/),
    ]);
    const twice = await run('["Kestrov!", "kestrov"]');
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringMatching(/'kestrov' has the address \/t\/kestrov of/)]);
  });

  it('shows the settings in effect to whoever brings the token, without secrets', async () => {
    const env = {
      DATELINE_ADMIN_TOKEN: 'correct-horse-battery',
      LLM_BASE_URL: 'http://user:hidden@127.0.0.1:1/v1',
      LLM_MODEL: 'small',
    };
    program = startProgram({ args: flags(), env });
    const url = await addressOf(program);
    await until(() => isReady(url));
    const page = await fetch(`${url}/admin`, { headers: { authorization: 'Bearer correct-horse-battery' } });
    expect(page.status).toBe(200);
    const text = await page.text();
    expect(text).toContain('small at http://127.0.0.1:1/v1');
    expect(text).not.toMatch(/hidden|correct-horse/);
    expect(program.logged()).not.toMatch(/hidden|correct-horse/);
  });
});
