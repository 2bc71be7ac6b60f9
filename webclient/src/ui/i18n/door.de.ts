// See door.en.ts.
import type * as home from "./door.en.ts";

export const door: typeof home.door = {
  "app.close": "Schließen",
  "app.cancel": "Abbrechen",
  "app.copied": "Kopiert",
  "app.please-copy": "Bitte kopieren Sie den markierten Text selbst.",
  "app.to-start": "Zur Startseite",
  "incident.text":
    "Fehlersuche bis {until}: {reason}. " +
    "Der Server hält Arten von Nachrichten, Fehler und Zahlen fest, aber keine Namen, " +
    "Adressen oder Inhalte.",

  "rooms.until": "Offen bis {expires}, und länger nur, wenn dann jemand darin ist.",
  "rooms.unnamed.video": "Videogespräch",
  "rooms.unnamed.audio": "Gespräch ohne Bild",
  "rooms.unnamed.chat": "Chat",

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

  "call.mic": "Mikrofon",
  "call.camera": "Kamera",
  "call.asking": "Ihr Browser fragt gerade. Drücken Sie noch einmal, dann bleibt es aus.",
  "call.end": "Für alle beenden",
  "chat.marks": "> Ihre eigenen Zeilen, * Zeilen des Gastgebers",
  "chat.you": "Sie",
  "say.admitted": "Sie sind im Gespräch.",
  "devices.speaker": "Lautsprecher",
  "devices.speaker.more": "Anderen Lautsprecher wählen",
  "devices.flip": "Andere Kamera",
  "blur.starting": "Ihre Kamera geht an, sobald der Hintergrund unscharf ist …",
  "blur.slow": "Dieses Gerät ist dafür langsam: Die anderen sehen wenige Bilder pro Sekunde.",
  "blur.whole":
    "Dieser Browser kann Sie nicht vom Raum unterscheiden: Das ganze Bild ist unscharf, auch Sie.",
  "blur.title": "Hintergrund unscharf",
  "blur.hint":
    "Was hinter Ihnen ist, wird vor dem Senden unscharf; an Ihrem Umriss kann etwas zu sehen sein. " +
    "Gelingt das nicht, geht die Kamera aus.",
  "notify.knocks": "Melden, wenn jemand anklopft und ich in einem anderen Fenster bin",
  "notify.admitted": "Melden, wenn ich hereingelassen werde und in einem anderen Fenster bin",
  "notify.hint":
    "Als Meldung Ihres Geräts, ohne Namen. Ihr Gerät kann solche Meldungen in einer Liste behalten.",
  "notify.asking": "Ihr Browser fragt Sie gerade …",
  "notify.sample": "So werden Sie benachrichtigt",
  "notify.shown":
    "Eben haben wir Ihnen eine Meldung gezeigt. Wenn Sie keine gesehen haben, hält Ihr Gerät " +
    "Meldungen zurück: In seinen Einstellungen kann „Nicht stören“ eingeschaltet sein oder eine " +
    "Liste der Programme stehen, die sich melden dürfen.",
  "notify.not-yet":
    "Ihr Browser hat es nicht erlaubt. Schalten Sie es ein, um noch einmal gefragt zu werden.",
  "notify.denied":
    "Ihr Browser erlaubt dieser Seite keine Meldungen. " +
    "Sie können das an dem Zeichen neben der Adresse ändern. " +
    "Der Titel dieses Tabs ändert sich in jedem Fall.",
  "notify.unsupported":
    "Dieser Browser zeigt keine Meldungen einer Seite. " +
    "Der Titel dieses Tabs ändert sich in jedem Fall.",
  "notify.knock": "Jemand wartet und möchte herein",
  "notify.in": "Sie sind hereingelassen worden",
  "invite.copy": "Einladung kopieren",
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
    "Falls sich der Link nicht öffnet, kopieren Sie ihn bitte vollständig in die Adresszeile " +
    "Ihres Browsers, oder fragen Sie am Telefon danach: Er lässt sich Ihnen als Wörter vorlesen, " +
    "die Sie bei {server} eintippen.",
};
