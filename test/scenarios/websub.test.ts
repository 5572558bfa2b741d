/** The real program, a feed that is asked once an hour, and its hub: news arrive when the hub calls, not when the hour is over. */
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Folder, makeFolder } from '../worlds/folder.ts';
import { type Program, startProgram } from '../worlds/program.ts';
import { until } from '../worlds/wait.ts';
import { rss, sends, startWeb, type Web } from '../worlds/web.ts';

vi.setConfig({ testTimeout: 60_000 });

const publicUrl = 'https://news.example';
let web: Web;
let folder: Folder;
let program: Program | undefined;
beforeEach(async () => {
  web = await startWeb();
  folder = makeFolder();
  writeFileSync(folder.path('dateline.yaml'), `web:\n  url: ${publicUrl}\n`);
});
afterEach(async () => {
  await program?.kill('SIGKILL');
  program = undefined;
  await web.stop();
  folder.remove();
});

function publish(...titles: readonly string[]): void {
  const links = `<link xmlns="http://www.w3.org/2005/Atom" rel="hub" href="${web.url}/hub"/><link xmlns="http://www.w3.org/2005/Atom" rel="self" href="${web.url}/feed.xml"/>`;
  web.page('/feed.xml', sends(rss('Harbour Wire', titles, links)));
}

function start(): Program {
  const flags = ['--feeds', `${web.url}/feed.xml`, '--allow-private', '127.0.0.0/8', '--poll', '1h', '--log', 'info'];
  const state = ['--store', `sqlite:${folder.path('state.sqlite')}`, '--config', folder.path('dateline.yaml')];
  return startProgram({ args: [...flags, ...state, '--http', '127.0.0.1:0', '--clock', '2025-07-29T06:00:00Z'] });
}

const asked = () => web.asked.filter(({ path }) => path === '/hub').map(({ body }) => new URLSearchParams(body));

/** What the proxy in front of the program would do with an address under its public name. */
function throughProxy(running: Program, callback: string): string {
  const own = /"url":"(http:\/\/[^"]+)","msg":"pages/.exec(running.logged())?.[1];
  return callback.replace(publicUrl, own ?? 'http://no.pages');
}

test('a hub is asked, answered, and believed when it signs; the news reach the chat at once and after a restart too', async () => {
  web.page('/hub', sends('', {}, 202));
  publish('Ferry line between Orwik and Tessel reopens');
  program = start();
  await until(() => asked().length > 0);
  const form = asked()[0]!;
  const secret = form.get('hub.secret')!;
  const callback = throughProxy(program, form.get('hub.callback')!);
  expect(form.get('hub.topic')).toBe(`${web.url}/feed.xml`);

  const question = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.topic': form.get('hub.topic')!,
    'hub.challenge': 'are-you-sure',
    'hub.lease_seconds': '864000',
  });
  const answer = await fetch(`${callback}?${question}`);
  expect([answer.status, await answer.text()]).toEqual([200, 'are-you-sure']);
  question.set('hub.topic', 'https://elsewhere.example/');
  expect((await fetch(`${callback}?${question}`)).status).toBe(404);

  await program.ask('/follow Kestrov');
  publish('Kestrov resigns as foreign minister of Valdora', 'Ferry line between Orwik and Tessel reopens');
  const body = '<rss/>';
  const notify = (to: string, key: string) =>
    fetch(to, {
      method: 'POST',
      body,
      headers: { 'x-hub-signature': `sha256=${createHmac('sha256', key).update(body).digest('hex')}` },
    });
  const polls = () => web.asked.filter(({ path }) => path === '/feed.xml').length;
  const before = polls();
  expect((await notify(`${callback}x`, secret)).status).toBe(404);
  expect((await notify(callback, 'a guess')).status).toBe(202);
  expect((await notify(callback, secret)).status).toBe(202);
  const alert = await program.line(({ kind }) => kind === 'alert');
  expect(alert.text).toContain('Kestrov resigns');
  expect(polls()).toBe(before + 1);

  await program.kill('SIGTERM');
  program = start();
  await until(() => polls() > before + 1 && /"msg":"pages/.test(program?.logged() ?? ''));
  const restarted = throughProxy(program, form.get('hub.callback')!);
  await until(async () => (await notify(restarted, secret)).status === 202);
  await until(() => polls() > before + 2);
  expect(asked()).toHaveLength(1);
  expect(program.logged()).not.toContain(secret);
});
