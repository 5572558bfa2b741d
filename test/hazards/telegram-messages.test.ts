/** Hostile and long texts, through the adapter and over HTTP, against a server that forgives nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { piecesOf } from '../../adapters/telegram/pieces.ts';
import { richMessage } from '../../adapters/telegram/rich.ts';
import type { Block, StoryId } from '../../src/model.ts';
import { eventually, openTelegram } from '../adapters/telegram/open.ts';
import { sendOptions } from '../contracts/channel.ts';
import { sampleAlert, sampleMessage, sampleSource, sampleStory, storyBlock } from '../contracts/samples.ts';
import type { Shown } from '../worlds/telegram-chats.ts';
import { format } from '../worlds/telegram-entities.ts';
import { readRich } from '../worlds/telegram-rich.ts';

const nasty = fc.constantFrom(
  '<b>',
  '</a>',
  '<script>alert(1)</script>',
  '&amp;',
  '&#106;',
  '*bold*',
  '_x_',
  '[x](javascript:alert(1))',
  '`',
  '```',
  '||',
  '\\',
  'javascript:alert(1)',
  'data:text/html,x',
  'tg://resolve?domain=x',
  'https://evil.example/x',
  'evil.example',
  'xn--e1afmkfd.xn--p1ai',
  '@everyone',
  '@durov',
  '#tag',
  '$USD',
  '/start@OtherBot',
  'mail@evil.example',
  '127.0.0.1',
  '\u202E',
  '\u2066',
  '\u200B',
  '\u0000',
  '\ud800',
  '\udc00',
  '👩‍👩‍👧‍👦',
  '🇺🇦',
  'é́́́́́́',
  'שלום',
  'مرحبا',
  '\n',
  '\r\n',
  '\t',
  ' ',
  '…',
  '“',
  '中文',
  'ß',
  "'",
  '"',
  ']]>',
  '{0}',
  '%s',
);
const title = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: nasty }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) }),
    {
      minLength: 1,
      maxLength: 24,
    },
  )
  .map((parts) => parts.join(''));

function linksIn(shown: Shown): readonly string[] {
  const automatic = /^(?:url|email|mention|hashtag|cashtag|bot_command|text_mention)$/;
  return shown.entities.flatMap((entity) => {
    if (entity.type === 'text_link') return [entity.url];
    return automatic.test(entity.type)
      ? [`${entity.type} ${shown.text.slice(entity.offset, entity.offset + entity.length)}`]
      : [];
  });
}

describe('hostile titles', () => {
  it('cause no error and carry no link but ours: 10,000 of them', async () => {
    const { world, people, channel } = await openTelegram();
    const chat = people.privateChat(people.person());
    const address = { platform: 'telegram', id: String(chat.id) };
    const ours = /^https:\/\/(?:harbour-post|evening-courier)\.example\/harbour$/;
    const titles = fc.sample(title, { numRuns: 10_000, seed: 6 });
    const failures: string[] = [];
    const sendOne = async (text: string): Promise<void> => {
      const sources = sampleStory().sources.map((source) => ({ ...source, title: text }));
      const story = sampleStory({ title: text, summary: text, categoryName: text, topic: text, age: text, sources });
      const blocks = [storyBlock(story, { detail: 'full', lead: [{ text }], notes: [[{ text }]] })];
      const outcome = await channel.send(address, sampleAlert(story, { blocks }), sendOptions());
      if (outcome.kind !== 'sent') failures.push(JSON.stringify(outcome));
    };
    for (let at = 0; at < titles.length; at += 20) await Promise.all(titles.slice(at, at + 20).map(sendOne));
    expect(failures).toEqual([]);
    expect(chat.shown).toHaveLength(10_000);
    expect(chat.shown.flatMap(linksIn).filter((link) => !ours.test(link))).toEqual([]);
    expect(world.complaints).toEqual([]);
  }, 120_000);

  it('are as harmless below pictures: 2,000 of them', async () => {
    const { world, people, channel } = await openTelegram();
    const chat = people.privateChat(people.person());
    const address = { platform: 'telegram', id: String(chat.id) };
    const failures: string[] = [];
    const sendOne = async (text: string): Promise<void> => {
      const story = sampleStory({ title: text, summary: text, categoryName: text, topic: text });
      const blocks = [storyBlock(story, { detail: 'full', lead: [{ text }] })];
      const imageUrl = 'https://harbour-post.example/a.jpg';
      const outcome = await channel.send(address, sampleAlert(story, { blocks, imageUrl }), sendOptions());
      if (outcome.kind !== 'sent') failures.push(JSON.stringify(outcome));
    };
    const titles = fc.sample(title, { numRuns: 2000, seed: 7 });
    for (let at = 0; at < titles.length; at += 20) await Promise.all(titles.slice(at, at + 20).map(sendOne));
    expect(failures).toEqual([]);
    expect(chat.shown.every(({ photo, text }) => photo !== undefined && text.length <= 1024)).toBe(true);
    expect(chat.shown.flatMap(linksIn).filter((link) => !/^https:\/\/[a-z-]+\.example\/harbour$/.test(link))).toEqual(
      [],
    );
    expect(world.complaints).toEqual([]);
  }, 120_000);

  it('are as harmless in rich messages: 2,000 of them', () => {
    const wrong = fc.sample(title, { numRuns: 2000, seed: 8 }).flatMap((text) => {
      const story = sampleStory({
        title: text,
        summary: `${text}\n${text}`,
        categoryName: text,
        topic: text,
        age: text,
      });
      const lines: Block[] = [
        { kind: 'heading', spans: [{ text }] },
        { kind: 'quote', spans: [{ text }], isCollapsible: true },
        { kind: 'list', isOrdered: true, items: [[{ text }, { text, style: 'code' }]] },
        storyBlock(story, { detail: 'full', lead: [{ text }], notes: [[{ text }]] }),
      ];
      const read = readRich(richMessage(sampleMessage({ kind: 'brief', blocks: lines })));
      if (typeof read === 'string') return [read];
      return read.links.filter((link) => !/^https:\/\/[a-z-]+\.example\/harbour$/.test(link));
    });
    expect(wrong).toEqual([]);
  });

  it('are harmless in chat answers too: nothing but commands can be pressed', () => {
    fc.assert(
      fc.property(title, (text) => {
        const blocks: Block[] = [
          { kind: 'heading', spans: [{ text }] },
          { kind: 'paragraph', spans: [{ text }, { text, style: 'bold' }, { text, style: 'code' }] },
          { kind: 'list', isOrdered: false, items: [[{ text, style: 'dim' }]] },
        ];
        for (const piece of piecesOf(sampleMessage({ blocks }))) {
          const formatted = format(piece.text, piece.entities);
          if (typeof formatted === 'string') throw new Error(formatted);
          expect(formatted.complaints).toEqual([]);
          expect(formatted.entities.filter(({ type }) => /^(?:url|email|mention)$/.test(type))).toEqual([]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

/** What a feed may call itself or write, and what must not be seen of it. */
const disguises: readonly (readonly [written: string, forbidden: RegExp])[] = [
  ...['\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069'],
  ...['\u200B', '\u200E', '\u200F', '\u2060', '\u2061', '\u2062', '\u2063', '\u2064', '\uFEFF', '\u00AD'],
  ...['\u061C', '\u180E', '\u034F', '\u115F', '\u1160', '\u3164', '\uFFA0', '\u206A', '\u206F', '\uFFF9'],
  ...['\u0000', '\u0007', '\u0008', '\u001B', '\u007F', '\u0085', '\u009F', '\u{E0001}', '\u{E0041}', '\u{E007F}'],
].map((sign) => [
  `gn${sign}p.exe`,
  new RegExp(sign === '\u2060' ? 'gn\u2060p' : sign === '\u2068' || sign === '\u2069' ? `gn${sign}p` : sign, 'u'),
]);

