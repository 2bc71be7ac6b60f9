// English: the home of the keys. `{name}` and the like are filled in by t(). A problem's words live
// in problems.en.ts.
import { call } from "./call.en.ts";
import { check } from "./check.en.ts";
import { screens } from "./first.en.ts";
import { invite } from "./invite.en.ts";
import { knows } from "./knows.en.ts";
import { layout } from "./layout.en.ts";
import { leaving } from "./leaving.en.ts";
import { line } from "./line.en.ts";
import { over } from "./over.en.ts";
import { participation } from "./participation.en.ts";
import { prejoin } from "./prejoin.en.ts";
import { share } from "./share.en.ts";
import { signs } from "./signs.en.ts";
import { week } from "./week.en.ts";

export const en = {
  "app.close": "Close",
  "app.cancel": "Cancel",
  "app.copied": "Copied",
  "app.please-copy": "Please copy the highlighted text yourself.",
  "app.to-start": "To the start page",
  "incident.text":
    "Troubleshooting until {until}: {reason}. " +
    "The server records kinds of messages, errors and counts, but no names, addresses or content.",

  "rooms.title": "Your rooms",
  "rooms.new": "A new room",
  "rooms.until": "Open until {expires}, and longer only if somebody is in it then.",
  "rooms.after": "After a call a room is deleted, unless you left for now or moved it meanwhile.",
  "rooms.unnamed.video": "Video call",
  "rooms.unnamed.audio": "Audio call",
  "rooms.unnamed.chat": "Chat",
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
  "ready.enter": "Enter room",

  "host.title": "You are the host of this call.",
  "host.lead":
    "Enter the room to let your guests in. " +
    "Your camera and microphone are still off. " +
    "They come on only when you enter the call or try them, and only if you allow it.",
  "prejoin.title": "How do you want to join?",
  "prejoin.title.chat": "Join the chat",
  "prejoin.name": "Your name",
  "prejoin.asking": "Your browser is asking you now …",
  "prejoin.without": "Without camera and microphone",
  "prejoin.without.audio": "Without microphone",
  "prejoin.without.done":
    "You are joining without camera and microphone. You can switch them on during the call.",
  "prejoin.without.done.audio":
    "You are joining without a microphone. You can switch it on during the call.",
  "prejoin.devices": "Camera and microphone",
  "preview.both-off": "Camera and microphone are off.",
  "preview.camera-off": "Your camera is off.",
  "preview.microphone-on": "Your microphone is on.",
  "preview.microphone-off": "Your microphone is off.",
  "prejoin.heard": "Your microphone hears you.",
  "prejoin.unheard": "Your microphone does not hear you yet. Please say something.",
  "prejoin.test-sound": "Play test sound",
  "devices.open": "Choose devices",
  "devices.video": "Camera and microphone",
  "devices.audio": "Microphone",
  "devices.camera": "Camera",
  "devices.microphone": "Microphone",
  "devices.lead": "What is switched off stays off.",
  "devices.unnamed": "Your browser shows their names once you have allowed one.",
  "devices.default": "Chosen by the browser",
  "prejoin.hide": "Hide my IP address",
  "prejoin.hide.hint":
    "It shows roughly where you are. The others will not see it; the server does. " +
    "The call then goes through the server, still encrypted. It may be slower.",
  "prejoin.see":
    "Once you are in, the others can see and hear what you have switched on. The server cannot.",
  "prejoin.see.audio":
    "Once you are in, the others can hear you while your microphone is on. The server cannot.",
  "prejoin.see.chat": "Once you are in, the others can read what you write. The server cannot.",
  "prejoin.waiting.one": "{name} is already waiting.",
  "prejoin.waiting.many": "{count} guests are already waiting.",
  "prejoin.knock": "Knock",
  "prejoin.join": "Enter the call",

  "lobby.title": "You are waiting to be let in.",
  "lobby.knocking": "We are knocking …",
  "lobby.waiting": "{host} can see that you are waiting.",
  "lobby.closed": "The connection to the room has ended.",
  "lobby.connecting": "We are connecting to the room …",
  "lobby.not-here":
    "Your host is not connected at the moment. Keep this page open; it will continue by itself.",
  "lobby.full": "The room is full at the moment. {host} can see that you are waiting.",
  "lobby.locked":
    "{host} is not letting anybody knock at the moment. " +
    "Keep this page open; it will continue by itself when that changes.",
  "lobby.unseen": "Nobody can see or hear you yet.",
  "lobby.unseen.chat": "Nobody can read anything from you yet.",
  "lobby.note": "Message from {host}",
  "lobby.leave": "Stop waiting",
  "lobby.back.title": "You are waiting to come back in.",

  ...screens,
  ...call,
  ...check,
  ...invite,
  ...knows,
  ...layout,
  ...leaving,
  ...line,
  ...over,
  ...participation,
  ...share,
  ...signs,
  ...prejoin,
  ...week,
};
