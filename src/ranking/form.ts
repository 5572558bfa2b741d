/** What is no news of its own: explainers, opinion, live pages, videos and round-ups beside or after the event. */
import type { Story } from '../model.ts';
import { isCollection } from '../text/collections.ts';

/** What a story that nobody reports as news weighs: shown on request and in briefs, and not worth an interruption. */
const withoutNews = 0.4;

/** A word for the form with a mark after it ('Opinion: …', '[INTERVIEW] …'): without the mark it may be the news itself. */
const marked =
  /^[[(]?(?:live|watch|video|listen|opinion|analysis|explainer|explained|editorial|letters?|review|recap|gallery|photos?|in pictures|podcast|quiz|column|comment|interview|v[ií]deos?|opini[oó]n|an[aá]lisis|entrevista|meinung|kommentar|analyse|tribune|[ée]dito|entretien|opinione|commento|intervista|analisi)(?:\s*[:|–—]|[\])])/iu;
/** Turns of phrase that explain, collect or follow minute by minute. */
const phrased =
  /\b(?:what (?:it means|we know|to know|you need to know|happens next)|things to know|as it happened|live (?:updates?|blog)|minute by minute|en directo|en vivo|in diretta|en direct|liveticker)\b|\|\s*(?:opinion|analysis|editorial|comment)\b/iu;

/** A story is ranked for every chat that follows it: its titles are read once for as long as the same outlets tell it. */
const known = new WeakMap<Story['sources'], { readonly title: string; readonly form: number }>();

/** 1 for news; less where every outlet's title announces another form. */
export function formOf(story: Pick<Story, 'title' | 'sources'>): number {
  const last = known.get(story.sources);
  if (last?.title === story.title) return last.form;
  const titles = [story.title, ...story.sources.map(({ title }) => title)];
  const form = titles.every((title) => marked.test(title) || phrased.test(title) || isCollection(title))
    ? withoutNews
    : 1;
  known.set(story.sources, { title: story.title, form });
  return form;
}
