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

const capitalised = /\p{Lu}[\p{L}\p{M}]{3,}/gu;
const plainCapitalised = /[A-Z][A-Za-z]{3,}/g;
const onlyAscii = /^[\x00-\x7f]*$/;
const uncased = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Katakana}ー\p{M}]{3,}/gu;
const transcribed = new RegExp(`[${Object.keys(han).join('')}]{2,}`, 'gu');

/** Skeletons of what may be names: capitalised words, words of scripts without capitals, Han runs that transcribe. */
export function skeletonsIn(text: string): Set<string> {
  const found = new Set<string>();
  const isPlain = onlyAscii.test(text);
  for (const word of text.match(isPlain ? plainCapitalised : capitalised) ?? []) addTo(found, skeletonOf(word));
  if (isPlain) return found;
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
