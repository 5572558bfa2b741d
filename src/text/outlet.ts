/** Titles as their outlets decorate them, and without the decoration. */
import { words } from './words.ts';

const ending = /^(.{12,}?)(?:\s+[-–—|]+\s+|\s+\|\s*)([^|–—]{2,60})$/u;
const numbering = /^(?:update|recap|rpt|corrected|wrapup)\s*\d*\s*[-:–]\s*/iu;

/** 'Mine to close - Harbour Post' → 'Mine to close'. The end goes when it names the source, or reads like a name: short and capitalised. */
export function withoutOutlet(title: string, source: string): string {
  const plain = title.replace(numbering, '');
  const match = ending.exec(plain);
  if (match === null) return plain;
  const [, head = '', tail = ''] = match;
  return isOutlet(tail, source) && words(head).length >= 3 ? withoutOutlet(head, source) : plain;
}

function isOutlet(tail: string, source: string): boolean {
  const [said, known] = [words(tail).join(''), words(source).join('')];
  if (said !== '' && known !== '' && (known.includes(said) || said.includes(known))) return true;
  const parts = tail.trim().split(/\s+/u);
  return parts.length <= 4 && parts.every((part) => /^(?:[\p{Lu}\p{N}]|of\b|the\b|and\b|&)/u.test(part));
}
