// What is said before the call, in the lobby and wherever else a call may be seen without being in it.

export const door = {
  "app.close": "Close",
  "app.cancel": "Cancel",
  "app.copied": "Copied",
  "app.please-copy": "Please copy the highlighted text yourself.",
  "app.to-start": "To the start page",
  "incident.text":
    "Troubleshooting until {until}: {reason}. " +
    "The server records kinds of messages, errors and counts, but no names, addresses or content.",

  "rooms.until": "Open until {expires}, and longer only if somebody is in it then.",
  "rooms.unnamed.video": "Video call",
  "rooms.unnamed.audio": "Audio call",
  "rooms.unnamed.chat": "Chat",

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

  "call.mic": "Microphone",
  "call.camera": "Camera",
  "call.asking": "Your browser is asking. Press again to leave it off.",
  "call.end": "End for all",
  "chat.you": "You",
  "chat.marks": "> your own lines, * the host’s lines",
  "say.admitted": "You are in the call.",
  "devices.speaker": "Loudspeaker",
  "devices.speaker.more": "Choose another loudspeaker",
  "devices.flip": "Other camera",
  "blur.starting": "Your camera comes on when the background is blurred …",
  "blur.slow": "This device is slow at this: the others see few pictures a second.",
  "blur.whole":
    "This browser cannot tell you from your room, so the whole picture is blurred, and you with it.",
  "blur.title": "Blur the background",
  "blur.hint":
    "What is behind you is blurred before it is sent; along your outline some of it may show. " +
    "If it cannot be blurred, your camera goes off.",
  "notify.knocks": "Tell me about knocks when I am in another window",
  "notify.admitted": "Tell me when I am let in while I am in another window",
  "notify.hint":
    "As a message of your device, without a name. Your device may keep such messages in a list.",
  "notify.asking": "Your browser is asking you now …",
  "notify.sample": "This is how you will be told",
  "notify.shown":
    "We have just shown you one. If you saw none, your device holds messages back: " +
    "its settings may have “Do not disturb” or a list of the programs that may show them.",
  "notify.not-yet": "Your browser has not allowed it. Switch it on to be asked again.",
  "notify.denied":
    "Your browser does not allow messages from this page. " +
    "You can change that at the sign beside the address. " +
    "The title of this tab changes in any case.",
  "notify.unsupported":
    "This browser shows no messages from a page. The title of this tab changes in any case.",
  "notify.knock": "Somebody is waiting to be let in",
  "notify.in": "You have been let in",
  "invite.copy": "Copy invitation",
  "mail.subject": "Invitation to a private call",
  "mail.subject.at": "Private call on {when}",
  "mail.open": "Please open this link for our call:",
  "mail.open.at": "Our call is on {when}. Please open this link a few minutes before:",
  "mail.works":
    "It works in current versions of Safari, Chrome, Edge and Firefox, " +
    "without installation or account.",
  "mail.private":
    "Picture, sound and chat are encrypted from device to device and go directly where that is " +
    "possible. " +
    "The server {server} connects us, passes on what cannot go directly, " +
    "and deletes the room afterwards. " +
    "Privacy: {privacy}",
  "mail.cut":
    "If the link does not open, please copy the whole link into the address bar of your browser, " +
    "or ask for it on the phone: " +
    "it can be read out to you as words, which you type in at {server}.",
};
