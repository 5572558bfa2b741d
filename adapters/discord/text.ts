/** Text in Discord's markup, made from runs: everything that comes from outside is escaped, everything has a known length. */
import type { Span } from '../../src/model.ts';
import { breakBefore } from '../../src/plain/text.ts';
import { breakAutoLinks, cleanSpan, safeUrl } from './clean.ts';

/** A stretch of text in one style. Lengths of the markup are UTF-16 units: never fewer than the characters Discord counts. */
export interface Run {
  readonly text: string;
  readonly style?: 'bold' | 'italic' | 'code';
  /** Safe already. */
  readonly url?: string;
  /** An instant that stands for `text`: clients word it themselves and keep it up to date. */
  readonly at?: number;
}

export function runsOf(spans: readonly Span[]): readonly Run[] {
  return spans.map(({ text, style, href, at }): Run => {
    const url = href === undefined ? undefined : safeUrl(href);
    return {
      text: cleanSpan(text),
      ...(style !== undefined && style !== 'dim' && { style }),
      ...(url !== undefined && { url }),
      ...(at !== undefined && { at }),
    };
  });
}

/** Runs as Discord's markup. */
export function render(runs: readonly Run[]): string {
  let out = '';
  for (const run of runs) {
    const marked = renderRun(run);
    // Signs of two neighbours would read as one longer sign.
    if (/[*`_]$/.test(out) && /^[*`_]/.test(marked)) out += '\u2060';
    out += marked;
  }
  return out;
}

function renderRun(run: Run): string {
  if (run.at !== undefined) {
    const seconds = Math.floor(run.at / 1000);
    if (Math.abs(seconds) <= 8_640_000_000_000) return `<t:${seconds}:R>`;
  }
  const core = run.text.trim();
  if (core === '') return run.text;
  const at = run.text.indexOf(core);
  return `${run.text.slice(0, at)}${styled(run, core)}${run.text.slice(at + core.length)}`;
}

function styled({ style, url }: Run, text: string): string {
  const inner =
    style === 'code' && url === undefined ? code(text) : escapeMarkup(url === undefined ? text : oneLine(text));
  const linked = url === undefined ? inner : `[${inner}](${url})`;
  if (style === 'bold') return `**${linked}**`;
  return style === 'italic' ? `*${linked}*` : linked;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** Nothing is read as markup inside; a backtick would end it. */
function code(text: string): string {
  return `\`${oneLine(text).replaceAll('`', '\u02cb')}\``;
}

/** Text in which nothing formats, links or calls. */
export function escapeMarkup(text: string): string {
  return breakAutoLinks(text)
    .replace(/[\\*_~`|<>[\]]/g, '\\$&')
    .replace(/^([^\S\n]*)([#+-])/gm, '$1\\$2')
    .replace(/^([^\S\n]*\d+)([.)])/gm, '$1\\$2');
}

/** Runs in at most `room` units of markup, ended with '…' where something was left out. */
export function shorten(runs: readonly Run[], room: number): readonly Run[] {
  if (render(runs).length <= room) return runs;
  const [head] = take(runs, room - 1);
  const last = head.at(-1);
  if (last === undefined) return head;
  return [...head.slice(0, -1), { ...last, text: last.text.trimEnd() }, { text: '…' }];
}

/** The runs that fit into `room` units of markup, and the rest. At least something is taken. */
export function take(runs: readonly Run[], room: number): readonly [readonly Run[], readonly Run[]] {
  const head: Run[] = [];
  for (const [index, run] of runs.entries()) {
    if (render([...head, run]).length <= room) {
      head.push(run);
      continue;
    }
    const cut = run.at === undefined ? cutOf(head, run, room) : 0;
    if (cut > 0) head.push({ ...run, text: run.text.slice(0, cut) });
    if (head.length > 0) return [head, [{ ...run, text: run.text.slice(cut) }, ...runs.slice(index + 1)]];
    // Not even one sign fits beside this run's address: the text goes on without it.
    const { url: _url, at: _at, ...bare } = run;
    const short = cutOf([], bare, room) || ([...bare.text][0] ?? ' ').length;
    return [
      [{ ...bare, text: bare.text.slice(0, short) }],
      [{ ...bare, text: bare.text.slice(short) }, ...runs.slice(index + 1)],
    ];
  }
  return [head, []];
}

function cutOf(head: readonly Run[], run: Run, room: number): number {
  let low = 0;
  let high = run.text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (render([...head, { ...run, text: run.text.slice(0, middle) }]).length <= room) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? 0 : breakBefore(run.text, low);
}