const lookAlikes = [
  'ВВС News',
  'Rеuters',
  'СNN',
  'Тhe Guardian',
  'Αl Jazeera',
  'ΒΒC',
  'Nеw York Times',
  'Dеutsche Welle',
  'ＢＢＣ',
  '𝐁𝐁𝐂 News',
  'Аssociated Press',
  'Тass',
  'Le Моnde',
  'Еl Pais',
  'Вloomberg',
  'reuters.example',
  'www.reuters.example',
  'https://reuters.example',
  'CNΝ',
  'Рolitico',
  'Аxios',
];

describe('disguised text', () => {
  it.each(disguises)('shows nothing invisible: case %#', (written, forbidden) => {
    const story = sampleStory({
      title: written,
      summary: written,
      sources: [sampleSource(written), sampleSource('B')],
    });
    const [piece] = piecesOf(sampleAlert(story));
    expect(piece?.text).toMatch(/gn ?p/);
    expect(piece?.text).not.toMatch(forbidden);
  });

  it.each(lookAlikes)('shows the real domain behind a name that only looks like another: %s', (name) => {
    const source = { ...sampleSource('x'), name, url: 'https://impostor.example/a' };
    const [piece] = piecesOf(sampleAlert(sampleStory({ sources: [source] })));
    expect(piece?.text).toContain('(impostor.example)');
  });

  it('is a table of sixty', () => {
    expect(disguises.length + lookAlikes.length).toBeGreaterThanOrEqual(60);
  });
});

