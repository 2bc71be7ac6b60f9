// What a problem says to a person, by its stable code: what happened, what was already done, what
// the person can do.
import { lineActions, lineProblems, shareProblems } from "./callproblems.en.ts";
import { deviceActions, deviceProblems } from "./devices.en.ts";
import * as first from "./first.en.ts";

export const problems = {
  ...first.problems,
  ...deviceProblems,
  ...lineProblems,
  ...shareProblems,
  "room-gone":
    "Rooms are deleted after their call, or when they expire. " +
    "If you expected somebody here, ask for a new link.",
  "room-gone-in-call":
    "The server says that this room no longer exists. " +
    "You stay connected to everybody you reach directly, but nobody can come in any more. " +
    "A connection that breaks cannot be made again.",
  "ended-by-operator":
    "The operator of this server has ended this room. " +
    "You stay connected to everybody you reach directly, but nobody can come in any more. " +
    "A connection that breaks cannot be made again.",
  "room-full": "The room was full. Somebody has to leave before another guest can come in.",
  "lobby-full": "Too many people were waiting for this call. Please try again in a few minutes.",
  "too-many":
    "The server is not taking any more connections from your network at the moment. We keep trying.",
  "create-too-many": "There were too many attempts from your network. Please try again later.",
  removed: "You were removed from the call.",
  denied: "{host} has not let you in.",
  elsewhere: "If you switch here, it ends there.",
  away:
    "The others have not been told that you are back, and your camera and microphone are off. " +
    "Whatever was on comes on again once you are in.",
  "away.chat": "The others have not been told that you are back.",
  replaced:
    "The server, or another tab of this browser, says that you have entered this call elsewhere. " +
    "If that was not you, agree with the others on another way.",
  "create-forbidden":
    "On this server only invited people may create rooms. " +
    "Please open the link you were given for that.",
  "server-full": "This server has no space for another room at the moment. Please try again later.",
  "bad-origin":
    "This page was opened at an address that the call server does not accept. " +
    "Please use the address from your invitation.",
  "bad-server":
    "The call server is breaking the rules, so we no longer listen to it. " +
    "You stay connected to everybody you reach directly.",
  "device-missing": "We found no camera or microphone. You can take part without.",
  "device-missing.camera": "We found no camera. You can take part with sound only.",
  "device-missing.microphone":
    "We found no microphone. You can take part without one, to listen and to write.",
  "device-busy":
    "Your camera or microphone cannot be used at the moment. " +
    "Perhaps another program is using it (Teams, Zoom, another tab?). Close it, then try again.",
  "device-busy.camera":
    "Your camera cannot be used at the moment. " +
    "Perhaps another program is using it (Teams, Zoom, another tab?). Close it, then try again.",
  "device-busy.microphone":
    "Your microphone cannot be used at the moment. " +
    "Perhaps another program is using it (Teams, Zoom, another tab?). Close it, then try again.",
  "device-failed":
    "Your camera or microphone did not start. " +
    "Please unplug it and plug it in again, or restart the browser, then try again.",
  "device-withdrawn":
    "This page may no longer use your camera or microphone: " +
    "that was changed in this browser or on this device. Allow it there, then choose “Try again”.",
  "device-withdrawn.camera":
    "Your camera is off: this browser no longer lets the page use it. " +
    "To be seen, allow it there, then choose “Try again”.",
  "device-withdrawn.microphone":
    "Your microphone is off: this browser no longer lets the page use it. " +
    "To be heard, allow it there, then choose “Try again”.",
  "device-lost": "Your device is no longer there. “Try again” asks your browser for another one.",
  "device-lost.camera":
    "Your camera is no longer there. “Try again” asks your browser for another one.",
  "device-lost.microphone":
    "Your microphone is no longer there. “Try again” asks your browser for another one.",
  "device-changed":
    "Your device was unplugged or has stopped. We are going on with the one that is there.",
  "device-changed.camera":
    "Your camera was unplugged or has stopped. We are going on with the one that is there.",
  "device-changed.microphone":
    "Your microphone was unplugged or has stopped. We are going on with the one that is there.",
  "device-unblurred":
    "The background could not be blurred, so your camera is off and nobody sees your room.",
  insecure: "Calls need a secure address. Please open {secure}.",
  "link-incomplete":
    "The end of your link is missing. Mail programs sometimes cut it. " +
    "Please copy the whole link, or ask for it again.",
  "link-unknown":
    "This link is damaged, or it is not one of ours. " +
    "Please copy the whole link again, or ask for a new one.",
  "link-several":
    "There is more than one link in this text. Please leave only the one that you want to open.",
  "link-elsewhere": "This link belongs to another server. Open it there:",
  "link-seen.guest":
    "A program changed your link on its way. " +
    "Because of that, your browser sent it to the server, " +
    "including the part that only you and the others in the call should know. " +
    "We have not opened it. Please ask for a new link.",
  "link-seen.host":
    "A program changed your host link on its way. " +
    "Because of that, your browser sent it to the server, " +
    "and whoever has it could be the host in your place. " +
    "We have not opened it. Please do not use this room: " +
    "create a new one, and send its link to your guests.",
  "link-seen.creator":
    "A program changed your link for making rooms on its way. " +
    "Because of that, your browser sent it to the server as an address, " +
    "where others may read it and create rooms in your place. " +
    "We have not opened it. Please ask for a new one, and ask for this one to be revoked.",
  "storage-refused":
    "This browser does not let the page remember anything: " +
    "perhaps the window is private, or its storage is full. " +
    "Please keep this page open, or save your host link.",
  "too-long": "This server does not keep rooms for so long. Please choose an earlier date.",
  "move-gone":
    "This room no longer exists: rooms are deleted after their call, or when they expire. " +
    "Please forget it and make a new one.",
  "server-unreachable": "The call server does not answer. We keep trying.",
  "server-gone-in-call":
    "We are not connected to the server. " +
    "You stay connected to everybody you reach directly; nobody new can reach you for now.",
  alarm:
    "Stopped. " +
    "Somebody tried to change the connection between you and {name}, " +
    "or {name}’s program breaks the rules. " +
    "Picture, sound and chat were not sent over it. Leave and agree on another way.",
  "alarm.late":
    "Stopped. " +
    "What came from {name} broke the rules that keep others out, so we cut this connection. " +
    "Until then, your picture, sound and chat may have been sent. Leave and agree on another way.",
  "knock-closed":
    "What came with {name}’s knock broke the rules, so we ended it. " +
    "Nobody was let in, and nothing changes in your call.",
  "forged-command":
    "Somebody gave instructions in the host’s name without being the host. " +
    "We carried out none of them. If it happens again, leave and agree on another way.",
  "build-differs":
    "By its own account, {name}’s program is a different version from yours. " +
    "The server may just have been updated: please both reload the page. " +
    "If it stays that way, do not trust this server and agree on another way.",
  "unknown-peer": "This person is no longer there.",
  "pair-failed": "You and {name} cannot reach each other at the moment. We keep trying.",
  "relay-full":
    "The server had no space to pass on a connection for you, so there is none to {name}. " +
    "We keep trying. " +
    "It may help to come in again without “Hide my IP address”, or to switch off a VPN.",
  "no-relay":
    "No connection through the server was possible, so there is none to {name} yet. " +
    "We keep trying. " +
    "It may help to come in again without “Hide my IP address”, or to switch off a VPN.",
  "file-size": "A file must not be empty and can have up to 2 GB.",
  "file-unreadable": "This file cannot be read. Folders cannot be sent.",
  "file-nobody": "Nobody who could get the file was connected.",
  "file-many": "Too many files were waiting for an answer. Cancel one, or wait a little.",
  "sound-needs-tap": "Your browser plays sound only after a tap.",
};

