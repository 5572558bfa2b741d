import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDuration } from '../src/duration.ts';
import { SettingsError } from '../src/errors.ts';
import { readSettings, type Settings } from '../src/settings.ts';
import { flags, variables } from '../src/settings-help.ts';

const folder = mkdtempSync(join(tmpdir(), 'dateline-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function configFile(text: string): string {
  files += 1;
  const path = join(folder, `${files}.yaml`);
  writeFileSync(path, text);
  return path;
}

function read(args: readonly string[], env: Record<string, string> = {}): Settings {
  const invocation = readSettings(args, env);
  if (invocation.kind !== 'run') throw new Error('help was asked for');
  return invocation.settings;
}

function problem(args: readonly string[], env: Record<string, string> = {}): string {
  try {
    readSettings(args, env);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    expect((error as Error).message).not.toContain('\n');
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

describe('settings', () => {
  it('come with the defaults that are documented', () => {
    const settings = read([]);
    expect(settings.store).toBe('sqlite:./data/dateline.sqlite');
    expect(settings.feeds).toEqual(['config/feeds.opml']);
    expect(settings.poll.intervalMs).toBe(300_000);
    expect(settings.logLevel).toBe('info');
    expect(settings.telegram).toBeUndefined();
    expect(settings.clock).toBeUndefined();
  });

  it('let flags win over environment, and environment over the file', () => {
    const file = configFile('store: "sqlite:./from-file.sqlite"\npoll:\n  interval: 1h\nlog: error\n');
    const env = { DATELINE_CONFIG: file, DATELINE_STORE: 'sqlite:./from-env.sqlite', DATELINE_POLL: '2m' };
    const settings = read(['--poll', '3s'], env);
    expect(settings.store).toBe('sqlite:./from-env.sqlite');
    expect(settings.poll.intervalMs).toBe(3_000);
    expect(settings.logLevel).toBe('error');
  });

  it('take a variable that is empty, as in a file copied from the example, for one that is not there', () => {
    const names = [...flags.flatMap(({ env }) => env ?? []), ...variables.map(([name]) => name)];
    const more = ['TELEGRAM_API_ROOT', 'TELEGRAM_WEBHOOK_SECRET', 'DISCORD_API_ROOT', 'LLM_MODEL', 'LLM_API_KEY'];
    for (const empty of ['', ' ']) {
      const env = Object.fromEntries([...names, ...more].map((name) => [name, empty]));
      expect(read([], env)).toEqual(read([]));
      expect(read([], { ...env, DISCORD_TOKEN: 'x.y.z', TELEGRAM_BOT_TOKEN: '1:a' })).toEqual(
        read([], { DISCORD_TOKEN: 'x.y.z', TELEGRAM_BOT_TOKEN: '1:a' }),
      );
    }
  });

  it('take several feeds and ranges', () => {
    const settings = read([
      '--feeds',
      'a.opml',
      '--feeds',
      'https://b.example/feed',
      '--allow-private',
      '127.0.0.0/8',
      '--allow-private',
      '::1',
    ]);
    expect(settings.feeds).toEqual(['a.opml', 'https://b.example/feed']);
    expect(settings.fetch.allowPrivate).toEqual(['127.0.0.0/8', '::1/128']);
  });

  it('read a virtual clock', () => {
    expect(read(['--clock', '2025-07-29T06:00:00Z,x60']).clock).toEqual({
      startAt: Date.parse('2025-07-29T06:00:00Z'),
      speed: 60,
    });
    expect(read(['--clock', '2025-07-29T06:00:00Z']).clock?.speed).toBe(1);
  });

  it('answer --help without reading anything else', () => {
    const invocation = readSettings(['--help'], { DATELINE_CONFIG: '/nowhere' });
    expect(invocation.kind === 'help' && invocation.text).toContain('--allow-private CIDR');
  });

  it('keep tokens among what is never printed', () => {
    const settings = read([], {
      TELEGRAM_BOT_TOKEN: '123:abc',
      DISCORD_TOKEN: 'xyz.uvw',
      LLM_BASE_URL: 'http://127.0.0.1:1/v1',
      LLM_MODEL: 'm',
      LLM_API_KEY: 'k-1',
    });
    expect(settings.secrets).toEqual(['123:abc', 'xyz.uvw', 'k-1']);
  });

  it('keep the password of a store among them, as written and as meant', () => {
    expect(read(['--store', 'redis://:hunter%402@h:6379/3']).secrets).toEqual(['hunter%402', 'hunter@2']);
  });
});

describe('a wrong setting', () => {
  it.each([
    [['--nonsense'], {}, /nonsense/],
    [['stray'], {}, /stray/],
    [['--poll', 'soon'], {}, /--poll.*'soon'/],
    [['--poll', '10ms'], {}, /1s is the least/],
    [['--poll', '99999999999999w'], {}, /4w is the most/],
    [['--store', 'mysql://x'], {}, /--store/],
    [['--store', 'redis://user:hunter2@'], {}, /--store/],
    [['--http', 'everywhere'], {}, /--http/],
    [['--http', '127.0.0.1:99999'], {}, /--http/],
    [['--allow-private', '300.0.0.0/8'], {}, /--allow-private/],
    [['--clock', 'yesterday'], {}, /--clock/],
    [['--clock', '2025-07-29T06:00:00Z,x0'], {}, /--clock/],
    [['--log', 'loud'], {}, /--log/],
    [['--role', 'king'], {}, /--role/],
    [['--role', 'feeds'], {}, /--role.*share a Redis/],
    [['--store', 'redis://h:1/news'], {}, /--store/],
    [['--store', 'redis://h:1/0?ssl=yes'], {}, /--store/],
    [['--config', '/nowhere/at/all.yaml'], {}, /all\.yaml.*does not exist/],
    [[], { DATELINE_ADMINS: '12' }, /DATELINE_ADMINS/],
    [[], { TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_WEBHOOK_URL: 'https://a.example' }, /TELEGRAM_WEBHOOK_SECRET/],
    [[], { TELEGRAM_BOT_TOKEN: '1:a b' }, /TELEGRAM_BOT_TOKEN/],
    [[], { LLM_MODEL: 'm' }, /LLM_BASE_URL/],
  ] as [string[], Record<string, string>, RegExp][])('is one line that names it: %j %j', (args, env, line) => {
    expect(problem(args, env)).toMatch(line);
  });

  it('in the file is named by its key', () => {
    expect(problem(['--config', configFile('poll:\n  interval: often\n')])).toMatch(/poll\.interval/);
    expect(problem(['--config', configFile('colour: blue\n')])).toMatch(/'colour' is not known/);
    expect(problem(['--config', configFile('feeds: [\n')])).toMatch(/not YAML/);
    expect(problem(['--config', folder])).toMatch(/cannot be read \(it is a folder\)/);
  });

  it('of YAML says what to write instead', () => {
    const colons = problem(['--config', configFile('log: info\nstore: memory:\n')]);
    expect(colons).toMatch(/line 2 has two colons.*between quotes, such as store: 'memory:'/);
    expect(problem(['--config', configFile('poll:\n\tinterval: 5m\n')])).toMatch(/line 2 begins with a tab/);
    expect(() => readSettings(['--config', configFile("store: 'memory:'\n")], {})).not.toThrow();
  });

  it('in the file is named by its key, also where YAML or a key is odd', () => {
    expect(problem(['--config', configFile('http: *:8080\n')])).toMatch(/not YAML.*begins with \* needs quotes/);
    expect(problem(['--config', configFile('fetch:\n  contact: Новости\n')])).toMatch(/'fetch\.contact' is wrong/);
    expect(problem(['--config', configFile('llm:\n  baseUrl: file:///etc\n  model: m\n')])).toMatch(
      /'llm\.baseUrl' is wrong/,
    );
  });

  it('that is left blank in the environment is not given', () => {
    const env = { DISCORD_TOKEN: 'abc.def', DISCORD_SHARDS: ' ', DATELINE_HTTP: '' };
    expect(read([], env)).toMatchObject({ discord: { shards: undefined }, http: undefined });
  });

  it('never repeats a password', () => {
    expect(problem(['--store', 'mysql://user:hunter2@host/db'])).not.toContain('hunter2');
    expect(problem(['--store', 'redis://user:hunter2/@x@host/db'])).not.toContain('hunter2');
  });
});

describe('a duration', () => {
  it('is read in its units', () => {
    expect(parseDuration('5m')).toBe(300_000);
    expect(parseDuration('1h30m')).toBe(5_400_000);
    expect(parseDuration('1.5s')).toBe(1_500);
    expect(parseDuration('3d')).toBe(259_200_000);
  });

  it('is never guessed', () => {
    for (const text of ['', '5', 'm', '5 parsecs', '-5m', '5m!']) expect(parseDuration(text)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => (parseDuration(text) ?? 0) >= 0));
  });

  it('take public topics by name, or by name and query', () => {
    const file = configFile(
      'web:\n  url: https://news.example/\n  topics:\n    - Renata Kestrov\n    - name: Climate\n      query: climate OR "global warming"\n',
    );
    expect(read(['--config', file]).web).toEqual({
      topics: [
        { name: 'Renata Kestrov', query: 'Renata Kestrov' },
        { name: 'Climate', query: 'climate OR "global warming"' },
      ],
      url: 'https://news.example',
      adminToken: undefined,
    });
  });

  it('refuse pages that nobody could open as meant', () => {
    expect(problem(['--config', configFile('web:\n  url: news.example\n')])).toMatch(/'web\.url' is wrong: is no http/);
    expect(problem(['--config', configFile('web:\n  url: https://news.example/daily\n')])).toMatch(
      /'web\.url'.*has a path/,
    );
    expect(problem(['--config', configFile('web:\n  topics: Kestrov\n')])).toMatch(/'web\.topics' is wrong/);
    expect(problem([], { DATELINE_ADMIN_TOKEN: 'short' })).toMatch(/DATELINE_ADMIN_TOKEN is too short/);
  });

  it('sign each webhook with its own secret or the shared one, and never print either, nor the address', () => {
    const hook = (more: string) =>
      `webhooks:\n  - {name: desk, url: "https://x.example/h?k=1", topic: Kestrov${more}}\n`;
    const shared = { DATELINE_WEBHOOK_SECRET: 'a-long-enough-secret' };
    const settings = read(['--config', configFile(hook(''))], shared);
    expect(settings.webhooks).toEqual([
      {
        name: 'desk',
        url: 'https://x.example/h?k=1',
        topic: 'Kestrov',
        threshold: 'normal',
        secret: 'a-long-enough-secret',
      },
    ]);
    expect(settings.secrets).toEqual(expect.arrayContaining(['a-long-enough-secret', 'https://x.example/h?k=1']));
    expect(read(['--config', configFile(hook(', secret: one-of-its-own-1'))]).webhooks[0]?.secret).toBe(
      'one-of-its-own-1',
    );
    const refusal = (yaml: string) => problem(['--config', configFile(yaml)]);
    expect(refusal(hook(''))).toContain("'desk' needs a secret of its own, or DATELINE_WEBHOOK_SECRET");
    expect(refusal(hook(', secret: short'))).toContain('16 characters are the least');
    expect(refusal(hook(', secret: whsec_c2hvcnQgb25l'))).toContain('no base64 of 16 bytes or more');
    expect(refusal('webhooks: [{name: "A b", url: "https://x.example", topic: x}]')).toContain("'webhooks.0.name'");
    expect(refusal('webhooks: [{name: a, url: "ftp://x.example", topic: x}]')).toContain("'webhooks.0.url'");
  });

  it('keep the operator’s token among the secrets', () => {
    expect(read([], { DATELINE_ADMIN_TOKEN: 'a-long-enough-token' }).secrets).toContain('a-long-enough-token');
  });
});
