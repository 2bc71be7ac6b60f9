// A host's week: rooms that are booked, found again, moved and ended.
export const week = {
  "rooms.planned": "Planned for {when}",
  "rooms.today": "Today, {when}",
  "rooms.now": "Now: {when}",
  "rooms.past": "The date is past: {when}",
  "rooms.undated": "No date",
  "rooms.may-be-over": "It was to stay open until {expires} and may no longer exist.",

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
};
