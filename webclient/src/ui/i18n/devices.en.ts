// What people read of their browser, their devices and their clock.
export const deviceProblems = {
  "device-denied":
    "Your browser does not let this page use the camera or microphone. " +
    "You can allow it in the browser, or go on without.",
  "device-denied.camera":
    "Your browser does not let this page use the camera. " +
    "You can allow it in the browser, or go on without it.",
  "device-denied.microphone":
    "Your browser does not let this page use the microphone. " +
    "You can allow it in the browser, or go on without it, to listen and to write.",
  "device-dismissed": "The question was closed without a yes. No problem. Shall we ask again?",
  "device-again":
    "There was no yes this time either. You can go on without. " +
    "If you saw no question, your browser has stopped asking: then allow it in the browser.",
  "device-system":
    "You allowed it, but your device does not let the browser use the camera or microphone. " +
    "You can change that in the settings of the device, or go on without.",
  "device-system.camera":
    "You allowed it, but your device does not let the browser use the camera. " +
    "You can change that in the settings of the device, or go on without it.",
  "device-system.microphone":
    "You allowed it, but your device does not let the browser use the microphone. " +
    "You can change that in the settings of the device, or go on without it.",
  "device-unavailable":
    "This browser gives this page no camera and no microphone. " +
    "You can go on without, to listen and to write, or open your link in another browser.",
  "device-in-app":
    "This page is open inside another app, which gives it no camera and no microphone. " +
    "Open it in your browser, or go on without, to listen and to write.",
  "microphone-silent":
    "Nothing has come from your microphone so far. " +
    "If you have spoken: is it switched off at the headset?",
  "talking-muted": "You are speaking, but your microphone is off. The others do not hear you.",
  "camera-paused":
    "Your camera sends no picture at the moment. " +
    "Perhaps it is covered or closed, or another program is using it.",
  "camera-was-paused":
    "While you were away from this page, the others did not see you move. " +
    "Your sound goes on as long as you do not lock the screen.",
  "browser-too-old":
    "This browser is too old for calls. " +
    "Safari 15.4, Chrome or Edge 100 and Firefox 115 will do, and everything newer. " +
    "Please update this browser, or open the link in another one.",
  "browser-too-old.ios":
    "The software of this iPhone or iPad is too old for calls: they need iOS 15.4 or newer. " +
    "You can update it in the settings, under “General”. " +
    "If there is no update, please use another device: another browser will not help here.",
  "webrtc-off":
    "This browser could hold a call, but what calls need (WebRTC) is switched off in it, " +
    "by a setting or an extension. Please switch it on, or open the link in another browser.",
  "in-app-browser":
    "This page is open inside another app, where calls do not work. Please open it in your browser.",
};

export const deviceActions = {
  "action.unmute": "Microphone on",
  "action.open-browser": "Open in the browser",
};
