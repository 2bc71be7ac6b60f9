// German. The keys are those of together.en.ts.
export const together = {
  "together.open": "Gemeinsam",
  "together.title": "Was möchten Sie gemeinsam machen?",
  "together.loading": "Wird geladen …",
  "together.failed":
    "Das ließ sich nicht laden: Der Server antwortet nicht, oder Ihr Netz ist weg. Das beendet das Gespräch nicht.",
  "together.again": "Noch einmal versuchen",

  "together.notes": "Gemeinsame Notizen",
  "together.draw": "Zeichnen",
  "together.recording": "Aufzeichnen",
  "together.recorded":
    "Es wird aufgezeichnet, oder jemand will es. Wer hereinkommt, erfährt es und wird gefragt.",
  "together.polls": "Umfrage",
  "together.questions": "Fragen",
  "together.groups": "Gruppen",
  "together.slides": "Folien",
  "together.film": "Film",
};
