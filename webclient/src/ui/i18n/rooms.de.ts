// See rooms.en.ts.
import type * as home from "./rooms.en.ts";

export const rooms: typeof home.rooms = {
  "rooms.title": "Ihre Räume",
  "rooms.new": "Ein neuer Raum",
  "rooms.after":
    "Nach einem Gespräch wird ein Raum gelöscht, " +
    "außer Sie sind nur vorerst gegangen oder haben ihn währenddessen verschoben.",
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
  "ready.guests": "Ein Link für jeden Gast",
  "ready.leave-something": "Den Gästen etwas hinterlassen",
  "ready.leave-something.loading": "Wird geladen …",
  "ready.enter": "Raum betreten",
  "host.title": "Sie sind Gastgeber dieses Gesprächs.",
  "host.lead":
    "Betreten Sie den Raum, um Ihre Gäste hereinzulassen. " +
    "Kamera und Mikrofon sind noch aus. " +
    "Sie gehen erst an, wenn Sie das Gespräch betreten oder sie testen, " +
    "und nur, wenn Sie es erlauben.",

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
