// German, leaving and coming back. A missing or surplus key is a type error.
import type * as home from "./leaving.en.ts";

export const leaving: Record<keyof typeof home.leaving, string> = {
  "leave.title": "Möchten Sie das Gespräch verlassen?",
  "leave.others":
    "Wer im Gespräch ist, kann ohne Sie weitersprechen. " +
    "Neu hereinkommen kann niemand, bis Sie zurück sind.",
  "leave.nobody": "Hereinkommen kann niemand, bis Sie zurück sind.",
  "leave.stays.until":
    "Wenn Sie vorerst gehen, bleibt der Raum bis {until}, " +
    "und länger nur, wenn dann jemand darin ist.",
  "leave.stays":
    "Wenn Sie vorerst gehen, bleibt der Raum, bis er abläuft, " +
    "und länger nur, wenn dann jemand darin ist.",
  "leave.unheard":
    "Der Server antwortet gerade nicht. Erfährt er nicht, dass der Raum bleiben soll, " +
    "löscht er ihn womöglich, bald nachdem alle gegangen sind.",
  "leave.gone":
    "Den Raum selbst gibt es nicht mehr: Wenn Sie gehen, können Sie nicht zurückkommen.",
  "leave.for-now": "Vorerst gehen (der Raum bleibt)",
  "leave.alone": "Nur ich gehe",
  "leave.end": "Für alle beenden und den Raum löschen",
  "leave.end.gone": "Für alle beenden",
  "leave.back": "Zurück zum Gespräch",

  "back.stays.asked": "Wir sagen dem Server gerade, dass der Raum bleiben soll …",
  "back.stays.until":
    "Der Raum bleibt bis {until}, und länger nur, wenn dann jemand darin ist. " +
    "Wer im Gespräch ist, kann ohne Sie weitersprechen.",
  "back.stays":
    "Der Raum bleibt, bis er abläuft, und länger nur, wenn dann jemand darin ist. " +
    "Wer im Gespräch ist, kann ohne Sie weitersprechen.",
  "back.stays.unheard":
    "Der Server hat nicht bestätigt, dass der Raum bleibt. " +
    "Hat er es nicht erfahren, löscht er den Raum womöglich, bald nachdem alle gegangen sind. " +
    "Wenn Sie den Raum noch brauchen, kommen Sie bitte bald zurück.",
  "back.guest.lead":
    "Der Server löscht den Raum, bald nachdem alle gegangen sind (läuft er dann nicht, sobald er wieder läuft), " +
    "außer {host} behält ihn für später. " +
    "Kam kein Gespräch zustande, bleibt der Raum, bis er abläuft.",
  "back.knock": "Noch einmal anklopfen",
  "back.how.host": "Sie kommen direkt wieder hinein, als „{name}“.",
  "back.how.guest": "Sie klopfen als „{name}“ wieder an und warten, bis man Sie hereinlässt.",
  "back.devices": "Was an war, geht wieder an, sobald Sie drin sind.",
  "back.kept.host":
    "Dafür behält dieser Tab Ihren Schlüssel zum Raum und Ihren Namen. " +
    "Wer diesen Tab benutzt oder ihn nach dem Schließen wieder öffnet, könnte Gastgeber sein.",
  "back.kept.guest":
    "Dafür behält dieser Tab den Link und Ihren Namen. " +
    "Wer diesen Tab benutzt oder ihn nach dem Schließen wieder öffnet, " +
    "könnte als „{name}“ anklopfen.",
  "back.forget": "Dieses Gespräch auf diesem Gerät vergessen",
  "back.forget.title": "Dieses Gespräch auf diesem Gerät vergessen?",
  "back.forget.host":
    "Den Raum können Sie dann als Gastgeber nur noch mit dem Gastgeberlink betreten, " +
    "falls Sie ihn gesichert haben. Der Raum selbst endet damit nicht. " +
    "Um ihn zu löschen, kommen Sie zurück und beenden das Gespräch für alle.",
  "back.forget.confirm": "Vergessen",
  "back.before.host": "Wurde der Raum inzwischen nicht beendet, können Sie wieder hineinkommen.",
  "back.before.guest": "Wurde der Raum inzwischen nicht beendet, können Sie noch einmal anklopfen.",
  "back.before.until": "Er sollte bis {until} bleiben.",

  "away.left": "{host} hat das Gespräch verlassen und kommt vielleicht zurück.",
  "away.lost": "{host} ist nicht mehr verbunden und kommt vielleicht zurück.",
  "away.go-on": "Sie können inzwischen weitersprechen; neu hereinkommen kann bis dahin niemand.",
  "away.wait": "Wenn Sie diese Seite offen lassen, geht das Gespräch dann von selbst weiter.",
};
