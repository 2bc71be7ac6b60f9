// A host's week, in German.
import type { week as en } from "./week.en.ts";

export const week: Record<keyof typeof en, string> = {
  "rooms.planned": "Geplant für {when}",
  "rooms.today": "Heute, {when}",
  "rooms.now": "Jetzt: {when}",
  "rooms.past": "Der Zeitpunkt ist vorbei: {when}",
  "rooms.undated": "Ohne Zeitpunkt",
  "rooms.may-be-over": "Er sollte bis {expires} offen bleiben; vielleicht gibt es ihn nicht mehr.",

  "move.title": "„{room}“ verschieben",
  "move.title.undated": "Zeitpunkt oder mehr Zeit für „{room}“",
  "move.lead.dated":
    "Bisher geplant für {when}. Ein Raum bleibt bis einen Tag nach seinem Zeitpunkt offen. " +
    "Für einen Raum ohne Zeitpunkt leeren Sie das Feld.",
  "move.lead.undated":
    "Dieser Raum hat bisher keinen Zeitpunkt. Soll er länger offen bleiben, lassen Sie das " +
    "Feld leer und sichern: Dann bleibt er bis {until}. " +
    "Mit einem Zeitpunkt bleibt er bis einen Tag danach.",
  "move.save": "Raum verschieben",
  "move.save.undated": "Sichern",
  "move.saving": "Wird verschoben …",
  "move.saved": "Verschoben auf {when}.",
  "move.saved.undated": "Der Raum hat keinen Zeitpunkt mehr. Er bleibt offen bis {expires}.",
  "move.extended": "Der Raum bleibt jetzt offen bis {expires}.",
  "move.tell.first":
    "Gäste wissen den Zeitpunkt noch nicht. Der Link ist derselbe; die Einladung nennt jetzt den " +
    "Zeitpunkt.",
  "move.tell.undated":
    "Gäste wissen noch nichts davon. Der Link ist derselbe; die Einladung nennt keinen Zeitpunkt " +
    "mehr.",
  "move.tell":
    "Gäste, die den alten Zeitpunkt haben, wissen noch nichts davon. Der Link ist derselbe; " +
    "die Einladung nennt jetzt den neuen Zeitpunkt.",

  "lobby.planned": "Das Gespräch ist für {when} geplant.",
  "lobby.early":
    "Sie sind früh dran. Sie können diese Seite offen lassen, " +
    "oder Sie öffnen Ihren Link dann noch einmal.",

  "ready.dated": "Der Raum ist geplant für {when}.",
  "ready.undated": "Der Raum hat keinen Zeitpunkt: Alle können sofort kommen.",
  "ready.open":
    "Er bleibt offen bis {expires}, und länger nur, wenn dann jemand darin ist. " +
    "Nach einem Gespräch wird er gelöscht, " +
    "außer Sie sind nur vorerst gegangen oder haben ihn währenddessen verschoben.",
  "ready.move": "Verschieben",
  "host.undated":
    "Dieser Browser kennt den Zeitpunkt nicht. Sie sehen ihn, sobald Sie den Raum betreten haben.",
  "ready.set-date": "Termin oder Verlängerung",
};
