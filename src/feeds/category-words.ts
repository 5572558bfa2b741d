/** Words that show a report's subject, folded (lower case, no accents). A star stands for any ending. */
import type { Category } from '../model.ts';

/** Names of sections, as tags and paths of addresses have them. */
export const sections: Readonly<Partial<Record<Category, string>>> = {
  world:
    'world international internacional internationale internacionais monde mundo mondo welt ausland esteri dunya мир світ мире világ global africa asia europe europa americas middleeast 国际 國際 世界 海外 عالم العالم دولي',
  politics:
    'politics politic political politica politique politik policy election elections elecciones elezioni eleicoes wahl wahlen parliament congress government governo gobierno siyaset политика політика vybory 政治 سياسة',
  business:
    'business economy economics economia economie finance finances finanzas finanza financas markets market money wirtschaft boerse borse argent mercados empresas entreprise companies ekonomi экономика економіка бизнес бізнес финансы فінанси 经济 經濟 财经 財經 ビジネス 経済 اقتصاد',
  technology:
    'technology tech tecnologia tecnologias technologie technik digital it internet gadgets computing software cybersecurity ai science-technology sci-tech teknoloji bilim-teknoloji технологии технології 科技 テクノロジー تكنولوجيا netzwelt informatique',
  science:
    'science sciences ciencia ciencias scienza scienze wissenschaft wissen space astronomy physics archaeology bilim наука 科学 科學 サイエンス علوم spazio espacio',
  health:
    'health salud sante salute saude gesundheit medicine medizin wellness saglik здоровье здоров’я здоровя 健康 医療 صحة',
  sport:
    'sport sports deporte deportes esporte esportes desporto football soccer futbol calcio fussball tennis basketball rugby cricket olympics nba nfl mlb formula1 f1 spor спорт 体育 體育 スポーツ رياضة',
  culture:
    'culture cultura kultur kultura arts art entertainment film films movies music musik musica musique books cinema theatre theater television tv celebrity lifestyle kultur-sanat espectaculos spettacoli divertissement культура 文化 娱乐 娛樂 エンタメ ثقافة фильмы feuilleton',
  environment:
    'environment climate climat clima klima umwelt medioambiente medio-ambiente environnement ambiente planete planet weather nature energy-environment cevre экология екологія 环境 環境 بيئة',
  crime:
    'crime crimes courts court justice law police crimen sucesos faits-divers cronaca kriminalitaet policia seguridad panorama-justiz suc asayis криминал происшествия кримінал 社会事件 事件 جريمة',
};

