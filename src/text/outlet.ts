/** Titles as their outlets decorate them, and without the decoration. */
import { words } from './words.ts';

const divider = /\s+(?:[-–—|]+\s+|\|)/gu;
/** An outlet's name is no longer than this, and a title names two at most. */
const longestName = 60;
const namesTaken = 2;
const numbering = /^(?:update|recap|rpt|corrected|wrapup)\s*\d*\s*[-:–]\s*/iu;

/** 'Mine to close - Harbour Post' → 'Mine to close'. The end goes when it names the source, or reads like a name: short and capitalised. */
export function withoutOutlet(title: string, source: string): string {
  let plain = title.replace(numbering, '');
  for (let taken = 0; taken < namesTaken; taken += 1) {
    const head = headOf(plain, source);
    if (head === undefined) break;
    plain = head;
  }
  return plain;
}

const anyDivider = /[-–—|]/u;

/** What stands before the last dash or bar, when what follows is the outlet's name. */
function headOf(title: string, source: string): string | undefined {
  if (!anyDivider.test(title)) return undefined;
  const from = Math.max(0, title.length - longestName - 4);
  const last = [...title.slice(from).matchAll(divider)].at(-1);
  if (last === undefined) return undefined;
  const head = title.slice(0, from + last.index);
  const tail = title.slice(from + last.index + last[0].length).trim();
  return isOutlet(tail, source) && words(head).length >= 3 ? head : undefined;
}

function isOutlet(tail: string, source: string): boolean {
  if (tail.length < 2) return false;
  const [said, known] = [words(tail).join(''), words(source).join('')];
  if (said !== '' && known !== '' && (known.includes(said) || said.includes(known))) return true;
  const parts = tail.trim().split(/\s+/u);
  return parts.length <= 4 && parts.every((part) => /^(?:[\p{Lu}\p{N}]|of\b|the\b|and\b|&)/u.test(part));
}
