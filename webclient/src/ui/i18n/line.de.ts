import type {
  lineActions as actions,
  line as english,
  lineProblems as problems,
} from "./line.en.ts";

export const line: Record<keyof typeof english, string> = {
  "line.title": "Die Leitung zu {name}",
  "line.menu": "Wie ist die Leitung?",
  "line.good": "Bild und Ton kommen ungehindert an.",
  "line.their-line": "Die Leitung von {name} ist gerade langsam.",
  "line.their-device": "Das Gerät von {name} ist gerade ausgelastet.",
  "line.own-line": "Ihre eigene Leitung ist gerade langsam.",
  "line.own-device": "Ihr eigenes Gerät ist gerade ausgelastet.",
  "line.unknown": "Wir messen noch. Das dauert einige Sekunden.",
  "line.figures": "Zahlen",
  "line.from": "Von {name}",
  "line.to": "An {name}",
  "line.rtt": "Hin und zurück",
  "line.picture": "Bild",
  "line.sound": "Ton",
  "line.none": "aus",
  "line.lost": "{lost} % fehlt",
  "line.waits": "{ms} ms verspätet",
  "line.copy": "Zahlen kopieren",
  "line.copy.hint": "Sie nennen weder Personen noch Adressen.",
  "line.files-first": "Schneller senden, ohne mein Bild",
  "line.files-first.hint": "Im Gespräch gehen Dateien langsam, damit Bild und Ton weiterlaufen.",
};

export const lineProblems: Record<keyof typeof problems, string> = {
  "slow-line": "Langsame Leitung: Ihr Bild ist angehalten, damit Sie weiter sprechen können.",
  "busy-device": "Ihr Gerät ist ausgelastet: Bild verkleinert.",
  "files-first": "Ihr Bild ist angehalten, solange Dateien gehen.",
};

export const lineActions: Record<keyof typeof actions, string> = {
  "action.try-video": "Bild wieder senden",
};
