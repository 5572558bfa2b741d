/** What the Wikidata API answers, checked, and the candidates in it. */
import { z } from 'zod';
import type { AliasCandidate } from '../../src/ports.ts';

export const searchAnswer = z.object({ search: z.array(z.object({ id: z.string().regex(/^Q\d+$/) })) });

const text = z.object({ value: z.string() });
/** The API writes an empty object as an empty list. */
const byLanguage = <T extends z.ZodType>(value: T) =>
  z.preprocess((given) => (Array.isArray(given) && given.length === 0 ? {} : given), z.record(z.string(), value));
const entity = z.object({
  labels: byLanguage(text).default({}),
  descriptions: byLanguage(text).default({}),
  aliases: byLanguage(z.array(text)).default({}),
});
type Entity = z.infer<typeof entity>;

export const entitiesAnswer = z.object({ entities: z.record(z.string(), entity) });

const maxAliases = 60;
const maxAliasLength = 80;

function textIn(texts: Readonly<Record<string, { readonly value: string }>>, language: string): string | undefined {
  return (texts[language] ?? texts.en ?? Object.values(texts)[0])?.value;
}

/** Two letters or fewer stand for too much else; in scripts without letters they are whole names. */
const tooShort = /^(?:[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}][.\s]*){1,2}$/u;

/** Chinese and Japanese part a foreign name by a dot, and call its bearer by what stands last: '谢尔盖·拉夫罗夫' is 拉夫罗夫. */
function withLastPart(name: string): string[] {
  const last = /[\p{Script=Han}\p{Script=Katakana}ー][·・]([\p{Script=Han}\p{Script=Katakana}ー]{3,})$/u.exec(
    name,
  )?.[1];
  return last === undefined ? [name] : [name, last];
}

function namesOf({ labels, aliases }: Entity, label: string): readonly string[] {
  const all = [...Object.values(labels), ...Object.values(aliases).flat()].map(({ value }) => value.trim());
  const fitting = all
    .filter((name) => name !== '' && name !== label && name.length <= maxAliasLength && !tooShort.test(name))
    .flatMap(withLastPart);
  return [...new Set(fitting)].slice(0, maxAliases);
}

/** Candidates in the order of the search; without pages that only tell namesakes apart. */
export function candidatesOf(
  answer: z.infer<typeof entitiesAnswer>,
  ids: readonly string[],
  language: string,
): readonly AliasCandidate[] {
  return ids.flatMap((id) => {
    const found = answer.entities[id];
    const label = found === undefined ? undefined : textIn(found.labels, language);
    if (found === undefined || label === undefined) return [];
    if (/disambiguation page/i.test(found.descriptions.en?.value ?? '')) return [];
    const description = textIn(found.descriptions, language) ?? '';
    return [{ id, label, description, aliases: namesOf(found, label) }];
  });
}
