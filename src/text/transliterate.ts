/**
 * Latin letters for words of other scripts, close to how news agencies write names. Not reversible and not a standard:
 * it serves comparison. Han characters have no reading without a dictionary and stay as they are.
 */
import { fold } from './words.ts';

/** Letters and what they become, in pairs parted by spaces: 'ж:zh'. */
function table(pairs: string): ReadonlyMap<string, string> {
  return new Map(
    pairs
      .trim()
      .split(/\s+/u)
      .map((pair) => {
        const at = pair.indexOf(':');
        return [pair.slice(0, at), pair.slice(at + 1)] as const;
      }),
  );
}

const cyrillic =
  'а:a б:b в:v г:g д:d е:e ж:zh з:z и:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya ' +
  'є:ye і:i ґ:g ђ:dj ј:j љ:lj њ:nj ћ:c џ:dz ѓ:g ќ:k ѕ:dz ў:u ё:yo ә:a ғ:g қ:k ң:n ө:o ұ:u ү:u һ:h';
const greek = 'α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o';
const arabic =
  'ا:a أ:a إ:i آ:a ٱ:a ب:b ت:t ث:th ج:j ح:h خ:kh د:d ذ:dh ر:r ز:z س:s ش:sh ص:s ض:d ط:t ظ:z ع:a غ:gh ف:f ق:q ك:k ک:k ل:l م:m ن:n ه:h ة:a ' +
  'و:u ؤ:u ي:i ی:i ى:a ئ:i ء: پ:p چ:ch ژ:zh گ:g ں:n ہ:h ھ:h ے:e ڈ:d ٹ:t ڑ:r ۀ:e ێ:e ۆ:o ڤ:v';
const hebrew =
  'א:a ב:b ג:g ד:d ה:h ו:u ז:z ח:h ט:t י:i כ:k ך:k ל:l מ:m ם:m נ:n ן:n ס:s ע:a פ:p ף:f צ:ts ץ:ts ק:k ר:r ש:sh ת:t';
const armenian =
  'ա:a բ:b գ:g դ:d ե:e զ:z է:e ը:y թ:t ժ:zh ի:i լ:l խ:kh ծ:ts կ:k հ:h ձ:dz ղ:gh ճ:ch մ:m յ:y ն:n շ:sh ո:o չ:ch պ:p ջ:j ռ:r ս:s վ:v տ:t ր:r ց:ts ւ:u փ:p ք:k և:ev օ:o ֆ:f';
const georgian =
  'ა:a ბ:b გ:g დ:d ე:e ვ:v ზ:z თ:t ი:i კ:k ლ:l მ:m ნ:n ო:o პ:p ჟ:zh რ:r ს:s ტ:t უ:u ფ:p ქ:k ღ:gh ყ:q შ:sh ჩ:ch ც:ts ძ:dz წ:ts ჭ:ch ხ:kh ჯ:j ჰ:h';
const thai =
  'ก:k ข:kh ค:kh ฆ:kh ง:ng จ:ch ฉ:ch ช:ch ซ:s ญ:y ฎ:d ฏ:t ฐ:th ฑ:th ฒ:th ณ:n ด:d ต:t ถ:th ท:th ธ:th น:n บ:b ป:p ผ:ph ฝ:f พ:ph ฟ:f ภ:ph ม:m ย:y ร:r ล:l ว:w ศ:s ษ:s ส:s ห:h ฬ:l อ:o ฮ:h ะ:a ั:a า:a ำ:am ิ:i ี:i ึ:ue ื:ue ุ:u ู:u เ:e แ:ae โ:o ใ:ai ไ:ai ฤ:rue';
const kana =
  'あ:a い:i う:u え:e お:o か:ka き:ki く:ku け:ke こ:ko さ:sa し:shi す:su せ:se そ:so た:ta ち:chi つ:tsu て:te と:to な:na に:ni ぬ:nu ね:ne の:no は:ha ひ:hi ふ:fu へ:he ほ:ho ま:ma み:mi む:mu め:me も:mo や:ya ゆ:yu よ:yo ら:ra り:ri る:ru れ:re ろ:ro わ:wa を:o ん:n が:ga ぎ:gi ぐ:gu げ:ge ご:go ざ:za じ:ji ず:zu ぜ:ze ぞ:zo だ:da ぢ:ji づ:zu で:de ど:do ば:ba び:bi ぶ:bu べ:be ぼ:bo ぱ:pa ぴ:pi ぷ:pu ぺ:pe ぽ:po ゃ:ya ゅ:yu ょ:yo っ: ぁ:a ぃ:i ぅ:u ぇ:e ぉ:o ゔ:v ー:';

