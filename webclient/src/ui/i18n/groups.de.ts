// German: groups in a call.
import type { groups as english } from "./groups.en.ts";

export const groups: Record<keyof typeof english, string> = {
  "groups.title": "Gruppen",
  "groups.lead":
    "Schicken Sie die anderen in Gruppen, die einander weder hören noch sehen. Was im Chat " +
    "geschrieben wird, bleibt dann in der Gruppe; Notizen, Zeichnungen, Folien, Umfragen " +
    "und Fragen bleiben allen gemeinsam. Wer in keiner Gruppe ist, ist im Hauptraum.",
  "groups.lead.open":
    "Niemand hört oder sieht eine andere Gruppe, und der Chat einer Gruppe bleibt dort. " +
    "Notizen, Zeichnungen, Folien, Umfragen und Fragen sind allen gemeinsam. Alle können " +
    "selbst in den Hauptraum zurückkommen.",
  "groups.lead.guest": "Im Moment gibt es keine Gruppen. Der Gastgeber kann welche bilden.",
  "groups.few": "Es ist noch niemand da, der in eine Gruppe gehen könnte.",
  "groups.count": "Wie viele Gruppen",
  "groups.name": "Gruppe {number}",
  "groups.name.field": "Name der Gruppe {number}",
  "groups.deal": "Zufällig verteilen",
  "groups.dealt": "Alle sind verteilt.",
  "groups.place": "Wo {name} ist",
  "groups.goes": "Wohin {name} geht",
  "groups.main": "Hauptraum",
  "groups.open": "Gruppen öffnen",
  "groups.nobody.yet": "Noch ist niemand in einer Gruppe.",
  "groups.nobody": "Hier ist niemand.",
  "groups.you": "Sie",
  "groups.host": "{name} (Gastgeber)",
  "groups.hand": "bittet Sie zu kommen",
  "groups.returned": "ist selbst zurückgekommen",
  "groups.visit": "Zu {group} gehen",
  "groups.manage": "Gruppen anzeigen",
  "groups.call": "Alle zurückrufen",
  "groups.call.in": "In {seconds} Sekunden",
  "groups.call.now": "Sofort",
  "groups.keep": "Noch nicht",
  "groups.back": "Alle kommen in {seconds} s zurück.",
  "groups.tell": "Allen Gruppen sagen",
  "groups.tell.send": "Sagen",
  "groups.tell.done": "Es geht an alle, die zu erreichen sind.",
  "groups.told": "{name} sagt allen:",
  "groups.at": "Sie sind in {group}.",
  "groups.at.main": "Es gibt Gruppen, und Sie sind im Hauptraum.",
  "groups.with": "Bei Ihnen: {people}.",
  "groups.alone": "Sonst ist niemand hier.",
  "groups.help": "Gastgeber rufen",
  "groups.return": "Gruppe verlassen",
  "groups.asked": "{name} in {group} bittet Sie zu kommen.",
  "say.groups.in": "Sie sind hier: {group}.",
  "say.groups.host": "{name} (Gastgeber) ist jetzt bei Ihnen.",
  "say.groups.host.gone": "{name} (Gastgeber) ist wieder gegangen.",
  "say.groups.over": "Alle sind wieder zusammen.",
};
