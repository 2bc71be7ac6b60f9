// German. The keys are those of layout.en.ts.
export const layout = {
  "view.open": "Ansicht",
  "view.title": "Wie möchten Sie das Gespräch sehen?",
  "view.grid": "Alle gleich groß",
  "view.speaker": "Wer spricht, ist groß",
  "view.share": "Was geteilt wird, ist groß",
  "view.side": "Was geteilt wird, und wer spricht",
  "view.said": "Ansicht: {view}.",
  "view.full": "Vollbild",
  "view.full.end": "Vollbild beenden",

  "tile.pin": "Anheften: bleibt groß",
  "tile.unpin": "Nicht mehr anheften",
  "tile.pinned": "Angeheftet",
  "tile.window": "Kleines Fenster vorn",
  "tile.full": "Vollbild",
  "say.pinned": "{name} ist angeheftet.",
  "say.unpinned": "{name} ist nicht mehr angeheftet.",
  "keys.pin": "Anheften oder lösen: wer den Fokus hat oder spricht",
  "keys.layout": "Nächste Ansicht",
};
