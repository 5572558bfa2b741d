/** Names of large cities that give no zone their name, and names that zones' cities have in the languages that Dateline speaks. */

const names: Readonly<Record<string, string>> = {
  'Africa/Cairo': 'kairo, le caire, el cairo, il cairo, каир, каїр, kahire, القاهرة, 开罗, カイロ',
  'America/Argentina/Buenos_Aires': 'буэнос-айрес, буенос-айрес, 布宜诺斯艾利斯, ブエノスアイレス',
  'America/Chicago': 'чикаго, شيكاغو, 芝加哥, シカゴ',
  'America/Los_Angeles': 'san francisco, seattle, лос-анджелес, لوس أنجلوس, 洛杉矶, ロサンゼルス',
  'America/Mexico_City': 'ciudad de mexico, mexiko-stadt, cidade do mexico, мехико, мехіко, 墨西哥城, メキシコシティ',
  'America/New_York':
    'boston, miami, washington, nueva york, nova york, nova iorque, нью-йорк, نيويورك, 纽约, ニューヨーク, вашингтон, 华盛顿, ワシントン, واشنطن',
  'America/Sao_Paulo': 'rio de janeiro, brasilia, сан-паулу, 圣保罗, サンパウロ',
  'America/Toronto': 'montreal, ottawa, торонто, 多伦多, トロント',
  'Asia/Almaty': 'алматы, алмати, алма-ата, astana, астана',
  'Asia/Baghdad': 'bagdad, багдад, بغداد',
  'Asia/Beirut': 'beyrouth, бейрут, بيروت',
  'Asia/Dubai': 'abu dhabi, дубай, دبي, أبو ظبي, 迪拜, ドバイ',
  'Asia/Ho_Chi_Minh': 'hanoi, ханой, 河内, ハノイ',
  'Asia/Hong_Kong': 'hongkong, гонконг, 香港',
  'Asia/Jerusalem': 'tel aviv, иерусалим, єрусалим, тель-авив, القدس, 耶路撒冷, エルサレム',
  'Asia/Karachi': 'islamabad',
  'Asia/Kolkata':
    'bengaluru, delhi, mumbai, new delhi, neu-delhi, дели, делі, мумбаи, 德里, 新德里, 孟买, デリー, ムンバイ',
  'Asia/Riyadh': 'riad, эр-рияд, ер-ріяд, الرياض',
  'Asia/Seoul': 'seul, сеул, 首尔, ソウル',
  'Asia/Shanghai':
    'beijing, pekin, peking, pechino, pequim, pekín, пекин, пекін, шанхай, بكين, 北京, 上海, 広州, 广州, 深圳',
  'Asia/Singapore': 'singapur, singapour, сингапур, сінгапур, 新加坡, シンガポール',
  'Asia/Taipei': 'тайбэй, 台北',
  'Asia/Tehran': 'teheran, тегеран, طهران',
  'Asia/Tokyo': 'osaka, tokio, токио, токіо, طوكيو, 东京, 東京, 大阪',
  'Asia/Yekaterinburg': 'екатеринбург',
  'Asia/Novosibirsk': 'nowosibirsk, новосибирск',
  'Asia/Vladivostok': 'wladiwostok, владивосток',
  'Australia/Sydney': 'сидней, сідней, 悉尼, シドニー',
  'Europe/Amsterdam': 'амстердам, 阿姆斯特丹, アムステルダム',
  'Europe/Athens': 'athen, athenes, atenas, atene, афины, афіни, atina, 雅典, アテネ',
  'Europe/Belgrade': 'belgrad, белград',
  'Europe/Berlin':
    'frankfurt, hamburg, munich, munchen, koln, cologne, colonia, stuttgart, dusseldorf, leipzig, berlino, berlim, берлин, берлін, برلين, 柏林, ベルリン, мюнхен, 慕尼黑, ミュンヘン',
  'Europe/Brussels': 'brussel, brüssel, bruxelles, bruselas, bruxelas, брюссель, بروكسل, 布鲁塞尔, ブリュッセル',
  'Europe/Bucharest': 'bukarest, bucuresti, бухарест',
  'Europe/Budapest': 'будапешт',
  'Europe/Copenhagen': 'kopenhagen, kobenhavn, copenhague, копенгаген, 哥本哈根, コペンハーゲン',
  'Europe/Helsinki': 'хельсинки, 赫尔辛基, ヘルシンキ',
  'Europe/Istanbul': 'ankara, estambul, стамбул, анкара, إسطنبول, أنقرة, 伊斯坦布尔, イスタンブール',
  'Europe/Kyiv':
    'ukraine, украина, україна, kyiv, kiev, kiew, lviv, київ, киев, львів, львов, харків, одеса, كييف, 基辅, キーウ',
  'Europe/Lisbon': 'lissabon, lisboa, lisbonne, lisbona, porto, лиссабон, лісабон, 里斯本, リスボン',
  'Europe/London': 'edinburgh, manchester, londres, londra, лондон, لندن, 伦敦, ロンドン',
  'Europe/Madrid': 'barcelona, sevilla, valencia, мадрид, барселона, مدريد, 马德里, マドリード',
  'Europe/Minsk': 'минск, мінськ',
  'Europe/Moscow':
    'saint petersburg, st petersburg, st. petersburg, sankt petersburg, moskau, moscou, moscu, mosca, moskova, москва, санкт-петербург, петербург, موسكو, 莫斯科, モスクワ',
  'Europe/Oslo': 'осло, 奥斯陆, オスロ',
  'Europe/Paris': 'lyon, marseille, parigi, париж, باريس, 巴黎, パリ',
  'Europe/Prague': 'prag, praha, praga, прага, 布拉格, プラハ',
  'Europe/Rome':
    'milan, milano, mailand, roma, rom, napoli, torino, рим, милан, мілан, روما, 罗马, ローマ, 米兰, ミラノ',
  'Europe/Sofia': 'софия, софія',
  'Europe/Stockholm': 'estocolmo, stoccolma, стокгольм, 斯德哥尔摩, ストックホルム',
  'Europe/Vienna': 'wien, vienne, viena, вена, відень, viyana, فيينا, 维也纳, ウィーン',
  'Europe/Warsaw': 'warschau, warszawa, varsovie, varsovia, varsavia, krakow, варшава, варшава, 华沙, ワルシャワ',
  'Europe/Zurich':
    'geneva, geneve, genf, ginevra, bern, zurigo, цюрих, женева, 苏黎世, 日内瓦, チューリッヒ, ジュネーブ',
};

/** What people call the time itself, summer and winter; only where all the world means the same by it. */
const times: Readonly<Record<string, string>> = {
  'America/Denver': 'mst, mdt',
  'America/Los_Angeles': 'pst, pdt',
  'America/New_York': 'est, edt',
  'Asia/Hong_Kong': 'hkt',
  'Asia/Seoul': 'kst',
  'Asia/Singapore': 'sgt',
  'Asia/Tokyo': 'jst',
  'Australia/Sydney': 'aest, aedt',
  'Europe/Athens': 'eet, eest',
  'Europe/Berlin': 'cet, cest, mez, mesz',
  'Europe/London': 'bst',
  'Europe/Moscow': 'msk, мск',
};

/** Every name with its zone. */
export function cityNames(): [name: string, zone: string][] {
  return [names, times].flatMap((table) =>
    Object.entries(table).flatMap(([zone, list]) => list.split(', ').map((name): [string, string] => [name, zone])),
  );
}

/** Zones that were renamed, by the name under which Intl still lists them. */
const renamed: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** The name that a zone has today. */
export function nameToday(zone: string): string {
  return renamed[zone] ?? zone;
}
