// Deutsch, in der Sie-Form. A missing or surplus key is a type error.
import type { en } from "./en.ts";
import { knows } from "./knows.de.ts";
import { over } from "./over.de.ts";

export const de: Record<keyof typeof en, string> = {
  "app.language": "Sprache",
  "app.someone": "jemand",
  "app.your-host": "Ihr Gastgeber",
  "app.close": "Schließen",
  "app.cancel": "Abbrechen",
  "app.copied": "Kopiert",
  "app.please-copy": "Bitte kopieren Sie den markierten Text selbst.",
  "app.to-start": "Zur Startseite",
  "app.privacy": "Datenschutz",
  "app.imprint": "Impressum",
  "incident.text":
    "Fehlersuche bis {until}: {reason}. " +
    "Der Server hält Arten von Nachrichten, Fehler und Zahlen fest, aber keine Namen, " +
    "Adressen oder Inhalte.",

  "start.title": "Privates Gespräch starten",
  "start.lead": "Ein Raum für ein einziges Gespräch. Danach löscht ihn der Server.",
  "start.kind": "Was für ein Gespräch?",
  "kind.video": "Video",
  "kind.audio": "Nur Ton",
  "kind.chat": "Nur Chat",
  "start.topic": "Thema",
  "start.topic.hint": "Wer mit dem Link anklopft, kann es sehen, der Server nicht.",
  "start.optional": "optional",
  "start.seats": "Für wie viele Personen?",
  "start.seats.hint": "Sie selbst mitgezählt.",
  "start.create": "Raum anlegen",
  "start.creating": "Raum wird angelegt …",
  "start.working": "Wird vorbereitet. Das dauert ein paar Sekunden …",
  "start.note":
    "Die Schlüssel entstehen in diesem Browser. " +
    "Der Server erhält Zufallszahlen, die Zahl der Plätze und ein Ablaufdatum, aber keine Namen. " +
    "Wie immer sieht er Ihre Internetadresse.",

  "rooms.title": "Ihre Räume",
  "rooms.new": "Ein neuer Raum",
  "rooms.until": "Offen bis spätestens {expires}.",
  "rooms.unnamed.video": "Videogespräch",
  "rooms.unnamed.audio": "Gespräch ohne Bild",
  "rooms.unnamed.chat": "Chat",
  "rooms.enter": "Betreten",
  "rooms.forget": "Vergessen",
  "rooms.forget.title": "„{room}“ vergessen?",
  "rooms.forget.lead":
    "Der Raum selbst bleibt offen, längstens bis er abläuft. " +
    "Als Gastgeber kommen Sie dann nur noch mit dem Gastgeberlink hinein, " +
    "falls Sie ihn gesichert haben. " +
    "Um den Raum sofort zu löschen, betreten Sie ihn und beenden das Gespräch für alle.",
  "rooms.forget-all": "Alle vergessen",
  "rooms.forget-all.title": "Alle Räume vergessen?",
  "rooms.forget-all.lead":
    "Die Räume selbst bleiben offen, längstens bis sie ablaufen. " +
    "Als Gastgeber kommen Sie dann nur noch mit den Gastgeberlinks hinein, " +
    "falls Sie sie gesichert haben. " +
    "Um einen Raum sofort zu löschen, betreten Sie ihn und beenden das Gespräch für alle.",
  "rooms.forgotten": "Vergessen.",

  "ready.title": "Ihr Raum ist bereit.",
  "ready.lead": "Er gilt für ein Gespräch und schließt danach, spätestens am {expires}.",
  "ready.guest-link": "Link für Ihre Gäste",
  "ready.guest-link.hint":
    "Ein Link für alle. Jeder Gast klopft an, und Sie entscheiden, wer hereinkommt.",
  "ready.copy": "Link kopieren",
  "ready.when": "Tag und Uhrzeit",
  "ready.when.hint": "Nur für E-Mail und Kalender. Der Server erfährt nichts davon.",
  "ready.when.needed": "Bitte wählen Sie zuerst Tag und Uhrzeit.",
  "ready.when.late": "Der Raum schließt schon vorher, am {expires}.",
  "ready.mail": "E-Mail-Entwurf",
  "ready.calendar": "Kalenderdatei",
  "ready.remember": "Raum in diesem Browser merken, bis er vorbei ist",
  "ready.remember.hint":
    "Sie finden ihn dann auf der Startseite, auch wenn dieser Tab geschlossen ist. " +
    "Nur auf Ihrem eigenen Gerät: Wer diesen Browser benutzt, könnte Gastgeber sein.",
  "ready.host": "Ihr Gastgeberschlüssel",
  "ready.host.lead":
    "Lassen Sie diesen Tab offen: Er enthält Ihren Gastgeberschlüssel. " +
    "Für ein anderes Gerät sichern Sie den Gastgeberlink.",
  "ready.host.kept":
    "Dieser Browser bewahrt ihn auf, bis der Raum vorbei ist, es sei denn, er löscht, " +
    "was Websites gespeichert haben. " +
    "Um sicherzugehen oder ein anderes Gerät zu benutzen, sichern Sie den Gastgeberlink.",
  "ready.host.show": "Gastgeberlink zeigen und kopieren",
  "ready.host.field": "Gastgeberlink",
  "ready.host.warning":
    "Wer diesen Link hat, ist Gastgeber. " +
    "Behalten Sie ihn für sich und verschicken Sie ihn nie per E-Mail.",
  "ready.enter": "Raum betreten",

  "landing.title.video": "Sie sind zu einem privaten Videogespräch eingeladen.",
  "landing.title.audio": "Sie sind zu einem privaten Gespräch ohne Bild eingeladen.",
  "landing.title.chat": "Sie sind zu einem privaten Chat eingeladen.",
  "landing.lead": "Kein Konto, keine Installation.",
  "landing.now": "Was jetzt geschieht",
  "landing.now.video": "Kamera und Mikrofon bleiben aus, bis Sie sie einschalten.",
  "landing.now.audio":
    "Ihr Mikrofon bleibt aus, bis Sie es einschalten. Eine Kamera wird nie benutzt.",
  "landing.now.chat": "Kamera und Mikrofon werden nie benutzt.",
  "landing.now.knock": "Wer Sie sind, erfahren die anderen erst, wenn Sie anklopfen.",
  "landing.now.address":
    "Ihre Internetadresse erfahren die anderen erst, wenn Sie hereingelassen sind. " +
    "Sie können sie auch verbergen.",
  "landing.continue": "Weiter",
  "host.title": "Sie sind Gastgeber dieses Gesprächs.",
  "host.lead":
    "Betreten Sie den Raum, um Ihre Gäste hereinzulassen. " +
    "Kamera und Mikrofon bleiben aus, bis Sie sie einschalten.",
  "prejoin.title": "Wie möchten Sie teilnehmen?",
  "prejoin.title.chat": "Am Chat teilnehmen",
  "prejoin.name": "Ihr Name",
  "prejoin.name.hint": "Sehen nur die anderen im Gespräch.",
  "prejoin.name.hint.host": "Sehen die anderen im Gespräch und alle, die mit dem Link anklopfen.",
  "prejoin.name.needed": "Bitte geben Sie einen Namen ein, damit die anderen wissen, wer Sie sind.",
  "prejoin.use.video": "Kamera und Mikrofon benutzen",
  "prejoin.use.audio": "Mikrofon benutzen",
  "prejoin.asking": "Ihr Browser fragt Sie jetzt …",
  "prejoin.without": "Ohne teilnehmen",
  "prejoin.without.done":
    "Sie nehmen ohne Kamera und Mikrofon teil. Sie können beides im Gespräch einschalten.",
  "prejoin.without.done.audio":
    "Sie nehmen ohne Mikrofon teil. Sie können es im Gespräch einschalten.",
  "prejoin.devices": "Kamera und Mikrofon",
  "preview.both-off": "Kamera und Mikrofon sind aus.",
  "preview.camera-off": "Ihre Kamera ist aus.",
  "preview.microphone-on": "Ihr Mikrofon ist an.",
  "preview.microphone-off": "Ihr Mikrofon ist aus.",
  "prejoin.heard": "Ihr Mikrofon hört Sie.",
  "prejoin.unheard": "Ihr Mikrofon hört Sie noch nicht. Bitte sprechen Sie.",
  "prejoin.test-sound": "Testton abspielen",
  "devices.open": "Geräte wählen",
  "devices.video": "Kamera und Mikrofon",
  "devices.audio": "Mikrofon",
  "devices.camera": "Kamera",
  "devices.microphone": "Mikrofon",
  "devices.lead": "Was ausgeschaltet ist, bleibt aus.",
  "devices.unnamed": "Ihr Browser zeigt die Namen, sobald Sie ein Gerät erlaubt haben.",
  "devices.default": "Vom Browser gewählt",
  "prejoin.hide": "Meine Internetadresse verbergen",
  "prejoin.hide.hint":
    "Vor den anderen, nicht vor dem Server. " +
    "Das Gespräch läuft dann über die Vermittlung des Servers, weiterhin verschlüsselt. " +
    "Es kann langsamer sein.",
  "prejoin.see":
    "Sobald Sie im Gespräch sind, können die anderen sehen und hören, was Sie eingeschaltet haben. " +
    "Der Server kann das nicht.",
  "prejoin.see.audio":
    "Sobald Sie im Gespräch sind, können die anderen Sie hören, solange Ihr Mikrofon an ist. " +
    "Der Server kann das nicht.",
  "prejoin.see.chat":
    "Sobald Sie im Gespräch sind, lesen die anderen, was Sie schreiben. Der Server kann das nicht.",
  "prejoin.waiting.one": "{name} wartet schon.",
  "prejoin.waiting.many": "{count} Gäste warten schon.",
  "prejoin.knock": "Anklopfen",
  "prejoin.join": "Gespräch betreten",
  "prejoin.joining": "Einen Moment …",

  "lobby.title": "Sie warten auf Einlass.",
  "lobby.knocking": "Wir klopfen an …",
  "lobby.waiting": "{host} kann sehen, dass Sie warten.",
  "lobby.closed": "Die Verbindung zum Raum ist beendet.",
  "lobby.connecting": "Wir verbinden Sie mit dem Raum …",
  "lobby.not-here":
    "Ihr Gastgeber ist gerade nicht verbunden. " +
    "Lassen Sie die Seite offen, es geht von selbst weiter.",
  "lobby.full": "Der Raum ist gerade voll. {host} kann sehen, dass Sie warten.",
  "lobby.locked":
    "{host} lässt im Augenblick niemanden anklopfen. Lassen Sie diese Seite offen. " +
    "Es geht von selbst weiter, sobald sich das ändert.",
  "lobby.unseen": "Noch kann Sie niemand sehen oder hören.",
  "lobby.unseen.chat": "Noch kann niemand etwas von Ihnen lesen.",
  "lobby.note": "Nachricht von {host}",
  "lobby.leave": "Nicht mehr warten",
  "lobby.back.title": "Sie warten darauf, wieder hineinzukommen.",

  "call.title": "Privates Gespräch",
  "call.encrypted": "Zwischen Ihnen verschlüsselt",
  "call.people": "{count} von {seats}",
  "call.people.label": "Personen hier: {count}, Plätze: {seats}",
  "call.stage": "Personen im Gespräch",
  "call.controls": "Bedienung",
  "call.mic": "Mikrofon",
  "call.camera": "Kamera",
  "call.asking": "Ihr Browser fragt gerade. Drücken Sie noch einmal, dann bleibt es aus.",
  "call.chat": "Chat",
  "call.lock": "Sperren",
  "call.lock.title":
    "Sperren: Wer ab jetzt anklopft, wird hier nicht gezeigt. " +
    "Wer schon im Gespräch war, kann zurückkommen.",
  "call.leave": "Verlassen",
  "call.end": "Für alle beenden",
  "call.end.short": "Beenden",
  "call.end.title": "Das Gespräch für alle beenden und den Raum löschen",
  "call.alone": "Sie sind allein im Gespräch.",
  "call.tap": "Tippen Sie hier, um die anderen zu hören",

  "invite.title": "Außer Ihnen ist niemand da.",
  "invite.lead":
    "Schicken Sie Ihren Gästen den Link. " +
    "Wer anklopft, erscheint hier, es sei denn, Sie haben gesperrt. " +
    "Dazu hören Sie einen Ton, falls Ihr Browser ihn abspielt.",

  "tile.you": "Sie",
  "tile.host": "Gastgeber",
  "tile.muted": "Mikrofon aus",
  "tile.direct": "Direkt",
  "tile.relay": "Vermittelt",
  "tile.compared": "verglichen",
  "tile.not-compared": "nicht verglichen",
  "tile.direct.title": "Direkte Verbindung zu {name}, verschlüsselt",
  "tile.relay.title": "Verbindung zu {name} über die Vermittlung, weiterhin verschlüsselt",
  "tile.connecting": "Verbindung wird aufgebaut …",
  "tile.reconnecting": "Verbindung unterbrochen, wir verbinden neu …",
  "tile.failed": "Keine Verbindung",
  "tile.menu": "Optionen für {name}",
  "tile.remove": "Aus dem Gespräch entfernen",
  "tile.hide-self": "Eigenes Bild ausblenden",
  "tile.show-self": "Eigenes Bild zeigen",
  "safety.title": "Sicherheitscode mit {name}",
  "safety.lead":
    "Lesen Sie ihn einander vor. " +
    "Wenn Sie beide dasselbe sehen, ist so gut wie sicher niemand dazwischen.",
  "safety.pending":
    "Der Code ist noch nicht da. Das dauert ein paar Sekunden. " +
    "Bis Sie ihn verglichen haben, ist die Verbindung zu {name} nicht geprüft.",
  "safety.withheld":
    "Der Teil des Codes, der von {name} kommen muss, kam nicht innerhalb von zehn Sekunden. " +
    "Die Verbindung zu {name} ist deshalb nicht geprüft. Verlassen Sie im Zweifel das Gespräch.",
  "safety.compare": "Wir haben ihn verglichen, er ist gleich",
  "safety.compared":
    "Sie haben diesen Code verglichen. Das gilt, solange diese Verbindung besteht.",
  "encrypted.what":
    "Was Sie sagen, zeigen und schreiben, ist von Gerät zu Gerät verschlüsselt. " +
    "Wer den Server oder die Vermittlung betreibt, kann es nicht sehen.",
  "encrypted.rests":
    "Das hängt von drei Dingen ab: " +
    "Nur die Menschen, die Sie meinen, haben den Link, alle hier sind die, " +
    "für die sie sich ausgeben, und auf jedem Gerät läuft das richtige Programm.",
  "encrypted.compare":
    "Der Sicherheitscode zeigt, ob jemand dazwischen ist: " +
    "Drücken Sie auf das Zeichen beim Namen einer Person, und lesen Sie einander den Code vor.",
  "encrypted.compared": "Mit {name} verglichen, nach Ihrer eigenen Angabe",
  "encrypted.not-compared": "Mit {name} nicht verglichen",
  "safety.differs":
    "Wenn er sich unterscheidet, verlassen Sie das Gespräch und vereinbaren Sie einen anderen Weg.",
  "program.same": "Nach eigener Angabe ist das Programm von {name} dasselbe wie Ihres.",
  "program.different":
    "Nach eigener Angabe hat das Programm von {name} eine andere Version als Ihres.",
  "program.native":
    "{name} benutzt ein anderes Programm als einen Browser, deshalb gibt es nichts zu vergleichen.",
  "program.unknown": "Wir wissen nicht, welche Version dieses Programms {name} benutzt.",
  "remove.title": "{name} entfernen?",
  "remove.lead":
    "Alle, die Sie erreichen, trennen die Verbindung zu {name}. " +
    "Zurück geht es nur durch erneutes Anklopfen.",
  "remove.confirm": "Entfernen",

  "knock.region": "Wartende Personen",
  "knock.waiting": "{name} wartet",
  "knock.unchecked": "Name nicht geprüft",
  "knock.alike": "Jemand im Gespräch hat schon einen Namen wie diesen.",
  "knock.full": "Alle Plätze sind besetzt.",
  "knock.admit": "Hereinlassen",
  "knock.note": "Nachricht",
  "knock.deny": "Jetzt nicht",
  "knock.note.label": "Nachricht an {name}",
  "knock.note.send": "Senden",
  "knock.note.sent": "An {name} gesendet.",

  "chat.title": "Chat",
  "chat.lead":
    "Nachrichten gehen von Gerät zu Gerät und bleiben nur in den Tabs dieses Gesprächs, " +
    "es sei denn, jemand speichert sie.",
  "chat.empty": "Noch keine Nachrichten.",
  "chat.label": "Ihre Nachricht",
  "chat.send": "Senden",
  "chat.unread": "{count} ungelesen",
  "chat.marks": "> Ihre eigenen Zeilen, * Zeilen des Gastgebers",
  "chat.you": "Sie",

  "file.choose": "Datei senden",
  "file.accept": "Annehmen",
  "file.decline": "Ablehnen",
  "file.save": "Speichern",
  "file.from.offered": "Möchten Sie diese Datei? Nehmen Sie nur an, was Sie erwarten.",
  "file.from.running": "{percent} % empfangen",
  "file.from.done": "Sie ist angekommen und noch nicht gespeichert.",
  "file.from.declined": "Sie haben sie abgelehnt.",
  "file.from.withdrawn": "{name} hat sie zurückgezogen.",
  "file.from.cut-off":
    "Die Verbindung endete, bevor alles angekommen war. Was angekommen war, wurde verworfen.",
  "file.to.offered": "{name} wird gefragt.",
  "file.to.running": "{name}: {percent} % gesendet",
  "file.to.done": "{name} hat sie.",
  "file.to.declined": "{name} hat sie abgelehnt.",
  "file.to.withdrawn": "{name} bekommt sie nicht: Sie haben sie zurückgezogen.",
  "file.to.cut-off": "{name} hat sie nicht: Die Verbindung endete.",
  "file.damaged": "Sie ist nicht das, was angekündigt war, und wurde verworfen.",
  "file.unreadable": "Sie lässt sich auf Ihrem Gerät nicht mehr lesen.",

  "say.joined": "{name} ist da.",
  "say.joined.many": "{count} weitere Personen sind da.",
  "say.left": "{name} ist nicht mehr da.",
  "say.left.many": "{count} Personen sind nicht mehr da.",
  "say.chat": "{name}: {text}",
  "say.file": "{name} bietet Ihnen eine Datei an: {file}",
  "say.file.done": "Die Datei ist angekommen: {file}",
  "say.file.failed": "Die Datei ist nicht angekommen: {file}",
  "say.admitted": "Sie sind im Gespräch.",
  "say.back": "Wieder mit {name} verbunden.",

  ...knows,
  ...over,

  "mail.subject": "Einladung zu einem privaten Gespräch",
  "mail.subject.at": "Privates Gespräch am {when}",
  "mail.open": "Bitte öffnen Sie für unser Gespräch diesen Link:",
  "mail.open.at":
    "Unser Gespräch ist am {when}. Bitte öffnen Sie diesen Link einige Minuten vorher:",
  "mail.works":
    "Er funktioniert in aktuellen Versionen von Safari, Chrome, Edge und Firefox, " +
    "ohne Installation und ohne Konto.",
  "mail.private":
    "Bild, Ton und Chat sind von Gerät zu Gerät verschlüsselt und laufen direkt, " +
    "wo das möglich ist. " +
    "Der Server {server} stellt die Verbindung her, gibt weiter, was nicht direkt laufen kann, " +
    "und löscht den Raum danach. " +
    "Datenschutz: {privacy}",
  "mail.cut":
    "Falls sich der Link nicht öffnet, kopieren Sie ihn bitte vollständig in die Adresszeile Ihres " +
    "Browsers.",
};
