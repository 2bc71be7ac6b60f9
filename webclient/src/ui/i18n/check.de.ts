import type { check as english } from "./check.en.ts";

export const check: Record<keyof typeof english, string> = {
  "check.open": "Verbindung prüfen",
  "check.title": "Ihre Verbindung",
  "check.checking": "Wir prüfen. Das dauert höchstens zehn Sekunden.",
  "check.good":
    "Ihr Netz lässt Gespräche durch. " +
    "Wie gut sie sind, hängt vom Tempo Ihrer Leitung ab; das wurde nicht gemessen.",
  "check.stream": "Ihr Netz lässt Gespräche nur über TCP durch: Bild und Ton können stocken.",
  "check.some":
    "Ihr Netz lässt Gespräche durch, zumindest über TCP. " +
    "Über UDP, was besser wäre, sagt uns Ihr Browser nichts.",
  "check.blocked":
    "Nichts von einem Gespräch kam bis zum Server durch. " +
    "Netze von Firmen und Hotels sperren das oft. Versuchen Sie es mit mobilen Daten.",
  "check.needed": "Für Ihre IT: TCP {port} zu {server} ohne Inhaltsprüfung erlauben.",
  "check.unclear":
    "Ob Ihr Netz Gespräche durchlässt, war nicht festzustellen. Versuchen Sie es einfach.",
  "check.no-server": "Der Server hat nicht geantwortet. Laden andere Seiten?",
  "check.not-loaded": "Die Prüfung ließ sich nicht vom Server laden. Laden andere Seiten?",
  "check.limits": "Geprüft wurde nur der Weg zum Server, nicht der zu den anderen.",
  "check.details": "Details",
  "check.server": "Der Server",
  "check.udp": "Über UDP",
  "check.tcp": "Über TCP",
  "check.tls": "Über TLS",
  "check.is.answered": "Antwort nach {ms} ms",
  "check.is.silent": "keine Antwort",
  "check.is.unclear": "nicht bekannt",
  "check.is.waiting": "noch offen",
  "check.copy": "Bericht kopieren",
  "check.copy.hint": "Er nennt weder Personen noch Adressen.",
  "check.again": "Erneut prüfen",
};
