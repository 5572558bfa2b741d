/** Sentences that were pieced together wrongly, told by what no grammar allows. English and a few rules for all scripts. */

/** Words that only go before a noun: after them a finite verb shows that something was lost between. */
const adjectives =
  'final|new|major|large|larger|big|bigger|full|further|possible|potential|lasting|permanent|comprehensive|substantial|joint|federal|political|economic|unconditional|immediate|serious|significant|wide|wider|broad|broader|strong|stronger|formal|bilateral|direct|nuclear|international|national|temporary|peaceful|diplomatic|legal|financial|recent|early|earlier|late|later|high|higher|low|lower|long|longer|short|shorter|good|bad|very|more|most|such|so-called';
const finite = 'has|have|had|is|are|was|were|will|would|could|should|said|says|did|does';

const lostNoun = new RegExp(
  `\\b(?:on|in|to|of|for|with|about|over|from|towards?|by|at|into|before|after) an? (?:${adjectives}) (?:${finite})\\b`,
  'i',
);
const lostPhrase =
  /\b(?:an?|the|their|its) (?:has|had|was|were|of|and|but|would|could|should)\b(?! (?:a |the )?(?:beens?|nots?)\b)/;

/**
 * Whether a sentence is two halves that do not belong together. `isLater` tells that another sentence stands before it in its
 * paragraph: there a small letter at the beginning shows a torn piece (a name such as 'iPhone' does not).
 */
export function isBroken(sentence: string, isLater: boolean): boolean {
  if (lostNoun.test(sentence) || lostPhrase.test(sentence)) return true;
  return isLater && /^\p{Ll}{2,}[\s,]/u.test(sentence) && !/^\p{Ll}\p{Lu}/u.test(sentence);
}
