// What tells people that something happened, and how they set that: sounds, notifications, the
// timer, the keys.
export const signs = {
  "settings.open": "Settings",
  "settings.sounds": "Sounds",
  "settings.sounds.title": "Play sounds",
  "settings.sounds.hint":
    "When somebody knocks, comes or goes, and for your timer. " +
    "Switched off, not even a knock makes a sound.",
  "settings.kept":
    "Once you change something here, it is kept in this browser until you change it back. " +
    "It names neither you nor a room, and the server does not learn it.",
  "settings.not-kept":
    "Your browser stores nothing for this page. What you change here holds until you leave it.",

  "keys.title": "Keys",
  "keys.single": "Use single keys",
  "keys.single.hint":
    "They do nothing while you are writing. " +
    "Switch them off if you speak to your device or often press keys by accident.",
  "keys.microphone": "Microphone on or off",
  "keys.camera": "Camera on or off",
  "keys.chat": "Open or close the chat",
  "keys.keys": "Show this list",
  "keys.leave": "Leave the call",
  "keys.regions": "To the next part of the page; with Shift, to the one before",
  "keys.taken": "“{key}” is already used: {action}.",
  "keys.unfit": "Please choose one letter or digit.",
  "keys.reset": "Reset the keys",
  "keys.reset.done": "The keys are as they were at first.",

  "timer.minutes": "{count} min",
  "timer.hours": "{hours} h {minutes} min",
  "timer.label": "in this call. Set a reminder",
  "timer.over": "Your {minutes} minutes are over.",
  "timer.reached": "You have been in this call for {minutes} minutes.",
  "timer.title": "Your time in this call",
  "timer.lead":
    "It counts from when you were first connected to somebody. Only you see it. " +
    "After a time that you choose it changes its look, with a soft sound, once.",
  "timer.choice": "Remind me",
  "timer.none": "Never",
  "timer.after": "After {count} min",
  "timer.other": "After another time",
  "timer.number": "Minutes",
  "timer.number.wrong": "Please enter a whole number of minutes from 1 to {most}.",
  "timer.passed": "That time has passed already, so there is no sound for it.",
  "timer.set": "Done",

  "note.ready": "Messages to choose from",
  "note.moment": "I will be with you in a moment.",
  "note.two": "Two more minutes, please.",
  "note.five": "Please wait five minutes.",
  "note.no-server": "The server cannot be reached, so no message can be sent just now.",
};
