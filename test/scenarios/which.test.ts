import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { makeFolder } from '../worlds/folder.ts';
import { type Newsstand, openNewsstand } from '../worlds/newsstand.ts';
import { type Program, startProgram } from '../worlds/program.ts';
import { createWikidataWorld, type WikidataWorld } from '../worlds/wikidata.ts';

const clock = '2026-03-10T12:00:00Z';
const at = (minutesAgo: number) => new Date(Date.parse(clock) - minutesAgo * 60_000).toISOString();

const minister = {
  id: 'Q101',
  names: {
    en: { label: 'Renata Kestrov', description: 'foreign minister of Valdora', aliases: ['R. Kestrov', 'RK'] },
    ru: { label: 'Рената Кестрова' },
    zh: { label: '雷娜塔·凯斯特罗夫' },
  },
};
const painter = { id: 'Q102', names: { en: { label: 'Igor Kestrov', description: 'painter' } } };

let stand: Newsstand;
let wikidata: WikidataWorld;
let program: Program | undefined;
beforeEach(async () => {
  stand = await openNewsstand({ 'Harbour Wire': [], 'Nanhai Bao': [] });
  wikidata = await createWikidataWorld([minister, painter]);
});
afterEach(async () => {
  await program?.kill('SIGKILL');
  program = undefined;
  await stand.close();
  await wikidata.close();
});

const flags = (store = 'memory:', names: readonly string[] = ['--wikidata', wikidata.api]) => [
  ...['--store', store, '--feeds', stand.opmlUrl, '--allow-private', '127.0.0.0/8'],
  ...['--clock', clock, '--poll', '1s', '--log', 'error', ...names],
];
const labels = (line: { readonly buttons: readonly { readonly label: string }[] }) =>
  line.buttons.map(({ label }) => label);
const choice = (line: { readonly buttons: readonly { readonly action: string }[] }, id: string) =>
  line.buttons.find(({ action }) => action.startsWith(`meant:${id}:`))!.action;

describe('which Kestrov', () => {
  it('is asked at the follow; the one who is chosen is found in other scripts, and others of the name are not', async () => {
    program = startProgram({ args: flags() });
    const asked = await program.ask('/follow Kestrov');
    expect(asked.text).toContain('Following Kestrov');
    expect(asked.text).toContain('Which one do you mean?');
    expect(asked.text).toContain('Renata Kestrov: foreign minister of Valdora');
    expect(labels(asked)).toContain('Igor Kestrov (painter)');

    const chosen = await program.ask(`/do ${choice(asked, 'Q101')}`);
    expect(chosen.text).toContain('Following Renata Kestrov');
    expect(chosen.text).toContain('Рената Кестрова');
    const topics = await program.ask('/topics');
    expect(topics.text).toContain('1. Renata Kestrov');
    expect(topics.text).not.toContain('2.');

    stand.publish('Harbour Wire', {
      title: 'Igor Kestrov shows new paintings in Lisk',
      text: 'Igor Kestrov, the painter, opened his show in Lisk. Kestrov painted for a year.',
      published: at(-1),
    });
    stand.publish('Nanhai Bao', {
      title: '凯斯特罗夫宣布辞职',
      text: '凯斯特罗夫周二宣布辞去外交部长职务。凯斯特罗夫任职九年。',
      published: at(-1),
    });
    const alert = await program.line(({ kind }) => kind === 'alert');
    expect(alert.topic).toBe('Renata Kestrov');
    expect(alert.text).toContain('凯斯特罗夫宣布辞职');
    const latest = await program.ask('/latest Renata Kestrov');
    expect(latest.stories.filter(({ level }) => level === 'about').map(({ title }) => title)).toEqual([
      '凯斯特罗夫宣布辞职',
    ]);
  });

  it('is remembered over a restart, and the source is not asked again', async () => {
    const folder = makeFolder();
    onTestFinished(() => folder.remove());
    const store = `sqlite:${folder.path('state.sqlite')}`;
    program = startProgram({ args: flags(store) });
    await program.ask('/follow Kestrov');
    await program.ask('/unfollow Kestrov');
    await program.finish();
    const before = wikidata.asked.length;
    wikidata.fail({ status: 503, body: 'busy' });
    program = startProgram({ args: flags(store) });
    const asked = await program.ask('/follow Kestrov');
    expect(asked.text).toContain('Which one do you mean?');
    expect(wikidata.asked.length).toBe(before);
    await program.ask('/forget');
    await program.ask('/do forget:yes');
    await program.finish();
    program = startProgram({ args: flags(store) });
    expect((await program.ask('/follow Kestrov')).text).not.toContain('Which one');
    expect(wikidata.asked.length).toBeGreaterThan(before);
  });

  it('does not keep the answer waiting: a button asks for it later', async () => {
    const release = wikidata.hold();
    program = startProgram({ args: flags() });
    const asked = await program.ask('/follow Kestrov');
    expect(asked.text).toContain('Following Kestrov');
    expect(asked.text).not.toContain('Which one');
    const button = asked.buttons.find(({ action }) => action.startsWith('which:'))!;
    expect(button.label).toBe('Which Kestrov?');
    release();
    const later = await program.ask(`/do ${button.action}`);
    expect(later.text).toContain('Which one do you mean?');
    expect(labels(later)).toContain('Renata Kestrov (foreign minister of Val…');
  });

  it('is not asked at all unless it is set, nor for what is no single name', async () => {
    program = startProgram({ args: flags('memory:', []) });
    expect((await program.ask('/follow Kestrov')).text).not.toContain('Which one');
    await program.kill('SIGKILL');
    program = startProgram({ args: flags() });
    await program.ask('/follow Kestrov OR Valdora');
    await program.ask('/follow about:"Renata Kestrov" Lisk');
    expect(wikidata.asked).toEqual([]);
  });
});
