/** What announces a collection of news, such as a morning briefing or a look at the papers, in the languages that most news is in. */
const collection =
  /\b(?:(?:morning|midday|evening|nightly|daily|weekly|news)\s+(?:briefing|digest|round-?up|wrap|newsletter)|things to know|press review|review of (?:the )?(?:papers|press)|(?:what )?the papers say|news in brief|top (?:news )?(?:headlines|stories)|news at a glance|the (?:day|week|month|morning|evening) in (?:brief|review|pictures|figures|numbers|photos|(?:\d+|two|three|four|five|ten) (?:minutes|stories|headlines|pictures|charts)))\b|\b(?:resumen (?:del d[ií]a|de la semana|de noticias)|noticias del d[ií]a|nachrichten(?:überblick| am (?:morgen|mittag|abend))|tagesr[üu]ckblick|presseschau|pressestimmen|revista de prensa|revue de presse|l['’]actu(?:alit[ée])? (?:du jour|en bref)|rassegna (?:della )?stampa|notizie del giorno|resumo do dia|g[üu]n[üu]n [öo]zeti|bas[ıi]n [öo]zeti)|(?:обзор прессы|огляд преси|новости дня|главное за (?:день|неделю)|новини дня|головне за (?:день|тиждень)|今日要闻|新闻早知道|今日のニュース|أخبار اليوم)/iu;

/** Answers for the titles that were asked about last: each is asked about by several stages, and once for every topic. */
const known = new Map<string, boolean>();
const mostKnown = 1_000;

/** Whether a title announces a round-up of many matters rather than one event. Linear in its length. */
export function isCollection(title: string): boolean {
  const before = known.get(title);
  if (before !== undefined) return before;
  const found = collection.test(title);
  if (known.size >= mostKnown) known.clear();
  known.set(title, found);
  return found;
}

/** A text's first words up to a colon or dash, where outlets write what kind of text it is: 'PRESS REVIEW – Monday, 4 May: …'. */
const labelled = /^[^:–—.!?]{0,40}(?=\s*[:–—])/u;

/** Whether a report's title or the label before its text announces such a collection. Linear in their length. */
export function announcesCollection(title: string, text: string): boolean {
  if (isCollection(title)) return true;
  const label = labelled.exec(text)?.[0] ?? '';
  return label !== '' && isCollection(label);
}
