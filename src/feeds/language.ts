/** Which language a text is in: what its script says, what the feed declares, what the letters' sequence suggests. */
import { eld } from 'eld/small';

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

/** Below so many letters, letters prove nothing against a declaration. */
const fewLetters = 24;
/** The declared language stays unless another explains the letters so much better. */
const margin = 1.25;

/**
 * ISO 639-1 of a text (title and some of its text), with the declared language as prior; undefined when neither tells.
 * Only the first 120 characters are looked at.
 */
export function languageOf(text: string, declared: string | undefined): string | undefined {
  const sample = text.slice(0, 120);
  const letters = count(sample, /\p{L}/gu);
  if (letters === 0) return declared;
  for (const [pattern, language] of scripts) {
    // Japanese mixes kana with Han: a tenth of kana is proof. Others: half.
    if (count(sample, pattern) > letters * (language === 'ja' ? 0.1 : 0.5)) return language;
  }
  const family = families.find(([pattern]) => count(sample, pattern) > letters / 2)?.[1];
  if (family !== undefined && declared !== undefined && family.has(declared) && letters < fewLetters) return declared;
  return weighed(sample, letters, declared, family);
}

function weighed(
  sample: string,
  letters: number,
  declared: string | undefined,
  family: ReadonlySet<string> | undefined,
): string | undefined {
  const found = eld.detect(sample);
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
  if (best === undefined || letters < fewLetters) return declared;
  return (scores[best] ?? 0) > margin * (scores[declared] ?? 0) ? best : declared;
}
