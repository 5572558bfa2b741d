/** What is no news of its own: explainers, opinion, live pages, videos and round-ups beside or after the event, and advice on what to buy. */
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

/** What shops have, and what it costs there. */
const shopping =
  /\b(?:best|today['’]s) (?:\w+ ){0,3}(?:deals|bargains)\b|\bgift guide\b|\b(?:promo|coupon|discount) codes?\b|\bmejores ofertas\b|\bmigliori offerte\b|\bbons plans\b|\b(?:beste|top)[ -]angebote\b/iu;
/** Sections of outlets' addresses for programmes to listen to, and for what readers may buy. */
const sections = /\/(?:podcasts?|shopping|deals|coupons|escaparate|offerte|bons-plans|kaufberatung)\//iu;

function isOther(title: string, url: string): boolean {
  if (marked.test(title) || phrased.test(title) || shopping.test(title) || isCollection(title)) return true;
  return sections.test(url) && sections.test(URL.parse(url)?.pathname ?? '');
}

/** A story is ranked for every chat that follows it: its titles are read once for as long as the same outlets tell it. */
const known = new WeakMap<Story['sources'], { readonly title: string; readonly form: number }>();

/** 1 for news; less where every outlet's title or address announces another form. */
export function formOf(story: Pick<Story, 'title' | 'url' | 'sources'>): number {
  const last = known.get(story.sources);
  if (last?.title === story.title) return last.form;
  const form = [story, ...story.sources].every(({ title, url }) => isOther(title, url)) ? withoutNews : 1;
  known.set(story.sources, { title: story.title, form });
  return form;
}
