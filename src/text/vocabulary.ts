/** Small word lists: facts about language, not about the news. All entries are folded. */

function set(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/u));
}

/** Words that carry no topic of their own. */
export const functionWords = set(`
a an the and or but nor so yet of in on at by to from for with without into onto over under up down out off about after before between through during against among
is are was were be been being am do does did done has have had having will would shall should may might can could must not no yes
i you he she it we they me him her us them my your his its our their this that these those who whom whose which what when where why how
as if than then there here also just only very more most much many some any all both each few other such own same too now again
said says say new one two el la le les los las de del der die das den des du und et y e o il lo gli un une ein eine in im am zu
и в на не с по к за из о от что как это он она они мы вы я у а но да
في من على إلى عن و ال`);

/** Articles that a phrase may have or lack. */
export const articles = set('the a an al el');

/** Words before a surname that are no given name: titles, offices, ranks. */
export const titles = set(`
mr mrs ms miss dr doctor sir dame lord lady baron baroness sheikh shaikh sultan king queen prince princess emperor pope cardinal archbishop bishop father rev reverend pastor imam
ayatollah mullah rabbi saint st president presidents premier chancellor minister ministers secretary senator sen representative rep congressman congresswoman governor gov mayor ambassador
envoy judge justice chief general gen colonel col major maj captain capt lieutenant lt sergeant sgt admiral adm commander marshal brigadier professor prof chairman chairwoman chair director
speaker leader spokesman spokeswoman spokesperson candidate coach manager striker midfielder defender goalkeeper driver pilot actor actress singer author writer analyst economist
attorney officer inspector detective deputy vice former ex late then acting treasury foreign defence defense finance prime commissioner delegate herr frau monsieur madame mme don dona senor senora signor
mp mep md phd cmdr hon dato tun haji hajj shri smt ustad engineer eng lawyer investor financier arbitrageur`);

/** Common nouns and adjectives that names of bodies, places and events are built with: alone they name nothing. */
export const genericWords = set(`
academy administration affairs agency agreement air airline airlines airport airways alliance army arts assembly assistance association atlantic atomic attack authority award awards bank base battle bay
bomb bombing bombings board book broadcasting brewery bridge building bureau business campaign cancer canal capital car castle center central centre challenge championship championships change channel
church circuit city civil class climate club cluster coalition coast college committee commission common commons commonwealth community companies company competition computer confederation conference congress
conservation constitution constitutional convention cooperation corporation corps council country county court crash crime crisis culture cup cyclone day defence defense democracy democratic department
depression derby deutsche development dioxide disaster disease district division drive duty earth earthquake east eastern economic economy education election elections electoral electric energy
engine engineering entertainment environment environmental equipment eruption european event exchange executive exploration express facebook faculty family fashion federal federation festival field film finance
financial fire flash flight flood flu food football force forces foreign forum foundation free french fund galaxy game games gas gay general glacier global gold government grand great group gulf
gun hall health heavy high highway history holdings holy home hospital hotel hour house human hurricane ice independence independent industrial industries industry influenza information institute institution
insurance intelligence international internet island islands issue joint journal justice killing king kingdom labor labour laboratory lake land language launch law league left legal liberal liberation library life
light limited line list loan local magazine main management march marathon marine marines marriage mass match media medal medical medicine meeting memorial men military mine ministry mission mobile modern
monetary money monitor morning mortgage motor motors mount mountain movement museum music national natural naval navy network new news newspaper night non north northern nuclear number observatory occupation ocean
office oil olympic olympics open operation opposition orchestra order organisation organization pacific pact panel parade park parliament parliamentary parties party patrol peace people peoples permanent person
petroleum pipeline plan plane planet plant plants plate platform play point police policy political politics pollution port post power prefecture premier presidency president presidential press primary prime prison prize
procedure product production program programme project proposition protection protest protests province provinces public quarter race racing radio rail railway railways rally rate reactor reconstruction record red reform
region regional regulation relations republic republican rescue research reserve resolution resources restaurant resort review revolution right rights river road rocket room royal rule safety saint sales satellite
scandal school science sciences scientific sea season second secretary section security senate senator series service services session settlement shooting shuttle site soccer social socialist society software
solar south southern space spacecraft speaker special sport sports spring square stadium standard star state states station statistics stock store storm strategic street strike student studies study subtype suicide suite
summer summit sun super supreme surgery survey system tax team technologies technology telecommunications telegraph telephone television terminal territories territory terrorism terrorist test theater theatre third times tobacco
tour tournament tower town track trade traffic training transit transport transportation treasury treaty trial tribunal troops tropical trust tsunami tunnel tv typhoon union united unit universal university us
use valley vehicle victims video village virus visit volcano vote war wars warming waste water weapon weapons weather web week west western white wildlife wind winter women wood work workers world year years youth zone
act bill case code force guard first day flag formula constituency constituencies senate district area areas body boat ship ships train trains truck bus species animal animals child children woman man girl boy baby brain heart blood drug drugs
`);

/** Forms of companies and clubs that may be left out of a name. */
export const legalForms = set(
  'inc ltd limited llc plc corp corporation co company gmbh ag sa nv bv spa srl oy ab as fc cf sc afc fk nk ac jr sr ii iii iv kg pte pty llp lp kk ooo oao zao pao',
);

/** Words of speech: who stands beside them is quoted or acts. */
export const speechWords = set(`
said says say saying told tells tell added adds add announced announces announce called calls call warned warns warn urged urges urge argued argues stated states claimed claims insisted insists noted notes explained explains
declared declares denied denies demanded demands accused accuses criticized criticised criticizes criticises praised praises asked asks replied replies responded responds wrote writes commented comments suggested suggests
vowed vows pledged pledges promised promises rejected rejects condemned condemns testified testifies believes believed thinks thought expects expected hopes hoped wants wanted met meets meet`);

