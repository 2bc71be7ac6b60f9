// What the stage says: the call, the people in it, the chat and its files.
export const call = {
  "call.encrypted": "Encrypted between you",
  "call.by-phone": "By phone: not end to end",
  "call.people": "{count} of {seats}",
  "call.people.label": "People here: {count}, places: {seats}",
  "call.stage": "People in the call",
  "call.controls": "Controls",
  "call.chat": "Chat",
  "call.lock": "Lock",
  "call.lock.title":
    "Lock: anyone who knocks from now on is not shown here. " +
    "Those who were already in can come back.",
  "call.more": "More",
  "call.leave": "Leave",
  "call.alone": "You are alone in the call.",
  "call.alone.again": "Nobody else is here any more.",
  "call.alone.group": "Nobody else is in this group at the moment.",
  "call.tap": "Tap here to hear the others",

  "tile.you": "You",
  "tile.host": "Host",
  "tile.muted": "Microphone off",
  "tile.direct": "Direct",
  "tile.relay": "Via server",
  "tile.compared": "compared",
  "tile.not-compared": "not compared",
  "tile.phone": "By phone, not encrypted end to end",
  "tile.by-phone": "by phone",
  "tile.direct.title": "Direct connection to {name}, encrypted",
  "tile.relay.title": "Connection to {name} through the server, still encrypted",
  "tile.connecting": "Connecting …",
  "tile.reconnecting": "Connection is changing, reconnecting …",
  "tile.failed": "No connection",
  "tile.menu": "Options for {name}",
  "tile.remove": "Remove from the call",
  "tile.hide-self": "Hide my own picture",
  "tile.show-self": "Show my own picture",
  "safety.title": "Safety code with {name}",
  "safety.lead":
    "Read it aloud to each other. " +
    "If you both see the same, you can be almost certain that nobody is in between.",
  "safety.pending":
    "The code is not there yet. It takes a few seconds. " +
    "Until you have compared it, the connection to {name} is not checked.",
  "safety.withheld":
    "{name}’s part of the code did not arrive within ten seconds, " +
    "so the connection to {name} is not checked. " +
    "If in doubt, leave the call.",
  "safety.compare": "We have compared it, and it is the same",
  "safety.compared": "You have compared this code. It holds for as long as this connection lasts.",
  "encrypted.what":
    "What you say, show and write is encrypted from device to device. " +
    "Whoever runs a server in between cannot see it.",
  "encrypted.by-phone":
    "Somebody is here by phone. " +
    "As long as that is so, what you say is not encrypted end to end: " +
    "whoever runs the telephone gateway or the telephone network can hear it. " +
    "The gateway is a guest like any other, and also gets what is written here. " +
    "Between all the others everything stays encrypted as before.",
  "encrypted.rests":
    "This depends on three things: " +
    "only the people you mean have the link, everybody here is who they say they are, " +
    "and every device runs the program it should.",
  "encrypted.compare":
    "The safety code shows whether somebody is in between: " +
    "press the badge beside a person’s name, and read the code aloud to each other.",
  "encrypted.compared": "You have said that you compared it with {name}",
  "encrypted.not-compared": "Not compared with {name}",
  "safety.differs": "If it differs, leave the call and agree on another way.",
  "program.same": "By its own account, {name}’s program is the same as yours.",
  "program.different": "By its own account, {name}’s program is a different version from yours.",
  "program.native":
    "{name} is using a program other than a browser, so there is nothing to compare.",
  "program.phone":
    "{name} is here by phone: encrypted only as far as a gateway, " +
    "which passes the sound on to the telephone network.",
  "program.unknown": "We do not know which version of this program {name} is running.",
  "remove.title": "Remove {name}?",
  "remove.lead":
    "Everybody you can reach will disconnect {name}, who can come back only by knocking again.",
  "remove.confirm": "Remove",

  "knock.region": "People waiting",
  "knock.waiting": "{name} is waiting",
  "knock.unchecked": "name not checked",
  "knock.phone":
    "By phone, not encrypted end to end: if you let this call in, " +
    "the telephone network can hear what all of you say.",
  "knock.alike": "Somebody in the call already has a name like this.",
  "knock.full": "All places are taken.",
  "knock.admit": "Let in",
  "knock.note": "Message",
  "knock.deny": "Not now",
  "knock.note.label": "Message to {name}",
  "knock.note.send": "Send",
  "knock.note.sent": "Sent to {name}.",

  "chat.title": "Chat",
  "chat.lead":
    "Messages go from device to device, also to whoever comes later. " +
    "They disappear when the page of the call is closed, " +
    "unless somebody saves them.",
  "chat.empty": "No messages yet.",
  "chat.label": "Your message",
  "chat.group": "Only those in {group} read what you write now, and get your files.",
  "chat.group.main": "Only those in the main room read what you write now, and get your files.",
  "chat.main": "Main room",
  "chat.send": "Send",
  "chat.unread": "{count} unread",

  "file.choose": "Send a file",
  "file.accept": "Accept",
  "file.decline": "Decline",
  "file.save": "Save",
  "file.from.offered": "Do you want this file? Accept only what you expect.",
  "file.from.running": "{percent} % received",
  "file.from.waiting": "{percent} % received; it goes on when the connection is back.",
  "file.from.done": "It has arrived and is not saved yet.",
  "file.from.declined": "You declined it.",
  "file.from.withdrawn": "{name} has withdrawn it.",
  "file.from.large": "It has arrived. Save it before the call ends.",
  "file.from.no-room":
    "This browser has no room for so large a file, as is common in private windows. Nothing of it is kept.",
  "file.from.cut-off":
    "The connection ended before all of it had arrived. What had arrived was discarded.",
  "file.to.reading": "It is being read, for {name}: {percent} %",
  "file.to.no-room": "{name} does not have it: there is no room for so large a file there.",
  "file.to.offered": "{name} is being asked.",
  "file.to.running": "{name}: {percent} % sent",
  "file.to.waiting": "{name}: {percent} % sent; it goes on when the connection is back.",
  "file.to.done": "{name} has it.",
  "file.to.declined": "{name} does not have it: it was declined, or came damaged.",
  "file.to.withdrawn": "{name} will not get it: you have withdrawn it.",
  "file.to.cut-off": "{name} does not have it: the connection ended.",
  "file.damaged": "It is not what was announced, and was discarded.",
  "file.unreadable": "It can no longer be read from your device.",

  "say.by-phone":
    "Somebody is here by phone. What is said from now on is not encrypted end to end.",
  "say.by-phone.over": "Nobody is here by phone any more. It is encrypted between you again.",
  "say.joined": "{name} is here.",
  "say.joined.many": "{count} more people are here.",
  "say.left": "{name} is no longer here.",
  "say.left.many": "{count} people are no longer here.",
  "say.chat": "{name}: {text}",
  "say.file": "{name} offers you a file: {file}",
  "say.file.done": "The file has arrived: {file}",
  "say.file.failed": "The file has not arrived: {file}",
  "say.back": "Connected to {name} again.",
  "say.back.many": "Connected to {count} people again.",

  "phone.title": "By telephone",
  "phone.lead":
    "Somebody without the Internet can call in. The telephone network can then hear what " +
    "all of you say, and everybody is shown that. The gateway gets the link of this call. " +
    "You let the caller in as everybody else.",
  "phone.make": "Make a PIN",
  "phone.making": "Asking the gateway …",
  "phone.number": "Number",
  "phone.pin": "PIN",
  "phone.until":
    "It holds until the call ends, at the latest until {time}, and not after a restart of the gateway.",
  "phone.made": "The PIN is {pin}.",
  "phone.end": "End the PIN",
  "phone.ended":
    "The PIN holds no longer. Whoever is in the call by telephone stays until you remove them.",
  "phone.failed":
    "You have no PIN: the telephone gateway did not answer, or has no place. Please try again later.",
  "phone.end-failed":
    "The gateway has not said that the PIN is ended. It may still hold; please try again.",
};
