// To invite somebody: what the screens say, and what is sent.
export const invite = {
  "invite.title": "Nobody else is here.",
  "invite.lead":
    "Send your guests the link. Anyone who knocks appears here, unless you have locked the room. " +
    "You will hear a sound if your browser plays one.",
  "invite.dialog": "Invite somebody",
  "invite.host": "There is one link for everybody. Each guest knocks, and you decide who comes in.",
  "invite.copy": "Copy invitation",
  "invite.copy.hint":
    "The link, the date and two sentences about privacy, to paste into a message.",
  "invite.copy.hint.undated": "The link and two sentences about privacy, to paste into a message.",
  "invite.link": "Link for your guests",
  "invite.copy-link": "Copy link",
  "invite.mail": "Mail draft",
  "invite.calendar": "Calendar file",

  "calendar.host": "For me only: private call",
  "calendar.host.topic": "For me only: private call, {topic}",
  "calendar.host.text":
    "Do not pass this entry on: whoever has the link below is the host of the call and can let " +
    "people in and end it.\n\n" +
    "On {when}. My way in, as the host:\n{host}\n\n" +
    "For my guests there is another link:\n{guest}",

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
    "If the link does not open, please copy the whole link into the address bar of your browser.",
};
