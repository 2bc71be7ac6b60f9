// The 1,024 German words for links that are read out (docs/adr/0028). A part of the protocol: their
// order stays as it is, and words.test.ts holds the rules by which they were chosen.
export const words = `
abend abfahrt abgabe abhang abkommen ablage abreise absatz abstand abteil abzug achse acker adel
adler admiral adresse advent ahorn akademie akazie akkord akte akzent alarm albatros album alge
allee alltag alpen alphabet altar amboss ameise ampel amulett analyse ananas anblick andacht
anfang angel anlass annonce anorak anruf ansage antenne antilope antwort anwalt anzeige apfel
apotheke apparat aprikose aquarium arbeit archiv arena argument arkade armband artikel arznei
asche aster atelier athlet atlas atom aufgabe aula ausflug autobahn avocado baby bach bagger
bahnhof balkon bambus banane banner barke barriere basar basilikum bauer becher bedarf beere
begriff beifall beispiel beitrag beleg benzin berater bereich besen bestand besuch beton beute
bewegung bezirk biber biene bilanz bild bingo biotop blase blatt blech blitz blume boden boje
bonbon boot boxer brause brei bremse brett brezel brief brikett brille brokkoli bronze bruder
brunnen bucht budget bummel burg busch butter campus cello chef chemie chor chronik clown
computer container curry dackel dame dampf dank dattel datum daumen decke deich dekor delfin
delta denkmal dessert detail dezember diagramm dialog diamant dichter diele dienst digital
diplom direktor distel docht doktor dokument domino donner doppel dorf dose drache draht drama
drehung dreieck drilling drohne drossel druck dschungel duett duft durst dusche dynamo ebbe
ebene echo edelstein efeu effekt ehre ehrgeiz eidechse eifer eigelb einfall einhorn einkauf
eintritt eisen elch elefant element elfe elite elster eltern empfang ende energie enzian episode
erbse ereignis erfolg ergebnis erholung erker ernte ersatz ertrag esel essig estragon etage
etappe etikett export extra fabel fabrik faden fahne fahrrad falke familie farbe farn fasan
faser fass faultier faust februar feder fehler feige feld fenchel fenster ferien fichte figur
film filter finale finger firma fisch flagge flamme flasche fleck flieder flosse flut fohlen
folie fontane format forst fossil foto frachter frage frau freitag freund friede frisur frosch
frucht fuchs fundament funke furche galerie galopp gans garage garnele garten gasse gast gazelle
gebirge gecko gedicht gehalt gelb gelenk gemeinde generator gepard gerste gesang getreide gewand
gewebe gewinn giebel ginster gipfel giraffe girlande gitarre gitter glanz glas globus glocke
gold gondel gorilla graben grafik granit grenze griff grotte grube grund gulasch gurke gurt haar
habicht hafen hagel halbinsel hammer hamster hand hantel harfe harmonie harz hase haube haut
hebel hecht heft heide heimat heizung helm herbst herd hering hibiskus himbeere himmel hirsch
hirte hitze hobby holz honig hopfen horizont hornisse hotel humor hunger hydrant hymne idee
iltis imker impuls index ingwer inhalt insekt inspektor institut interesse iris jacke jade jagd
jaguar jasmin jeans joghurt jugend junge juni juwel kabine kachel kaffee kakao kaktus kalender
kamel kamin kante kapelle kapitel kapsel kapuze karamell karneval karussell kaskade kastanie
katalog kater kauf kautschuk kegel keil keks keller kenner keramik kern kerze kessel kette
kiefer kind kiosk kirsche kissen kiste kiwi klammer klang klasse klavier klee kleid klempner
klima klinik klippe kloster knie knopf knospe knoten koala koch kolben kolibri kolumne komet
komma kompass konfetti kontinent konzert koralle korb kordel korridor krabbe kraft kragen
krawatte kreide kreuz kristall krokus krone krug kruste kuchen kultur kunst kupfer kuppel kurbel
kurier kurs kurve labor labyrinth lachs lack lager lagune lama lampe langlauf lanze lasso
laterne laub lavendel lawine leben leguan lehm lehrer leine leiter lektion leopard lesung
leuchter lexikon libelle licht liebe liga lilie limette limonade linde lineal lokal lokomotiv
lorbeer lotse lotus luke lurch macht magazin magnet majoran makrele maler mammut mandel mango
mappe marder margarine marine markt marmor maschine maske matrose matte maus medaille medium
meer meister melone mensch messer metall methode milch mimik mineral minister minute minze
mischung mittwoch mixer mode modul molkerei moment monat monitor montag morgen mosaik motor
mulde mund murmel muschel museum muskel nachbar narzisse nashorn natur neffe nektar nelke nerv
nest netz neugier nickel nische norden norm notiz november nudel nugget nummer nuss nutzen
objekt obst oktave oktober olive olymp opal oper optik orange orchester organ orgel orient
original osten otter ozean packung paddel paket palast palme panda panorama pantoffel papagei
papier pappel paprika parade parkett parlament partner pastete pate patient pause pavian pazifik
pedal pelikan pelz pendel pension pergament perle person pfad pfanne pfeffer pfeil pfennig pferd
pfirsich pflanze pfosten piano picknick pilger pilot pinguin pinsel pirat pistazie pizza plakat
plan plastik plombe podium poesie polka polster pony portal posaune post pracht praxis preis
prinz prisma probe produkt profil programm prophet prospekt protokoll pudding puder pullover
puma pumpe punkt pupille puzzle pyjama pyramide quadrat qualle quark quitte rabe radar radio
rahmen rakete ranke ranzen rasen rassel rathaus rauch raum raute reaktion rebhuhn rechen rede
reflex regal regie reif reihe rekord relief rennen rente report reserve respekt rettich revier
rezept riese ring rippe risiko rock roggen rohr rolle roman rosine rubin rucksack ruine rumpf
rutsche saal sache safari safran saft saison salat salbe salon salz samen sandale saphir sardine
satellit sauce sauna savanne saxophon schach schere schiff schlaf schmied schnee schrank schuh
schwan sechseck seele seife sekunde sellerie seminar semmel sender senf sense september serie
sesam sieb siegel signal silber sinfonie sinn sirene sirup sitz skala skelett skizze skorpion
slalom smaragd sofa sommer sonate sorge spange spargel spaten specht speer speise spende
sperling spinne spirale spitze sport sprache sprung spule staat stab stachel stahl stamm station
stein stempel stiefel stift stille stirn stock stoff storch strand strom strumpf student stute
summe suppe symbol system tabelle tablett tafel taille takt talent talisman tanne tapete tapir
tarif taxi technik teddy teig teleskop tennis teppich termin terrasse text theater thema thron
thymian ticket tiefe tier tinte titel toast tomate topf tornado torte tradition traktor traube
treffen treppe tresor trichter tritt trommel tropfen trost truhe tuch tukan tulpe tunnel turban
turm turnier ulme umgang umlauf umsatz umweg umzug uniform union unkraut unruhe urlaub ursache
urteil urwald vanille ventil veranda verband verein verkehr vers video viertel villa vision
vitamin vogel volk vollmond vorhang vorrat vortrag vulkan waage wacholder waffel wagen wahl
walnuss walze wappen ware warnung weber wechsel wein weisheit weite welle werbung werft werk
wespe wetter widder wimper winkel winter wirbel wirt woche wohnung wolf wunsch wurf wurzel yoga
zahn zange zapfen zauber zebra zeichen zeit zement zentrum zeppelin zettel zeuge ziel ziffer
zink zirkel zitat zitrone zone zucker zufall zukunft zustand zweck zwerg zwiebel zwilling
zylinder zypresse
`;
