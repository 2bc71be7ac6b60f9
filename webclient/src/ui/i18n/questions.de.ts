// Fragen, die warten, bis sie an der Reihe sind.
import type { questions as english } from "./questions.en.ts";

export const questions: Record<keyof typeof english, string> = {
  "questions.lead":
    "Schreiben Sie auf, was nicht vergessen werden soll. Der Server kann nichts davon " +
    "lesen. Mit dem Gespräch ist es weg, wenn es niemand gespeichert hat.",
  "questions.field": "Ihre Frage",
  "questions.add": "Eintragen",
  "questions.none": "Noch gibt es keine Fragen.",
  "questions.full": "Für weitere Fragen ist kein Platz.",
  "questions.by": "{name}",
  "questions.by.own": "Sie",
  "questions.raise": "Das möchte ich auch wissen",
  "questions.hands": "{count} möchten es wissen",
  "questions.hands.one": "1 Person möchte es wissen",
  "questions.taken": "Wird beantwortet",
  "questions.answered": "Beantwortet",
  "questions.mark.taken": "Aufgreifen",
  "questions.mark.answered": "Beantwortet",
  "questions.mark.open": "Zurückstellen",
  "questions.withdraw": "Zurückziehen",
  "questions.save": "Fragen sichern",
  "say.question": "{name} hat eine Frage: {text}",
  "say.question.taken": "Jetzt: {text}",
};