/** Words of titles and texts. */
export const subjectWords: Readonly<Partial<Record<Category, string>>> = {
  politics:
    'parliament senate senator* congress lawmaker* legislat* election* ballot* voter* referendum minister* cabinet coalition opposition republican* democrat* labour tory tories impeach* president* governor* mayor* manifesto primary caucus bundestag kanzler* wahl* regierung* minister* partei* koalition* abgeordnete* gesetz* election* scrutin gouvernement ministre* depute* assemblee senateur* elecciones gobierno ministro* diputado* senado* congreso presidente* elezioni governo ministro* deputat* parlamento eleicao eleicoes camara выбор* парламент* министр* депутат* госдум* правительств* президент* вибор* міністр* уряд* рад* secim* meclis* bakan* milletvekil* hukumet* cumhurbaskan* 选举 总统 总理 議会 选举 首相 大臣 選挙 内閣 国会 انتخابات برلمان وزير رئيس الحكومة',
  world:
    'war* troops ceasefire missile* airstrike* drone* frontline invasion embassy ambassador diplomat* sanction* summit treaty nato refugee* militant* rebel* hostage* border nuclear humanitarian krieg* truppen waffenruhe rakete* botschafter* fluchtling* guerre frappe* cessez-le-feu armee ambassadeur* refugie* guerra misil* tropas alto-el-fuego embajad* refugiad* missil* truppe tregua profugh* война войн* войск* ракет* перемири* посол* санкци* війн* військ* обстріл* savas* ates-kes fuze* buyukelci* multeci* 战争 停火 导弹 外交 制裁 戦争 停戦 外相 حرب صاروخ هدنة غارة عقوبات',
  business:
    'shares stock* market* investor* profit* revenue* earnings inflation tariff* interest-rate rates bank* bankrupt* merger* takeover* acquisition ipo gdp exports imports retailer* unemployment economy economic oil crude wall-street dow nasdaq ceo wirtschaft* aktie* borse* gewinn* umsatz* zoll* zinsen inflation konzern* insolvenz bourse benefice* chiffre-d-affaires inflation droits-de-douane economia economic* bolsa acciones ganancias inflacion aranceles empresa* mercados borsa azioni utili dazi inflazione impres* acoes lucro* tarifas inflacao экономик* акци* бирж* прибыл* инфляци* пошлин* рубл* економік* бірж* інфляці* borsa* enflasyon* faiz* ihracat* dolar* 股市 通胀 关税 经济 股价 利率 株価 物価 関税 インフレ أسهم التضخم النفط الاقتصاد بورصة',
  technology:
    'software app apps smartphone* iphone android google apple microsoft openai chatgpt chatbot* ai artificial-intelligence algorithm* chip* semiconductor* hacker* hack* cyber* startup* robot* internet browser* encryption cloud quantum-computing kunstliche* ki halbleiter* intelligence-artificielle ia logiciel* puce* inteligencia-artificial aplicacion* ciberataque* intelligenza-artificiale intelig* нейросет* искусственн* смартфон* кибератак* хакер* штучн* yapay-zeka siber* yazilim* 人工智能 芯片 半导体 手机 生成ai 半導体 スマホ ذكاء الاصطناعي',
  science:
    'scientist* researcher* astronom* telescope* nasa spacecraft asteroid* galaxy galaxies planet* mars moon lunar fossil* dinosaur* archaeolog* physicist* particle* genome* dna species evolution laboratory rocket-launch forscher* wissenschaftl* weltraum* studie chercheur* scientifique* espace fossile* cientific* investigador* telescopio* espacial ricercator* scienziat* spazio pesquisador* cientista* учен* исследовател* космос* телескоп* вчен* дослідник* космічн* bilim* uzay* arastirmac* 科学家 航天 宇宙 研究 探査 علماء فضاء',
  health:
    'health hospital* doctor* patient* vaccine* vaccin* virus covid* flu cancer* disease* outbreak* epidemic pandemic surger* drug* obesity diabetes mental-health nhs who nurse* medicine* therapy krankenhaus* arzt* arzte impf* krankheit* patient* hopital* medecin* maladie* malade* vaccin* sante hospital* medic* enfermedad* vacuna* pacientes salud ospedal* medic* malatti* vaccin* saude hospit* doenca* врач* больниц* вакцин* вирус* болезн* лікар* хвороб* вірус* hastane* doktor* asi* virus* hastalik* 疫苗 病毒 医院 癌症 病院 感染 ワクチン مستشفى لقاح مرض فيروس',
  sport:
    'match* goal* league cup coach* striker midfielder* goalkeeper* quarterback touchdown nba nfl olympic* medal* champion* tournament* wimbledon tennis golf cricket wicket* rugby marathon grand-prix formula race driver* fifa uefa final semi-final* semifinal* transfer* bundesliga trainer* spiel* tor tore sieg* meister* pokal* turnier* match* ligue entraineur* buteur* championnat* medaille* partido* gol goles liga entrenador* delantero* torneo* partita calciator* allenator* serie-a gol scudetto jogo* tecnico* campeonato* brasileirao матч* гол чемпион* турнир* тренер* сборн* футбол* хокке* збірн* мац* футбол* mac macta gol teknik-direktor* sampiyon* lig* 比赛 冠军 联赛 世界杯 球队 試合 優勝 選手 五輪 مباراة هدف بطولة الدوري منتخب لاعب',
  culture:
    'film* movie* actor* actress* director album* singer* song* concert* band festival* museum* exhibition* novel* author* book* theatre* netflix box-office oscar* grammy* emmy* cannes artist* painting* celebrity tv-series schauspieler* regisseur* album* sanger* konzert* ausstellung* roman* kunstler* buch* acteur* actrice* cineaste* chanteu* exposition* musee* livre* pelicula* actor* actriz cantante* concierto* museo* novela* libro* attore* attrice* regista* cantante* mostra* filme* ator atriz cantor* актер* актрис* режиссер* фильм* певец певиц* концерт* выставк* актор* фільм* співа* oyuncu* yonetmen* sarkic* konser* muze* 电影 演员 歌手 导演 演唱会 映画 俳優 歌手 音楽 فيلم ممثل مطرب مهرجان',
  environment:
    'climate emission* carbon warming wildfire* flood* drought* hurricane* typhoon* cyclone* earthquake* storm* heatwave* pollution biodiversity deforestation glacier* renewable* conservation wildlife rainforest* volcano* eruption* klimawandel* klima* hochwasser* waldbrand* unwetter* erdbeben* umwelt* climatique* inondation* incendie* secheresse* seisme* tempete* canicule* climatico* inundacion* incendio* sequia* terremoto* huracan* alluvion* siccita terremot* maltempo enchente* desmatamento* queimada* климат* наводнен* пожар* землетрясен* шторм* ураган* клімат* повін* землетрус* пожеж* iklim* sel deprem* yangin* firtina* 气候 洪水 地震 台风 污染 気候 台風 豪雨 زلزال فيضان المناخ إعصار',
  crime:
    'police arrest* murder* killed-by suspect* shooting* gunman stabb* robber* burglar* theft* kidnap* fraud* trial jury jail* prison* sentenced convicted guilty court* prosecutor* lawsuit* rape* assault* smuggl* traffick* cartel* gang* detective* polizei* mord* festgenommen verdachtig* gericht* urteil* anklage* raub* betrug* policier* arrete* meurtre* tribunal proces condamne* gendarm* enquete policia detenid* asesinat* juicio condenad* robo* fiscal* juez polizia arrestat* omicidi* process* condannat* procura preso presos assassin* julgamento roubo* полици* убийств* арест* задержан* суд суда приговор* краж* поліці* вбивств* затриман* суду вирок* polis* cinayet* gozalti* tutuklan* mahkeme* hirsiz* 警方 逮捕 谋杀 法院 判刑 警察 殺人 容疑 裁判 الشرطة اعتقال محكمة قتل جريمة',
};
