// Umfragen im Gespräch.
import type { polls as english } from "./polls.en.ts";

export const polls: Record<keyof typeof english, string> = {
  "polls.lead":
    "Alle können fragen. Der Server kann nichts davon lesen. Mit dem Gespräch ist es weg, " +
    "wenn es niemand gespeichert hat.",
  "polls.new": "Neue Umfrage",
  "polls.none": "Noch hat niemand etwas gefragt.",
  "polls.one": "Ihre Umfrage läuft. Beenden Sie sie, bevor Sie noch etwas fragen.",
  "polls.question": "Frage",
  "polls.choice": "Antwort {number}",
  "polls.add": "Antwort hinzufügen",
  "polls.remove": "Antwort {number} entfernen",
  "polls.type": "Wie geantwortet wird",
  "polls.type.single": "Eine Antwort",
  "polls.type.multiple": "Mehrere Antworten",
  "polls.type.scale": "Von 1 bis 5",
  "polls.lowest": "Was 1 bedeutet",
  "polls.highest": "Was 5 bedeutet",
  "polls.secret": "Geheim",
  "polls.secret.hint":
    "Alle sehen nur, wie oft welche Antwort kam und wer geantwortet hat. Gezählt wird, " +
    "wenn Sie die Umfrage beenden und mindestens vier geantwortet haben.",
  "polls.secret.few": "Geheim geht erst, wenn mindestens vier im Gespräch sind.",
  "polls.ask": "Alle fragen",
  "polls.missing": "Schreiben Sie eine Frage und mindestens zwei Antworten.",
  "polls.missing.scale": "Schreiben Sie eine Frage und was 1 und 5 bedeuten.",
  "polls.by": "{name} fragt",
  "polls.by.own": "Sie fragen",
  "polls.open.lead":
    "Alle sehen, wer was antwortet. Sie können Ihre Antwort ändern, bis {name} die Umfrage beendet.",
  "polls.open.lead.own":
    "Alle sehen, wer was antwortet, und können es ändern, bis Sie die Umfrage beenden.",
  "polls.secret.lead":
    "Geheim: Ihre Antwort bleibt auf Ihrem Gerät, bis die Umfrage endet. Auch dann geht " +
    "sie nur in Stücken hinaus, die allein nichts sagen.",
  "polls.secret.limits": "Was das schützt",
  "polls.secret.limits.text":
    "Niemand erfährt mehr, als die Zählung sagt, außer alle anderen, die geantwortet " +
    "haben, legen zusammen, was ihre Geräte wissen. Antworten alle gleich, sagt schon die " +
    "Zählung, was jeder geantwortet hat. Wird dasselbe noch einmal unter weniger Leuten " +
    "gefragt, kann das die Antwort eines Einzelnen verraten. Ein verändertes Programm kann " +
    "eine Zählung verhindern, aber keine fremde Antwort ändern oder nachmachen.",
  "polls.answered": "{count} haben geantwortet",
  "polls.answered.one": "1 hat geantwortet",
  "polls.counting":
    "Die Antworten werden gezählt. Dabei müssen alle Geräte helfen, das dauert einen Augenblick.",
  "polls.votes": "{count} Stimmen",
  "polls.votes.one": "1 Stimme",
  "polls.mean": "Im Mittel {mean} von 5",
  "polls.back": "Meine Antwort zurücknehmen",
  "polls.close": "Umfrage beenden",
  "polls.closed": "Die Umfrage ist beendet.",
  "polls.told": "Sie waren nicht dabei: So berichtet es {name}.",
  "polls.uncounted.few":
    "Ohne Zählung beendet: Weniger als vier haben geantwortet. Keine Antwort hat ein Gerät verlassen.",
  "polls.uncounted.left":
    "Ohne Zählung beendet: {name} ist gegangen oder hat eine Antwort zurückgenommen. " +
    "Niemand kann sehen, wer was gewählt hat. Die Frage lässt sich noch einmal stellen.",
  "polls.uncounted.left.unknown":
    "Ohne Zählung beendet, weil jemand gegangen ist oder etwas anderes gefragt hat. " +
    "Niemand kann sehen, wer was gewählt hat.",
  "polls.uncounted.silent":
    "Ohne Zählung beendet: Von {name} kam eine halbe Minute nichts. Niemand kann sehen, " +
    "wer was gewählt hat. Die Frage lässt sich noch einmal stellen.",
  "polls.uncounted.broken":
    "Ohne Zählung beendet: Die Teile passten nicht zusammen, also tut ein Programm etwas " +
    "anderes. Niemand kann sehen, wer was gewählt hat.",
  "polls.save": "Ergebnisse sichern",
  "polls.notice": "{name} fragt: {question}",
  "polls.notice.answer": "Antworten",
  "polls.notice.later": "Später",
  "say.poll.result": "Die Umfrage hat ein Ergebnis: {question}",
  "say.poll.over": "Die Umfrage ist beendet: {question}",
  "polls.csv.question": "Frage",
  "polls.csv.choice": "Antwort",
  "polls.csv.votes": "Stimmen",
  "polls.csv.who": "Wer",
  "polls.csv.secret": "geheim",
};
