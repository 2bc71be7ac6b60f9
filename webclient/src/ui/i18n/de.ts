// German, with the polite “Sie”. A missing or surplus key is a type error.
import { call } from "./call.de.ts";
import { check } from "./check.de.ts";
import type { en } from "./en.ts";
import { screens } from "./first.de.ts";
import { invite } from "./invite.de.ts";
import { knows } from "./knows.de.ts";
import { layout } from "./layout.de.ts";
import { leaving } from "./leaving.de.ts";
import { line } from "./line.de.ts";
import { over } from "./over.de.ts";
import { participation } from "./participation.de.ts";
import { prejoin } from "./prejoin.de.ts";
import { share } from "./share.de.ts";
import { signs } from "./signs.de.ts";
import { week } from "./week.de.ts";

export const de: Record<keyof typeof en, string> = {
  "app.close": "Schließen",
  "app.cancel": "Abbrechen",
  "app.copied": "Kopiert",
  "app.please-copy": "Bitte kopieren Sie den markierten Text selbst.",
  "app.to-start": "Zur Startseite",
  "incident.text":
    "Fehlersuche bis {until}: {reason}. " +
    "Der Server hält Arten von Nachrichten, Fehler und Zahlen fest, aber keine Namen, " +
    "Adressen oder Inhalte.",

  "rooms.title": "Ihre Räume",
  "rooms.new": "Ein neuer Raum",
  "rooms.until": "Offen bis {expires}, und länger nur, wenn dann jemand darin ist.",
  "rooms.after":
    "Nach einem Gespräch wird ein Raum gelöscht, " +
    "außer Sie sind nur vorerst gegangen oder haben ihn währenddessen verschoben.",
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
    "Um den Raum sofort zu löschen, beenden Sie ihn stattdessen.",
  "rooms.forget-all": "Alle vergessen",
  "rooms.forget-all.title": "Alle Räume vergessen?",
  "rooms.forget-all.lead":
    "Die Räume selbst bleiben offen, längstens bis sie ablaufen. " +
    "Als Gastgeber kommen Sie dann nur noch mit den Gastgeberlinks hinein, " +
    "falls Sie sie gesichert haben. " +
    "Um einen Raum sofort zu löschen, beenden Sie ihn stattdessen.",
  "rooms.forgotten": "Vergessen.",

  "ready.title": "Ihr Raum ist bereit.",
  "ready.lead": "Er gilt für ein Gespräch. Danach löscht ihn der Server.",
  "ready.remember": "Raum in diesem Browser merken, bis er vorbei ist",
  "ready.remember.hint":
    "Sie finden ihn dann auf der Startseite, auch wenn diese Seite geschlossen ist. " +
    "Nur auf Ihrem eigenen Gerät: Wer diesen Browser benutzt, könnte Gastgeber sein.",
  "ready.host.show": "Gastgeberlink zeigen und kopieren",
  "ready.host.field": "Gastgeberlink",
  "ready.host.warning":
    "Wer diesen Link hat, ist Gastgeber. " +
    "Behalten Sie ihn für sich und verschicken Sie ihn nie per E-Mail.",
  "ready.enter": "Raum betreten",

  "host.title": "Sie sind Gastgeber dieses Gesprächs.",
  "host.lead":
    "Betreten Sie den Raum, um Ihre Gäste hereinzulassen. " +
    "Kamera und Mikrofon sind noch aus. " +
    "Sie gehen erst an, wenn Sie das Gespräch betreten oder sie testen, " +
    "und nur, wenn Sie es erlauben.",
  "prejoin.title": "Wie möchten Sie teilnehmen?",
  "prejoin.title.chat": "Am Chat teilnehmen",
  "prejoin.name": "Ihr Name",
  "prejoin.asking": "Ihr Browser fragt Sie jetzt …",
  "prejoin.without": "Ohne Kamera und Mikrofon",
  "prejoin.without.audio": "Ohne Mikrofon",
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
  "prejoin.hide": "Meine IP-Adresse verbergen",
  "prejoin.hide.hint":
    "Sie zeigt ungefähr, wo Sie sind. Die anderen sehen sie dann nicht, der Server schon. " +
    "Das Gespräch läuft über den Server, weiterhin verschlüsselt. Es kann langsamer sein.",
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

  ...screens,
  ...call,
  ...check,
  ...invite,
  ...knows,
  ...layout,
  ...leaving,
  ...line,
  ...over,
  ...participation,
  ...share,
  ...signs,
  ...prejoin,
  ...week,
};
