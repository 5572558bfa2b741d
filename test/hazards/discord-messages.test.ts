/** Hostile and long texts, through the adapter, against a fake of Discord that forgives nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyOf, forms } from '../../adapters/discord/layout.ts';
import { createCommandLinks } from '../../adapters/discord/links.ts';
import { createSeal } from '../../adapters/discord/seal.ts';
import { sheetsOf } from '../../adapters/discord/sheets.ts';
import type { Block, Message, StoryId } from '../../src/model.ts';
import type { Outcome } from '../../src/ports.ts';
import { addressOf, openDiscord, settle } from '../adapters/discord/open.ts';
import { sendOptions } from '../contracts/channel.ts';
import {
  sampleAlert,
  sampleMessage,
  sampleSource,
  sampleStory,
  storyBlock,
  storyButtons,
} from '../contracts/samples.ts';
import { readMarkup } from '../worlds/discord-markdown.ts';
import { pingsOf, readShown, type Shown, textsOf } from '../worlds/discord-state.ts';
import { checkMessage, type Json, listOf } from '../worlds/discord-validation.ts';

const nasty = fc.constantFrom(
  ...['<b>', '</a>', '<script>alert(1)</script>', '&amp;', '*', '**', '***', '_', '__', '~~', '||', '`', '```', '\\'],
  ...['[x](javascript:alert(1))', '[x](https://evil.example)', ']( https://evil.example )', '<https://evil.example>'],
  ...['https://evil.example/x', 'evil.example', 'discord.gg/abc', 'discord.com/invite/abc', 'javascript:alert(1)'],
  ...[
    '@everyone',
    '@here',
    '<@1>',
    '<@!1>',
    '<@&1>',
    '<#1>',
    '</follow:1>',
    '<id:guide>',
    '<a:x:1>',
    '<:x:1>',
    '<t:0:R>',
  ],
  ...[
    '# ',
    '## ',
    '-# ',
    '> ',
    '>>> ',
    '- ',
    '* ',
    '1. ',
    '\n',
    '\r\n',
    '\u2028',
    '\u202E',
    '\u2066',
    '\u200B',
    '\u0000',
  ],
  ...[
    '\ud800',
    '\udc00',
    '👩‍👩‍👧‍👦',
    'é́́́́́́',
    'שלום',
    'مرحبا',
    ' ',
    '…',
    '中文',
    '"',
    "'",
    '{0}',
    '%s',
    ')',
    '(',
    ']',
    '[',
  ],
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

const seal = createSeal('token');

/** An alert in which every word of a feed is `text`. */
function hostile(text: string): Message {
  const sources = sampleStory().sources.map((source) => ({ ...source, title: text }));
  const story = sampleStory({ title: text, summary: text, categoryName: text, topic: text, age: text, sources });
  const blocks = [storyBlock(story, { detail: 'full', lead: [{ text }], notes: [[{ text }]] })];
  return sampleAlert(story, { blocks });
}

/** The bodies of all sheets of a message in one form, as they would be sent. */
function bodiesOf(message: Message, form: (typeof forms)[number]): readonly Json[] {
  return sheetsOf({ seal, links: createCommandLinks() }, message).map((sheet) => ({
    ...bodyOf(sheet, form),
    allowed_mentions: { parse: [] },
  }));
}

function problemsOf(body: Json): readonly string[] {
  const { problems, isEmpty } = checkMessage(body, []);
  return [...problems.map(({ path, code }) => `${path.join('.')} ${code}`), ...(isEmpty ? ['empty'] : [])];
}

function reads(body: Json) {
  const shown = {
    content: String(body.content ?? ''),
    embeds: listOf(body.embeds),
    components: listOf(body.components),
  };
  return textsOf(shown).map(readMarkup);
}

/** Tries again when the limit of calls a second says so. */
async function patiently(call: () => Promise<Outcome>): Promise<Outcome> {
  for (;;) {
    const outcome = await call();
    if (outcome.kind !== 'retry') return outcome;
    await settle(outcome.afterMs);
  }
}

const ours = /^https:\/\/(?:harbour-post|evening-courier)\.example\/harbour$/;
/** Marks that the card itself makes; nothing of a feed may add to them. */
const own = new Set(['small', 'heading', 'bold']);

