/** Picture credits: who took a picture tells nothing of the story. Every pattern is linear: gaps are bounded. */

const agencies =
  'Getty(?: Images)?|AFP|Agence France-Presse|Reuters|AP(?: Photo| Images)?|Associated Press|EPA(?:-EFE)?|EFE|PA(?: Wire| Media| Images)?|Press Association|ANSA|LaPresse|dpa|picture[ -]alliance|imago(?: images)?|TASS|ТАСС|Sputnik|РИА Новости|RIA Novosti|Xinhua|新华社|Kyodo|共同通信|Yonhap|Anadolu(?: Agency| Images)?|AA|Bloomberg|Shutterstock|Alamy(?: Stock Photo)?|iStock|Unsplash|Pexels|NurPhoto|SIPA(?: USA)?|ZUMA(?: Press)?|WireImage|AAP(?: Image)?|CP|The Canadian Press|NTB|TT|Ritzau(?: Scanpix)?|Scanpix|Lusa|Agência Brasil|Estadão Conteúdo|Folhapress|Europa Press|Belga|Keystone|APA|Hans Lucas|Le Pictorium|MAXPPP|Abaca|Depositphotos|NASA|Handout|Pool|Ukrinform|УНІАН|UNIAN|Укрінформ';

/** A name of one to five words with capitals (or a particle between them), as photographers and ministries have. */
const capital = "(?:[\\p{Lu}\\p{Lo}][\\p{L}\\p{M}.'’-]{0,30})";
const name = `${capital}(?: (?:${capital}|of|for|de|da|do|dos|del|van|von|bin|al-${capital}|the|y|et|and|&)){0,5}`;

/** ' - Ana Ruiz/Pool/AFP via Getty Images', at the end or glued into the middle of a text. */
const dashed = new RegExp(
  `\\s[-–—|]\\s(?:(?:${name}|${capital})\\s?[/|]\\s?){0,4}(?:(?:${name}) (?:via|for|\\/) )?(?:${agencies})(?:\\s?[/]\\s?(?:${agencies}))*(?=$|[\\s.,;)\\]'"‘“])(?: via (?:${agencies}))?\\.?(?=$|\\s)`,
  'gu',
);

/** A word as it may begin a credit: 'photo', 'Photo', 'PHOTO'. Names behind it are told by their capitals, so case matters. */
const inAnyCase = (word: string): string =>
  `${word}|${word.charAt(0).toUpperCase()}${word.slice(1)}|${word.toUpperCase()}`;

const labels =
  'photo photos photograph photography picture pictures image images illustration foto fotos fotografía imagen bild immagine crédit crédits fotoğraf фото ілюстрація иллюстрация'
    .split(' ')
    .map(inAnyCase)
    .join('|');

/** '(Photo: …)', '[Foto: …]', '(Photo by …)', '(Ana Ruiz/Reuters)', '(AFP via Getty Images)'. */
const bracketed = new RegExp(
  `\\s?[([](?:(?:${labels}|[Cc]redit|[Vv]ideo|صورة|图|写真)(?:\\s(?:by|credit|courtesy|von|de|di|par)\\b|\\s?[:：/])[^()[\\]]{1,120}|(?:${name}\\s?/\\s?){1,4}(?:${agencies})[^()[\\]]{0,60}|(?:${agencies}) via (?:${agencies}))[)\\]]`,
  'gu',
);

/** A whole line or the end of one: 'Photo: Ana Ruiz / AFP', 'Image source, Getty Images', '© dpa'. */
const labelled = new RegExp(
  `(?:^|[\\s.…"”])(?:(?:${labels}|[Vv]ideo)(?: (?:by|credit|credits|courtesy(?: of)?|source))?\\s?[:：]\\s?|[Cc]rédit photo\\s?[:：]\\s?|(?:Image|Photo|Picture) (?:credit|source|courtesy|by)\\s?[:,]?\\s?|©\\s?)(?:${name})(?:\\s?(?:/|via|,|und|and|for|\\|)\\s?(?:${name}))*\\s*\\.?$`,
  'u',
);

/** A line of nothing but names and agencies: 'Ana Ruiz / AFP', 'Getty Images'. */
const bare = new RegExp(
  `^(?:(?:${name})\\s?[/|]\\s?){0,4}(?:(?:${name}) via )?(?:${agencies})(?:\\s?[/|]\\s?(?:${agencies}|${name}))*(?: via (?:${agencies}))?\\.?$`,
  'u',
);

/** A text of one paragraph without picture credits; the caption before a credit stays, closed by a full stop. '' when it was nothing else. */
export function withoutCredits(paragraph: string): string {
  if (paragraph.length < 160 && bare.test(paragraph)) return '';
  const cut = paragraph
    .replace(bracketed, '')
    .replace(dashed, (_, offset: number, whole: string) => joint(whole, offset));
  return endWithoutLabel(cut).trim();
}

/** What stands where a credit stood: the caption before it becomes a sentence. */
function joint(whole: string, offset: number): string {
  return /[.!?…:"”’)]$/.test(whole.slice(Math.max(0, offset - 1), offset)) ? '' : '.';
}

/** Looks at the last 160 characters only, where a label may stand. */
function endWithoutLabel(text: string): string {
  const from = Math.max(0, text.length - 160);
  const found = labelled.exec(text.slice(from));
  if (found === null) return text;
  return text.slice(0, from + found.index + (/^[.…"”]/.test(found[0]) ? 1 : 0));
}