describe('long briefs', () => {
  const words = fc.string({
    unit: fc.constantFrom('a', 'ß', '中', '👩‍🚒', 'é', ' ', '\n', '🇺🇦'),
    minLength: 1,
    maxLength: 60,
  });
  const brief = fc.array(
    fc.record({
      title: words,
      summary: words,
      sources: fc.integer({ min: 1, max: 14 }),
      repeat: fc.integer({ min: 1, max: 12 }),
    }),
    {
      minLength: 1,
      maxLength: 40,
    },
  );

  it('stay within the limits and lose no story: 10,000 of them', () => {
    let pieces = 0;
    for (const stories of fc.sample(brief, { numRuns: 10_000, seed: 20 })) {
      const blocks = stories.map(({ title: head, summary, sources, repeat }, index): Block => {
        const story = sampleStory({
          id: `s${index}` as StoryId,
          title: `№${index}: ${head}`,
          summary: summary.repeat(repeat),
          sources: Array.from({ length: sources }, (_, each) => sampleSource(`Paper ${each}`, head)),
        });
        return storyBlock(story, { detail: index % 2 === 0 ? 'full' : 'short' });
      });
      const made = piecesOf(sampleMessage({ kind: 'brief', blocks }));
      pieces += made.length;
      for (const { text, entities } of made) {
        if (text.length > 4096 || entities.length > 100)
          throw new Error(`${text.length} units, ${entities.length} entities`);
      }
      const all = made.map(({ text }) => text).join('\n');
      for (let index = 0; index < stories.length; index++) {
        if (all.split(`№${index}:`).length < 2) throw new Error(`story ${index} is lost`);
      }
    }
    expect(pieces).toBeGreaterThan(10_000);
  }, 120_000);

  it('arrive whole over HTTP', async () => {
    const { world, people, channel } = await openTelegram();
    world.without.add('rich');
    for (const stories of fc.sample(brief, { numRuns: 40, seed: 21 })) {
      const chat = people.privateChat(people.person());
      const blocks = stories.map(({ title: head }, index) => storyBlock(sampleStory({ title: `№${index}: ${head}` })));
      const address = { platform: 'telegram', id: String(chat.id) };
      const outcome = await channel.send(address, sampleMessage({ kind: 'brief', blocks }), sendOptions());
      expect(outcome).toMatchObject({ kind: 'sent' });
      await eventually(() => {
        const all = chat.shown.map(({ text }) => text).join('\n');
        for (let index = 0; index < stories.length; index++) expect(all).toContain(`№${index}:`);
      });
    }
    expect(world.complaints).toEqual([]);
  });
});
