// German, what the panel says that shows what the server knows. A missing or surplus key is a type
// error.
import type * as home from "./knows.en.ts";

export const knows: Record<keyof typeof home.knows, string> = {
  "knows.open": "Was der Server weiß",
  "knows.title": "Was der Server gerade weiß",
  "knows.asking": "Der Server wird gefragt …",
  "knows.at": "Seine Antwort von {time}. Wir fragen alle paar Sekunden erneut.",
  "knows.away": "Wir sind nicht mit dem Server verbunden. Das war seine Antwort von {time}.",
  "knows.away.never": "Wir sind nicht mit dem Server verbunden und können ihn gerade nicht fragen.",
  "knows.plain.knows":
    "Der Server weiß, dass jemand mit Ihrer IP-Adresse in diesem Raum ist oder davor wartet, " +
    "wie viele Personen dort sind und wann der Raum schließt.",
  "knows.plain.not":
    "Er weiß nicht, wie Sie heißen, worum es geht und was Sie sagen, zeigen und schreiben: " +
    "Das alles verschlüsselt Ihr Gerät.",
  "knows.plain.gone":
    "Er speichert Ihre IP-Adresse nicht und löscht den Raum, wenn das Gespräch vorbei ist.",
  "knows.is": "Genauer: Er weiß",
  "knows.address": "Ihre IP-Adresse",
  "knows.address.hint":
    "Nur im Arbeitsspeicher, solange Sie verbunden sind. " +
    "Bricht die Verbindung ab, während Ihr Gespräch über den Server läuft, " +
    "behält er sie bis zu eine Stunde. " +
    "Führt Ihr Netz Sie über einen eigenen Rechner (einen Proxy), ist es dessen Adresse.",
  "knows.you": "Sie",
  "knows.you.host": "Gastgeber, mit der Zufallsnummer {sid}",
  "knows.you.guest": "Gast, mit der Zufallsnummer {sid}",
  "knows.you.knocker": "Wartend, mit der Zufallsnummer {sid}",
  "knows.room": "Der Raum",
  "knows.room.value":
    "Plätze: {seats}, Kurzname {handle}, schließt spätestens am {expires}, " +
    "oder später, wenn dann noch jemand darin ist",
  "knows.room.hint": "Unter dem Kurznamen findet ihn der Betreiber.",
  "knows.box": "Für Gäste hinterlassen",
  "knows.box.value":
    "{size}, verschlüsselt, für alle mit dem Link. Der Server kann es nicht lesen.",
  "knows.appointment": "Der Termin",
  "knows.appointment.value":
    "Beim Raum liegt ein Termin. Er ist verschlüsselt, und der Server kann ihn nicht lesen. " +
    "Ungefähr verrät ihn aber die Zeit, zu der der Raum schließt.",
  "knows.people": "Personen",
  "knows.people.value": "Im Gespräch: {members}, wartend: {waiting}",
  "knows.network": "Aus Ihrem Netz",
  "knows.network.value":
    "Verbindungen: {sockets}, Beitritte und neue Räume seit {time}: {attempts}",
  "knows.relay": "Zum Weiterleiten des Gesprächs",
  "knows.relay.value": "Für Sie eingerichtete Adressen: {count}, in Gebrauch: {used}, bis {time}",
  "knows.relay.none": "Keine Adresse für Sie eingerichtet",
  "knows.not": "Er weiß nicht",
  "knows.not.value":
    "Ihren Namen, worum es geht, was Sie sagen, zeigen und schreiben und wer Sie eingeladen hat. " +
    "Ohne den Link kann er nichts davon lesen.",
  "knows.file":
    "Die Datei enthält seine ganze Antwort, auch die öffentlichen Schlüssel, " +
    "die für dieses Gespräch erzeugt wurden.",
  "knows.download": "Herunterladen",
  "knows.forget": "Trennen und vergessen",
  "knows.forget.host":
    "Sie sind Gastgeber. Wenn nur Sie gehen, kann ohne Sie weitersprechen, wer im Gespräch ist. " +
    "Ist nach einem Gespräch niemand mehr darin, löscht der Server den Raum bald. " +
    "Bis dahin kommen Sie als Gastgeber nur mit dem Gastgeberlink zurück, " +
    "falls Sie ihn gesichert haben.",
  "knows.forget.leave": "Nur ich gehe",
};
