// Every state of the stage.
import type { ComponentChild } from "preact";
import type { Peer } from "../../src/call/model.ts";
import { freeUplink } from "../../src/call/uplink/model.ts";
import { changeSettings } from "../../src/page/callsettings.ts";
import { type CallTimer, callTimer } from "../../src/page/calltimer.ts";
import { type Mode, pageView } from "../../src/page/callview.ts";
import { refreshNotificationState } from "../../src/page/notifications.ts";
import { comingsLine } from "../../src/ui/call/comings.tsx";
import { openSettings } from "../../src/ui/call/settings.tsx";
import { CallStage } from "../../src/ui/call/stage.tsx";
import { t } from "../../src/ui/i18n/index.ts";
import { someMedia, someModel, someReport } from "../../src/ui/testing/values.ts";
import { scene } from "./scene.ts";
import {
  chat,
  incident,
  largeFiles,
  link,
  movingFiles,
  names,
  offeredFiles,
  others,
  own,
  pictureFile,
  room,
} from "./values.ts";
import { appointed } from "./week.tsx";

/** The last of three. */
const byPhone = (i: number): Partial<Peer> =>
  i === 2 ? { name: "Phone …123", program: "phone", camera: false } : {};

function call(
  values: Parameters<typeof someModel>[0],
  media = own(),
  appointment: ComponentChild = appointed(),
) {
  const model = someModel({ phase: "joined", role: "host", topic: "The new logo", ...values });
  return (
    <CallStage
      model={model}
      media={model.kind === "chat" ? undefined : media}
      name="Ms Weber"
      invitation={link}
      appointment={appointment}
    />
  );
}

interface Seen {
  choice?: Mode;
  pins?: readonly string[];
  hidden?: boolean;
}

/** The page's view is not the state's alone: each state starts from a page of its own. */
function seen({ choice, pins = [], hidden = false }: Seen, values: Parameters<typeof call>[0]) {
  pageView.choice.value = choice;
  pageView.pins.value = pins;
  pageView.selfHidden.value = hidden;
  return call(values);
}

const date = new Date(Date.UTC(2026, 2, 5, 13, 0));

/** As if the browser had been asked about notifications, and had said this. */
function notifications(answer: NotificationPermission): void {
  Object.defineProperty(Notification, "permission", { get: () => answer });
  refreshNotificationState();
}

function timer(minutes: number, more: Partial<CallTimer> = {}): void {
  callTimer.value = { since: Date.now() - minutes * 60_000, ...more };
}

