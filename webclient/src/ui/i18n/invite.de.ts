// German, to invite somebody. A missing or surplus key is a type error.
import type * as home from "./invite.en.ts";

export const invite: Record<keyof typeof home.invite, string> = {
  "invite.title": "Außer Ihnen ist niemand da.",
  "invite.lead":
    "Schicken Sie Ihren Gästen die Einladung. " +
    "Wer anklopft, erscheint hier, es sei denn, Sie haben den Raum gesperrt. " +
    "Dazu hören Sie einen Ton, falls Ihr Browser ihn abspielt.",
  "invite.dialog": "Jemanden einladen",
  "invite.host":
    "Es gibt einen Link für alle. Jeder Gast klopft an, und Sie entscheiden, wer hereinkommt.",
  "invite.copy.hint":
    "Der Link, der Termin und zwei Sätze zum Datenschutz, zum Einfügen in eine Nachricht.",
  "invite.copy.hint.undated":
    "Der Link und zwei Sätze zum Datenschutz, zum Einfügen in eine Nachricht.",
  "invite.link": "Link für Gäste",
  "invite.copy-link": "Link kopieren",
  "invite.mail": "E-Mail",
  "invite.calendar": "Kalender",

  "invite.guest": "Wer den Link öffnet, klopft an, und {host} entscheidet, wer hereinkommt.",
  "invite.full":
    "Alle {seats} Plätze sind belegt: Es kann erst wieder jemand herein, wenn jemand geht.",
  "invite.locked": "Sie haben den Raum gesperrt: Wer jetzt anklopft, wird Ihnen nicht angezeigt.",
  "invite.host-away":
    "{host} ist gerade nicht verbunden, und sonst kann niemand Gäste hereinlassen.",
  "invite.server-away":
    "Der Server ist gerade nicht erreichbar. Solange kann niemand neu anklopfen.",
  "invite.press": "Einladen",
  "invite.more": "Weitere Wege zum Einladen",
  "invite.share": "Teilen …",
  "invite.share.cancelled": "Sie haben nichts geteilt.",
  "invite.share.refused":
    "Ihr Browser teilt den Text nicht. Sie können ihn stattdessen kopieren und in eine " +
    "Nachricht einfügen.",
  "invite.mail.unseen":
    "Hat sich kein Mailprogramm geöffnet? Dann kopieren Sie stattdessen den Text und fügen " +
    "Sie ihn in eine E-Mail ein.",
  "invite.text": "Die Einladung",
  "invite.text.copy": "Text kopieren",
  "invite.qr": "QR-Code",
  "invite.qr.lead": "Richten Sie die Kamera des anderen Geräts darauf.",
  "invite.qr.picture": "QR-Code mit dem Link für Gäste",
  "invite.words": "Vorlesen",
  "invite.words.title": "Zum Vorlesen am Telefon",
  "invite.words.lead":
    "Die andere Person öffnet {server}, drückt „{button}“ " +
    "und tippt diese Wörter in ihrer Reihenfolge ein.",
  "invite.words.short":
    "Die ersten vier Buchstaben eines Wortes genügen. Wer alle Wörter hört, kann anklopfen.",
  "invite.words.de": "Die Wörter auf Deutsch",
  "invite.words.en": "Die Wörter auf Englisch",
  "invite.loading": "Einen Moment …",
  "invite.unavailable":
    "Dieser Teil der Seite ließ sich nicht laden. Ist der Server erreichbar? Schließen Sie " +
    "dies und versuchen Sie es noch einmal, oder schicken Sie den Link auf einem anderen Weg.",
  "typed.count": "Es sind {count} Wörter, und es sollten 27 sein.",
  "typed.unknown": "Wort {places} gehört nicht zu unseren. Bitte fragen Sie noch einmal danach.",
  "typed.unknown.many":
    "Die Wörter {places} gehören nicht zu unseren. Bitte fragen Sie noch einmal danach.",
  "typed.swapped": "Die Wörter {first} und {second} sind wohl vertauscht.",
  "typed.wrong":
    "Eines der Wörter ist nicht das richtige, oder einige sind vertauscht. Bitte vergleichen " +
    "Sie sie noch einmal.",
  "typed.unavailable":
    "Die Liste der Wörter ließ sich nicht laden. Ist der Server erreichbar? Bitte versuchen " +
    "Sie es noch einmal.",

  "call.title": "Privates Gespräch",
  "calendar.host": "Nur für mich: privates Gespräch",
  "calendar.host.topic": "Nur für mich: privates Gespräch, {topic}",
  "calendar.host.text":
    "Geben Sie diesen Eintrag nicht weiter: Wer den ersten Link hat, ist Gastgeber des " +
    "Gesprächs, kann hereinlassen und beenden.\n\n" +
    "Am {when}. Mein Weg hinein, als Gastgeber:\n{host}\n\n" +
    "Für meine Gäste gibt es einen anderen Link:\n{guest}",
};
