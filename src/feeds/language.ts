/** Which language a text is in: what its script says, what the feed declares, what the letters' sequence suggests. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { eld as Detector } from 'eld/extrasmall';

const require = createRequire(import.meta.url);
let detector: typeof Detector | undefined;

/** Loaded when first needed: its tables take 0.2 s and 90 MB, and most feeds say their language and keep to it. */
function loadDetector(): typeof Detector {
  detector ??= (require(fileURLToPath(import.meta.resolve('eld/extrasmall'))) as { readonly eld: typeof Detector }).eld;
  return detector;
}

/** Scripts that one language of the news uses almost alone. */
const scripts: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Georgian}/gu, 'ka'],
  [/\p{Script=Armenian}/gu, 'hy'],
  [/\p{Script=Bengali}/gu, 'bn'],
  [/\p{Script=Tamil}/gu, 'ta'],
  [/\p{Script=Telugu}/gu, 'te'],
  [/\p{Script=Gujarati}/gu, 'gu'],
  [/\p{Script=Gurmukhi}/gu, 'pa'],
  [/\p{Script=Malayalam}/gu, 'ml'],
  [/\p{Script=Kannada}/gu, 'kn'],
];

const families: readonly (readonly [RegExp, ReadonlySet<string>])[] = [
  [/\p{Script=Cyrillic}/gu, new Set(['ru', 'uk', 'be', 'bg', 'sr', 'mk', 'kk', 'ky', 'mn', 'tg', 'tt'])],
  [/\p{Script=Arabic}/gu, new Set(['ar', 'fa', 'ur', 'ps', 'ckb', 'ku', 'ug', 'sd'])],
  [/\p{Script=Devanagari}/gu, new Set(['hi', 'mr', 'ne', 'sa'])],
  [/\p{Script=Han}/gu, new Set(['zh', 'ja'])],
];

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** 'en-GB', 'EN_us', 'eng' as ISO 639-1; undefined for what is none. */
export function languageCode(tag: string | undefined): string | undefined {
  const code = /^\s*([a-z]{2,3})(?![a-z])/i.exec(tag ?? '')?.[1]?.toLowerCase();
  if (code === undefined) return undefined;
  const canonical = Intl.getCanonicalLocales(code)[0];
  return canonical !== undefined && canonical.length === 2 ? canonical : undefined;
}

/** Small words that a text in the language can hardly avoid. */
const smallWords: Readonly<Record<string, string>> = {
  en: 'the of and to in is for on with that has was by from at as it are his its',
  de: 'der die das und zu den im von mit ist auf für dem des ein eine nicht nach am zur wegen',
  fr: 'le la les des et du une un est dans pour qui sur au par pas à son en',
  es: 'el la los las del y en que por para con una un su se al es lo',
  it: 'il lo la gli di che e per un una con del della dei è al da in si',
  pt: 'o os a as do da dos das e em para com um uma não na no que se',
  nl: 'de het een van en in is op te voor met dat niet zijn aan bij',
  sv: 'och att det en ett som på är av för med till inte den har',
  pl: 'i w na z do się nie że o jest po za przez od jak',
  tr: 've bir bu için ile da de olarak çok daha sonra göre ise olan',
};
const languagesOf = new Map<string, string[]>();
for (const [language, list] of Object.entries(smallWords)) {
  for (const word of list.split(' ')) languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);
}

/** Letters that Russian and Ukrainian do not share. */
const ukrainian = /[іїєґ]/i;
const russian = /[ыэъё]/i;

/** Whether small words speak clearly for another language than `declared`, or letters that it does not use. */
function isDoubtful(sample: string, declared: string): boolean {
  if (smallWords[declared] === undefined) return true;
  const foreign = count(sample, /[^\p{ASCII}\P{L}]/gu);
  if (declared === 'en' && foreign >= 3) return true;
  const counts = new Map<string, number>();
  for (const word of sample.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []) {
    for (const language of languagesOf.get(word) ?? []) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  const own = counts.get(declared) ?? 0;
  if (own === 0 && declared === 'en' && foreign > 0) return true;
  return [...counts.values()].some((other) => other >= 3 && other > 2 * own);
}

/** Below so many letters, letters prove nothing against a declaration. */
const fewLetters = 24;
/** The declared language stays unless another explains the letters so much better. */
const margin = 1.25;

/**
 * ISO 639-1 of a text (title and some of its text), with the declared language as prior; undefined when neither tells.
 * Only the first 160 characters are looked at; the costly look at sequences of letters is saved for doubtful ones.
 */
export function languageOf(text: string, declared: string | undefined): string | undefined {
  const sample = text.slice(0, 160);
  const isAscii = /^[\u0000-\u007f]*$/.test(sample);
  const letters = isAscii ? sample.replace(/[^a-z]+/gi, '').length : count(sample, /\p{L}/gu);
  if (letters === 0) return declared;
  const isLatin = isAscii || count(sample, /\p{Script=Latin}/gu) > letters / 2;
  if (!isLatin) return ofOtherScript(sample, letters, declared);
  if (declared !== undefined && (letters < fewLetters || !isDoubtful(sample, declared))) return declared;
  return weighed(sample, letters, declared, undefined);
}

function ofOtherScript(sample: string, letters: number, declared: string | undefined): string | undefined {
  for (const [pattern, language] of scripts) {
    // Japanese mixes kana with Han: a tenth of kana is proof. Others: half.
    if (count(sample, pattern) > letters * (language === 'ja' ? 0.1 : 0.5)) return language;
  }
  const family = families.find(([pattern]) => count(sample, pattern) > letters / 2)?.[1];
  if (family !== undefined && declared !== undefined && family.has(declared)) {
    if (letters < fewLetters) return declared;
    if (declared === 'ru' && !ukrainian.test(sample)) return declared;
    if (declared === 'uk' && ukrainian.test(sample) && !russian.test(sample)) return declared;
  }
  return weighed(sample, letters, declared, family);
}

function weighed(
  sample: string,
  letters: number,
  declared: string | undefined,
  family: ReadonlySet<string> | undefined,
): string | undefined {
  const found = loadDetector().detect(sample);
  const isPossible = (language: string): boolean => family === undefined || family.has(language);
  // Scores of all languages are costly, and mostly not needed.
  const top = found.language !== '' && isPossible(found.language) ? found.language : undefined;
  if (top !== undefined && top === declared) return declared;
  const isFree = declared === undefined || !isPossible(declared);
  if (top !== undefined && isFree && (letters >= fewLetters || family !== undefined)) return top;
  const scores = found.getScores();
  const best = Object.keys(scores).find(isPossible) ?? (family?.has('zh') ? 'zh' : undefined);
  if (declared === undefined || !isPossible(declared)) {
    return best !== undefined && (letters >= fewLetters || family !== undefined || found.isReliable())
      ? best
      : undefined;
  }
  if (best === undefined) return declared;
  return (scores[best] ?? 0) > margin * (scores[declared] ?? 0) ? best : declared;
}