/** Prepositions that make a following place the scene rather than the actor. */
export const scenePrepositions = set(
  'in at from near of for to across throughout outside inside around into through off toward towards via',
);

/** Given names common in the news in many languages, with which a longer name is likely a person. */
export const givenNames = set(`
aaron abdel abdul abdullah abdulla abdelhamid abe abraham adam adel adrian adrienne ahmad ahmed aisha akbar akira alain alan albert alberto alejandro aleksandr aleksander alessandro alex alexander alexandra alexei alexey alexis alfred ali alice alison alistair allan allen alyssa amanda amir amy ana anatoly anders andre andrea andreas andrei andres andrew andrey andrzej andy angel angela angelo anita ann anna anne annie anthony antoine anton antonio anwar ariel arthur arnold ashley asif atal august axel ayman barack barbara barry bashar beatrice ben benazir benigno benjamin benny bernard bernie bertrand beth bill billy bob bobby boris brad bradley brandon brenda brett brian bruce bruno bryan calvin cameron carl carla carlos carol caroline casey catherine cecil cesar charles charlie charlotte cheryl chris christian christina christine christophe christopher chuck claire claude claudia cliff clint colin condoleezza craig cristiano cristina curtis cynthia cyril dale damian dan daniel daniela danny darren darryl dave david dean deborah denis dennis derek desmond diana diane dick didier diego dieter dimitri dirk dmitri dmitriy dmitry dominic dominique don donald donna doris dorothy doug douglas duncan dustin dwight earl ed eddie edgar edith eduardo edward edwin eileen elena eli elizabeth ellen elon emily emma emmanuel eric erich erik ernest ernesto ernst ethan eugene eva evan evelyn evgeny evo fabio fatima federico felipe felix ferdinand fernando fidel fiona florian florence fouad frances francesco francis francisco franco francois frank franklin franz fred frederick friedrich fritz fuad gabriel gabrielle gareth gary gavin gene geoff geoffrey george georges gerald gerard gerhard gerry giancarlo giorgio giovanni giuseppe glen glenn gloria gordon grace graham greg gregory guido guillermo gunter gustavo guy hamid hannah hans harold harriet harry hasan hassan heather hector heidi heinrich heinz helen helena helmut henri henrik henry herbert herman hermann hilary hillary hiroshi hosni howard hubert hugh hugo hussein ian ibrahim igor ilham ilya imran ines ingrid irene irina isaac isabel ismail ivan jack jackie jacob jacques jaime jake james jamie jan jane janet janez jared jason jasper javier jay jean jeff jeffrey jens jeremy jerome jerry jesse jessica jesus jill jim jimmy jo joachim joan joao joaquin joe joel johan johannes john johnny jon jonas jonathan jorge jose josef joseph joshua joyce juan judith judy julia julian julie julio jurgen justin kamal karen karim karl kate katherine kathleen kathy katie keiko keir keith kelly ken kenji kenneth kevin khaled khalid kirk klaus kofi konrad konstantin kristin kurt kwame kyle lance larry lars laura laurent laurie lawrence lech lee leo leon leonard leonid leonardo leslie lewis liam lila linda lindsay lionel lisa liz lloyd lorenzo louis louise luc luca lucas luis luiz luke lynn mahmoud mahmud malcolm manfred manmohan manuel marc marcel marcelo marco marcos marcus margaret maria marie marina mario marion mark marko markus martha martin martina marvin mary masoud massimo mathias matt matteo matthew matthias maurice mauricio max maxim megan mehdi mel melissa meredith michael michel michelle miguel mike mikhail milan milos miriam mitch mitt mohamed mohammad mohammed moises monica morgan moshe mstislav muammar muhammad murray mustafa nadia nancy naoto naomi narendra natalia natalie nathan nathaniel neil nelson nicholas nick nicola nicolas nicole nigel nikita nikolai nikola nils noel nora norman nouri nuri oleg oleksandr olga oliver olivia olivier olof omar orlando oscar osama otto owen pablo palmer pamela paolo pascal pat patricia patrick paul paula paulo pavel pedro peggy penny pervez pete peter petr petra phil philip philippe phillip pierre pieter piotr pranab rachel rafael rafic rahul rainer raj rajiv ralph ramon randy raul ray raymond rebecca recep reinhard rene rex ricardo richard rick rob robert roberto robin rod rodney rodrigo roger roland rolf roman ron ronald rosa ross roy rudolf rudy rupert russell ruth ryan saad saddam sally salman sam samantha samir samuel sandra sanjay sara sarah satoshi scott sean sebastian sebastien serena sergei sergey sergio seth shane shannon sharon shaun shawn sheila shinzo shirley sidney silvio simon sofia sonia sophie stan stanislav stanley stefan stefano stella stephane stephanie stephen sterling steve steven stewart stuart sue sundar susan suzanne sven sylvia taro ted teresa terry thabo theodore theresa thierry thomas tiger tim timothy tina todd tom tommy toni tony tracy trevor tyler tzipi ulrich umberto urho ursula usman vaclav valentin valerie vanessa vera veronica vicente victor victoria viktor vincent viktoria vincenzo virginia vitaly vivian vladimir volodymyr vojislav walter warren wayne wendy werner wilhelm william willy winston wladimir wolfgang woody xavier yasser yasuhiro yevgeny yitzhak yoko yoshihiko yousuf yukio yulia yuri yusuf yves yvonne zachary zbigniew zine zoran`);
