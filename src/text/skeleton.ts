/** Names across scripts by their consonants: 'Kolev', 'Колев', 'كوليف' and '科列夫' all give 'klf'. */
import { romanise } from './transliterate.ts';
import { fold } from './words.ts';

/** Han characters that write foreign names, by the consonants they stand for (readings of the usual transcription tables). */
const han: Readonly<Record<string, string>> = tableOf({
  b: '巴布比伯贝博波鲍拜勃邦班本宾彼皮佩珀普派帕庞潘坡',
  t: '达戴德登迪蒂丁顿多东杜敦代黛塔泰特滕提铁廷汀通图托坦丹狄都',
  f: '弗夫法费芬福佛菲范凡伐维威韦瓦沃万文温翁渥',
  k: '加盖戈格根古贡哥高甘冈科卡凯克肯基金坎康柯库孔昆奎圭吉哈海汉赫亨霍胡华惠',
  l: '拉来兰劳勒雷里利林列隆卢鲁伦罗洛莱朗莉丽琳露',
  m: '马麦曼毛梅门蒙米明莫姆穆默玛迈',
  n: '纳奈南内尼宁农诺努娜妮',
  s: '萨赛桑塞森沙山舍申什圣施舒朔斯松苏索所孙茨兹泽齐奇恰查乔朱扎佐祖蔡津西希辛休许谢香歇史莎珊雪贾杰詹珍钱切',
  '': '阿艾安奥埃爱厄恩伊因英约亚扬耶叶尤于雅娅欧乌昂',
  r: '尔',
});

const classes: readonly (readonly [RegExp, string])[] = [
  [/ph|[vw]/g, 'f'],
  [/[sz]h|[tdc]?ch|tch|dzh|[td]s|tz|[xzj]/g, 's'],
  [/ck|kh|gh|qu|[cgqh]/g, 'k'],
  [/th|d/g, 't'],
  [/p/g, 'b'],
  [/r/g, 'l'],
];
const vowels = /[aeiouy'’ʼ]/g;
const repeated = /(.)\1+/g;
const leastConsonants = 3;

/** Consonants of a name in classes that transcriptions keep apart; fewer than three tell too little and give undefined. */
function skeletonOf(word: string): string | undefined {
  let text = romanise(fold(word));
  for (const [pattern, letter] of classes) text = text.replace(pattern, letter);
  const bare = text.replace(vowels, '').replace(repeated, '$1');
  return bare.length >= leastConsonants && /^[a-z]+$/.test(bare) ? bare : undefined;
}

/** What each single letter is written as, where no other letter changes it; '' for vowels. */
const singles: Readonly<Record<string, string>> = Object.fromEntries(
  [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => {
    const written = classes.reduce((text, [pattern, put]) => text.replace(pattern, put), letter);
    return [letter, written.replace(vowels, '')];
  }),
);

/** The same for a word of plain letters, in one pass: most new words are such. */
function plainSkeleton(word: string): string | undefined {
  const text = word.toLowerCase();
  let bare = '';
  for (let at = 0; at < text.length; ) {
    const group = groupAt(text, at);
    const letter = group === 0 ? singles[text[at]!]! : group < 0 ? 'f' : 's';
    if (letter !== '' && letter !== bare[bare.length - 1]) bare += letter;
    at += group === 0 ? 1 : Math.abs(group);
  }
  return bare.length >= leastConsonants ? bare : undefined;
}

/** How many letters are one sound there: counted below 0 for 'ph', above for hissing ones; 0 where a letter stands for itself. */
function groupAt(text: string, at: number): number {
  const [first, second, third] = [text[at], text[at + 1], text[at + 2]];
  if (second === 'h' && first === 'p') return -2;
  if (second === 'h' && (first === 's' || first === 'z')) return 2;
  if (second === 'c' && third === 'h' && (first === 't' || first === 'd' || first === 'c')) return 3;
  if (second === 'h' && first === 'c') return 2;
  if (first === 'd' && second === 'z' && third === 'h') return 3;
  if (second === 's' && (first === 't' || first === 'd')) return 2;
  return first === 't' && second === 'z' ? 2 : 0;
}

const capitalised = /\p{Lu}[\p{L}\p{M}]{3,}/gu;
const plainCapitalised = /[A-Z][A-Za-z]{3,}/g;
const onlyAscii = /^[\x00-\x7f]*$/;
const uncased = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Katakana}ー\p{M}]{3,}/gu;
const transcribed = new RegExp(`[${Object.keys(han).join('')}]{2,}`, 'gu');

/** Skeletons of what may be names: capitalised words, words of scripts without capitals, Han runs that transcribe. */
export function skeletonsIn(text: string): Set<string> {
  const found = new Set<string>();
  const isPlain = onlyAscii.test(text);
  if (isPlain) {
    for (const word of text.match(plainCapitalised) ?? []) addTo(found, plainSkeleton(word));
    return found;
  }
  for (const word of text.match(capitalised) ?? []) addTo(found, skeletonOf(word));
  for (const [word] of text.matchAll(uncased)) addTo(found, skeletonOf(word));
  for (const [run] of text.matchAll(transcribed)) addTo(found, skeletonOf([...run].map((one) => han[one]).join('a')));
  return found;
}

const scripts = /(\p{Script=Latin})|(\p{Script=Cyrillic})|(\p{Script=Arabic})|(\p{Script=Han})/u;
const scriptNames = ['', 'Latin', 'Cyrillic', 'Arabic', 'Han'] as const;

/** The script of a text's first letter among the common ones; 'other' for the rest. */
export function scriptOf(text: string): string {
  const groups = scripts.exec(text);
  const at = groups?.findIndex((group, index) => index > 0 && group !== undefined) ?? -1;
  return at < 1 ? 'other' : scriptNames[at]!;
}

function addTo(found: Set<string>, skeleton: string | undefined): void {
  if (skeleton !== undefined) found.add(skeleton);
}

function tableOf(rows: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(rows).flatMap(([letter, signs]) => [...signs].map((sign) => [sign, letter])),
  );
}
