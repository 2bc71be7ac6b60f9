// To invite somebody: what the screens say, and what is sent.
export const invite = {
  "invite.title": "Nobody else is here.",
  "invite.lead":
    "Send your guests the invitation. " +
    "Anyone who knocks appears here, unless you have locked the room. " +
    "You will hear a sound if your browser plays one.",
  "invite.dialog": "Invite somebody",
  "invite.host": "There is one link for everybody. Each guest knocks, and you decide who comes in.",
  "invite.copy.hint":
    "The link, the date and two sentences about privacy, to paste into a message.",
  "invite.copy.hint.undated": "The link and two sentences about privacy, to paste into a message.",
  "invite.link": "Link for guests",
  "invite.copy-link": "Copy link",
  "invite.mail": "Email",
  "invite.calendar": "Calendar",

  "invite.guest": "Whoever opens the link knocks, and {host} decides who comes in.",
  "invite.full": "All {seats} places are taken: nobody else can come in until somebody leaves.",
  "invite.locked": "You have locked the room: anyone who knocks now is not shown to you.",
  "invite.host-away": "{host} is not connected at the moment, and nobody else can let people in.",
  "invite.server-away":
    "The server cannot be reached at the moment. Until it can be, nobody new can knock.",
  "invite.press": "Invite",
  "invite.more": "More ways to invite",
  "invite.share": "Share …",
  "invite.share.cancelled": "You have not shared it.",
  "invite.share.refused":
    "Your browser does not share it. You can copy the text instead and paste it into a " +
    "message.",
  "invite.mail.unseen":
    "Has no mail program opened? Then copy the text instead and paste it into an email.",
  "invite.text": "The invitation",
  "invite.text.copy": "Copy the text",
  "invite.qr": "QR code",
  "invite.qr.lead": "Point the camera of the other device at it.",
  "invite.qr.picture": "QR code with the link for guests",
  "invite.words": "Read out",
  "invite.words.title": "To read out on the phone",
  "invite.words.lead":
    "The other person opens {server}, presses “{button}”, " +
    "and types these words in their order.",
  "invite.words.short":
    "The first four letters of a word are enough. Anyone who hears all the words can knock.",
  "invite.words.de": "The words in German",
  "invite.words.en": "The words in English",
  "invite.loading": "One moment …",
  "invite.unavailable":
    "This part of the page could not be loaded. Is the server reachable? Close this and try " +
    "again, or send the link in another way.",
  "typed.count": "There are {count} words, and there should be 27.",
  "typed.unknown": "Word {places} is not one of ours. Please ask for it again.",
  "typed.unknown.many": "Words {places} are not ours. Please ask for them again.",
  "typed.swapped": "Words {first} and {second} seem to be in the wrong order.",
  "typed.wrong":
    "One of the words is not the right one, or some are in the wrong order. Please compare " +
    "them once more.",
  "typed.unavailable":
    "The list of words could not be loaded. Is the server reachable? Please try again.",

  "call.title": "Private call",
  "calendar.host": "For me only: private call",
  "calendar.host.topic": "For me only: private call, {topic}",
  "calendar.host.text":
    "Do not pass this entry on: whoever has the first link is the host of the call and can let " +
    "people in and end it.\n\n" +
    "On {when}. My way in, as the host:\n{host}\n\n" +
    "For my guests there is another link:\n{guest}",
};
