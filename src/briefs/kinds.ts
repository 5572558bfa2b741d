/** Words that tell what kind of event a report is of, and what kind of text it is. Facts about languages, not about any news. */

/** Beginnings of words, as they are folded, in the languages of the shipped feeds. */
export const kinds = {
  /** Somebody died or was hurt. */
  harm: `kill dead deadly death dies died drown victim casualt injur wound fatal massacre muert muere mueren mato herid victima mort morts tue tues blesse tote toter getotet gestorben verletz morti morto uccis feriti mortos morre ferid погиб уби жертв ранен загин поранен`,
  /** Nature or machines out of control. */
  disaster: `earthquake quake tsunami flood landslide wildfire eruption hurricane typhoon cyclone explosion explod blast collaps crash capsiz derail outbreak epidemic famine blackout evacuat destroy terremoto inundac incendio explosion derrumb naufrag seisme incendie erdbeben uberschwemm brand absturz terremoto alluvion esplosion crollo enchente incendio deslizamento землетряс наводнен пожар взрыв крушен землетрус повін вибух`,
  /** War and what ends it. */
  war: `war airstrike strike missile drone troops invasion offensive ceasefire truce hostage siege shelling guerra ataque misil tregua alto guerre frappe cessez missile krieg angriff waffenruhe rakete guerra raid tregua missili attacco война удар ракет перемири наступлен війн перемир обстріл clash shooting bomb stab`,
  /** Who governs, and by what right. */
  power: `election elected president parliament minister government treaty sanction tariff summit constitution impeach coup resign referendum elecciones presidente gobierno ministro sanciones aranceles parlament elections gouvernement ministre wahl regierung kanzler minister sanktion zolle elezioni governo ministro dazi eleicoes governo выбор президент правительств министр санкци парламент вибор уряд міністр king pope nato cabinet ambassador`,
  /** Courts and guilt. */
  justice: `court sentenc convict verdict guilty indict arrest trial jailed prison charged acquit condena carcel juicio detenid tribunal prison proces urteil gericht verurteilt haft condanna tribunale arrest condenad preso суд приговор арест вирок`,
} as const;

/** Forms that are no report of an event: opinion, advice, programmes, pictures, quizzes, round-ups. Folded. */
export const forms =
  /^(?:opinion|analysis|editorial|column|comment|letters?|review|recap|podcast|quiz|watch|video|videos|gallery|photos|in pictures|read|listen|how|why|what|who|when|where|see|meet|inside|explainer|explained|en directo|directo|entrevista|reportage|kommentar|meinung|analisi|opinione|opiniao|мнение|интервью)(?![\p{L}\p{N}])|\b(?:live updates?|live blog|updates:|as it happened|things to know|(?:three|five|ten|\d+) (?:things|minutes|takeaways)|at a glance|what to know|explained|newsletter|round-?up|recipe|horoscope|crossword|best deals|gift guide)\b|[|:] ?(?:opinion|analysis|video|podcast|photos)\b|\((?:videos?|photos?)\)|\?$/u;

/** Who makes an event official: a report of one names them early. Beginnings of folded words. */
export const officials =
  'police officials authorities ministry minister government court judge prosecutors president parliament army military spokesperson spokesman statement announced policia autoridades gobierno ministerio tribunal juez fiscalia ejercito polizia autorita ministero procura esercito polizei behorden ministerium gericht autorites ministere armee governo policial justica полиц власт министер суд прокурат парламент армия міністер поліц прокурат армі';

/** What may be, and not what is. Folded. */
export const modals =
  /(?<!\p{L})(?:could|may|might|should|would|can|podria|puede|potrebbe|puo|konnte|kann|pourrait|peut|poderia|pode|может|може)(?!\p{L})/u;

/** The writer or the reader in a headline. Folded. */
export const selves =
  /(?<!\p{L})(?:you|your|my|our|we|me|i|tu|tus|mi|mis|nos|nuestro|nuestra|mio|mia|nostro|noi|ihr|mein|unser|vous|votre|mon|notre|voce|seu|meu|мы|вы|мой|ваш|ми|ви)(?!\p{L})/u;
