// Questions that wait for their turn.
export const questions = {
  "questions.lead":
    "Write down what should not be forgotten. The server cannot read any of it. When the " +
    "call is over, it is gone unless somebody has saved it.",
  "questions.field": "Your question",
  "questions.add": "Add",
  "questions.none": "There are no questions yet.",
  "questions.full": "There is room for no more questions.",
  "questions.by": "{name}",
  "questions.by.own": "You",
  "questions.raise": "I want to know that too",
  "questions.hands": "{count} want to know",
  "questions.hands.one": "1 wants to know",
  "questions.taken": "Being answered",
  "questions.answered": "Answered",
  "questions.mark.taken": "Take up",
  "questions.mark.answered": "Answered",
  "questions.mark.open": "Put back",
  "questions.withdraw": "Withdraw",
  "questions.save": "Save questions",
  "say.question": "{name} has a question: {text}",
  "say.question.taken": "Now: {text}",
};
