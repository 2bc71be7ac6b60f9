// German: see first.en.ts. A missing or surplus key is a type error.
import type * as home from "./first.en.ts";

export const screens: Record<keyof typeof home.screens, string> = {
  "app.language": "Sprache",
  "app.someone": "jemand",
  "app.your-host": "Ihr Gastgeber",
  "app.privacy": "Datenschutz",
  "app.imprint": "Impressum",
  "start.title": "Privates Gespräch starten",
  "start.lead": "Ein Raum für ein einziges Gespräch. Danach löscht ihn der Server.",
  "start.kind": "Was für ein Gespräch?",
  "kind.video": "Video",
  "kind.audio": "Nur Ton",
  "kind.chat": "Nur Chat",
  "start.topic": "Thema",
  "start.topic.hint": "Wer mit dem Link anklopft, kann es sehen, der Server nicht.",
  "start.optional": "optional",
  "start.seats": "Für wie viele Personen?",
  "start.seats.hint": "Sie selbst mitgezählt.",
  "start.create": "Raum anlegen",
  "start.creating": "Raum wird angelegt …",
  "start.working": "Wird vorbereitet. Das dauert ein paar Sekunden …",
  "start.note":
    "Was das Gespräch schützt, entsteht in diesem Browser. " +
    "Der Server erhält Zufallszahlen, die Zahl der Plätze und wann der Raum abläuft, " +
    "aber keine Namen. " +
    "Wie jede Website sieht er Ihre IP-Adresse, die ungefähr zeigt, wo Sie sind.",
  "landing.title.video": "Sie sind zu einem privaten Videogespräch eingeladen.",
  "landing.title.audio": "Sie sind zu einem privaten Gespräch ohne Bild eingeladen.",
  "landing.title.chat": "Sie sind zu einem privaten Chat eingeladen.",
  "landing.lead": "Kein Konto, keine Installation.",
  "landing.now": "Was jetzt geschieht",
  "landing.now.video":
    "Kamera und Mikrofon sind aus. " +
    "Sie gehen erst an, wenn Sie anklopfen oder sie testen, und nur, wenn Sie es erlauben.",
  "landing.now.audio":
    "Ihr Mikrofon ist aus. " +
    "Es geht erst an, wenn Sie anklopfen oder es testen, und nur, wenn Sie es erlauben. " +
    "Eine Kamera wird nie benutzt.",
  "landing.now.chat": "Kamera und Mikrofon werden nie benutzt.",
  "landing.now.knock":
    "Die anderen erfahren nichts von Ihnen, bis Sie anklopfen, " +
    "und nur Ihren Namen, bis Sie hereingelassen sind.",
  "landing.now.address":
    "Ihre IP-Adresse zeigt ungefähr, wo Sie sind. " +
    "Die anderen erfahren sie erst, wenn Sie hereingelassen sind, und Sie können sie verbergen.",
  "landing.continue": "Weiter",
  "prejoin.joining": "Einen Moment …",
  "landing.server":
    "Der Server {server} bringt Sie zusammen und löscht den Raum nach dem Gespräch.",
  "landing.server.operator": "Betreiber: {name}. Standort: {country}.",
  "when.label": "Tag und Uhrzeit",
  "when.hint": "Für ein Gespräch jetzt lassen Sie das Feld leer. Der Server kann es nicht lesen.",
  "when.chosen": "Das ist {when}.",
  "when.incomplete": "Bitte geben Sie Tag und Uhrzeit an, oder beides nicht.",
  "when.past":
    "Dieser Zeitpunkt ist vorbei. Bitte wählen Sie einen späteren, oder keinen für ein Gespräch " +
    "jetzt.",
  "when.late":
    "Dieser Server bewahrt Räume höchstens {days} Tage auf. " +
    "Der späteste mögliche Zeitpunkt ist {latest}.",
  "start.unanswered":
    "Der Server antwortet noch nicht. Wir fragen ihn weiter. Sie können schon alles ausfüllen.",
  "start.token":
    "Räume anlegen können hier nur Personen mit einem Link vom Betreiber dieses Servers. " +
    "Wenn Sie einen haben, öffnen Sie ihn oder fügen Sie ihn hier ein.",
  "start.nobody":
    "Hier kann im Augenblick niemand Räume anlegen: Der Betreiber dieses Servers hat es noch " +
    "nicht erlaubt. " +
    "Wenn Ihnen ein Link geschickt wurde, öffnen Sie ihn oder fügen Sie ihn hier ein.",
  "start.keep-creator": "In diesem Browser merken, dass ich hier Räume anlegen darf",
  "start.keep-creator.hint":
    "Bis Sie es ausschalten oder der Browser löscht, was Websites gespeichert haben. " +
    "Nur auf Ihrem eigenen Gerät: Wer diesen Browser benutzt, könnte Räume anlegen.",
};

export const problems: Record<keyof typeof home.problems, string> = {
  "creator-refused":
    "Dieser Browser lässt die Seite nichts speichern: " +
    "Vielleicht ist das Fenster privat oder der Speicher voll. " +
    "Bitte bewahren Sie den Link auf, den Sie vom Betreiber haben.",
  "clock-wrong.fast":
    "Die Uhr dieses Geräts geht etwa {minutes} Minuten vor. " +
    "Um so viel sind die Zeiten auf dieser Seite falsch.",
  "clock-wrong.slow":
    "Die Uhr dieses Geräts geht etwa {minutes} Minuten nach. " +
    "Um so viel sind die Zeiten auf dieser Seite falsch.",
  "create-unanswered": "Der Gesprächsserver antwortet gerade nicht. Bitte versuchen Sie es erneut.",
  internal: "Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es erneut.",
};

export const problemTitles: Record<keyof typeof home.problemTitles, string> = {
  other: "Das hat nicht geklappt.",
};

export const problemActions: Record<keyof typeof home.problemActions, string> = {
  "action.lost-link": "Ich habe einen Link bekommen",
  "action.dismiss": "Ausblenden",
};

/** All of it: a namespace that is passed on would take a file of the build's own. */
export const first = { screens, problems, problemTitles, problemActions };
