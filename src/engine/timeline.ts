/** A story's course: its reports that told something new, in order of time. */
import type { Catalogue } from '../messages/say.ts';
import { clockTime, shortDate } from '../messages/text.ts';
import { type Block, type Item, itemAt, type Span, type StoryId } from '../model.ts';
import type { ChatRecord } from '../store/records.ts';
import { withoutOutlet } from '../text/outlet.ts';
import { newFact } from '../writing/changes.ts';
import { type DeskParts, localeOf } from './desk.ts';

/** The beginning and what came last; a long story's middle is counted. */
const mostLines = 8;

/** A line each for what was new, as the chat may see it; [] for a story that is gone. Read in the language of most reports, or the chat's where there are such. */
export function timelineOf(parts: DeskParts, chat: ChatRecord, id: StoryId): Block[] {
  const { archive, sight, catalogue } = parts;
  const story = archive.current(id);
  const seen = story === undefined ? undefined : sight.storyFor(chat.id, story);
  if (seen === undefined) return [];
  const locale = localeOf(chat);
  const steps = stepsOf(inOneLanguage(seen.items, catalogue.negotiate(locale), seen.story.lang));
  const left = steps.length - mostLines;
  const shown = left > 0 ? [steps[0]!, ...steps.slice(1 - mostLines)] : steps;
  const lines = shown.map((item) => lineOf(item, chat, catalogue));
  const rest: Block[] =
    left > 0
      ? [{ kind: 'paragraph', spans: [{ text: catalogue.say(locale, 'story.steps', { count: left }), style: 'dim' }] }]
      : [];
  return [
    { kind: 'paragraph', spans: catalogue.spans(locale, 'story.timeline') },
    { kind: 'list', isOrdered: false, items: lines },
    ...rest,
  ];
}

function inOneLanguage(items: readonly Item[], locale: string, lang: string | undefined): Item[] {
  const wanted = locale.split('-')[0];
  const own = items.filter((item) => item.lang === wanted);
  return own.length > 0 ? own : items.filter((item) => item.lang === lang);
}

/** The first report, and each later one whose headline tells what none before it did. */
function stepsOf(items: readonly Item[]): Item[] {
  const told: string[] = [];
  return items
    .toSorted((a, b) => itemAt(a) - itemAt(b))
    .filter((item) => {
      const isNew =
        told.length === 0 || newFact([{ title: item.title, text: '', lang: item.lang }], told) !== undefined;
      told.push(item.title);
      return isNew;
    });
}

function lineOf(item: Item, chat: ChatRecord, catalogue: Catalogue): Span[] {
  const language = catalogue.negotiate(localeOf(chat));
  const { zone } = chat.settings;
  const at = itemAt(item);
  const when = `${shortDate(language, zone, at)}, ${clockTime(language, zone, at)}`;
  return [
    { text: `${when} · `, style: 'dim' },
    { text: withoutOutlet(item.title, item.source), href: item.url },
    { text: ` · ${item.source}`, style: 'dim' },
  ];
}
