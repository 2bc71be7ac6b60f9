// What only a host reads: her rooms, made, remembered and ended.

export const rooms = {
  "rooms.title": "Your rooms",
  "rooms.new": "A new room",
  "rooms.after": "After a call a room is deleted, unless you left for now or moved it meanwhile.",
  "rooms.enter": "Enter",
  "rooms.forget": "Forget",
  "rooms.forget.title": "Forget “{room}”?",
  "rooms.forget.lead":
    "The room itself stays open, at the latest until it expires. " +
    "You can then enter it as host only with the host link, if you have saved it. " +
    "To delete the room right away, end it instead.",
  "rooms.forget-all": "Forget all",
  "rooms.forget-all.title": "Forget all rooms?",
  "rooms.forget-all.lead":
    "The rooms themselves stay open, at the latest until they expire. " +
    "You can then enter them as host only with their host links, if you have saved those. " +
    "To delete a room right away, end it instead.",
  "rooms.forgotten": "Forgotten.",
  "ready.title": "Your room is ready.",
  "ready.lead": "It is for one call. The server deletes it afterwards.",
  "ready.remember": "Remember this room in this browser until it is over",
  "ready.remember.hint":
    "You will find it on the start page, even after this page is closed. " +
    "Do this only on a device of your own: anyone who uses this browser could be the host.",
  "ready.host.show": "Show and copy host link",
  "ready.host.field": "Host link",
  "ready.host.warning":
    "Anyone who has this link is the host. Keep it to yourself and never email it.",
  "ready.guests": "A link for each guest",
  "ready.leave-something": "Leave something for your guests",
  "ready.leave-something.loading": "Loading …",
  "ready.enter": "Enter room",
  "host.title": "You are the host of this call.",
  "host.lead":
    "Enter the room to let your guests in. " +
    "Your camera and microphone are still off. " +
    "They come on only when you enter the call or try them, and only if you allow it.",

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
