/** Reads Discord's markup the way its clients do: what people see, what can be pressed, whom it calls. */

export interface Read {
  readonly text: string;
  readonly links: readonly string[];
  /** `everyone`, `here`, `user:1`, `role:1`, `channel:1`. */
  readonly mentions: readonly string[];
  /** Marks that took effect: bold, italic, heading… */
  readonly marks: readonly string[];
}

interface Notes {
  readonly links: string[];
  readonly mentions: string[];
  readonly marks: string[];
}

type Rule = readonly [RegExp, (match: RegExpExecArray, notes: Notes) => string];

const inside = String.raw`((?:\\[\s\S]|[^\\])+?)`;

function marked(mark: string): Rule[1] {
  return (match, notes) => {
    notes.marks.push(mark);
    return read(match[1] ?? '', notes);
  };
}

function mention(kind: string): Rule[1] {
  return ([all, id], notes) => {
    notes.mentions.push(kind === 'all' ? `${id}` : `${kind}:${id}`);
    return all;
  };
}

function linked([, url = '']: RegExpExecArray, notes: Notes): string {
  notes.links.push(url);
  return url;
}

const rules: readonly Rule[] = [
  [/^\\([^0-9A-Za-z\s])/, ([, sign = '']) => sign],
  [
    /^(`+)([\s\S]*?[^`])\1(?!`)/,
    ([, , code = ''], notes) => {
      notes.marks.push('code');
      return code;
    },
  ],
  [
    /^\[((?:\\[\s\S]|[^\]\\])+)\]\(\s*<?(https?:\/\/[^\s)>]+)>?\s*\)/,
    ([, label = '', url = ''], notes) => {
      notes.links.push(url);
      return read(label, notes);
    },
  ],
  [/^<t:(-?\d{1,13})(?::[tTdDfFR])?>/, ([, seconds]) => `[${seconds}]`],
  [/^<@!?(\d+)>/, mention('user')],
  [/^<@&(\d+)>/, mention('role')],
  [/^<\/([\w -]+):\d+>/, ([, name = '']) => `/${name}`],
  [/^<(?:#|id:)(\w+)>/, mention('channel')],
  [/^@(everyone|here)/, mention('all')],
  [/^<a?:\w+:\d+>/, marked('emoji')],
  [/^<(https?:\/\/[^\s>]+)>/, linked],
  [/^(https?:\/\/[^\s<]+[^<.,:;"')\]\s])/, linked],
  [/^((?:discord\.gg|discord(?:app)?\.com\/invite)\/\w+)/, linked],
  [new RegExp(String.raw`^\*\*${inside}\*\*(?!\*)`), marked('bold')],
  [new RegExp(`^__${inside}__(?!_)`), marked('underline')],
  [new RegExp(`^~~${inside}~~(?!~)`), marked('strike')],
  [new RegExp(String.raw`^\|\|${inside}\|\|`), marked('spoiler')],
  [new RegExp(String.raw`^\*(?=\S)${inside}\*(?!\*)`), marked('italic')],
  [new RegExp(`^_${inside}_(?![A-Za-z0-9_])`), marked('italic')],
];

const lineStarts: readonly (readonly [RegExp, string, string])[] = [
  [/^#{1,3} +/, 'heading', ''],
  [/^-# +/, 'small', ''],
  [/^(?:>>>|>) /, 'quote', ''],
  [/^ *[*-] +/, 'list', '• '],
  [/^ *\d+\. +/, 'list', ''],
];

/** The text as people see it. */
export function readMarkup(markup: string): Read {
  const notes: Notes = { links: [], mentions: [], marks: [] };
  const text = read(markup, notes, true);
  return { text, ...notes };
}

function read(markup: string, notes: Notes, isBlock = false): string {
  let out = '';
  let rest = markup;
  let isLineStart = isBlock;
  while (rest !== '') {
    const start = isLineStart ? lineStarts.find(([pattern]) => pattern.test(rest)) : undefined;
    if (start !== undefined) {
      notes.marks.push(start[1]);
      out += start[2];
      rest = rest.replace(start[0], '');
      // A quote or list may hold a heading; a heading holds nothing of the kind.
      isLineStart = start[1] === 'quote' || start[1] === 'list';
      continue;
    }
    let rule: Rule | undefined;
    let match: RegExpExecArray | null = null;
    if (/^[^\p{L}\p{N}\s]|^https?:|^discord/u.test(rest)) {
      for (const candidate of rules) {
        match = candidate[0].exec(rest);
        rule = candidate;
        if (match !== null) break;
      }
    }
    const taken = match?.[0] ?? rest[0]!;
    out += match === null ? taken : rule![1](match, notes);
    isLineStart = isBlock && taken === '\n';
    rest = rest.slice(taken.length);
  }
  return out;
}
