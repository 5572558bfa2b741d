/** How grave a story is by its headlines alone: what decides between stories that equally many outlets tell. Pure. */
import type { Story } from '../model.ts';
import { fold } from '../text/words.ts';

/** Beginnings of folded words, in the languages of the shipped feeds: facts about words, not about any news. */
const beginnings = {
  /** Somebody died or was hurt. */
  harm: `kill dead death dies died drown victim casualt injur wound fatal massacre muert muere mueren mato herid victima mort morts tue tues blesse tote toter getotet gestorben verletz morti morto uccis feriti mortos morre ferid погиб уби жертв ранен загин поранен`,
  /** Nature or machines out of control. */
  disaster: `earthquake quake tsunami flood landslide wildfire eruption hurricane typhoon cyclone explosion explod blast collaps crash capsiz derail outbreak epidemic famine blackout terremoto inundac incendio explosion derrumb naufrag seisme incendie erdbeben uberschwemm brand absturz terremoto alluvion esplosion crollo enchente incendio deslizamento землетряс наводнен пожар взрыв крушен землетрус повін вибух`,
  /** War and what ends it. */
  war: `war airstrike strike missile drone troops invasion offensive ceasefire truce hostage siege shelling guerra ataque misil tregua alto guerre frappe cessez missile krieg angriff waffenruhe rakete guerra raid tregua missili attacco война удар ракет перемири наступлен війн перемир обстріл clash shooting bomb`,
  /** Who governs, and by what right. */
  power: `election elected president parliament minister government treaty sanction tariff summit constitution impeach coup resign referendum elecciones presidente gobierno ministro sanciones aranceles parlament elections gouvernement ministre wahl regierung kanzler minister sanktion zolle elezioni governo ministro dazi eleicoes governo выбор президент правительств министр санкци парламент вибор уряд міністр king pope nato`,
  /** Courts and guilt. */
  justice: `court sentenc convict verdict guilty indict arrest trial jailed prison charged condena carcel juicio detenid tribunal prison proces urteil gericht verurteilt haft condanna tribunale arrest condenad preso суд приговор арест вирок`,
} as const;

const weights: Record<keyof typeof beginnings, number> = {
  harm: 0.18,
  disaster: 0.15,
  war: 0.12,
  power: 0.1,
  justice: 0.1,
};

const patterns = Object.entries(beginnings).map(
  ([kind, list]) =>
    [
      weights[kind as keyof typeof beginnings],
      new RegExp(`(?<![\\p{L}\\p{N}])(?:${[...new Set(fold(list).trim().split(/\s+/u))].join('|')})`, 'u'),
    ] as const,
);

/** Forms that are no report of an event: opinion, advice, programmes, pictures, quizzes, round-ups. Folded. */
const forms =
  /^(?:opinion|analysis|editorial|column|comment|letters?|review|recap|podcast|quiz|watch|video|videos|gallery|photos|in pictures|read|listen|how|why|what|who|when|where|see|meet|inside|explainer|explained|en directo|directo|entrevista|reportage|kommentar|meinung|analisi|opinione|opiniao|мнение|интервью)(?![\p{L}\p{N}])|\b(?:live updates?|live blog|updates:|as it happened|things to know|(?:three|five|ten|\d+) (?:things|minutes|takeaways)|at a glance|what to know|explained|newsletter|round-?up|recipe|horoscope|crossword|best deals|gift guide)\b|[|:] ?(?:opinion|analysis|video|podcast|photos)\b|\((?:videos?|photos?)\)|\?$/u;
const formFactor = 0.7;
/** Sport and culture are followed by name; among all news they stand behind. */
const lightFactor = 0.9;
const light: ReadonlySet<string> = new Set(['sport', 'culture', 'other']);
const most = 1.4;

/**
 * A factor around 1, from 0.6 to 1.4: more for headlines that tell of harm, disaster, war, power or justice, less for opinion,
 * programmes, questions and light matter.
 */
export function gravityOf(story: Pick<Story, 'title' | 'category'>): number {
  const title = fold(story.title);
  const grave = patterns.reduce((sum, [weight, pattern]) => sum + (pattern.test(title) ? weight : 0), 1);
  const form = forms.test(title) ? formFactor : 1;
  return Math.min(most, grave * form * (light.has(story.category) && grave === 1 ? lightFactor : 1));
}
