/** A report's subject: from its tags, its address, its feed's subject and its words. */
import { type Category, categories } from '../model.ts';
import { fold, words } from '../text/words.ts';
import { sections, subjectWords } from './category-words.ts';

/** How much each kind of evidence counts. A tag or a section of the address is the editor's own word. */
const weights = { tag: 3, path: 3, feed: 2.5, title: 1.5, text: 0.5 } as const;

/** A word that means other things as well counts so much of one that does not. */
const weak = 0.5;

const sectionOf = tableOf(sections);
const subjectOf = tableOf(subjectWords);
/** Below so much evidence a report is 'other'. */
const least = 1.5;

/** What a word speaks for, and how loudly: one that means other things as well, half. */
interface Entry {
  readonly categories: readonly Category[];
  readonly strength: number;
}

interface Table {
  readonly whole: ReadonlyMap<string, Entry>;
  readonly beginnings: ReadonlyMap<string, Entry>;
}

function tableOf(source: Readonly<Partial<Record<Category, string>>>): Table {
  const whole = new Map<string, Entry>();
  const beginnings = new Map<string, Entry>();
  for (const [category, list] of Object.entries(source) as [Category, string][]) {
    for (const written of new Set(list.split(' '))) {
      const word = written.replace(/\?$/, '');
      const isBeginning = word.endsWith('*');
      const key = fold(isBeginning ? word.slice(0, -1) : word);
      const map = isBeginning ? beginnings : whole;
      const categories = [...new Set([...(map.get(key)?.categories ?? []), category])];
      map.set(key, { categories, strength: word === written ? 1 : weak });
    }
  }
  return { whole, beginnings };
}

const nothing: Entry = { categories: [], strength: 0 };
const noSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Words come again and again; bounded, as they come from feeds. */
const remembered = new Map<string, Entry>();
const maxRemembered = 20_000;

function subjectsOf(word: string): Entry {
  const known = remembered.get(word);
  if (known !== undefined) return known;
  const found = subjects(word, subjectOf);
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(word, found);
  return found;
}

/** A word's subjects: whole, by a beginning of three letters or more, or (where words are not spaced) by a part. */
function subjects(word: string, table: Table): Entry {
  const exact = table.whole.get(word);
  if (exact !== undefined) return exact;
  if (noSpaces.test(word)) return parts(word, table);
  for (let length = Math.min(word.length, 10); length >= 3; length--) {
    const found = table.beginnings.get(word.slice(0, length));
    if (found !== undefined) return found;
  }
  return nothing;
}

function parts(run: string, table: Table): Entry {
  const found: Category[] = [];
  for (let at = 0; at < Math.min(run.length, 60); at++) {
    for (let length = 2; length <= 4; length++)
      found.push(...(table.whole.get(run.slice(at, at + length)) ?? nothing).categories);
  }
  return { categories: found, strength: 1 };
}

export interface Evidence {
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly url: string;
  /** What is known of the feed. */
  readonly feed: Category | undefined;
}

/** The subject with most evidence; on a tie the feed's own, then the model's order; 'other' when little speaks for any. */
export function categoryOf(evidence: Evidence): Category {
  const scores = new Map<Category, number>();
  const add = (found: readonly Category[], weight: number): void => {
    for (const category of found) scores.set(category, (scores.get(category) ?? 0) + weight / found.length);
  };
  for (const tag of evidence.tags.slice(0, 12)) add(sectionsIn(tag), weights.tag);
  add(pathSections(evidence.url), weights.path);
  if (evidence.feed !== undefined && evidence.feed !== 'other') add([evidence.feed], weights.feed);
  const speak = (word: string, weight: number): void => {
    const { categories: found, strength } = subjectsOf(word);
    add(found, weight * strength);
  };
  for (const word of new Set(words(evidence.title))) speak(word, weights.title);
  for (const word of new Set(words(evidence.text.slice(0, 400)))) speak(word, weights.text);
  return strongest(scores, evidence.feed);
}

function sectionsIn(tag: string): readonly Category[] {
  const folded = fold(tag).trim();
  const whole = sectionOf.whole.get(folded)?.categories;
  if (whole !== undefined) return whole;
  return [...new Set(words(tag).flatMap((word) => sectionOf.whole.get(word)?.categories ?? []))];
}

/**
 * The first sections of the path that say a subject: '/sport/football/…', '/world-asia-…'. What begins with a medium
 * ('/tv-shows/…') says how it is told, not what.
 */
function pathSections(url: string): readonly Category[] {
  const path = URL.parse(url)?.pathname ?? '';
  const segments = path.split('/').filter((segment) => segment !== '');
  for (const segment of segments.slice(0, Math.min(3, segments.length - 1))) {
    const [first = ''] = segment.split('-');
    const found =
      sectionOf.whole.get(fold(segment)) ?? (isMedium(first) ? undefined : sectionOf.whole.get(fold(first)));
    if (found !== undefined) return found.categories;
  }
  return [];
}

function isMedium(word: string): boolean {
  return /^(?:tv|television|radio|video|film|photo)s?$/i.test(word);
}

function strongest(scores: ReadonlyMap<Category, number>, feed: Category | undefined): Category {
  let best: { readonly category: Category; readonly score: number } = {
    category: feed ?? 'other',
    score: least - 0.01,
  };
  const order = feed === undefined ? categories : [feed, ...categories];
  for (const category of order) {
    const score = scores.get(category) ?? 0;
    if (score > best.score) best = { category, score };
  }
  return best.category;
}
