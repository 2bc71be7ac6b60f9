// What is said after a call. The server deletes rooms; a page says so only where the server has confirmed it.
export const over = {
  "over.ended": "The call is over.",
  "over.ended.at": "The server confirmed at {time} that the room is deleted. Nothing of it is left there.",
  "over.ended.pending":
    "The server has not confirmed yet that the room is deleted. Please keep this page open until it has.",
  "over.ended.unconfirmed": "The server has not confirmed that the room is deleted.",
  "over.ended.else":
    "If the server does not hear of the end, the room deletes itself soon after everybody has gone. If no call came about, it stays until it expires.",
  "over.ended.by-host":
    "{host} has ended it for everybody. The server has not told us whether the room is deleted already.",
  "over.left": "You have left the call.",
  "over.left.lead":
    "The room deletes itself soon after everybody has gone. If no call came about, it stays until it expires.",
  "over.early": "You are no longer waiting.",
  "over.early.lead": "Nobody has seen or heard you.",
  "over.forgotten.at":
    "The server confirmed at {time} that you have left. It no longer has your Internet address from this call.",
  "over.forgotten.rest":
    "The random number and the key of your visit go with its next list of members, or with the room; a counter against misuse, which names nobody, within an hour.",
  "over.forgotten.unconfirmed":
    "The server has not confirmed that you have left. What it holds of you goes with the room at the latest.",
  "over.forgotten.here":
    "This page has let go of the room: its links, the names and the chat. Your browser may still have the link in its history; if others use this device, clear that.",
  "over.save-chat": "Save chat",
  "over.save-chat.hint": "Only until you close this tab.",
  "over.save-file": "Save {file}",
  "over.again": "Start another call",
  "over.devices": "Camera and microphone are off.",
};
