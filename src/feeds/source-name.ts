/** Who a report is shown as coming from: a name that could pass for another's is replaced by the real domain. */
import { withoutControls } from './html.ts';

const scriptsOf = (word: string): number =>
  [
    /\p{Script=Latin}/u,
    /\p{Script=Cyrillic}/u,
    /\p{Script=Greek}/u,
    /\p{Script=Armenian}/u,
    /\p{Script=Cherokee}/u,
  ].filter((script) => script.test(word)).length;

/** Letters of other scripts that look like Latin ones; a word of nothing else is a disguise in a Latin name. */
const disguised = /^[аеорсухіјѕһԁԛԝАВЕКМНОРСТХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧνο\d]+$/u;

/** Styled letters (mathematical, full-width, circled) have no place in an outlet's name. */
const styled = /[\u{1d400}-\u{1d7ff}\u2460-\u24ff\uff21-\uff3a\uff41-\uff5a]/u;

/** Whether a name mixes scripts within a word, hides letters of another script, or uses styled letters. */
function isLookAlike(name: string): boolean {
  const parts = name.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const hasLatin = parts.some((part) => /\p{Script=Latin}/u.test(part));
  return (
    styled.test(name) ||
    parts.some(
      (part) => scriptsOf(part) > 1 || (hasLatin && part.length > 1 && disguised.test(part) && /\p{L}/u.test(part)),
    )
  );
}

const domainLike = /^(?:https?:\/\/)?(?:www\.)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})(?:\/\S*)?$/iu;

/** The host of an address as ASCII ('xn--…' stays so), without 'www.'. */
export function hostOf(url: string | undefined): string | undefined {
  const host = URL.parse(url ?? '')?.hostname.replace(/^www\./, '');
  return host === '' ? undefined : host;
}

const maxName = 60;

/**
 * A name fit to show: one line, no controls. Undefined when it says nothing. A look-alike, and a domain other than `host`
 * (where the link really leads), give way to `host`.
 */
export function shownName(name: string | undefined, host: string | undefined): string | undefined {
  const clean = withoutControls(name ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  if (clean === '') return undefined;
  if (clean !== (name ?? '').replace(/\s+/g, ' ').trim() && /[\u202a-\u202e\u2066-\u2069]/.test(name ?? ''))
    return host ?? clean;
  const domain = domainLike.exec(clean)?.[1]?.toLowerCase();
  const isOther = domain !== undefined && host !== undefined && domain !== host && !host.endsWith(`.${domain}`);
  if (isLookAlike(clean) || isOther) return host ?? undefined;
  return clean.length > maxName ? `${clean.slice(0, maxName - 1).trimEnd()}…` : clean;
}
