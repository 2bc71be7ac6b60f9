// English: shared notes.
export const notes = {
  "notes.title": "Notes",
  "notes.lead":
    "Whoever is here with a browser can write. The server cannot read any of it. When the " +
    "call is over, the notes are gone unless somebody has saved them.",
  "notes.label": "Notes of all",
  "notes.writers": "Who is where in the notes",
  "notes.line": "line {line}",
  "notes.tasks": "Tasks: {left} of {all} left",
  "notes.save": "Save for yourself",
  "notes.text": "Text",
  "notes.page": "Web page",
  "notes.print": "Print",
  "notes.file": "notes",
  "notes.news": "{name} writes in the notes.",
  "notes.show": "Show notes",
  "notes.refused.full":
    "The notes have no more room, so this was not added. Save them, then delete what is not needed.",
  "notes.refused.long": "That is too long to be added at once. Paste it in parts.",
};