export const calls: Record<string, () => ComponentChild> = {
  "call-knows": () => call({ role: "guest", peers: others(1), known: someReport() }),
  "call-knows-asking": () => call({ peers: others(1) }),
  "call-knows-away": () => call({ peers: others(1), serverHere: false, known: someReport("host") }),
  "call-knows-forget": () => call({ peers: others(1), known: someReport("host") }),
  "call-leave": () => call({ peers: others(1), expires: new Date(2026, 2, 12, 14, 0) }),
  "call-leave-gone": () =>
    call({ peers: others(1), serverHere: false, closed: true, fate: "ended-by-operator" }),
  "call-host-left": () =>
    call({ role: "guest", peers: others(1), hostName: "Ms Weber", hostAway: "left" }),
  "call-host-lost-alone": () => call({ role: "guest", hostName: "Ms Weber", hostAway: "lost" }),
  "call-operator": () =>
    call({
      ...{ role: "guest", peers: others(1, () => ({ host: true })), closed: true },
      ...{ serverHere: false, fate: "ended-by-operator" },
    }),
  "call-incident": () => call({ peers: others(1), incident }),
  "call-alone": () => {
    notifications("default");
    return call({});
  },
  "call-alone-denied": () => {
    notifications("denied");
    return call({}, own(), appointed(room));
  },
  "call-settings": () => {
    notifications("default");
    return call({ peers: others(1) });
  },
  "call-settings-chat": () => {
    notifications("granted");
    changeSettings({ notify: true });
    return call({ kind: "chat", role: "guest", peers: others(1), chat });
  },
  "call-keys": () => {
    openSettings("keys");
    return call({ peers: others(1) });
  },
  "call-timer": () => {
    timer(35, { signAfter: 50 });
    return call({ peers: others(1) });
  },
  "call-timer-over": () => {
    timer(50, { signAfter: 50, signed: true });
    return call({ peers: others(2) });
  },
  "call-timer-choice": () => {
    timer(35, { signAfter: 50 });
    return call({ peers: others(1) });
  },
  "call-timer-other": () => {
    timer(125, { signAfter: 130 });
    return call({ role: "guest", peers: others(1) });
  },
  "call-joined": () => {
    comingsLine.value = t("say.joined", { name: "Dr. Maximiliane von Hohenstein-Ehrenfels" });
    return call({ peers: others(4), seats: 6 });
  },
  "call-left": () => {
    comingsLine.value = t("say.left", { name: "Anna Berg" });
    return call({ peers: others(1) });
  },
  "call-joined-chat": () => {
    comingsLine.value = t("say.joined", { name: "Anna Berg" });
    return call({ peers: others(1), chat });
  },
  "call-joined-chat-only": () => {
    comingsLine.value = t("say.joined", { name: "Anna Berg" });
    return call({ kind: "chat", peers: others(1), chat });
  },
  "call-invite": () => call({ peers: others(1), appointment: date }),
  "call-invite-guest": () =>
    call({ role: "guest", hostName: "Ms Weber", seats: 2, peers: others(1), serverHere: false }),
  "call-invite-qr": () => call({ peers: others(1) }),
  "call-invite-words": () => call({ peers: others(1) }),
  "call-invite-refused": () => {
    const refuse = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    Object.defineProperty(navigator, "share", { value: refuse });
    return call({ peers: others(1) });
  },
  "call-alone-guest": () => call({ role: "guest" }),
  "call-two": () => call({ peers: others(1) }),
  "call-two-upright": () =>
    call({ role: "guest", peers: others(1, () => ({ host: true, stream: scene(1, true) })) }),
  "call-slow-line": () => call({ peers: others(2), uplink: { ...freeUplink, paused: true } }),
  "call-busy-device": () => call({ peers: others(1), uplink: { ...freeUplink, busy: true } }),
  "call-three": () =>
    call({ peers: others(2, (i) => ({ route: i ? "relay" : "direct", microphone: i === 0 })) }),
  "call-four": () => call({ peers: others(3, (i) => ({ camera: i !== 1 })) }),
  "call-five": () => call({ seats: 6, peers: others(4, (i) => ({ camera: i !== 3 })) }),
  "call-six": () => call({ seats: 6, peers: others(5), role: "guest" }),
  "call-speaker": () => seen({ choice: "speaker" }, { seats: 6, peers: others(5), role: "guest" }),
  "call-pinned": () =>
    seen({ pins: ["sid-Ben Ott", "sid-Carla Lenz"] }, { seats: 6, peers: others(5) }),
  "call-pinned-one": () => seen({ pins: ["sid-Ben Ott"] }, { peers: others(2) }),
  "call-some-cameras": () =>
    call({ seats: 6, peers: others(5, (i) => ({ camera: i % 2 === 0, microphone: i !== 3 })) }),
  "call-no-cameras": () => call({ seats: 6, peers: others(5, () => ({ camera: false })) }),
  "call-hidden": () => seen({ hidden: true }, { seats: 6, peers: others(3) }),
  "call-view": () => call({ peers: others(2) }),
  "call-states": () =>
    call({
      peers: others(3, (i) => ({
        state: (["connecting", "reconnecting", "failed"] as const)[i] ?? "connected",
        route: i === 0 ? "unknown" : "direct",
        camera: i === 1,
      })),
    }),
  "call-knock": () => call({ knocks: [{ sid: "1", name: "Anna Berg" }] }),
  "call-note": () => call({ knocks: [{ sid: "1", name: "Anna Berg" }] }),
  "call-knocks": () =>
    call({ peers: others(1), knocks: names.slice(1, 4).map((name) => ({ sid: name, name })) }),
  "call-knock-full": () =>
    call({ seats: 2, peers: others(1), knocks: [{ sid: "1", name: "Ben Ott" }] }),
  "call-chat": () => call({ peers: others(1), chat }),
  "call-chat-empty": () => call({ peers: others(2) }),
  "call-files": () => call({ peers: others(1), chat: [...chat.slice(0, 1), ...offeredFiles] }),
  "call-files-moving": () => call({ peers: others(3), chat: movingFiles }),
  "call-files-chat": () =>
    call({ kind: "chat", peers: others(3), chat: [...offeredFiles, ...movingFiles] }),
  "call-files-large": () => call({ peers: others(2), chat: largeFiles }),
  "call-files-picture": () =>
    call({ peers: others(1), chat: [...chat.slice(0, 1), pictureFile()] }),
  "call-files-problem": () => call({ peers: others(1), chat, problem: { code: "file-size" } }),
  "call-menu": () => call({ peers: others(2) }),
  "call-remove": () => call({ peers: others(2) }),
  "call-folded": () => call({ peers: others(1) }),
  "call-unread": () => call({ peers: others(2), chat }, someMedia({ stream: scene(4) })),
  "call-safety": () => call({ peers: others(2) }),
  "call-safety-pending": () =>
    call({ peers: others(1, () => ({ safety: undefined, program: "unknown" })) }),
  "call-safety-compared": () => call({ peers: others(2, (i) => ({ compared: i === 0 })) }),
  "call-safety-withheld": () =>
    call({ peers: others(1, () => ({ safety: undefined, withheld: true })) }),
  "call-encrypted": () => call({ peers: others(3, (i) => ({ compared: i === 0 })) }),
  "call-safety-native": () =>
    call({ kind: "chat", peers: others(1, () => ({ program: "native" })), chat }),
  "call-phone": () => call({ peers: others(3, byPhone) }),
  "call-phone-what": () => call({ peers: others(3, byPhone) }),
  "call-phone-knock": () =>
    call({ peers: others(1), knocks: [{ sid: "1", name: "Phone …123", phone: true }] }),
  "call-build": () => call({ peers: others(1, () => ({ program: "different" })) }),
  "call-build-safety": () =>
    call({ peers: others(1, () => ({ program: "different", route: "relay" })) }),
  "call-alarm": () => call({ peers: others(1), problem: { code: "alarm", name: "Ben Ott" } }),
  "call-alarm-late": () =>
    call({ peers: others(2), problem: { code: "alarm", name: "Ben Ott", late: true } }),
  "call-server-gone": () => call({ role: "guest", peers: others(1), serverHere: false }),
  "call-device": () =>
    call({ peers: others(1) }, someMedia({ problem: { code: "device-denied" } })),
  "call-muted": () => call({ peers: others(1) }, someMedia({ hint: "talking-muted" })),
  "call-silent": () =>
    call({ peers: others(1) }, someMedia({ microphone: true, hint: "microphone-silent" })),
  "call-choose": () => call({ peers: others(1) }),
  "call-choose-audio": () => call({ kind: "audio", peers: others(1, () => ({ camera: false })) }),
  "call-tap": () => {
    HTMLMediaElement.prototype.play = () =>
      Promise.reject(new DOMException("no gesture yet", "NotAllowedError"));
    return call({ role: "guest", peers: others(1) });
  },
  "call-audio": () =>
    call({ kind: "audio", peers: others(3, (i) => ({ camera: false, microphone: i !== 1 })) }),
  "call-audio-alone": () => call({ kind: "audio" }),
  "call-chat-only": () => call({ kind: "chat", peers: others(2, () => ({ camera: false })), chat }),
  "call-chat-only-alone": () => call({ kind: "chat" }),
  "call-chat-only-knock": () => call({ kind: "chat", knocks: [{ sid: "1", name: "Anna Berg" }] }),
  "call-chat-only-busy": () =>
    call({
      ...{ kind: "chat", peers: others(1), serverHere: false, chat },
      knocks: [{ sid: "1", name: "Anna Berg" }],
    }),
};
