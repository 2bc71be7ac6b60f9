// German, what the stage says. A missing or surplus key is a type error.
import type * as home from "./call.en.ts";

export const call: Record<keyof typeof home.call, string> = {
  "call.encrypted": "Zwischen Ihnen verschlüsselt",
  "call.by-phone": "Telefon: nicht Ende-zu-Ende",
  "call.people": "{count} von {seats}",
  "call.people.label": "Personen hier: {count}, Plätze: {seats}",
  "call.stage": "Personen im Gespräch",
  "call.controls": "Bedienung",
  "call.chat": "Chat",
  "call.lock": "Sperren",
  "call.lock.title":
    "Sperren: Wer ab jetzt anklopft, wird hier nicht gezeigt. " +
    "Wer schon im Gespräch war, kann zurückkommen.",
  "call.more": "Mehr",
  "call.leave": "Verlassen",
  "call.alone": "Sie sind allein im Gespräch.",
  "call.alone.again": "Außer Ihnen ist niemand mehr da.",
  "call.alone.group": "Außer Ihnen ist im Moment niemand in dieser Gruppe.",
  "call.tap": "Tippen Sie hier, um die anderen zu hören",

  "tile.you": "Sie",
  "tile.host": "Gastgeber",
  "tile.muted": "Mikrofon aus",
  "tile.direct": "Direkt",
  "tile.relay": "Über Server",
  "tile.compared": "verglichen",
  "tile.not-compared": "nicht verglichen",
  "tile.phone": "Per Telefon, nicht Ende-zu-Ende verschlüsselt",
  "tile.by-phone": "per Telefon",
  "tile.direct.title": "Direkte Verbindung zu {name}, verschlüsselt",
  "tile.relay.title": "Verbindung zu {name} über den Server, weiterhin verschlüsselt",
  "tile.connecting": "Verbindung wird aufgebaut …",
  "tile.reconnecting": "Verbindung wechselt, wir verbinden neu …",
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
    "Wer einen Server dazwischen betreibt, kann es nicht sehen.",
  "encrypted.by-phone":
    "Jemand ist per Telefon hier. " +
    "Solange das so ist, ist nicht Ende-zu-Ende verschlüsselt, was Sie sagen: " +
    "Wer die Telefonbrücke oder das Telefonnetz betreibt, kann es hören. " +
    "Die Telefonbrücke ist ein Gast wie andere und bekommt auch, was hier geschrieben wird. " +
    "Zwischen allen anderen bleibt alles verschlüsselt wie bisher.",
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
  "program.phone":
    "{name} ist per Telefon hier: verschlüsselt nur bis zu einer Telefonbrücke, " +
    "die den Ton an das Telefonnetz weitergibt.",
  "program.unknown": "Wir wissen nicht, welche Version dieses Programms {name} benutzt.",
  "remove.title": "{name} entfernen?",
  "remove.lead":
    "Alle, die Sie erreichen, trennen die Verbindung zu {name}. " +
    "Zurück geht es nur durch erneutes Anklopfen.",
  "remove.confirm": "Entfernen",

  "knock.region": "Wartende Personen",
  "knock.waiting": "{name} wartet",
  "knock.unchecked": "Name nicht geprüft",
  "knock.phone":
    "Per Telefon, nicht Ende-zu-Ende verschlüsselt: Wenn Sie diesen Anruf hereinlassen, " +
    "kann das Telefonnetz hören, was Sie alle sagen.",
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
    "Nachrichten gehen von Gerät zu Gerät, auch an alle, die später kommen. " +
    "Sie verschwinden, wenn die Seite des Gesprächs geschlossen wird, es sei denn, jemand speichert sie.",
  "chat.empty": "Noch keine Nachrichten.",
  "chat.label": "Ihre Nachricht",
  "chat.group":
    "Was Sie jetzt schreiben, lesen nur die in {group}; auch Dateien gehen nur dorthin.",
  "chat.group.main":
    "Was Sie jetzt schreiben, lesen nur die im Hauptraum; auch Dateien gehen nur dorthin.",
  "chat.main": "Hauptraum",
  "chat.send": "Senden",
  "chat.unread": "{count} ungelesen",

  "file.choose": "Datei senden",
  "file.accept": "Annehmen",
  "file.decline": "Ablehnen",
  "file.save": "Speichern",
  "file.from.offered": "Möchten Sie diese Datei? Nehmen Sie nur an, was Sie erwarten.",
  "file.from.running": "{percent} % empfangen",
  "file.from.waiting": "{percent} % empfangen; es geht weiter, wenn die Verbindung wieder steht.",
  "file.from.done": "Sie ist angekommen und noch nicht gespeichert.",
  "file.from.declined": "Sie haben sie abgelehnt.",
  "file.from.withdrawn": "{name} hat sie zurückgezogen.",
  "file.from.large": "Sie ist angekommen. Speichern Sie sie, bevor das Gespräch endet.",
  "file.from.no-room":
    "Dieser Browser hat keinen Platz für eine so große Datei, wie oft in privaten Fenstern. Nichts davon bleibt.",
  "file.from.cut-off":
    "Die Verbindung endete, bevor alles angekommen war. Was angekommen war, wurde verworfen.",
  "file.to.reading": "Sie wird gelesen, für {name}: {percent} %",
  "file.to.no-room": "{name} bekommt sie nicht: Dort ist kein Platz für eine so große Datei.",
  "file.to.offered": "{name} wird gefragt.",
  "file.to.running": "{name}: {percent} % gesendet",
  "file.to.waiting":
    "{name}: {percent} % gesendet; es geht weiter, wenn die Verbindung wieder steht.",
  "file.to.done": "{name} hat sie.",
  "file.to.declined": "{name} hat sie nicht: Sie wurde abgelehnt oder kam beschädigt an.",
  "file.to.withdrawn": "{name} bekommt sie nicht: Sie haben sie zurückgezogen.",
  "file.to.cut-off": "{name} hat sie nicht: Die Verbindung endete.",
  "file.damaged": "Sie ist nicht das, was angekündigt war, und wurde verworfen.",
  "file.unreadable": "Sie lässt sich auf Ihrem Gerät nicht mehr lesen.",

  "say.by-phone":
    "Jemand ist per Telefon hier. Was ab jetzt gesagt wird, ist nicht Ende-zu-Ende verschlüsselt.",
  "say.by-phone.over":
    "Niemand ist mehr per Telefon hier. Es ist wieder zwischen Ihnen verschlüsselt.",
  "say.joined": "{name} ist da.",
  "say.joined.many": "{count} weitere Personen sind da.",
  "say.left": "{name} ist nicht mehr da.",
  "say.left.many": "{count} Personen sind nicht mehr da.",
  "say.chat": "{name}: {text}",
  "say.file": "{name} bietet Ihnen eine Datei an: {file}",
  "say.file.done": "Die Datei ist angekommen: {file}",
  "say.file.failed": "Die Datei ist nicht angekommen: {file}",
  "say.back": "Wieder mit {name} verbunden.",
  "say.back.many": "Wieder mit {count} Personen verbunden.",

  "phone.title": "Per Telefon",
  "phone.lead":
    "Wer kein Internet hat, kann anrufen. Das Telefonnetz kann dann hören, was Sie alle " +
    "sagen, und allen wird das angezeigt. Die Telefonbrücke bekommt den Link dieses " +
    "Gesprächs. Hereinlassen müssen Sie den Anruf wie alle anderen.",
  "phone.make": "PIN anlegen",
  "phone.making": "Die Telefonbrücke wird gefragt …",
  "phone.number": "Nummer",
  "phone.pin": "PIN",
  "phone.until":
    "Sie gilt, bis das Gespräch endet, längstens bis {time}, und nicht nach einem Neustart der Telefonbrücke.",
  "phone.made": "Die PIN ist {pin}.",
  "phone.end": "PIN beenden",
  "phone.ended":
    "Die PIN gilt nicht mehr. Wer per Telefon im Gespräch ist, bleibt, bis Sie ihn entfernen.",
  "phone.failed":
    "Sie haben keine PIN: Die Telefonbrücke hat nicht geantwortet oder hat keinen Platz. " +
    "Bitte versuchen Sie es später noch einmal.",
  "phone.end-failed":
    "Die Telefonbrücke hat nicht gesagt, dass die PIN beendet ist. Vielleicht gilt sie " +
    "noch; bitte versuchen Sie es noch einmal.",
};
