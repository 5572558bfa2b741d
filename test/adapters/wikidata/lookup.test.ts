import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWikidata } from '../../../adapters/wikidata/index.ts';
import type { AliasSource } from '../../../src/ports.ts';
import { createManualClock, type ManualClock } from '../../worlds/clock.ts';
import { createWikidataWorld, type WikidataWorld } from '../../worlds/wikidata.ts';

const minister = {
  id: 'Q101',
  names: {
    en: { label: 'Ada Quillfeather', description: 'harbour minister', aliases: ['A. Quillfeather', 'Lady Ada'] },
    ru: { label: 'Ада Квиллфезер', description: 'министр' },
    ja: { label: 'エイダ・クイルフェザー' },
  },
};
const sailor = { id: 'Q102', names: { en: { label: 'Tom Quillfeather', description: 'sailor' } } };
const page = { id: 'Q103', names: { en: { label: 'Quillfeather', description: 'Wikimedia disambiguation page' } } };

let world: WikidataWorld;
let clock: ManualClock;
let source: AliasSource;
let warnings: unknown[];

beforeEach(async () => {
  world = await createWikidataWorld([minister, sailor, page]);
  clock = createManualClock();
  warnings = [];
  const ignore = () => {};
  const log = { debug: ignore, info: ignore, error: ignore, warn: (fields: unknown) => warnings.push(fields) };
  source = createWikidata({ api: world.api, userAgent: 'Dateline/1 (test)', clock, log });
});
afterEach(() => world.close());

describe('looking up a name', () => {
  it('answers who may be meant, with their names in other languages', async () => {
    expect(await source.lookup('Quillfeather', 'en-GB')).toEqual([
      {
        id: 'Q101',
        label: 'Ada Quillfeather',
        description: 'harbour minister',
        aliases: ['Ада Квиллфезер', 'エイダ・クイルフェザー', 'クイルフェザー', 'A. Quillfeather', 'Lady Ada'],
      },
      { id: 'Q102', label: 'Tom Quillfeather', description: 'sailor', aliases: [] },
    ]);
  });

  it('knows by which part of a dotted name people are called in Chinese and Japanese, and leaves out what is too short to mean one', async () => {
    const world = await createWikidataWorld([
      {
        id: 'Q1',
        names: {
          en: { label: 'Sergey Lavrov', aliases: ['SL', 'S. L.'] },
          zh: { label: '谢尔盖·拉夫罗夫', aliases: ['谢·李'] },
        },
      },
    ]);
    const ignore = () => {};
    const log = { debug: ignore, info: ignore, error: ignore, warn: ignore };
    const [found] = await createWikidata({ api: world.api, userAgent: 'x', clock, log }).lookup('Lavrov', 'en');
    await world.close();
    expect(found?.aliases).toEqual(['谢尔盖·拉夫罗夫', '拉夫罗夫', '谢·李']);
  });

  it('answers in the language of the chat where it can', async () => {
    const [first] = await source.lookup('Quillfeather', 'ru');
    expect(first).toMatchObject({ label: 'Ада Квиллфезер', description: 'министр' });
  });

  it('answers nothing for a name that nobody bears', async () => {
    expect(await source.lookup('Nobody Atall', undefined)).toEqual([]);
  });

  it('says who asks', async () => {
    await source.lookup('Quillfeather', undefined);
    expect(world.asked.every(({ userAgent }) => userAgent === 'Dateline/1 (test)')).toBe(true);
  });

  it('asks once a day for the same name, also when two chats ask at once', async () => {
    await Promise.all([source.lookup('Quillfeather', 'en'), source.lookup(' quillfeather', 'en')]);
    expect(world.asked.length).toBe(2);
    await clock.advance(25 * 3_600_000);
    await source.lookup('Quillfeather', 'en');
    expect(world.asked.length).toBe(4);
  });
});

describe('when the source fails', () => {
  it.each([
    { status: 503, body: 'busy' },
    { status: 200, body: '{"error":{"code":"maxlag"}}' },
    { status: 200, body: 'not json' },
    { status: 200, body: '{"search":[{"id":"<script>"}]}' },
    { status: 302, body: '' },
  ])('a follow goes on without it, and it is asked again next time: %j', async (answer) => {
    world.fail(answer);
    expect(await source.lookup('Quillfeather', 'en')).toEqual([]);
    expect(warnings.length).toBe(1);
    world.fail(undefined);
    expect((await source.lookup('Quillfeather', 'en')).length).toBe(2);
  });

  it('an answer of boundless size is cut off', async () => {
    world.fail({ status: 200, body: `{"search":[],"pad":"${'x'.repeat(5_000_000)}"}` });
    expect(await source.lookup('Quillfeather', 'en')).toEqual([]);
    expect(warnings.length).toBe(1);
  });
});
