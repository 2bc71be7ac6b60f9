package setup

import "einmal/internal/notice"

// sentence is what setup says, in both languages; %s and %d stand for the same in both.
type sentence struct{ de, en string }

func (s sentence) in(l notice.Language) string {
	if l == notice.German {
		return s.de
	}
	return s.en
}

// words is everything that setup says to people who answer questions.
var words = struct {
	intro, needed, badText, stopped sentence

	askPublic, whyPublic, badPublic, unknownName, nameElsewhere, nameHere  sentence
	addresses, privateOnly, noAddress                                      sentence
	askName, whyName, askAddress, whyAddress, askEmail, whyEmail, badEmail sentence
	askState, whyState, badState, toldAuthority                            sentence
	askHosting, whyHosting, badHosting, badBasis, adequacy                 sentence
	askCreate, whyCreate, badCreate                                        sentence
	portTaken, portStays, anotherProgram, askProxy, whyProxy, badProxy     sentence

	written, unchanged, officer, started, goesOn, notStarted                             sentence
	startYourself, startByHand                                                           sentence
	creatorLink, creatorOnce, creatorThere, openForAll, proxyNext, doctorLooks, byDoctor sentence
}{
	intro: sentence{
		"Höchstens acht Fragen. Die Eingabetaste nimmt, was in Klammern steht.\n" +
			"Strg-C bricht ab; bis zum Schluss wird nichts geschrieben.",
		"Eight questions at most. Enter takes what stands in brackets.\n" +
			"Ctrl-C stops; until the end nothing is written.",
	},
	needed: sentence{"Diese Angabe wird gebraucht.", "This is needed."},
	badText: sentence{
		"Höchstens 500 Zeichen in einer Zeile.", "500 characters at most, on one line.",
	},
	stopped: sentence{
		"Abgebrochen; es wurde nichts geschrieben.", "Stopped; nothing was written.",
	},

	askPublic: sentence{"Name oder Adresse des Servers", "Name or address of the server"},
	whyPublic: sentence{
		"Damit öffnet man die Seite. Ein Name wie call.example wird durch sein Zertifikat " +
			"öffentlich\n   bekannt; ohne Namen geht auch die Adresse dieser Maschine.",
		"It is what people open. A name such as call.example becomes public by its certificate;" +
			"\n   without a name the address of this machine will do.",
	},
	badPublic: sentence{
		"Ein Name wie call.example oder eine Adresse, ohne Port und Pfad.",
		"A name such as call.example, or an address, without port and path.",
	},
	unknownName: sentence{
		"Achtung: Unter diesem Namen findet sich noch keine Adresse. Tragen Sie bei Ihrem " +
			"Anbieter\n   für Namen diese ein: %s.",
		"Mind: there is no address under this name yet. At whoever has the name, enter: %s.",
	},
	nameElsewhere: sentence{
		"Achtung: Der Name führt zu %s, diese Maschine hat aber %s.",
		"Mind: the name leads to %s, but this machine has %s.",
	},
	nameHere: sentence{"Der Name führt hierher.", "The name leads here."},
	addresses: sentence{
		"Öffentliche Adressen dieser Maschine: %s.", "Public addresses of this machine: %s.",
	},
	privateOnly: sentence{
		"Diese Maschine hat nur private Adressen (%s). Was davor steht, muss Port 443 über\n" +
			"TCP und UDP hierher weiterleiten.",
		"This machine has private addresses alone (%s). Whatever is in front has to forward\n" +
			"port 443 here, over TCP and UDP.",
	},
	noAddress: sentence{
		"Diese Maschine ist an kein Netz angeschlossen.", "This machine is on no network.",
	},

	askName: sentence{"Wer betreibt den Server?", "Who runs the server?"},
	whyName: sentence{
		"Ihr Name oder der Ihrer Firma: Er steht im Datenschutzhinweis und im Impressum.",
		"Your name, or that of your company: it stands in the privacy notice and the imprint.",
	},
	askAddress: sentence{"Postanschrift", "Postal address"},
	whyAddress: sentence{
		"Auch sie steht dort: Straße, Ort, Land.", "It stands there too: street, place, country.",
	},
	askEmail: sentence{"E-Mail-Adresse", "Mail address"},
	whyEmail: sentence{
		"An sie wenden sich Menschen mit Fragen, und wer eine Lücke gefunden hat.",
		"People with questions write to it, and whoever has found a hole.",
	},
	badEmail: sentence{
		"Eine Adresse wie datenschutz@call.example.", "One address such as privacy@call.example.",
	},
	askState: sentence{"Bundesland oder Land", "Country, or state of Germany"},
	whyState: sentence{
		"Wo Sie Ihren Sitz haben: Daraus ergibt sich die Aufsichtsbehörde. Zum Beispiel Berlin, " +
			"Bayern, AT.",
		"Where you are: it says which supervisory authority is yours. Such as Berlin, Bavaria, FR.",
	},
	badState: sentence{
		"Ein deutsches Bundesland (Sachsen), ein Land der EU (Österreich, FR), die Schweiz oder " +
			"das\n   Vereinigte Königreich; sonst Name und Ort der Behörde, mit Komma.",
		"A state of Germany (Saxony), a country of the EU (Austria, FR), Switzerland or the United" +
			"\n   Kingdom; else name and place of the authority, with a comma.",
	},
	toldAuthority: sentence{"Aufsichtsbehörde: %s.", "Supervisory authority: %s."},

	askHosting: sentence{"Wem gehört die Maschine, und wo steht sie?", "Whose machine is this, and where?"},
	whyHosting: sentence{
		"Der Hinweis nennt den Anbieter, wie „Hetzner Online GmbH, DE“. Eigene Maschine: self, DE.",
		"The notice names the provider, such as: Hetzner Online GmbH, DE. A machine of your own: " +
			"self, DE.",
	},
	badHosting: sentence{
		"Anbieter, dann nach einem Komma das Land, wie: Hetzner Online GmbH, DE.",
		"Provider, then the country behind a comma, such as: Hetzner Online GmbH, DE.",
	},
	badBasis: sentence{
		"Dieses Land liegt außerhalb des EWR. Hängen Sie an, warum die Daten dort sein dürfen, " +
			"wie:\n   Firma, US, Standardvertragsklauseln (Art. 46 DSGVO).",
		"This country is outside the EEA. Add why the data may be there, such as:\n" +
			"   Company, US, standard contractual clauses (Art. 46 GDPR).",
	},
	adequacy: sentence{
		"Angemessenheitsbeschluss der Europäischen Kommission (Art. 45 DSGVO)",
		"adequacy decision of the European Commission (Art. 45 GDPR)",
	},

	askCreate: sentence{"Wer darf Räume anlegen?", "Who may create rooms?"},
	whyCreate: sentence{
		"token: wer einen Link von Ihnen hat; open: alle, die die Seite öffnen.",
		"token: whoever has a link from you; open: everybody who opens the page.",
	},
	badCreate: sentence{"token oder open.", "token or open."},

	portTaken: sentence{
		"Port 443 ist vergeben, an %s.", "Port 443 is taken, by %s.",
	},
	portStays: sentence{
		"Port 443 gehört %s, und ohne Proxy braucht ihn einmal selbst. Es wurde nichts geschrieben.",
		"Port 443 is %s's, and without a proxy einmal needs it itself. Nothing was written.",
	},
	anotherProgram: sentence{"einem anderen Programm", "another program"},
	askProxy: sentence{
		"Wie lange hebt der Proxy davor Protokolle mit Adressen auf?",
		"How long does the proxy in front keep logs with addresses?",
	},
	whyProxy: sentence{
		"Dann läuft einmal auf 127.0.0.1 hinter diesem Programm (-trusted-proxy); fertige Dateien\n" +
			"   dafür: docs/proxies. none: gar nicht, wie in diesen Dateien; sonst wie „7 days“; " +
			"no: kein Proxy.",
		"einmal then runs on 127.0.0.1 behind that program (-trusted-proxy); ready files for it:\n" +
			"   docs/proxies. none: not at all, as in these files; else such as: 7 days; no: no proxy.",
	},
	badProxy: sentence{"none, no oder eine Zeit wie 7 days.", "none, no, or a time such as 7 days."},

	written:   sentence{"Geschrieben: %s", "Written: %s"},
	unchanged: sentence{"Unverändert: %s", "As before: %s"},
	officer: sentence{
		"Dort steht, es gebe keinen Datenschutzbeauftragten; wer einen hat, trägt ihn ein.",
		"It says that there is no data protection officer; whoever has one enters it there.",
	},
	started: sentence{"Der Server läuft, auch nach einem Neustart.", "The server runs, also after a reboot."},
	goesOn: sentence{
		"Der Server läuft weiter und wurde nicht neu gestartet: er hat alles schon gelesen.",
		"The server goes on and was not started again: it has read all of this already.",
	},
	startYourself: sentence{
		"So startet der Server, jetzt und nach jedem Neustart:\n  %s",
		"This starts the server, now and after each reboot:\n  %s",
	},
	startByHand: sentence{
		"Hier läuft kein systemd mit einem Dienst einmal. So startet der Server:\n  %s",
		"There is no systemd with a service einmal here. This starts the server:\n  %s",
	},
	notStarted: sentence{
		"Der Dienst startet nicht: %s. Mehr sagt: journalctl -u einmal",
		"The service does not start: %s. journalctl -u einmal says more.",
	},
	creatorLink: sentence{
		"Ihr Link zum Anlegen von Räumen. Er wird nur jetzt gezeigt; geben Sie ihn nicht weiter.",
		"Your link to create rooms. It is shown only now; keep it to yourself.",
	},
	creatorOnce: sentence{
		"Noch einen macht: einmal creator add NAME", "One more is made by: einmal creator add LABEL",
	},
	creatorThere: sentence{
		"Links zum Anlegen von Räumen gibt es schon: einmal creator list",
		"There are links to create rooms already: einmal creator list",
	},
	openForAll: sentence{"Räume anlegen kann, wer %s öffnet.", "Whoever opens %s can create rooms."},
	proxyNext: sentence{
		"Nun der Proxy: docs/proxies hat fertige Dateien; er leitet %s an %s weiter. Für das Relay\n" +
			"muss Port %s über TCP und UDP offen sein.",
		"Now the proxy: docs/proxies has ready files; it passes %s on to %s. For the relay port %s\n" +
			"has to be open over TCP and UDP.",
	},
	doctorLooks: sentence{
		"Nun sieht einmal doctor nach; das dauert bis zu einer Minute …",
		"Now einmal doctor has a look, which takes up to a minute …",
	},
	byDoctor: sentence{
		"Ob alles stimmt, sagt jederzeit: einmal doctor",
		"einmal doctor says at any time whether all is well.",
	},
}
