import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openMemory } from '../../../adapters/memory/index.ts';
import { run as runBench } from '../../../bench/corrections.bench.ts';
import { createFaultyStorage } from '../../worlds/faults.ts';
import { openNewsstand } from '../../worlds/newsstand.ts';
import { openPages, type PagesWorld, told } from '../../worlds/pages.ts';
import { until } from '../../worlds/wait.ts';

const fire =
  'Firefighters from six towns fought a blaze at the Ostrava paper mill in Lisk on Tuesday; nobody was hurt.';
const reports = {
  'Harbour Wire': [told('Blaze at Ostrava paper mill in Lisk', fire, 60)],
  'Meridian Post': [told('Ostrava paper mill in Lisk burns, nobody hurt', `Six fire brigades came. ${fire}`, 50)],
  'Lisk Courier': [told('Lisk: fire destroys <b>Ostrava</b> paper mill', `The mill is lost. ${fire}`, 40)],
  Touchline: [told('Terzi wins the regatta of the northern lakes', 'Emre Terzi won by four lengths on Tuesday.', 30)],
};

type Options = Parameters<typeof openPages>[1];

async function opened(options: Options = {}): Promise<PagesWorld> {
  const world = await openPages(reports, { topics: [{ name: 'Mill', query: '"paper mill"' }], ...options });
  await world.start();
  return world;
}

async function idOf(world: PagesWorld, title: RegExp): Promise<string> {
  const page = await world.text('/admin/stories');
  const row = [...page.matchAll(/href="\/admin\/stories\/([^"]+)">([^<]+)</g)].find(([, , name]) => title.test(name!));
  expect(row).toBeDefined();
  return row![1]!;
}

function post(world: PagesWorld, path: string, fields: readonly [string, string][]): Promise<Response> {
  const body = new URLSearchParams([...fields]);
  return fetch(world.url + path, { method: 'POST', body, redirect: 'manual', headers: { origin: world.url } });
}

/** Which reports the story's page lists, by the id of each. */
async function membersOf(world: PagesWorld, id: string): Promise<Map<string, string>> {
  const page = await world.text(`/admin/stories/${id}`);
  const found = page.matchAll(/name="report" value="([^"]+)"> <span dir="auto">([^<]+)</g);
  return new Map([...found].map(([, report, title]) => [title!, report!]));
}

async function splitLast(world: PagesWorld): Promise<string> {
  const id = await idOf(world, /Ostrava/);
  const members = await membersOf(world, id);
  const courier = [...members].find(([title]) => title.includes('fire destroys'))![1];
  const done = await post(world, `/admin/stories/${id}/split`, [
    ['report', courier],
    ['why', 'Another mill, says the mayor'],
  ]);
  expect(done.status).toBe(303);
  return done.headers.get('location')!;
}

