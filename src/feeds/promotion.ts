/** Sentences that advertise the outlet instead of telling news: sign-up calls, apps, social media, copyright lines. */

/**
 * One list a language. Gaps are bounded, so every pattern is linear. They were written from the manners of outlets at large:
 * a verb of asking near a thing that outlets hand out.
 */
const patterns: readonly RegExp[] = [
  // English
  /\b(sign up|signing up|subscribe|register)\b.{0,60}\b(newsletters?|e-?mails?|inbox|alerts?|updates?|briefing|podcasts?|channel)\b/,
  /^(?:please )?(?:sign up|subscribe|register)\b.{0,60}\b(access|today|now|here|free)\b/,
  /\b(newsletters?|briefing)\b.{0,60}\b(sign up|subscribe|inbox|delivered)\b/,
  /^(please )?(follow|like|join|find|connect with) (us|our|@\w{2,30}|[\w .'’-]{2,40})( \w+){0,6} (on|via|at) .{0,40}\b(facebook|twitter|x|instagram|tiktok|telegram|whatsapp|youtube|linkedin|threads|bluesky|mastodon|google news|reddit)\b/,
  /\b(join|follow) our (whatsapp|telegram|facebook|youtube|discord)\b/,
  /\b(try|get|start|enjoy|claim)\b.{0,60}\b(free for (\d+|one|two|three|a) (days?|weeks?|months?)|for free|free trial|unlimited (digital )?access)\b/,
  /\b(unlimited|full) (digital )?access to (our|all|every)\b.{0,60}\b(website|site|app|articles?|journalism|content)\b/,
  /^(broaden|enjoy|discover|support|unlock|experience|expand|get|read)\b.{0,60}\b(award-winning|independent|quality|trusted)\b.{0,30}\bjournalism\b/,
  /\b(download|get|install)\b.{0,40}\bapps?\b.{0,60}\b(now|today|here|free|app store|google play|android|ios|iphone)\b/,
  /\bavailable (now )?(on|in|from) (the )?(app store|google play|apple podcasts|spotify)\b/,
  /^(?:please )?become an? (member|subscriber|supporter|patron)\b|\b(support (our|independent) journalism|buy us a coffee|make a donation|donate (now|today))\b/,
  /\bsubscribe\b.{0,30}\b(to (our|read|continue)|for (just|only|as little|less))\b|\bsubscribers? only\b|\balready a subscriber\b|\bthis (article|content) is (for|available to) (subscribers|members)\b/,
  /\b(save|get) (up to )?\d{1,2} ?(%|per ?cent|percent) (off|on)\b.{0,60}\b(subscription|subscribe|access|offer|deal)\b|\bfor (just|only) [$£€]\d/,
  /\b(don['’]t miss|never miss|stay (up to date|informed|ahead|in the know))\b.{0,80}\b(news|stor(y|ies)|updates?|newsletter|app|inbox|headlines)\b/,
  /^(listen to|watch|download|hear)\b.{0,60}\b(podcasts?|episodes?)\b.{0,60}\b(here|now|wherever you|on (apple|spotify|youtube|bbc))/,
  /^(click|tap) (here|below|the link)\b|^(for|to read|to see|to get) (the )?(more|latest|all)\b.{0,60}\b(news|stories|visit|click|follow)\b|\bvisit our (website|site|page)\b/,
  /\bthe post\b.{1,200}\b(appeared first|first appeared|was first published) on\b|\bthis (article|story|post) (was )?(originally |first )?(published|appeared) (by|on|in|at)\b|\boriginally (published|appeared) (on|in|at)\b/,
  /^(advertisement|advertisements?|sponsored( content)?|promoted( content)?|ad)[.:]?$|\b(story|article) continues (below|after)\b|^scroll (down )?to continue\b|\bafter (the )?advertisement\b/,
  /\ball rights reserved\b|^(©|\(c\)|copyright\b).{0,80}\d{4}|\bmay not be (published|reproduced|redistributed)\b/,
  /^(do you|have you|got) .{0,40}\b(a )?(story|tip|news tip|question)s?\b.{0,80}(contact|e-?mail|call|share|tell us|get in touch|let us know|send)/,
  /\b(share|tell us) your (thoughts|views|story|experiences?)\b|\b(leave|post) a comment\b|\bin the comments( section)?( below)?\b|\bget in touch (with us|by|via)\b|\be-?mail (us|your)\b/,
  /^\(?(additional |with )?(reporting|writing|editing|report|written|edited) by [\p{Lu}][^.]{2,200}[.)]*$/u,
  /\bwe (may )?(earn|receive) (a |an )?(affiliate )?commission\b|\baffiliate links?\b|\bthis (post|article) contains\b/,
  /\b(use of|accept|uses?) cookies\b|\bprivacy policy\b.{0,60}\bterms\b|\bterms of (use|service)\b|\bterms and conditions apply\b/,
  /^(image|photo|video|picture)( caption)?[,:]? ?(source)?$|^getty images$|^(share|save|print|comments?|listen|follow|tweet)[.:]?$|^share this (article|story|post)\b/,
  // German
  /\b(abonnieren|bestellen|registrieren|melden) sie\b.{0,80}\b(newsletter|kanal|podcast|jetzt|kostenlos|an)\b|\bnewsletter\b.{0,60}\b(abonnieren|anmelden|bestellen)\b/,
  /^folgen sie uns\b|\b(jetzt|hier) (kostenlos |gratis )?(testen|abonnieren|anmelden|herunterladen|lesen)\b|\b(monat|monate|wochen) (gratis|kostenlos)\b|\balle rechte vorbehalten\b/,
  /^(anzeige|werbung)[.:]?$|\bunsere app\b.{0,40}\b(herunterladen|laden|installieren)\b|\bladen sie\b.{0,40}\bapp\b/,
  // French
  /\b(abonnez-vous|inscrivez-vous|suivez-nous|rejoignez-nous|téléchargez (notre|l['’])|retrouvez-nous)\b|\bessai gratuit\b|\b(mois|semaines?) gratuits?\b|\bgratuit pendant\b/,
  /\btous droits réservés\b|^publicité[.:]?$|\brecevez\b.{0,60}\b(newsletter|lettre d['’]information|e-?mail|chaque (matin|jour))\b|\barticle réservé (à nos|aux) abonnés\b/,
  // Spanish
  /\b(suscríbe(te|ase)|regístr(ate|ese)|sígu(enos|anos)|únete|descarg(a|ue) (nuestra|la) app|apúntate)\b|\bsíguenos\b|\b(mes|semanas?|días) gratis\b|\bprueba gratuita\b/,
  /\btodos los derechos reservados\b|^(publicidad|anuncio)[.:]?$|\brecib[ea]\b.{0,60}\b(boletín|newsletter|correo|cada (mañana|día))\b|\bcontenido exclusivo para suscriptores\b/,
  // Italian
  /\b(iscriviti|abbonati|seguici|registrati|scarica (la nostra|l['’]) ?app)\b|\b(mese|mesi|settimane?) gratis\b|\bprova gratuita\b|\bgratis per \d+\b|\b(tutti i diritti riservati|riproduzione riservata)\b|^pubblicità[.:]?$/,
  // Portuguese
  /\b(inscreva-se|assine (já|agora|a|o|por)|siga-nos|siga o|cadastre-se|subscreva|baixe (o nosso|o) app|receba)\b.{0,80}\b(newsletter|canal|whatsapp|telegram|instagram|facebook|twitter|x|app|agora|grátis|e-?mail|redes)\b/,
  /\b(mês|meses|semanas?|dias) gr[aá]tis\b|\bgr[aá]tis por \d+\b|\btodos os direitos reservados\b|^publicidade[.:]?$/,
  // Russian, Ukrainian
  /(подписывайтесь|подпишитесь|присоединяйтесь|следите за нами|читайте нас|скачайте (наше )?приложение|оформите подписку)/,
  /(підписуйтесь|підпишіться|приєднуйтесь|стежте за нами|читайте нас|завантажте (наш )?застосунок)|(все права защищены|усі права захищені|всі права захищено)|^реклама[.:]?$|(месяц|недел[юя]|місяць) (бесплатно|безкоштовно)/,
  // Arabic
  /(اشترك|اشتركوا|تابعونا|تابعنا|انضم إلى قناتنا|حمل(وا)? تطبيق|سجل الآن).{0,80}|جميع الحقوق محفوظة|^إعلان[.:]?$/,
  // Turkish
  /(abone ol(un|unuz)?|bizi takip ed(in|iniz)|takip edin|uygulamamızı indirin|bültenimize|kaydolun)|tüm hakları saklıdır|^reklam[.:]?$|ücretsiz deneyin/,
  // Chinese, Japanese
  /(订阅|訂閱|关注我们|關注我們|扫码|掃碼|下载.{0,8}(app|客户端)|下載.{0,8}app|版权所有|版權所有|未经授权|未經授權|免费试用|免費試用|点击(这里|此处)|加入.{0,10}频道)/,
  /(購読|登録はこちら|フォローして|フォローはこちら|メールマガジン|ニュースレター.{0,12}登録|無断転載|アプリを?ダウンロード|会員限定|無料(体験|トライアル))/,
];

/**
 * One of these stands in everything that a pattern finds in Latin script: a cheap look that spares most sentences the patterns.
 * Patterns that are tied to the beginning need none, they fail at once.
 */
const trigger =
  /^(?:please |follow|like|join|find|connect|broaden|enjoy|discover|support|unlock|experience|expand|get|read|listen|watch|download|hear|click|tap|for|to|ad|sponsored|promoted|scroll|©|\(|copyright|do|have|got|reporting|additional|with|writing|editing|report|written|edited|image|photo|video|picture|share|save|print|comment|tweet|folgen|anzeige|werbung|publi|anuncio|pubblic|reklam)|sign|subscri|regist|newsletter|briefing|free|access|app|member|patron|coffee|donat|(?:join|follow|visit) our|% |per ?cent|(?:just|only) [$£€]|miss|stay|post|publish|continues|advertis|reserved|riservat|reservad|réservé|vorbehalten|saklıdır|riproduzione|comment|your|touch|mail|commission|affiliate|contains|cookie|privacy|terms|abonn|bestell|registrier|melden|jetzt|hier|gratis|grátis|gratuit|kostenlos|laden|inscri|inscre|suivez|rejoign|téléch|retrouv|recevez|suscr|suscri|regístr|sígu|síg|únete|descarg|apúnt|recib|contenido|iscriv|seguici|scarica|assine|siga|cadastr|subscrev|baixe|receba|takip|indirin|bülten|kaydol|ücretsiz/;

const isOtherScript = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;

/** A sentence longer than this tells something besides. */
const longest = 420;

/** Whether a sentence promotes. Give it one sentence or short line. */
export function isPromotion(sentence: string): boolean {
  if (sentence.length > longest) return false;
  const lower = sentence.toLowerCase();
  if (!trigger.test(lower) && !isOtherScript.test(lower)) return false;
  // The pattern on by-lines looks at capitals.
  return patterns.some((pattern) =>
    pattern.test(pattern.flags.includes('u') ? sentence.replace(/^\(?\p{Lu}/u, (c) => c.toLowerCase()) : lower),
  );
}

const readOn =
  /[\s([{«]*(?:\.{3}|…)?[\s([{«→»>-]*(?:(?:click (?:here )?(?:to|for) )?(?:read|learn|see|find out|continue|keep) (?:more|reading|the (?:full|whole|rest of the|entire) (?:story|article|post|report))(?: (?:here|on|at) ?[\w .'’-]{0,40})?|continue reading(?: .{1,200})?|(?:read (?:the )?)?full (?:story|article)(?: (?:here|on|at) [\w .'’-]{1,40})?|view (?:original|full) (?:article|story|post)|weiterlesen|mehr lesen|weiter lesen|lire la suite|lire l['’]article(?: complet)?|en savoir plus|leer más|seguir leyendo|leer la nota completa|leia mais|continue lendo|ler mais|saiba mais|continua a leggere|leggi (?:tutto|di più|l['’]articolo)|читать (?:далее|полностью|дальше)|подробнее|читати (?:далі|повністю)|докладніше|devamını oku|devamı|haberin devamı|اقرأ المزيد|المزيد|阅读(?:全文|更多)|閱讀(?:全文|更多)|查看全文|続きを読む|もっと見る)[\s.…:>»→\])}›]*$/i;

/** The text without a 'read more' at its end, in any of a dozen languages; repeated until none is left. */
export function withoutReadOn(text: string): string {
  let rest = text;
  for (let round = 0; round < 3; round++) {
    // Only the end is looked at: the pattern stays cheap on a text of any length.
    const from = Math.max(0, rest.length - (rest.includes('ontinue reading') ? 260 : 90));
    const cut = readOn.exec(rest.slice(from));
    if (cut === null) return rest;
    rest = rest.slice(0, from + cut.index).trimEnd();
  }
  return rest;
}

const pointer =
  /^(?:[-•►▶→*»👉📌\s]{0,4})(?:read (?:also|more|next)|also read|see also|related(?: (?:articles?|stor(?:y|ies)|news|content|posts?))?|more (?:on this|from|news|stories)|recommended|you may (?:also )?like|must read|don['’]t miss|watch(?: also)?|in pictures|explainer|opinion|mehr zum thema|lesen sie (?:auch|mehr)|siehe auch|lire aussi|à lire(?: aussi)?|voir aussi|sur le même sujet|lea también|lee también|le puede interesar|también puede|ver también|leggi anche|vedi anche|leia também|leia mais|veja também|читайте также|смотрите также|читайте по теме|по теме|читайте також|дивіться також|ayrıca okuyun|ilgili haber(?:ler)?|bunu da okuyun|اقرأ أيضا|اقرأ أيضًا|اقرأ أيضاً|إقرأ أيضا|延伸阅读|延伸閱讀|相关(?:阅读|新闻)|相關(?:閱讀|新聞)|関連記事|あわせて読みたい)\s*[:：>»|–—-]/iu;

/** Whether a line only points to another report: 'Read also: …'. */
export function isPointer(line: string): boolean {
  return pointer.test(line.slice(0, 120));
}
