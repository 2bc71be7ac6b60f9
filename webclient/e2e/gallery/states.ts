// Every state of every screen, drawn from plain values.
import type { ComponentChild } from "preact";
import { calls } from "./calls.tsx";
import { checkPresses, connectionChecks } from "./connectionchecks.tsx";
import { devices } from "./devices.tsx";
import { groupPresses, groups } from "./groups.tsx";
import { mailboxAwaits, mailboxPresses, mailboxStates } from "./mailbox.tsx";
import { participation, participationPresses } from "./participation.tsx";
import { pollAwaits, pollPresses, polls } from "./polls.tsx";
import { recordingAwaits, recordingPresses, recordings } from "./recording.tsx";
import { screens } from "./screens.tsx";
import { sharePresses, shares } from "./shares.tsx";
import { slidePresses, slides } from "./slides.tsx";
import { together, togetherAwaits, togetherPresses } from "./together.tsx";
import { week, weekPresses } from "./week.tsx";

export const states: Record<string, () => ComponentChild> = {
  ...week,
  ...screens,
  ...devices,
  ...connectionChecks,
  ...calls,
  ...shares,
  ...participation,
  ...mailboxStates,
  ...polls,
  ...groups,
  ...together,
  ...recordings,
  ...slides,
};

/** Controls to press after a state is drawn, one after the other; "field=text" writes in one. */
export const presses: Record<string, readonly string[]> = {
  ...weekPresses,
  ...checkPresses,
  ...sharePresses,
  ...participationPresses,
  ...pollPresses,
  ...groupPresses,
  ...mailboxPresses,
  ...togetherPresses,
  ...recordingPresses,
  ...slidePresses,
  "prejoin-without": ["without-devices"],
  "prejoin-choose": ["devices"],
  "call-choose": ["devices"],
  "call-choose-audio": ["devices"],
  "lobby-knows": ["knows"],
  "call-knows": ["knows"],
  "call-knows-asking": ["knows"],
  "call-knows-away": ["knows"],
  "call-knows-forget": ["knows", "forget-me"],
  "call-invite": ["people"],
  "call-invite-guest": ["invite"],
  "call-invite-qr": ["invite", "qr-code"],
  "call-invite-words": ["invite", "read-out"],
  "call-invite-refused": ["invite", "share-invitation"],
  "call-leave": ["leave"],
  "call-leave-gone": ["leave"],
  "over-left-forget": ["forget-call"],
  "call-note": ["note"],
  "call-settings": ["settings"],
  "call-settings-chat": ["settings"],
  "call-timer-choice": ["timer"],
  "call-timer-other": ["timer", "sign-other"],
  "call-chat": ["chat-open"],
  "call-joined-chat": ["chat-open"],
  "call-chat-empty": ["chat-open"],
  "call-files": ["chat-open"],
  "call-files-moving": ["chat-open"],
  "call-files-large": ["chat-open"],
  "call-files-picture": ["chat-open"],
  "call-files-problem": ["chat-open"],
  "call-menu": ["tile-menu"],
  "call-view": ["view"],
  "call-remove": ["tile-menu", "remove"],
  "call-hosting-question": ["tile-menu", "hand-over"],
  "call-folded": ["fold-self"],
  "call-safety": ["safety"],
  "call-safety-pending": ["safety"],
  "call-safety-compared": ["safety"],
  "call-safety-withheld": ["safety"],
  "call-encrypted": ["encrypted"],
  "call-phone-what": ["encrypted"],
  "call-safety-native": ["safety"],
  "call-build-safety": ["safety"],
};

/** What comes late, by its test name: a state is drawn when it is there. */
export const awaited: Record<string, string> = {
  ...recordingAwaits,
  ...pollAwaits,
  ...mailboxAwaits,
  ...togetherAwaits,
};
