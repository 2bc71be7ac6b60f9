// German, to invite somebody. A missing or surplus key is a type error.
import type * as home from "./invite.en.ts";

export const invite: Record<keyof typeof home.invite, string> = {
  "invite.title": "Außer Ihnen ist niemand da.",
  "invite.lead":
    "Schicken Sie Ihren Gästen den Link. " +
    "Wer anklopft, erscheint hier, es sei denn, Sie haben den Raum gesperrt. " +
    "Dazu hören Sie einen Ton, falls Ihr Browser ihn abspielt.",
  "invite.dialog": "Jemanden einladen",
  "invite.host":
    "Es gibt einen Link für alle. Jeder Gast klopft an, und Sie entscheiden, wer hereinkommt.",
  "invite.copy": "Einladung kopieren",
  "invite.copy.hint":
    "Der Link, der Termin und zwei Sätze zum Datenschutz, zum Einfügen in eine Nachricht.",
  "invite.copy.hint.undated":
    "Der Link und zwei Sätze zum Datenschutz, zum Einfügen in eine Nachricht.",
  "invite.link": "Link für Ihre Gäste",
  "invite.copy-link": "Link kopieren",
  "invite.mail": "E-Mail-Entwurf",
  "invite.calendar": "Kalenderdatei",

  "calendar.host": "Nur für mich: privates Gespräch",
  "calendar.host.topic": "Nur für mich: privates Gespräch, {topic}",
  "calendar.host.text":
    "Geben Sie diesen Eintrag nicht weiter: Wer den ersten Link hat, ist Gastgeber des Gesprächs, " +
    "kann hereinlassen und beenden.\n\n" +
    "Am {when}. Mein Weg hinein, als Gastgeber:\n{host}\n\n" +
    "Für meine Gäste gibt es einen anderen Link:\n{guest}",

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
