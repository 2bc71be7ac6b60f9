// What goes wrong on a line, and with a screen that is to be shared.

export const lineProblems = {
  "slow-line": "Your line is slow: we paused video so that you can keep talking.",
  "busy-device": "Your device is busy: picture reduced.",
  "files-first": "Your picture is paused while files are sent.",
};

export const lineActions = { "action.try-video": "Try video again" };

export const shareProblems = {
  "share-unavailable": "This device cannot share its screen in the browser.",
  "share-dismissed": "Nothing is shared: the question of the browser was closed.",
  "share-denied": "Your browser does not let this page share your screen. Nothing is shared.",
  "share-system":
    "Your computer does not let the browser record the screen: " +
    "System Settings → Privacy → Screen Recording. Nothing is shared.",
  "share-failed": "Your screen could not be shared. Please try again, or choose something else.",
};