describe('the operator’s stories', () => {
  it('show how reports became a story: what they share, how sure that is, and what is near', async () => {
    const world = await opened();
    const list = await world.text('/admin/stories');
    expect(list).toContain('Terzi wins the regatta');
    const id = await idOf(world, /Ostrava/);
    const page = await world.text(`/admin/stories/${id}`);
    expect(page).toContain('3 reports, 3 outlets');
    expect(page.match(/name="report"/g)).toHaveLength(3);
    expect(page).toMatch(/<td>\d+\.\d<\/td><td>[^<]*ostrava/);
    expect(page).not.toContain('<b>Ostrava</b>');
    expect(await world.text('/admin/stories?q=regatta')).not.toContain('Ostrava');
    expect(await world.text('/admin/stories?q=the')).toMatch(/<p>[^<]*the[^<]*<\/p>/);
    expect((await world.get('/admin/stories/nothing')).status).toBe(404);
  });

  it('are split and merged again, and pages follow at once', async () => {
    const world = await opened();
    const made = await splitLast(world);
    expect(await world.text(made)).toContain('1 report, 1 outlet.');
    const [one, other] = [await idOf(world, /Blaze|burns/), made.split('/').at(-1)!];
    expect((await world.text('/api/stories?topic=mill')).match(/"id":/g)).toHaveLength(2);
    // What is near says how near.
    expect(await world.text(`/admin/stories/${one}`)).toContain(`value="${other}"`);
    const merged = await post(world, `/admin/stories/${one}/merge`, [['other', other]]);
    expect(merged.status).toBe(303);
    expect(await world.text(merged.headers.get('location')!)).toContain('3 reports, 3 outlets');
  });

  it('stay as they were ruled when the program starts again', async () => {
    const storage = { ...createFaultyStorage(openMemory()), close: async () => undefined };
    const first = await opened({ storage });
    await splitLast(first);
    // The same publishers: their reports are known, and stay where they are.
    const second = await opened({ storage, feeds: first.stand.opmlUrl });
    expect(await second.text('/admin/stories')).toContain('fire destroys');
    expect((await membersOf(second, await idOf(second, /Blaze|burns/))).size).toBe(2);
  });

  it('refuse what makes no sense, and what comes from elsewhere', async () => {
    const world = await opened();
    const id = await idOf(world, /Ostrava/);
    const all = [...(await membersOf(world, id)).values()].map((report): [string, string] => ['report', report]);
    expect((await post(world, `/admin/stories/${id}/split`, [])).status).toBe(400);
    expect((await post(world, `/admin/stories/${id}/split`, all)).status).toBe(400);
    expect((await post(world, `/admin/stories/${id}/merge`, [['other', id]])).status).toBe(400);
    expect((await post(world, `/admin/stories/${id}/merge`, [['other', 'nothing']])).status).toBe(400);
    const elsewhere = await fetch(`${world.url}/admin/stories/${id}/split`, {
      method: 'POST',
      body: new URLSearchParams([['report', all[0]![1]]]),
      headers: { origin: 'https://evil.example' },
    });
    expect(elsewhere.status).toBe(403);
    expect(await world.text('/admin/corrections')).toContain('None yet.');
  });
});

describe('every correction', () => {
  it('is kept with its reason, and is a fixture that the benchmark reads', async () => {
    const world = await opened();
    await splitLast(world);
    const page = await world.text('/admin/corrections');
    expect(page).toContain('Another mill, says the mayor');
    expect(page).toContain('Blaze at Ostrava paper mill in Lisk');
    const file = await world.get('/admin/corrections.jsonl');
    expect(file.headers.get('content-disposition')).toContain('corrections.jsonl');
    const text = await file.text();
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    expect(Object.keys(rows[0]!)).toEqual(['id', 'published', 'source', 'lang', 'title', 'text', 'story', 'fixture']);
    expect(rows.map(({ source }) => source)).toEqual(['Harbour Wire', 'Meridian Post', 'Lisk Courier']);
    expect(rows.map(({ story }) => story === rows[0]!.story)).toEqual([true, true, false]);

    const folder = mkdtempSync(join(tmpdir(), 'dateline-corrections-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'corrections.jsonl'), text);
    await runBench({ data: join(folder, 'corrections.jsonl'), json: join(folder, 'result.json') });
    // The clusterer would join them again: that is what the fixture is for.
    expect(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'))).toMatchObject({
      passed: 0,
      verdicts: [{ isRight: false }],
    });
  });

  it('holds nothing of a feed that a chat added for itself, and such a feed’s reports are not listed', async () => {
    const diary = await openNewsstand({
      'Private Diary': [told('Ostrava paper mill in Lisk on fire', `I saw it. ${fire}`, 45)],
    });
    onTestFinished(() => diary.close());
    const world = await opened();
    await world.say(`/addfeed ${diary.feedUrl('Private Diary')}`, 'olga');
    await until(async () => (await world.say('/latest Ostrava', 'olga')).includes('Private Diary'));
    await splitLast(world);
    for (const path of [
      '/admin/stories',
      `/admin/stories/${await idOf(world, /Blaze|burns/)}`,
      '/admin/corrections',
      '/admin/corrections.jsonl',
    ])
      expect(await world.text(path)).not.toMatch(/Private Diary|I saw it|mill in Lisk on fire/);
  });
});
