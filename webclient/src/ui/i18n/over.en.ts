// What is said after a call. The server deletes rooms; a page says so only where the server has
// confirmed it.
export const over = {
  "over.ended": "The call is over.",
  "over.ended.at": "The server confirmed at {time} that the room is deleted.",
  "over.ended.pending":
    "The server has not yet confirmed that the room is deleted. " +
    "Please keep this page open until it has.",
  "over.ended.unconfirmed": "The server has not confirmed that the room is deleted.",
  "over.ended.else":
    "If the server does not hear that the call has ended, " +
    "it deletes the room soon after everybody has gone (if it is not running then, as soon as it is). " +
    "If no call took place, the room stays until it expires.",
  "over.ended.by-host":
    "{host} has ended it for everybody. The server has not told us whether the room is deleted yet.",
  "over.ended.by-operator":
    "The operator of this server has ended this room. " +
    "The server confirmed at {time} that it is deleted.",
  "over.left": "You have left the call.",
  "over.left.lead":
    "The server deletes the room soon after everybody has gone (if it is not running then, as soon as it is). " +
    "If no call took place, the room stays until it expires.",
  "over.early": "You are no longer waiting.",
  "over.early.lead": "Nobody could see or hear you while you were waiting.",
  "over.forgotten.at":
    "The server confirmed at {time} that you have left. " +
    "With that, it forgets your IP address from this call.",
  "over.forgotten.rest":
    "The random number and the key of your visit disappear with its next list of members, " +
    "or with the room. " +
    "Counters against misuse, which name nobody, may last longer.",
  "over.forgotten.unconfirmed":
    "The server has not confirmed that you have left. " +
    "What it holds about you disappears with the room at the latest. " +
    "Counters against misuse, which name nobody, may last longer.",
  "over.forgotten.here":
    "The links of the room, the names and the chat are gone from this page. Please close it too: " +
    "until then they may still be in its memory. Your browser may have the link in its history. " +
    "If others use this device, clear the history.",
  "over.save-chat": "Save chat",
  "over.save-chat.hint": "Only until you close this page.",
  "over.save-file": "Save {file}",
  "over.again": "Start another call",
  "over.devices": "This page no longer uses camera and microphone.",
};