const letters = new Map(
  [cyrillic, greek, arabic, hebrew, armenian, georgian, thai, kana].flatMap((pairs) => [...table(pairs)]),
);

/** Consonants from ka on, vowels and vowel signs lie at the same distance from the start of each Indic block. */
const indicBlocks = [0x0900, 0x0980, 0x0a00, 0x0a80, 0x0b00, 0x0b80, 0x0c00, 0x0c80, 0x0d00];
const indicConsonants =
  'k kh g gh ng ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h'.split(' ');
const indicVowels: Readonly<Record<number, string>> = {
  5: 'a',
  6: 'a',
  7: 'i',
  8: 'i',
  9: 'u',
  10: 'u',
  11: 'ri',
  14: 'e',
  15: 'e',
  16: 'ai',
  18: 'o',
  19: 'o',
  20: 'au',
};
const indicSigns: Readonly<Record<number, string>> = {
  62: 'a',
  63: 'i',
  64: 'i',
  65: 'u',
  66: 'u',
  67: 'ri',
  70: 'e',
  71: 'e',
  72: 'ai',
  74: 'o',
  75: 'o',
  76: 'au',
  77: '',
};

function indicOffset(code: number): number | undefined {
  const block = indicBlocks.find((start) => code >= start && code < start + 0x80);
  return block === undefined ? undefined : code - block;
}

function indic(offset: number, next: number | undefined): string {
  if (offset >= 21 && offset <= 57) {
    // A consonant carries an 'a' unless a vowel sign follows or the word ends.
    const bare = indicConsonants[offset - 21] ?? '';
    return next === undefined || (next >= 62 && next <= 77) || next === 60 ? bare : `${bare}a`;
  }
  if (offset === 1 || offset === 2) return 'n';
  return indicVowels[offset] ?? indicSigns[offset] ?? '';
}

const hangulInitials = 'g kk n d tt r m b pp s ss _ j jj ch k t p h'.split(' ');
const hangulVowels = 'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'.split(' ');
const hangulFinals = '_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t'.split(' ');

function hangul(code: number): string {
  const index = code - 0xac00;
  const parts = [
    hangulInitials[Math.floor(index / 588)],
    hangulVowels[Math.floor((index % 588) / 28)],
    hangulFinals[index % 28],
  ];
  return parts.join('').replace(/_/g, '');
}

/** Ethiopic: rows of eight, a consonant each, with the vowels e u i a e - o. */
const ethiopicRows: Readonly<Record<number, string>> = {
  0: 'h',
  1: 'l',
  2: 'h',
  3: 'm',
  4: 's',
  5: 'r',
  6: 's',
  7: 'sh',
  8: 'q',
  12: 'b',
  13: 'v',
  14: 't',
  15: 'ch',
  16: 'h',
  18: 'n',
  19: 'ny',
  20: '',
  21: 'k',
  23: 'kh',
  25: 'w',
  26: '',
  27: 'z',
  28: 'zh',
  29: 'y',
  30: 'd',
  32: 'j',
  33: 'g',
  36: 't',
  37: 'ch',
  38: 'p',
  39: 'ts',
  40: 'ts',
  41: 'f',
  42: 'p',
};
const ethiopicVowels = ['e', 'u', 'i', 'a', 'e', '', 'o', 'wa'];

function ethiopic(code: number): string {
  const index = code - 0x1200;
  const consonant = ethiopicRows[index >> 3];
  if (consonant === undefined) return '';
  return consonant === '' && (index & 7) === 0 ? 'a' : consonant + (ethiopicVowels[index & 7] ?? '');
}

const onlyLatin = /^[\x00-\x7f]*$/;

/** A folded text (see `fold`) in Latin letters; what has no Latin reading stays. Linear in its length. */
export function romanise(folded: string): string {
  if (onlyLatin.test(folded)) return folded;
  let out = '';
  const points = [...folded];
  for (let i = 0; i < points.length; i += 1) {
    const letter = points[i]!;
    const code = letter.codePointAt(0)!;
    if (code < 0x0370) out += letter;
    else if (code >= 0xac00 && code <= 0xd7a3) out += hangul(code);
    else if (code >= 0x1200 && code <= 0x137f) out += ethiopic(code);
    else if (code >= 0x30a1 && code <= 0x30f6) out += letters.get(String.fromCodePoint(code - 0x60)) ?? letter;
    else {
      const offset = indicOffset(code);
      const next = points[i + 1]?.codePointAt(0);
      out +=
        offset === undefined
          ? (letters.get(letter) ?? letter)
          : indic(offset, next === undefined ? undefined : indicOffset(next));
    }
  }
  return out;
}

/** Any text folded and in Latin letters: 'Лавров' gives 'lavrov'. */
export function toLatin(text: string): string {
  return fold(romanise(fold(text)));
}
