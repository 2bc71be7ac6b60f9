// A screen that is shared.
export const share = {
  "share.press": "Share",
  "share.open": "Share screen",
  "share.title": "What will you show?",
  "share.lead":
    "Everybody in the call will see it. " +
    "Your browser asks next which window, screen or tab it is to be.",
  "share.also": "{name} is sharing a screen at the moment. Both will be shown.",
  "share.text": "Text and slides (sharp)",
  "share.video": "Video (smooth)",
  "share.text.short": "Sharp",
  "share.video.short": "Smooth",
  "share.sound": "Sound can be shared only from a browser tab (Chrome, Edge).",

  "keys.share": "Share your screen, or stop that",

  "share.bar": "Your shared screen",
  "share.on.monitor": "You are sharing your whole screen.",
  "share.on.window": "You are sharing a window.",
  "share.on.browser": "You are sharing a browser tab.",
  "share.on.film": "You are sharing a film.",
  "share.on.unknown": "You are sharing your screen.",
  "share.on.sound": "Its sound, too.",
  "share.stop": "Stop sharing",
  "share.pointing": "The others may point at it",
  "share.pointing.hint": "Everybody then sees where.",
  "share.look": "Show what is sent",
  "share.preview": "What the others see",

  "share.of": "Screen: {name}",
  "share.waiting": "The picture is coming …",
  "share.fit": "Fit",
  "share.original": "Original size",
  "share.closer": "Zoom in",
  "share.farther": "Zoom out",
  "share.full": "Full screen",
  "share.full.end": "Leave full screen",
  "share.window": "Own window",
  "share.window.here": "The screen of {name} is shown in a window of its own.",
  "share.window.back": "Bring it back",
  "share.point": "Point",
  "share.point.hint": "Everybody sees where you point.",
  "share.point.here": "Point with the mouse, a finger or the arrow keys",

  "say.share": "{name} is sharing a screen.",
  "say.share.end": "{name} is no longer sharing a screen.",
};
