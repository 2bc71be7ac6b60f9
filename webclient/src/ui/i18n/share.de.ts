// German, a screen that is shared. A missing or surplus key is a type error.
import type * as home from "./share.en.ts";

export const share: Record<keyof typeof home.share, string> = {
  "share.press": "Teilen",
  "share.open": "Bildschirm teilen",
  "share.title": "Was zeigen Sie?",
  "share.lead":
    "Alle im Gespräch sehen es. " +
    "Ihr Browser fragt gleich, welches Fenster, welcher Bildschirm oder Tab es sein soll.",
  "share.also": "{name} teilt gerade einen Bildschirm. Beides wird gezeigt.",
  "share.text": "Text und Folien (scharf)",
  "share.video": "Film (flüssig)",
  "share.text.short": "Scharf",
  "share.video.short": "Flüssig",
  "share.sound": "Ton lässt sich nur aus einem Browser-Tab mitgeben (Chrome, Edge).",

  "keys.share": "Bildschirm teilen oder das beenden",

  "share.bar": "Ihr geteilter Bildschirm",
  "share.on.monitor": "Sie teilen Ihren ganzen Bildschirm.",
  "share.on.window": "Sie teilen ein Fenster.",
  "share.on.browser": "Sie teilen einen Browser-Tab.",
  "share.on.film": "Sie zeigen einen Film.",
  "share.on.unknown": "Sie teilen Ihren Bildschirm.",
  "share.on.sound": "Auch den Ton.",
  "share.stop": "Teilen beenden",
  "share.pointing": "Andere dürfen darauf zeigen",
  "share.pointing.hint": "Alle sehen dann, wohin.",
  "share.look": "Zeigen, was gesendet wird",
  "share.preview": "Was die anderen sehen",

  "share.of": "Bildschirm: {name}",
  "share.waiting": "Das Bild kommt gleich …",
  "share.fit": "Einpassen",
  "share.original": "Originalgröße",
  "share.closer": "Vergrößern",
  "share.farther": "Verkleinern",
  "share.full": "Vollbild",
  "share.full.end": "Vollbild verlassen",
  "share.window": "Eigenes Fenster",
  "share.window.here": "Der Bildschirm von {name} steht in einem eigenen Fenster.",
  "share.window.back": "Zurückholen",
  "share.point": "Zeigen",
  "share.point.hint": "Alle sehen, wohin Sie zeigen.",
  "share.point.here": "Mit Maus, Finger oder Pfeiltasten zeigen",

  "say.share": "{name} teilt einen Bildschirm.",
  "say.share.end": "{name} teilt den Bildschirm nicht mehr.",
};
