/** How a story looks in a Discord message. */
import type { Block, SourceView, StoryView } from '../../src/model.ts';
import { cleanLine, cleanText, isolate, safeUrl, sourceName } from './clean.ts';
import { type Run, render, runsOf, shorten } from './text.ts';

type StoryBlock = Extract<Block, { kind: 'story' }>;
type Detail = StoryBlock['detail'];

/** Outlets named on the quiet line, and in the list below a story in full. */
const namedSources = 3;
const listedSources = 8;
const titleLength = 300;
const lineLength = 160;
const summaryLength = 1200;
/** Addresses longer than this are not worth their room beside an outlet's name. */
const shortUrl = 300;

/**
 * A story as markup of at most `room` units; told more briefly, and at last without its notes, where it does not fit.
 * Lead, title (the link), summary, a quiet line with sources, age and subject, other reports, notes.
 */
export function storyText(block: StoryBlock, room: number): string {
  const details: readonly Detail[] = ['full', 'short', 'headline'];
  for (const detail of details.slice(details.indexOf(block.detail))) {
    const text = atDetail(block, detail);
    if (text.length <= room) return text;
  }
  const bare = atDetail({ ...block, notes: [], lead: [] }, 'headline');
  return bare.length <= room ? bare : render(shorten([{ text: cleanLine(block.story.title) }], room));
}

function atDetail(block: StoryBlock, detail: Detail): string {
  const { story, lead, notes } = block;
  const before = onOneLine(runsOf(lead));
  const isNumber =
    lead.length > 0 &&
    /^\d+\.?$/.test(
      lead
        .map(({ text }) => text)
        .join('')
        .trim(),
    );
  const lines = [
    isNumber ? '' : quiet(shorten(before, lineLength)),
    title(story, detail, isNumber ? before : []),
    detail === 'headline' ? '' : summary(story),
    quiet(quietLine(block)),
    ...(detail === 'full' ? otherReports(story) : []),
    ...notes.map((note) => quiet(shorten(onOneLine(runsOf(note)), lineLength * 2))),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/** A line in small grey letters. */
function quiet(runs: readonly Run[]): string {
  const text = render(runs).trim();
  return text === '' ? '' : `-# ${text}`;
}

function onOneLine(runs: readonly Run[]): readonly Run[] {
  return runs.map((run) => ({ ...run, text: run.text.replace(/\s+/g, ' ') }));
}

/** A number stands on the line of the title that it counts. */
function title(story: StoryView, detail: Detail, number: readonly Run[]): string {
  const url = safeUrl(story.url);
  const words = cut(cleanLine(story.title) || story.url, titleLength);
  const run: Run = { text: words, ...(url !== undefined && { url }) };
  const counted =
    number.length === 0
      ? []
      : [
          {
            text: `${number
              .map(({ text }) => text)
              .join('')
              .trim()} `,
          },
        ];
  return detail === 'headline' ? render([...counted, { ...run, style: 'bold' }]) : `### ${render([...counted, run])}`;
}

function cut(text: string, length: number): string {
  const letters = [...text];
  return letters.length <= length
    ? text
    : `${letters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}

function summary(story: StoryView): string {
  return render(
    shorten(
      [
        {
          text: cleanText(story.summary)
            .trim()
            .replace(/\n{2,}/g, '\n'),
        },
      ],
      summaryLength,
    ),
  );
}

/** 'BBC News, CNA +2 · 3 hours ago · Lavrov' */
function quietLine(block: StoryBlock): readonly Run[] {
  const { story } = block;
  const lead = block.lead.map((span) => span.text).join('');
  // A followed story is a topic of its own name.
  const isNamed =
    story.topic === undefined || lead.includes(story.topic) || story.title.startsWith(story.topic.replace(/…$/, ''));
  const subject = isNamed ? story.categoryName : story.topic!;
  const named = story.sources.slice(0, namedSources).flatMap((source, index): readonly Run[] => {
    return index === 0 ? [sourceLink(source)] : [{ text: ', ' }, sourceLink(source)];
  });
  const more = story.sources.length - Math.min(story.sources.length, namedSources);
  const names: readonly Run[] = more > 0 ? [...named, { text: ` +${more}` }] : named;
  const time: Run = { text: cleanLine(story.age), at: story.publishedAt };
  const words: Run = { text: isolate(cut(cleanLine(subject), 60)) };
  return [names, [time], words.text === '' ? [] : [words]]
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : [{ text: ' · ' }, ...part]));
}

function sourceLink(source: SourceView): Run {
  const text = sourceName(source.name, source.url);
  const url = safeUrl(source.url);
  return url === undefined || url.length > shortUrl ? { text } : { text, url };
}

function otherReports(story: StoryView): readonly string[] {
  const others = story.sources.filter((source) => source.url !== story.url).slice(0, listedSources);
  return others.map((source) => {
    const words = cut(cleanLine(source.title) || source.url, lineLength);
    const url = safeUrl(source.url);
    const name = sourceName(source.name, source.url);
    const isLinked = url !== undefined && url.length <= shortUrl;
    return quiet([{ text: `${name}: ` }, isLinked ? { text: words, url } : { text: words }]);
  });
}
