/** By language, the words with which a sentence points at something outside itself. Facts about languages, not about the news. */

export interface Pointing {
  /** First words that point back, whatever follows. */
  readonly start: string;
  /** Things with an article that only a reader of the sentence before knows; a text may begin with them, under its headline. */
  readonly known: string;
  /** Pronouns of the third person: somebody must be named before them. */
  readonly pronouns: string;
  /** Words that may stand before a pronoun and name nobody. */
  readonly empty: string;
  /** 'he said', 'said he': speech of somebody unnamed. */
  readonly speech: string;
  /** The writer or the reader: a programme, an appeal, an opinion. */
  readonly selves: string;
}

export const pointing: Readonly<Record<string, Pointing>> = {
  en: {
    start:
      'he|she|it(?!\\s+(?:was|is)\\s[^.,]{3,80}\\s(?:that|when|who)\\s)|they|him|her|them|his|hers|its|their|theirs|this(?!\\s+(?:year|month|week|season|summer|autumn|fall|winter|spring|morning|evening))|that|these|those|such|there(?!\\s+(?:is|are|was|were|will|has|have)\\s)|then|but|and|or|so(?!\\s+far)|yet|however|also|meanwhile|moreover|furthermore|instead|nevertheless|still|afterwards?|thereafter|later(?!\\s+(?:this|on))|earlier(?!\\s+(?:this|on))|both|another|others?|elsewhere|asked|here|speaking|one of (?:them|those|these)|some of (?:them|those|these)|at the time|since then|until then|by then|the same|the (?:latter|former)(?=,|\\s+(?:said|says|was|is|had|has|who|also|would|will))|the (?:other|rest)|in (?:addition|response|return|turn|contrast|it|them|this|that|another|doing so)|as (?:a result|such|well)|for (?:example|instance|this|that|his|her|their)|on the (?:other|same) (?:hand|day|occasion)|despite (?:this|that)|according to (?:him|her|them|it|the (?:statement|report|document|company|source|post))|because of (?:this|that)|after (?:that|this)|with (?:this|that)|additionally|similarly|likewise|thus|hence|therefore|indeed|nonetheless|besides|overall|more than half of them|not only that|no one|nobody else|now|nowadays|(?:while|although|as|besides) the (?:\\S+\\s+){1,3}(?:also|too|additionally)|most of (?:it|them)|in the (?:image|photo|picture|video|clip|post|footage|interview|statement|letter)|(?:next|finally|lastly|plus|first|second)(?=,)|in other news|in the meantime|up next|coming up',
    known:
      'the (?:pair|couple|duo|trio|move|decision|statement|incident|report|document|footage|comments?|remarks?|announcement|findings?|measures?|changes?|figures?|man|woman|men|women|victims?|suspects?|video|clip|post|two|three|news|attacks?|proposals?|shift|idea|question|practice|plans?|deal|agreement|law|bill|case|trend|project|event|process|problem|issue|crisis|scheme|ruling|verdict|order|letter|fire|crash|blast|explosion|strike|outage|power cut|vote|vessel|boat|talks|meeting|trial|suspension|ban|group|firm|company|agency|team|rest|same)(?=\\s+(?!of\\b))|one of the (?:men|women|victims)|(?:\\S+\\s+){1,4}it',
    pronouns: 'he|she|they|his|her|their|him|them',
    empty:
      'a|an|the|when|after|before|since|while|although|though|because|according|to|asked|if|during|with|from|until|once|as|at|in|on|by|for|of|and|but|about|whether|what|where|how|despite|without|just|even|not|only|last|next|that|is|was|has|had',
    speech:
      '(?:^|[,;”"’\'»]\\s*)(?:he|she|they|it|we|I)\\s+(?:also\\s+|then\\s+|later\\s+|has\\s+|had\\s+)?(?:said|says|adds?|added|told|wrote|writes|noted|warned|explained|argued|continued|posted|claimed|stated|insisted|recalled|concluded|joked|replied|told)\\b|\\b(?:said|added|wrote)\\s+(?:he|she|they)(?=[.,]|$)',
    selves: "I|we|our|ours|us|my|me|you|your|yours|we’re|we're|you’ll|you'll|let['’]s|here['’]s",
  },
  de: {
    start:
      'er|sie|es|ihr|ihre|ihm|ihnen|dies|diese[rsmn]?(?!\\s+(?:Woche|Jahr|Monat|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Sommer|Herbst|Winter))|das|aber|und|doch|jedoch|auch|zudem|dabei|damit|danach|dort|dagegen|außerdem|darüber|darauf|daraufhin|daher|deshalb|so|dann|beide|hier|denn|seitdem|inzwischen|gleichzeitig|dennoch|trotzdem|allerdings|zugleich|sein|seine|seinem|seinen',
    known:
      '(?:der|die|das) (?:Entscheidung|Erklärung|Vorfall|Bericht|Dokument|Mann|Frau|Opfer|Verdächtige|Maßnahmen?|Video|beiden|Angriffe?|Vorschlag|Plan|Abkommen|Gesetz|Fall|Projekt|Urteil|Brief|Brand|Absturz|Treffen|Prozess|Verbot|Gruppe|Firma|Behörde)',
    pronouns: 'er|sie|ihm|ihnen|sein|seine|seinem|seinen',
    empty:
      'der|die|das|als|nach|vor|seit|während|obwohl|weil|laut|wenn|mit|von|bis|in|im|am|an|auf|bei|für|und|aber|ob|was|wo|wie|trotz|ohne|dass|hat|ist|war|den|dem|ein|eine',
    speech:
      '\\b(?:sagte|erklärte|betonte|teilte|schrieb|ergänzte|fügte|meinte|so)\\s+(?:er|sie)\\b(?!\\s+\\p{Lu})|[,”“"»]\\s*(?:er|sie)\\s+(?:sagte|erklärte|betonte)',
    selves: 'ich|wir|uns|unser|unsere|unserem|unseren|mein|meine|mir|mich',
  },
  es: {
    start:
      'él|ella|ellos|ellas|est[ea](?!\\s+(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo|año|mes|semana|mañana|tarde|noche|verano|otoño|invierno|primavera))|esto|estos|estas|ese|esa|eso|esos|esas|aquel|pero|y|sin embargo|además|también|así|luego|allí|su|sus|por (?:ello|eso|su parte|otro lado|tanto)|entonces|después|mientras tanto|no obstante|ambos|ambas|otro|otra|otros|otras|de hecho|en ese|en esa|en este|en esta|según (?:él|ella)|tras (?:ello|esto)|asimismo|aquí|ahí|lo mismo',
    known:
      '(?:el|la|los|las) (?:decisión|comunicado|incidente|informe|documento|hombre|mujer|víctimas?|sospechosos?|medidas?|vídeo|pareja|dos|ataques?|propuesta|plan|acuerdo|ley|caso|proyecto|proceso|crisis|sentencia|carta|incendio|reunión|juicio|grupo|empresa|organismo|fenómeno|producto|estadounidense)',
    pronouns: 'él|ella|ellos|ellas',
    empty: 'cuando|después|antes|desde|mientras|aunque|porque|según|de|que|a|en|con|para|por|sin|tras|y|pero|si|como',
    speech:
      '[,”"»]\\s*(?:dijo|añadió|agregó|explicó|señaló|aseguró|afirmó|indicó|apuntó|ha dicho|ha añadido|ha explicado|ha asegurado)\\s*[.,]?$',
    selves:
      'nosotros|nuestro|nuestra|nuestros|nuestras|nos|yo|mi|mis|usted|ustedes|tú|tu|tus|puedes|podrás|quieres|necesitas',
  },
  fr: {
    start:
      "il|elle|ils|elles|ce(?:t|tte)?(?!\\s+(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|soir|semaine|année|mois|été|hiver|printemps|automne))|ces|cela|celui-ci|celle-ci|mais|et|cependant|toutefois|aussi|ainsi|puis|là|son|sa|ses|leur|leurs|pourtant|en effet|de plus|par ailleurs|en outre|ensuite|alors|enfin|ici|tous deux|selon (?:lui|elle|eux)|pour (?:lui|elle|eux)|c[’']est|depuis lors",
    known:
      "(?:l[’']|le |la |les )(?:décision|communiqué|incident|rapport|document|homme|femme|victimes?|suspects?|mesures?|vidéo|couple|deux)",
    pronouns: 'il|elle|ils|elles|lui|eux',
    empty:
      'quand|après|avant|depuis|pendant|bien|que|qu|parce|selon|de|à|en|dans|avec|pour|par|sans|et|mais|si|comme|lorsque|alors',
    speech:
      '\\ba-t-(?:il|elle|on)\\b|\\bont-(?:ils|elles)\\b|\\b(?:explique|affirme|assure|estime|dit|ajoute|indique|précise)-t-(?:il|elle|on)\\b',
    selves: 'je|nous|notre|nos|vous|votre|vos|mon|ma|mes',
  },
  it: {
    start:
      'egli|lui|lei|loro|quest[oa](?!\\s+(?:mattina|sera|notte|settimana|mese|anno|estate|pomeriggio))|questi|queste|quello|quella|ma|e|però|tuttavia|inoltre|anche|così|poi|suo|sua|suoi|sue|intanto|quindi|infine|qui|lì|invece|infatti|entrambi|secondo (?:lui|lei|loro)|dopo di che|per questo',
    known:
      "(?:il |la |lo |i |le |gli |l[’'])(?:decisione|comunicato|incidente|rapporto|documento|uomo|donna|vittime?|sospettat[oi]|misure|video|coppia|due)",
    pronouns: 'lui|lei|loro',
    empty: 'quando|dopo|prima|mentre|anche|perché|secondo|di|che|a|in|con|per|da|senza|e|ma|se|come',
    speech:
      '[,”"»]\\s*(?:ha (?:detto|aggiunto|spiegato|dichiarato|sottolineato|affermato)|dice|aggiunge|spiega|afferma|sottolinea)\\s*[.,]?$',
    selves: 'io|noi|nostro|nostra|nostri|nostre|mio|mia|miei|mie|voi|vostro|vostra',
  },
  pt: {
    start:
      'ele|ela|eles|elas|isso|isto|est[ea](?!\\s+(?:ano|mês|semana|manhã|segunda|terça|quarta|quinta|sexta|sábado|domingo))|esse|essa|estes|estas|esses|essas|mas|porém|entretanto|também|assim|depois|seu|sua|seus|suas|além disso|no entanto|por isso|então|ambos|ambas|segundo (?:ele|ela|eles)|aqui|ali|já|e',
    known:
      '(?:o|a|os|as) (?:decisão|comunicado|incidente|relatório|documento|homem|mulher|vítimas?|suspeitos?|medidas?|vídeo|casal|dois|duas|ataques?|proposta|plano|acordo|lei|caso|projeto|processo|crise|sentença|carta|incêndio|reunião|grupo|empresa)',
    pronouns: 'ele|ela|eles|elas|dele|dela',
    empty: 'quando|depois|antes|desde|enquanto|embora|porque|segundo|de|que|a|em|com|para|por|sem|e|mas|se|como',
    speech: '[,”"»]\\s*(?:disse|afirmou|acrescentou|explicou|declarou|completou)(?:\\s+(?:ele|ela))?\\s*[.,]?$',
    selves: 'nós|nosso|nossa|nossos|nossas|eu|meu|minha|você|vocês',
  },
  ru: {
    start:
      'он|она|оно|они|его|её|ее|их|это|этот|эта|эти|этого|этом|но|а|и|однако|также|кроме того|затем|потом|там|при этом|тогда|поэтому|в частности|по (?:его|её|ее|их) словам|тем не менее|между тем|вместе с тем|ранее|позже|сам|сама|оба|обе|здесь|в свою очередь|так',
    known:
      '(?:решение|заявление|инцидент|документ|мужчина|женщина|пострадавшие|подозреваем\\p{L}+|видео)(?=\\s+(?:был|была|было|были|стал|стало|появил))',
    pronouns: 'он|она|они|его|её|ее|их|ему|ей|им',
    empty: 'когда|после|до|с|пока|хотя|потому|что|по|словам|в|на|для|из|без|и|но|а|если|как|о|об|у|к',
    speech:
      '(?:сказал|заявил|сообщил|отметил|добавил|подчеркнул|пояснил|написал|уточнил)[аи]?\\s+(?:он|она|они)(?![\\p{L}])|[»”",]\\s*[—–-]?\\s*(?:сказал|заявил|сообщил|отметил|добавил|подчеркнул|пояснил)[аи]?\\s*\\.$',
    selves: 'я|мы|наш|наша|наши|наше|нас|нам|мой|моя|вы|ваш|ваша',
  },
  uk: {
    start:
      'він|вона|воно|вони|його|її|їх|це|цей|ця|ці|але|проте|також|однак|крім того|потім|там|при цьому|тоді|тому|за (?:його|її|їхніми) словами|та|й|і',
    known:
      '(?:рішення|заява|інцидент|документ|чоловік|жінка|постраждалі|підозрюван\\p{L}+|відео)(?=\\s+(?:був|була|було|були|став|стало))',
    pronouns: 'він|вона|вони|його|її|їх|йому|їй|їм',
    empty: 'коли|після|до|з|поки|хоча|бо|що|за|словами|в|на|для|із|без|і|але|якщо|як|про|у|к',
    speech:
      '(?:сказав|заявив|повідомив|зазначив|додав|наголосив|сказала|заявила|повідомила|зазначила|додала)\\s+(?:він|вона)(?![\\p{L}])',
    selves: 'я|ми|наш|наша|наші|нас|нам|мій|моя|ви|ваш|ваша',
  },
};
