// A host's week, in German.
import type { week as en } from "./week.en.ts";

export const week: Record<keyof typeof en, string> = {
  "rooms.planned": "Geplant für {when}",
  "rooms.today": "Heute, {when}",
  "rooms.now": "Jetzt: {when}",
  "rooms.past": "Der Zeitpunkt ist vorbei: {when}",
  "rooms.undated": "Ohne Zeitpunkt",
  "rooms.may-be-over": "Er sollte bis {expires} offen bleiben; vielleicht gibt es ihn nicht mehr.",
  "rooms.elsewhere": "In einem anderen Tab sind Sie in diesem Gespräch.",
  "rooms.invite": "Einladen",
  "rooms.move": "Verschieben",
  "rooms.end": "Beenden",
  "rooms.end.title": "„{room}“ beenden?",
  "rooms.end.lead":
    "Der Server löscht den Raum jetzt. Für alle, die darin sind, endet das Gespräch, " +
    "und seine Links gelten nicht mehr. " +
    "Gäste, die später kommen, erfahren nicht, warum: Bitte sagen Sie ihnen Bescheid.",
  "rooms.ending": "„{room}“ wird beendet …",
  "rooms.ended": "„{room}“ ist beendet. Der Server hat bestätigt, dass der Raum gelöscht ist.",
  "rooms.ended.gone":
    "„{room}“ gab es auf dem Server nicht mehr. Der Raum ist von dieser Liste gestrichen.",
  "rooms.ended.unanswered":
    "Der Server hat nicht bestätigt, dass „{room}“ gelöscht ist. Der Raum bleibt auf der Liste: " +
    "Bitte versuchen Sie es noch einmal.",
  "rooms.left":
    "Dieser Raum steht nicht mehr auf der Liste: Er wurde in einem anderen Tab beendet oder " +
    "vergessen, oder er ist abgelaufen.",

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
  "ready.another": "Ihre Räume ansehen oder einen weiteren anlegen",
  "ready.again": "Wie Sie wieder hineinkommen",
  "ready.remembered":
    "Dieser Browser merkt sich den Raum, bis er vorbei ist. Sie finden ihn auf der Startseite.",
  "ready.forget": "Vergessen",
  "ready.again.tab":
    "Bisher nur mit dieser Seite. Wird sie geschlossen, kommen Sie nicht mehr hinein, " +
    "und Ihre Gäste warten vergeblich.",
  "ready.again.copied":
    "Der Gastgeberlink ist kopiert, aber das allein hält nicht vor: Fügen Sie ihn jetzt dort ein, " +
    "wo Sie ihn wiederfinden und niemand sonst ihn liest. Bis dahin kommen Sie nur mit dieser " +
    "Seite hinein.",
  "ready.again.saved":
    "Mit dem Gastgeberlink in Ihrem Kalendereintrag, auf jedem Gerät, solange Sie den Eintrag " +
    "behalten.",
  "ready.again.browser":
    "Er verliert den Raum, wenn er löscht, was Websites gespeichert haben; ein privates Fenster " +
    "tut das beim Schließen. Wer diesen Browser benutzt, könnte Gastgeber sein. " +
    "Um sicherzugehen oder mit einem anderen Gerät zu kommen, sichern Sie Ihren Gastgeberlink.",
  "ready.calendar": "Kalendereintrag für Sie selbst",
  "ready.calendar.hint":
    "Er enthält Ihren Gastgeberlink. Behalten Sie ihn für sich: Schicken Sie ihn nie weiter, und " +
    "legen Sie ihn nicht in einen Kalender, den andere lesen.",
};
