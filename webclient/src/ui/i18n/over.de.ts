// Was nach einem Gespräch gesagt wird. A missing or surplus key is a type error.
import type * as home from "./over.en.ts";

export const over: Record<keyof typeof home.over, string> = {
  "over.ended": "Das Gespräch ist beendet.",
  "over.ended.at": "Der Server hat um {time} bestätigt, dass der Raum gelöscht ist. Nichts davon ist dort geblieben.",
  "over.ended.pending":
    "Der Server hat noch nicht bestätigt, dass der Raum gelöscht ist. Bitte lassen Sie diese Seite so lange offen.",
  "over.ended.unconfirmed": "Der Server hat nicht bestätigt, dass der Raum gelöscht ist.",
  "over.ended.else":
    "Erfährt der Server nichts vom Ende, löscht sich der Raum, bald nachdem alle gegangen sind. Kam kein Gespräch zustande, bleibt er, bis er abläuft.",
  "over.ended.by-host":
    "{host} hat es für alle beendet. Ob der Raum schon gelöscht ist, hat uns der Server nicht gesagt.",
  "over.left": "Sie haben das Gespräch verlassen.",
  "over.left.lead":
    "Der Raum löscht sich, bald nachdem alle gegangen sind. Kam kein Gespräch zustande, bleibt er, bis er abläuft.",
  "over.early": "Sie warten nicht mehr.",
  "over.early.lead": "Niemand hat Sie gesehen oder gehört.",
  "over.forgotten.at":
    "Der Server hat um {time} bestätigt, dass Sie gegangen sind. Ihre Internetadresse aus diesem Gespräch hat er nicht mehr.",
  "over.forgotten.rest":
    "Zufallsnummer und Schlüssel Ihres Besuchs verschwinden mit seiner nächsten Teilnehmerliste oder mit dem Raum; ein Zähler gegen Missbrauch, der niemanden nennt, binnen einer Stunde.",
  "over.forgotten.unconfirmed":
    "Der Server hat nicht bestätigt, dass Sie gegangen sind. Spätestens mit dem Raum verschwindet, was er von Ihnen hat.",
  "over.forgotten.here":
    "Diese Seite hat den Raum losgelassen: seine Links, die Namen und den Chat. Ihr Browser kann den Link noch in seinem Verlauf haben; wenn auch andere dieses Gerät benutzen, löschen Sie den.",
  "over.save-chat": "Chat sichern",
  "over.save-chat.hint": "Nur solange dieser Tab offen ist.",
  "over.save-file": "{file} speichern",
  "over.again": "Weiteres Gespräch starten",
  "over.devices": "Kamera und Mikrofon sind aus.",
};
