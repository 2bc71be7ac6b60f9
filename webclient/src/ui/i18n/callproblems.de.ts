// What goes wrong on a line, and with a screen that is to be shared.
import type * as home from "./callproblems.en.ts";

export const lineProblems: typeof home.lineProblems = {
  "slow-line": "Langsame Leitung: Ihr Bild ist angehalten, damit Sie weiter sprechen können.",
  "busy-device": "Ihr Gerät ist ausgelastet: Bild verkleinert.",
  "files-first": "Ihr Bild ist angehalten, solange Dateien gehen.",
};

export const lineActions: typeof home.lineActions = {
  "action.try-video": "Bild wieder senden",
};

export const shareProblems: typeof home.shareProblems = {
  "share-unavailable": "Dieses Gerät kann im Browser den Bildschirm nicht teilen.",
  "share-dismissed": "Es wird nichts geteilt: Die Frage des Browsers wurde geschlossen.",
  "share-denied":
    "Ihr Browser lässt diese Seite den Bildschirm nicht teilen. Es wird nichts geteilt.",
  "share-system":
    "Ihr Computer erlaubt dem Browser nicht, den Bildschirm aufzunehmen: " +
    "Systemeinstellungen → Datenschutz → Bildschirmaufnahme. Es wird nichts geteilt.",
  "share-failed":
    "Der Bildschirm ließ sich nicht teilen. Bitte noch einmal versuchen oder etwas anderes wählen.",
};