/** Short headings, for those problems that fill a screen. */
export const problemTitles = {
  ...first.problemTitles,
  "room-gone": "This room does not exist, or no longer exists.",
  "ended-by-operator": "This room has been ended.",
  "link-incomplete": "The link is not complete.",
  "link-unknown": "We do not recognise this link.",
  "link-several": "Which link is it?",
  "link-seen": "The server has seen this link.",
  insecure: "This address is not secure.",
  "browser-too-old": "Calls do not work here.",
  "webrtc-off": "Calls are switched off here.",
  "in-app-browser": "Please open your browser.",
  removed: "You are no longer in the call.",
  denied: "Not this time.",
  elsewhere: "This call is already open in another tab or window.",
  away: "You were here before.",
  replaced: "The call has ended on this page.",
};

/** What a problem offers to do. */
export const problemActions = {
  ...first.problemActions,
  ...deviceActions,
  ...lineActions,
  "action.retry": "Try again",
  "action.ask": "Ask again",
  "action.sound-only": "With sound only",
  "action.copy-link": "Copy link",
  "action.switch-here": "Switch here",
  "action.come-back": "Come back in",
  "action.link": "Your link",
  "action.link.correct":
    "Correct the link, or copy it again and paste it here. You may paste the whole message, " +
    "or type the words if somebody reads them out to you.",
  "action.link.paste":
    "Copy the link and paste it here. You may paste the whole message, " +
    "or type the words if somebody reads them out to you.",
  "action.open-link": "Open link",
  "action.leave": "Leave the call",
};
