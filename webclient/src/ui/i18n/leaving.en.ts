// Leaving for now, the end of a room in the midst of a call, and the way back.
export const leaving = {
  "leave.title": "Do you want to leave the call?",
  "leave.others":
    "Those who are in the call can go on without you. " +
    "Nobody new can come in until you are back.",
  "leave.stays.until":
    "If you leave for now, the room stays until {until}, " +
    "and longer only while somebody is in it.",
  "leave.stays":
    "If you leave for now, the room stays until it expires, " +
    "and longer only while somebody is in it.",
  "leave.unheard":
    "The server does not answer at the moment. If it does not hear that the room is to stay, " +
    "it may delete it soon after everybody has gone.",
  "leave.gone": "The room itself no longer exists: if you leave, you cannot come back.",
  "leave.for-now": "Leave for now (the room stays)",
  "leave.alone": "Leave only myself",
  "leave.end": "End for everyone and delete the room",
  "leave.end.gone": "End for everyone",
  "leave.back": "Back to the call",
};
