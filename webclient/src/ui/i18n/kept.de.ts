// German. The keys are those of kept.en.ts.
export const kept = {
  "kept.title": "Aufzeichnungen in diesem Browser",
  "kept.lead": "Sie liegen nur hier. Sichern Sie die Dateien, und löschen Sie sie dann hier.",
  "kept.of": "Aufgezeichnet am {when}",
  "kept.unfinished":
    "Sie brach ab und ist deshalb nicht unterschrieben: Nichts zeigt, dass sie so ist, wie sie aufgezeichnet wurde.",
  "kept.save": "{file} sichern ({size})",
  "kept.save.consent": "Wer zugestimmt hat: {file} sichern ({size})",
  "kept.delete": "Hier löschen",
  "kept.delete.title": "Diese Aufzeichnung löschen?",
  "kept.delete.text": "Was nicht gesichert wurde, ist verloren.",
};
