// Leaving for now, the end of a room in the midst of a call, and the way back.
export const leaving = {
  "leave.title": "Do you want to leave the call?",
  "leave.others":
    "Those who are in the call can go on without you. " +
    "Nobody new can come in until you are back.",
  "leave.nobody": "Nobody can come in until you are back.",
  "leave.stays.until":
    "If you leave for now, the room stays until {until}, " +
    "and longer only if somebody is in it then.",
  "leave.stays":
    "If you leave for now, the room stays until it expires, " +
    "and longer only if somebody is in it then.",
  "leave.unheard":
    "The server does not answer at the moment. If it does not hear that the room is to stay, " +
    "it may delete it soon after everybody has gone.",
  "leave.gone": "The room itself no longer exists: if you leave, you cannot come back.",
  "leave.for-now": "Leave for now (the room stays)",
  "leave.alone": "Leave only myself",
  "leave.end": "End for everyone and delete the room",
  "leave.end.gone": "End for everyone",
  "leave.back": "Back to the call",

  "back.stays.asked": "We are telling the server that the room is to stay …",
  "back.stays.until":
    "The room stays until {until}, and longer only if somebody is in it then. " +
    "Those who are in the call can go on without you.",
  "back.stays":
    "The room stays until it expires, and longer only if somebody is in it then. " +
    "Those who are in the call can go on without you.",
  "back.stays.unheard":
    "The server has not confirmed that the room stays. " +
    "If it has not heard it, it may delete the room soon after everybody has gone. " +
    "If you still need the room, please come back in soon.",
  "back.guest.lead":
    "The server deletes the room soon after everybody has gone (if it is not running then, as soon as it is), " +
    "unless {host} keeps it for later. " +
    "If no call took place, the room stays until it expires.",
  "back.knock": "Knock again",
  "back.how.host": "You go straight back in, as “{name}”.",
  "back.how.guest": "You knock again, as “{name}”, and wait until you are let in.",
  "back.devices": "Whatever was on comes on again once you are in.",
  "back.kept.host":
    "For that, this tab keeps your key to the room and your name. " +
    "Anyone who uses this tab, or opens it again after it was closed, could be the host.",
  "back.kept.guest":
    "For that, this tab keeps the link and your name. " +
    "Anyone who uses this tab, or opens it again after it was closed, could knock as “{name}”.",
  "back.forget": "Forget this call on this device",
  "back.forget.title": "Forget this call on this device?",
  "back.forget.host":
    "You can then enter the room as its host only with the host link, if you have saved it. " +
    "The room itself does not end with this. " +
    "To delete it, come back in and end the call for everyone.",
  "back.forget.confirm": "Forget",
  "back.before.host": "If the room has not been ended meanwhile, you can come back in.",
  "back.before.guest": "If the room has not been ended meanwhile, you can knock again.",
  "back.before.until": "It was to stay until {until}.",

  "away.left": "{host} has left the call and may come back.",
  "away.lost": "{host} is no longer connected and may come back.",
  "away.go-on": "You can go on meanwhile; until then nobody new can come in.",
  "away.wait": "If you keep this page open, the call then goes on by itself.",
};
