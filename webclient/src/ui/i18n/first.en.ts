// English: the words of the screens that the page starts with. All others are loaded later.
export const screens = {
  "app.language": "Language",
  "app.someone": "somebody",
  "app.your-host": "Your host",
  "app.privacy": "Privacy",
  "app.imprint": "Imprint",
  "start.title": "Start a private call",
  "start.lead": "A room for one conversation. The server deletes it afterwards.",
  "start.kind": "What kind of call?",
  "kind.video": "Video",
  "kind.audio": "Audio",
  "kind.chat": "Chat only",
  "start.topic": "Topic",
  "start.topic.hint": "Anyone who knocks with the link can see it. The server cannot.",
  "start.optional": "optional",
  "start.seats": "For how many people?",
  "start.seats.hint": "Including you.",
  "start.create": "Create room",
  "start.creating": "Creating the room …",
  "start.working": "Preparing. This takes a few seconds …",
  "start.note":
    "What protects the call is made in this browser. " +
    "The server gets random numbers, the number of places and when the room expires, but no names. " +
    "Like every website, it sees your IP address, which shows roughly where you are.",
  "landing.title.video": "You are invited to a private video call.",
  "landing.title.audio": "You are invited to a private audio call.",
  "landing.title.chat": "You are invited to a private chat.",
  "landing.lead": "No account, no installation.",
  "landing.now": "What happens now",
  "landing.now.video":
    "Your camera and microphone are off. " +
    "They come on only when you knock or try them, and only if you allow it.",
  "landing.now.audio":
    "Your microphone is off. " +
    "It comes on only when you knock or try it, and only if you allow it. " +
    "No camera is ever used.",
  "landing.now.chat": "No camera or microphone is ever used.",
  "landing.now.knock":
    "The others learn nothing about you until you knock, " +
    "and nothing but your name until you have been let in.",
  "landing.now.address":
    "The others learn your IP address, which shows roughly where you are, " +
    "only once you have been let in. You can hide it.",
  "landing.continue": "Continue",
  "prejoin.joining": "One moment …",
  "landing.server": "The server {server} brings you together, and deletes the room after the call.",
  "landing.server.operator": "Run by: {name}. Location: {country}.",
  "when.label": "Date and time",
  "when.hint": "Leave it empty for a call now. The server cannot read the date.",
  "when.chosen": "That is {when}.",
  "when.incomplete": "Please enter both a date and a time, or neither.",
  "when.past": "This date is past. Please choose a later one, or none for a call now.",
  "when.late":
    "This server keeps rooms for {days} days at most. The latest possible date is {latest}.",
  "start.unanswered":
    "The server is not answering yet. We keep asking it. You can already fill this in.",
  "start.token":
    "Only people with a link from the operator of this server can make rooms here. " +
    "If you have one, open it or paste it here.",
  "start.nobody":
    "Nobody can make rooms here at the moment: the operator of this server has not allowed it yet. " +
    "If you were sent a link, open it or paste it here.",
  "start.keep-creator": "Remember in this browser that I may make rooms here",
  "start.keep-creator.hint":
    "Until you switch it off, or the browser clears what websites have stored. " +
    "Do this only on a device of your own: anyone who uses this browser could make rooms.",
};

export const problems = {
  "clock-wrong.fast":
    "The clock of this device is about {minutes} minutes fast. " +
    "Times on this page are wrong by as much.",
  "clock-wrong.slow":
    "The clock of this device is about {minutes} minutes slow. " +
    "Times on this page are wrong by as much.",
  "creator-refused":
    "This browser does not let the page remember anything: " +
    "perhaps the window is private, or its storage is full. " +
    "Please keep the link that the operator gave you.",
  "create-unanswered": "The call server is not answering at the moment. Please try again.",
  internal: "Something went wrong on our side. Please try again.",
};

export const problemTitles = {
  other: "That did not work.",
};

export const problemActions = {
  "action.lost-link": "I was sent a link",
  "action.dismiss": "Dismiss",
};

/** All of it: a namespace that is passed on would take a file of the build's own. */
export const first = { screens, problems, problemTitles, problemActions };
