/** Facts about how names of people and companies are written, for comparing them. Folded. */

function pairs(list: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const group of list.trim().split(/\s*;\s*/u)) {
    const [main, ...others] = group.split(/\s+/u);
    for (const other of others) found.set(other, main!);
  }
  return found;
}

/** Forms of companies, each with the class that it stands for; other forms of one class are the same. */
export const formClasses = pairs(`
limited limited ltd ltda llc gmbh ooo sarl srl spzoo zoo bv bvba oo tov doo lda kft eood uab sia osauhing pty pte sl;
stock ag akg aktiengesellschaft aktiengeselschaft sa nv oyj ab asa as plc spa jsc ojsc pjsc cjsc oao pao zao ao kk pt tbk sab ad;
corporation corporation corp inc incorporated company co cv kgaa se kg;
partnership lp llp partnership`);

/** Long forms in words, written as the short one before comparison. Longest first. */
export const longForms: readonly (readonly [RegExp, string])[] = [
  [/\b(?:open |public |closed )?jo[iy]nt stock company\b/g, 'jsc'],
  [/\b(?:otkrytoe|publichnoe|zakrytoe)? ?ak[ct]sionernoe obshchestvo\b/g, 'jsc'],
  [/\blimited liability company\b/g, 'llc'],
  [/\bobshchestvo s ogranichennoi otvetstvennostyu\b/g, 'ooo'],
  [/\bgesellschaft mit beschrankter haftung\b/g, 'gmbh'],
  [/\bsocietatea? cu raspundere limitata\b/g, 'srl'],
  [/\bsociete anonyme\b/g, 'sa'],
  [/\bsociedad anonima\b/g, 'sa'],
  [/\b(?:limited partnership|l p)\b/g, 'lp'],
  [/\bunited states(?: of america)?\b/g, 'us'],
  [/\bunited kingdom\b/g, 'uk'],
  [/%/g, ' percent'],
  [/\bs\W*a\W*de\W*c\W*v\b/g, 'sa'],
  [/\bsp\W*z\W*o\W*o\b/g, 'spzoo'],
  [/\bo\W+o\W+o\b/g, 'ooo'],
];

/** Words of number, ordinal and cardinal. */
export const numberWords = pairs(`
1 first one 1st i; 2 second two 2nd ii; 3 third three 3rd iii; 4 fourth four 4th iv; 5 fifth five 5th v; 6 sixth six 6th vi; 7 seventh seven 7th vii;
8 eighth eight 8th viii; 9 ninth nine 9th ix; 10 tenth ten 10th x; 11 eleven xi; 12 twelve xii; 13 thirteen xiii; 14 xiv; 20 twenty; 30 thirty; 40 forty fourty; 50 fifty`);

function groupsOf(list: string): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  list.split(';').forEach((group, index) => {
    for (const word of group.trim().split(/\s+/u)) found.set(word, [...(found.get(word) ?? []), index]);
  });
  return found;
}

/** Short and other forms of given names: the groups to which each belongs. */
export const nicknames = groupsOf(`
alexander alex sasha aleksandr alexandr oleksandr aleksander alejandro alessandro iskander; andrew andy drew; anthony tony; barack barry; benjamin ben benny bibi binyamin; charles charlie chuck karl carlos;
christopher chris; daniel dan danny; david dave; dmitry dima dmitri; donald don donny; edward ed eddie ted; elizabeth liz beth; evgeny yevgeny eugene evgenii; francis frank francisco; frederick fred freddy;
george georg jorge georges giorgio yuri; gregory greg; henry harry hank; ivan vanya; jacob jake; james jim jimmy jamie; jeffrey jeff; jennifer jen jenny; john jack johnny jon; joseph joe; joshua josh; katherine kate kathy katie catherine;
kenneth ken kenny; lawrence larry; leonard leo len; margaret maggie peggy; matthew matt; michael mike mikhail michel mick micky misha; mohammad mohammed muhammad mohamed mehmet mohamad muhammed muhamad mochammad; natalia natasha natalya; nicholas nick nikolai nicolas;
osama usama; patrick pat; peter pete pyotr petr; philip phil; rebecca becky; richard dick rick rich; robert bob rob bobby; ronald ron ronnie; samuel sam; sergei sergey serge sergii serhiy sergejs; stephen steve steven stefan; theodore theo teddy; thomas tom tommy; timothy tim;
vladimir volodymyr wladimir vova uladzimir; victor viktor; walter walt; william bill will billy willy; yusuf yousef youssef yousuf; hussein husayn hossein husain hussain; ahmed ahmad; abdullah abdallah abdulla; hassan hasan; omar umar; ali aly; ibrahim ebrahim`);

/** Parts of names that many bear: they say little when they match. */
export const commonParts: ReadonlySet<string> = new Set(
  'al el bin ibn ben bint abu abou ould von van der den de du di da la le los las dos del della y e of the and for ud din na st san'.split(
    ' ',
  ),
);

/** Words that many companies bear. */
export const companyWords: ReadonlySet<string> = new Set(
  `bank group holding holdings international company companies capital corporation industries systems services service solutions global partners fund trust investment investments trading finance financial
   enterprise enterprises business aviation construction development energy engineering management organization organisation foundation insurance securities national general union institute plant refinery airlines shipping
   maritime technologies technology electronics motor motors mortgage loan lease series oil gas steel state real estate government department ministry brigade army north south east west new america europe china russia`
    .trim()
    .split(/\s+/u),
);

/** Whole phrases written another way before names are compared. */
export const sameWords: ReadonlyMap<string, string> = pairs(`
us usa; uk gb; organization organisation; labor labour; center centre; defense defence; international intl intl'; percent percenters ers; corporation corp; company co; and und et`);
