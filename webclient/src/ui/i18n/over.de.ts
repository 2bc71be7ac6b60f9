// German, what is said after a call. A missing or surplus key is a type error.
import type * as home from "./over.en.ts";

export const over: Record<keyof typeof home.over, string> = {
  "over.ended": "Das Gespräch ist beendet.",
  "over.ended.at": "Der Server hat um {time} bestätigt, dass der Raum gelöscht ist.",
  "over.ended.pending":
    "Der Server hat noch nicht bestätigt, dass der Raum gelöscht ist. " +
    "Bitte lassen Sie diese Seite bis dahin offen.",
  "over.ended.unconfirmed": "Der Server hat nicht bestätigt, dass der Raum gelöscht ist.",
  "over.ended.else":
    "Erfährt der Server nicht, dass das Gespräch zu Ende ist, löscht er den Raum, " +
    "bald nachdem alle gegangen sind (läuft er dann nicht, sobald er wieder läuft). " +
    "Kam kein Gespräch zustande, bleibt der Raum, bis er abläuft.",
  "over.ended.by-host":
    "{host} hat es für alle beendet. " +
    "Ob der Raum schon gelöscht ist, hat uns der Server nicht gesagt.",
  "over.ended.by-operator":
    "Der Betreiber dieses Servers hat diesen Raum beendet. " +
    "Der Server hat um {time} bestätigt, dass er gelöscht ist.",
  "over.left": "Sie haben das Gespräch verlassen.",
  "over.left.lead":
    "Der Server löscht den Raum, bald nachdem alle gegangen sind (läuft er dann nicht, sobald er wieder läuft). " +
    "Kam kein Gespräch zustande, bleibt der Raum, bis er abläuft.",
  "over.early": "Sie warten nicht mehr.",
  "over.early.lead": "Solange Sie gewartet haben, konnte Sie niemand sehen oder hören.",
  "over.forgotten.at":
    "Der Server hat um {time} bestätigt, dass Sie gegangen sind. " +
    "Damit vergisst er Ihre IP-Adresse aus diesem Gespräch.",
  "over.forgotten.rest":
    "Zufallsnummer und Schlüssel Ihres Besuchs verschwinden mit seiner nächsten Teilnehmerliste " +
    "oder mit dem Raum. " +
    "Zähler gegen Missbrauch, die keine Namen enthalten, können länger bleiben.",
  "over.forgotten.unconfirmed":
    "Der Server hat nicht bestätigt, dass Sie gegangen sind. " +
    "Was er über Sie hat, verschwindet spätestens mit dem Raum. " +
    "Zähler gegen Missbrauch, die keine Namen enthalten, können länger bleiben.",
  "over.forgotten.here":
    "Die Links des Raums, die Namen und der Chat sind von dieser Seite verschwunden. " +
    "Bitte schließen Sie auch die Seite: Bis dahin können sie noch in ihrem Arbeitsspeicher sein. " +
    "Ihr Browser kann den Link noch in seinem Verlauf haben. " +
    "Wenn auch andere dieses Gerät benutzen, löschen Sie den Verlauf.",
  "over.save-chat": "Chat sichern",
  "over.save-chat.hint": "Nur solange diese Seite offen ist.",
  "over.save-file": "{file} speichern",
  "over.again": "Weiteres Gespräch starten",
  "over.devices": "Diese Seite benutzt Kamera und Mikrofon nicht mehr.",
};
