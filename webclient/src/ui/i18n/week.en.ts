// A host's week: rooms that are booked, found again, moved and ended.
export const week = {
  "rooms.planned": "Planned for {when}",
  "rooms.today": "Today, {when}",
  "rooms.now": "Now: {when}",
  "rooms.past": "The date is past: {when}",
  "rooms.undated": "No date",
  "rooms.may-be-over": "It was to stay open until {expires} and may no longer exist.",
  "rooms.elsewhere": "You are in this call in another tab.",
  "rooms.invite": "Invite",
  "rooms.move": "Move",
  "rooms.end": "End",
  "rooms.end.title": "End “{room}”?",
  "rooms.end.lead":
    "The server deletes the room now. For those who are in it the call ends, and its links no longer work. " +
    "Guests who come later are not told why: please tell them.",
  "rooms.ending": "“{room}” is being ended …",
  "rooms.ended": "“{room}” has ended. The server has confirmed that the room is deleted.",
  "rooms.ended.gone": "“{room}” no longer existed on the server. It is off this list.",
  "rooms.ended.unanswered":
    "The server has not confirmed that “{room}” is deleted. It stays on this list: " +
    "please try again.",
  "rooms.left":
    "This room is no longer on the list: it was ended or forgotten in another tab, or it has expired.",

  "move.title": "Move “{room}”",
  "move.title.undated": "A date or more time for “{room}”",
  "move.lead.dated":
    "Now planned for {when}. A room stays open until a day after its date. " +
    "Leave the date empty for a room without a date.",
  "move.lead.undated":
    "This room has no date so far. To keep it open longer, leave the field empty and save: " +
    "it then stays until {until}. With a date it stays until a day after it.",
  "move.save": "Move room",
  "move.save.undated": "Save",
  "move.saving": "Moving …",
  "move.saved": "Moved to {when}.",
  "move.saved.undated": "The room has no date any more. It stays open until {expires}.",
  "move.extended": "The room now stays open until {expires}.",
  "move.tell.first":
    "Guests have not been told the date. The link is the same; the invitation now names the date.",
  "move.tell.undated":
    "Guests have not been told. The link is the same; the invitation names no date any more.",
  "move.tell":
    "Guests who have the old date have not been told. The link is the same; the invitation now " +
    "names the new date.",

  "lobby.planned": "The call is planned for {when}.",
  "lobby.early": "You are early. You can keep this page open, or open your link again then.",

  "ready.dated": "The room is planned for {when}.",
  "ready.undated": "The room has no date: everybody can come at once.",
  "ready.open":
    "It stays open until {expires}, and longer only if somebody is in it then. " +
    "After a call it is deleted, unless you left for now or moved it meanwhile.",
  "ready.move": "Move",
  "host.undated": "This browser does not know its date. You see it once you have entered the room.",
  "ready.set-date": "Set a date or extend",
  "ready.another": "See your rooms, or make another one",
  "ready.again": "How you get in again",
  "ready.remembered":
    "This browser remembers the room until it is over. You find it on the start page.",
  "ready.forget": "Forget",
  "ready.again.tab":
    "So far only with this page. If it is closed, you can no longer get in, " +
    "and your guests wait for nobody.",
  "ready.again.copied":
    "The host link is copied, but a copy alone does not last: paste it now where you will find it " +
    "again and nobody else reads it. Until then you get in only with this page.",
  "ready.again.saved":
    "With the host link in your calendar entry, on any device, for as long as you keep the entry.",
  "ready.again.browser":
    "It loses the room if it clears what websites have stored; a private window does so when it is " +
    "closed. Anyone who uses this browser could be the host. " +
    "To be safe, or to come in on another device, save your host link.",
  "ready.calendar": "Calendar entry for yourself",
  "ready.calendar.hint":
    "It holds your host link. Keep it to yourself: never send it on, and do not put it into a " +
    "calendar that others can read.",
};
