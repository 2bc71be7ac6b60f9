// German. The keys are those of notes.en.ts.
export const notes = {
  "notes.title": "Notizen",
  "notes.lead":
    "Wer mit einem Browser hier ist, kann schreiben. Der Server kann nichts davon lesen. " +
    "Mit dem Gespräch sind die Notizen weg, wenn sie niemand gespeichert hat.",
  "notes.label": "Notizen von allen",
  "notes.writers": "Wer wo in den Notizen ist",
  "notes.line": "Zeile {line}",
  "notes.tasks": "Aufgaben: {left} von {all} offen",
  "notes.save": "Für sich speichern",
  "notes.text": "Text",
  "notes.page": "Webseite",
  "notes.print": "Drucken",
  "notes.file": "notizen",
  "notes.news": "{name} schreibt in die Notizen.",
  "notes.show": "Notizen zeigen",
  "notes.refused.full":
    "In den Notizen ist kein Platz mehr, deshalb kam das nicht hinein. Speichern Sie sie " +
    "und löschen Sie dann, was nicht gebraucht wird.",
  "notes.refused.long": "Das ist zu lang auf einmal. Fügen Sie es in Teilen ein.",
};
