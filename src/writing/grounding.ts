/**
 * Whether a sentence that a language model wrote says only what the sentences it cites say. Strict on purpose: what is refused is
 * replaced by the sources' own words, what is let through is believed. Pure.
 */
import { stem } from '../text/stem.ts';
import { functionWords } from '../text/vocabulary.ts';
import { fold, words } from '../text/words.ts';

/** Words that turn a statement round, in the languages of the shipped feeds. Folded. */
const negations = set(
  'not no never none nobody nothing nor neither without cannot t deny denies denied denying refuse refuses refused reject rejects rejected fail fails failed nicht kein keine keinen keinem ohne nie weder ne pas jamais aucun aucune sans ni no nunca sin ninguno ninguna tampoco non mai senza nessuno nessuna nao nem sem nenhum nenhuma не нет ни без никто никогда ні немає жоден',
);
/** Words that make a statement less than certain, or somebody's words, or an order to say it: a summary keeps them. Folded. */
const hedges = set(
  'may might could would should if unless alleged allegedly suspected suspect suspects reportedly reported apparently accused claims claimed unconfirmed possible possibly likely perhaps potential nearly almost about around least most up plans planned planning threatened threatens proposed will shall wants want wanted tries try tried urged urges urge demanded demands demand ordered orders agreed agrees asked asks promised promises vowed vows pledged pledges hopes hoped expects expected believes believed thinks warned warns said says say told called calls wird werden sagte sagten wollte will dijo dice dit disent detto dice disse diz сказал сказала заявил заявила сообщил сообщила сказав сказала заявив konnte mutmaßlich mutmasslich angeblich offenbar vielleicht wohl soll sollen podria presunto presunta posible supuesto supuesta quizas pourrait aurait serait presume presumee peut potrebbe sarebbe presunto presunta forse poderia seria suposto suposta talvez якобы возможно может вероятно предположительно нібито можливо може ймовірно reply replies replied answer answers answered respond responds responded print write writes wrote repeat repeats pretend antworte schreibe schreib responde escribe reponds ecris rispondi scrivi responda escreva ответь напиши скажи',
);
/** Numbers in words count as numbers. Folded. */
const numberWords = set(
  'two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion billions trillion half third quarter dozen dozens first second twice double both single several zwei drei vier funf sechs sieben acht neun zehn elf zwolf hundert tausend million millionen milliarde milliarden dos tres cuatro cinco seis siete ocho nueve diez cien mil millon millones deux trois quatre cinq six sept huit neuf dix cent mille millions milliards due tre quattro cinque sei sette otto nove dieci cento mila milioni miliardi dois tres quatro cinco sete oito nove dez cem milhoes bilhoes два три четыре пять шесть семь восемь девять десять сто тысяч миллион миллиард',
);

/** Small words that say how things stand to each other: none may be new. Folded. */
const relations = set(
  'before after against for without by from to over under between only all than more less fewer same during until since because both against toward towards vor nach gegen fur ohne von bis nur alle als mehr weniger seit weil antes despues contra para sin por desde hasta solo todos mas menos porque avant apres contre pour sans par depuis jusqu seulement tous plus moins prima dopo contro per senza da fino solo tutti piu meno antes depois contra sem ate apenas todos mais menos до после против для без от за из только все более менее',
);

function set(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/** Whether a text denies something, in a language of the shipped feeds. */
export function hasNegation(text: string): boolean {
  return words(text).some((word) => negations.has(word));
}

interface Token {
  readonly term: string;
  readonly folded: string;
  /** A name, a number, or a word of time: what must keep its order. */
  readonly isAnchor: boolean;
  readonly isNumber: boolean;
}

const quotes = /[“"„«]([^“”"„«»]{2,})[”"“»]/gu;
/** A figure beside a word belongs to it when the source has the word no further away than this, in telling words. */
const reach = 4;

/**
 * Every telling word, name, number and date occurs in the cited text, names and numbers in its order and numbers beside their words;
 * every quotation stands there word for word; what is denied, uncertain or only said there stays so, and nothing else becomes so.
 */
export function isGrounded(sentence: string, cited: string): boolean {
  const own = tokensOf(sentence);
  const source = tokensOf(cited);
  const known = new Set(source.map(({ term }) => term));
  if (own.length < 3 || own.some(({ term }) => !known.has(term))) return false;
  const linked = new Set(words(cited));
  if (words(sentence).some((word) => relations.has(word) && !linked.has(word))) return false;
  if (!keepsMarks(sentence, cited, negations) || !keepsMarks(sentence, cited, hedges)) return false;
  return keepsQuotes(sentence, cited) && keepsOrder(own, source) && keepsFigures(own, source);
}

/** The words that say something: function words are free, negations and hedges are looked at apart. */
function tokensOf(text: string): Token[] {
  const found = text.matchAll(/[\p{L}\p{M}\p{N}]+(?:[.,]\p{N}+)*/gu);
  return [...found].flatMap(([word]) => {
    const folded = fold(word);
    const isNumber = /\p{N}/u.test(word) || numberWords.has(folded);
    if (!isNumber && (functionWords.has(folded) || negations.has(folded))) return [];
    return [{ folded, term: isNumber ? folded : stem(folded), isNumber, isAnchor: isNumber || /^\p{Lu}/u.test(word) }];
  });
}

/** The same negations (or hedges) here and there: none lost, none added. */
function keepsMarks(sentence: string, cited: string, marks: ReadonlySet<string>): boolean {
  const of = (text: string) =>
    words(text)
      .filter((word) => marks.has(word))
      .sort()
      .join(' ');
  return of(sentence) === of(cited);
}

function keepsQuotes(sentence: string, cited: string): boolean {
  const plain = (text: string) =>
    fold(text)
      .replace(/\s+/gu, ' ')
      .replace(/[.,!?…]+$/u, '')
      .trim();
  const source = plain(cited);
  const all = [...sentence.matchAll(quotes)];
  const isClosed = sentence.replace(quotes, '').search(/[“”"„«»]/u) < 0;
  return isClosed && all.every(([, quote]) => source.includes(plain(quote!)));
}

/** Names and numbers in the order of the source: who did what to whom stays as it was told. */
function keepsOrder(own: readonly Token[], source: readonly Token[]): boolean {
  let at = -1;
  for (const { term, isAnchor } of own) {
    if (!isAnchor) continue;
    at = source.findIndex((token, index) => index > at && token.term === term);
    if (at < 0) return false;
  }
  return true;
}

/** '12 hurt' is no '12 killed': the word after a number stands near that number in the source. */
function keepsFigures(own: readonly Token[], source: readonly Token[]): boolean {
  return own.every(({ isNumber, term }, index) => {
    const next = own[index + 1];
    if (!isNumber || next === undefined) return true;
    return source.some(
      (token, at) =>
        token.term === term &&
        source.slice(at + 1, at + 1 + reach).some((near) => near.term === next.term) &&
        noneBetween(source, at, next.term),
    );
  });
}

/** Between a number and its word no other number stands: 'three dead and 12 hurt'. */
function noneBetween(source: readonly Token[], at: number, term: string): boolean {
  const after = source.findIndex((token, index) => index > at && token.term === term);
  return after < 0 || !source.slice(at + 1, after).some(({ isNumber }) => isNumber);
}
