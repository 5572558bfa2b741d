/** Sentences of a text, and whether one can stand alone in a summary. */

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterFor(lang: string | undefined): Intl.Segmenter {
  const locale = lang ?? 'en';
  let segmenter = segmenters.get(locale);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(locale, { granularity: 'sentence' });
    segmenters.set(locale, segmenter);
  }
  return segmenter;
}

/** Ends that Intl takes for the end of a sentence and that are none: titles, initials, months, 'U.S.'. */
const falseEnd =
  /(?:^|[\s("'“‘])(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|Prof|Rev|Jr|Sr|No|vs|Inc|Ltd|Corp|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|est|bzw|ca|Nr|z\.B|[A-Z]|(?:[A-Z]\.)+[A-Z]|г|гг|им|ул|т\.д|т\.е)\.\s*$/u;

/** Sentences in order, trimmed. `lang` is ISO 639-1. */
export function splitSentences(text: string, lang?: string): string[] {
  const sentences: string[] = [];
  for (const paragraph of text.split('\n')) {
    let open = '';
    for (const { segment } of segmenterFor(lang).segment(paragraph)) {
      open += segment;
      if (falseEnd.test(open.slice(-40)) || hasOpenQuote(open)) continue;
      if (open.trim() !== '') sentences.push(open.trim());
      open = '';
    }
    if (open.trim() !== '') sentences.push(open.trim());
  }
  return sentences;
}

/** Within a quotation of curly or angled marks; a quote longer than 400 characters is taken as unclosed. */
function hasOpenQuote(text: string): boolean {
  if (text.length > 400) return false;
  const count = (mark: string) => text.split(mark).length - 1;
  return count('“') > count('”') || count('«') > count('»');
}

/** First words that point back at something the reader has not seen. Folded; by language, joined. */
const danglingStart = new RegExp(
  `^["'“‘«(]*(?:${[
    'he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|such|there|then|but|and|or|so|yet|however|also|meanwhile|moreover|furthermore|instead|nevertheless|still|afterwards?|later|earlier|both|another|others?|elsewhere|asked|here|the (?:latter|former|two|pair|move|decision|statement|incident)',
    'er|sie|es|ihr|ihre|ihm|ihnen|dies|diese|dieser|dieses|das|aber|und|doch|jedoch|auch|zudem|dabei|damit|danach|dort|dagegen',
    'él|ella|ellos|ellas|este|esta|esto|estos|estas|ese|esa|eso|pero|y|sin embargo|además|también|así|luego|allí|su|sus',
    'il|elle|ils|elles|ce|cet|cette|ces|cela|mais|et|cependant|toutefois|aussi|ainsi|puis|là|son|sa|ses|leur',
    'egli|lui|lei|loro|questo|questa|questi|quello|ma|e|però|tuttavia|inoltre|anche|così|poi|suo|sua',
    'ele|ela|eles|elas|isso|isto|esse|essa|mas|porém|entretanto|também|assim|depois|seu|sua',
    'он|она|оно|они|его|её|их|это|этот|эта|эти|но|а|и|однако|также|кроме того|затем|потом|там|при этом|він|вона|вони|це|але|проте|також',
  ].join('|')})(?![\\p{L}\\p{M}’'])`,
  'iu',
);

const orphanSpeech =
  /(?:^|[,;”"’'»]\s*)(?:he|she|they|it)\s+(?:said|says|added|told|wrote|noted|warned|explained|argued|continued|posted)\b|\b(?:said|added)\s+(?:he|she)\b/iu;
const terminal = /[.!?。！？…؟۔]["'”’»)\]]*$/u;
const cutEnd = /(?:…|\.\.\.|\[…\]|\[\.\.\.\])["'”’»)\]]*$/u;
const address = /https?:\/\/|www\.|@\w+|\b[\w.-]+@[\w-]+\./u;

/**
 * Whether a reader who sees only this sentence understands it: complete, no word that points back, no 'he said' without a name,
 * quotes closed, neither a fragment nor a wall.
 */
export function standsAlone(sentence: string): boolean {
  const length = sentence.length;
  if (length < 25 || length > 420) return false;
  if (!terminal.test(sentence) || cutEnd.test(sentence)) return false;
  if (danglingStart.test(sentence) || orphanSpeech.test(sentence)) return false;
  if (/^\p{Ll}/u.test(sentence) || address.test(sentence)) return false;
  if (/\?["'”’»]*$/u.test(sentence)) return false;
  return hasBalancedMarks(sentence);
}

function hasBalancedMarks(text: string): boolean {
  const count = (mark: string) => text.split(mark).length - 1;
  return count('“') === count('”') && count('«') === count('»') && count('(') === count(')') && count('"') % 2 === 0;
}