describe('hostile titles', () => {
  it('cause no error, format nothing and carry no link but ours: 10,000 of them', () => {
    const failures: string[] = [];
    for (const text of fc.sample(title, { numRuns: 10_000, seed: 6 })) {
      for (const body of bodiesOf(hostile(text), 'components')) {
        failures.push(...problemsOf(body));
        for (const { links, marks, mentions } of reads(body)) {
          failures.push(
            ...links.filter((link) => !ours.test(link)),
            ...marks.filter((mark) => !own.has(mark)),
            ...mentions,
          );
        }
      }
    }
    expect(failures).toEqual([]);
  }, 120_000);

  it('arrive through the adapter: 200 of them, 0 refused', async () => {
    const { world, channel, news } = await openDiscord();
    const titles = fc.sample(title, { numRuns: 200, seed: 7 });
    for (const text of titles) await patiently(() => channel.send(addressOf(news), hostile(text), sendOptions()));
    expect(news.messages).toHaveLength(200);
    expect(world.calls.filter(({ status }) => status >= 400)).toEqual([]);
  }, 60_000);

  it('are harmless in chat answers too', () => {
    fc.assert(
      fc.property(title, (text) => {
        const blocks: Block[] = [
          { kind: 'heading', spans: [{ text }] },
          { kind: 'paragraph', spans: [{ text }, { text, style: 'bold' }, { text, style: 'code' }] },
          { kind: 'quote', spans: [{ text }], isCollapsible: false },
          { kind: 'list', isOrdered: false, items: [[{ text, style: 'dim' }]] },
          { kind: 'paragraph', spans: [{ text: 'end' }] },
        ];
        for (const form of forms) {
          for (const body of bodiesOf(sampleMessage({ blocks }), form)) {
            expect(problemsOf(body)).toEqual([]);
            for (const { links, mentions } of reads(body)) expect([links, mentions]).toEqual([[], []]);
          }
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe('mass mentions', () => {
  const calls = [
    '@everyone',
    '@here',
    '<@1>',
    '<@!1>',
    '<@&1>',
    '<@&2>',
    '@\u200beveryone',
    '\\@everyone',
    '`@here`',
    '||@everyone||',
  ];
  const frames = [
    '%',
    'x %',
    '% x',
    '**%**',
    '[%](https://a.example)',
    '> %',
    '# %',
    'a\n%',
    '%%%',
    '<%>',
    '\\%',
    '@%',
    '\u202e%',
    '%\u0000',
    '`%',
    '*%',
    '_%_',
    '~~%~~',
    '{%}',
    '(%)',
  ];
  const payloads = frames.flatMap((frame) => calls.map((call) => frame.replaceAll('%', call)));

  it('call nobody, in sends and in edits: 200 payloads', async () => {
    const { world, channel, news } = await openDiscord();
    expect(payloads).toHaveLength(200);
    const first = await channel.send(addressOf(news), sampleAlert(), sendOptions());
    if (first.kind !== 'sent') throw new Error(first.kind);
    for (const text of payloads) {
      await patiently(() => channel.send(addressOf(news), hostile(text), sendOptions()));
      await patiently(() => channel.edit(first.ref, hostile(text), sendOptions()));
    }
    expect(news.messages.flatMap(({ pings }) => pings)).toEqual([]);
    const bodies = [...world.callsTo('POST', /messages/), ...world.callsTo('PATCH', /messages/)].map(
      ({ body }) => body,
    );
    expect(bodies).toHaveLength(401);
    for (const body of bodies) expect(body.allowed_mentions).toEqual({ parse: [], replied_user: false });
    // The text alone would call nobody either.
    expect(bodies.flatMap((body) => pingsOf(world, { ...body, allowed_mentions: undefined }))).toEqual([]);
  }, 60_000);
});

/** What a feed may write, and what must not be seen of it. */
const disguises = [
  ...['\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u200B', '\u200E', '\u200F', '\u2061'],
  ...['\u2062', '\u2063', '\u2064', '\uFEFF', '\u00AD', '\u061C', '\u180E', '\u034F', '\u115F', '\u1160', '\u3164'],
  ...['\uFFA0', '\u206A', '\u206F', '\uFFF9', '\u0000', '\u0007', '\u0008', '\u001B', '\u007F', '\u009F', '\u{E0001}'],
  ...['\u{E0041}', '\u{E007F}', '\u0001', '\u0002', '\u000b', '\u000c', '\u0080', '\ufffa'],
];
const lookAlikes = [
  ...['ВВС News', 'Rеuters', 'СNN', 'Тhe Guardian', 'Αl Jazeera', 'ΒΒC', 'Nеw York Times', 'Dеutsche Welle', 'ＢＢＣ'],
  ...['𝐁𝐁𝐂 News', 'Аssociated Press', 'Тass', 'Le Моnde', 'Еl Pais', 'Вloomberg', 'reuters.example', 'CNΝ', 'Рolitico'],
  ...['www.reuters.example', 'https://reuters.example', 'Аxios'],
];

describe('disguised text', () => {
  it.each(disguises)('shows nothing invisible: case %#', (sign) => {
    const written = `gn${sign}p.exe`;
    const story = sampleStory({
      title: written,
      summary: written,
      sources: [sampleSource(written), sampleSource('B')],
    });
    const [body] = bodiesOf(sampleAlert(story), 'components');
    const text = reads(body!)
      .map((one) => one.text)
      .join('\n');
    expect(text).toMatch(/gn ?p/);
    expect(text).not.toContain(sign === '\u000b' || sign === '\u000c' ? `n${sign}p` : sign);
  });

  it.each(lookAlikes)('shows the real domain behind a name that only looks like another: %s', (name) => {
    const source = { ...sampleSource('x'), name, url: 'https://impostor.example/a' };
    const [body] = bodiesOf(sampleAlert(sampleStory({ sources: [source] })), 'components');
    expect(
      reads(body!)
        .map(({ text }) => text)
        .join(),
    ).toContain('(impostor.example)');
  });

  it('is a table of sixty', () => {
    expect(disguises.length + lookAlikes.length).toBeGreaterThanOrEqual(60);
  });
});

describe('long briefs', () => {
  const words = fc.string({
    unit: fc.constantFrom('a', 'ß', '中', '👩‍🚒', 'é', ' ', '\n', '*', '🇺🇦'),
    minLength: 1,
    maxLength: 60,
  });
  const brief = fc.array(
    fc.record({
      title: words,
      summary: words,
      sources: fc.integer({ min: 1, max: 14 }),
      repeat: fc.integer({ min: 1, max: 12 }),
      hasImage: fc.boolean(),
      detail: fc.constantFrom('headline', 'short', 'full'),
    }),
    { minLength: 1, maxLength: 20 },
  );

  it('are within the limits, and lose no story: 10,000 of them', () => {
    const failures: string[] = [];
    for (const stories of fc.sample(brief, { numRuns: 10_000, seed: 20 })) {
      const blocks = stories.map((given, index): Block => {
        const sources = Array.from({ length: given.sources }, (_, at) => sampleSource(`Paper ${at}`, given.summary));
        const story = sampleStory({
          id: `s${index}` as StoryId,
          title: `«${index}» ${given.title.repeat(given.repeat)}`,
          url: `https://paper.example/${'x'.repeat(given.repeat * 40)}/${index}`,
          summary: given.summary.repeat(given.repeat),
          sources,
          image: given.hasImage ? 'https://paper.example/a.jpg' : undefined,
        });
        return storyBlock(story, { detail: given.detail as 'short' });
      });
      const bodies = bodiesOf(
        sampleMessage({ kind: 'brief', blocks, buttons: storyButtons, previewUrl: 'https://paper.example/' }),
        'components',
      );
      failures.push(...bodies.flatMap(problemsOf));
      const text = bodies.flatMap((body) => reads(body).map((one) => one.text)).join('\n');
      for (const [index] of stories.entries())
        if (text.split(`«${index}»`).length !== 2) failures.push(`story ${index}`);
    }
    expect(failures).toEqual([]);
  }, 240_000);

  it('are within the limits of the old form as well', () => {
    for (const stories of fc.sample(brief, { numRuns: 300, seed: 21 })) {
      const blocks = stories.map((given) =>
        storyBlock(sampleStory({ title: given.title.repeat(9), summary: given.summary.repeat(9) })),
      );
      const bodies = bodiesOf(sampleMessage({ kind: 'brief', blocks, buttons: storyButtons }), 'embed');
      expect(bodies.flatMap(problemsOf)).toEqual([]);
    }
  });
});

describe('what a client shows', () => {
  it('of a hostile alert is the words as they were written', async () => {
    const { channel, news } = await openDiscord();
    await channel.send(addressOf(news), hostile('**bold** _x_ `code` [a](b) # 1. -'), sendOptions());
    const shown: Shown = news.messages[0]!;
    expect(readShown(shown).text).toContain('**bold** _x_ `code` [a](b) # 1. -');
  });
});
