// German, leaving and coming back. A missing or surplus key is a type error.
import type * as home from "./leaving.en.ts";

export const leaving: Record<keyof typeof home.leaving, string> = {
  "leave.title": "Möchten Sie das Gespräch verlassen?",
  "leave.others":
    "Wer im Gespräch ist, kann ohne Sie weitersprechen. " +
    "Neu hereinkommen kann niemand, bis Sie zurück sind.",
  "leave.stays.until":
    "Wenn Sie vorerst gehen, bleibt der Raum bis {until}, " +
    "und länger nur, solange jemand darin ist.",
  "leave.stays":
    "Wenn Sie vorerst gehen, bleibt der Raum, bis er abläuft, " +
    "und länger nur, solange jemand darin ist.",
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
};
