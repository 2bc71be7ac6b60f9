// Every state of every screen, drawn from plain values.
import { signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import type { ChatLine, FileShare, FileState, Peer, SharedFile } from "../../src/call/model.ts";
import { type CreatedRoom, RememberedRooms } from "../../src/page/remembered.ts";
import { aRoom } from "../../src/page/testing/rooms.ts";
import { Stage } from "../../src/ui/call/stage.tsx";
import { GuestLanding, HostLanding } from "../../src/ui/screens/landing.tsx";
import { Lobby } from "../../src/ui/screens/lobby.tsx";
import { Gone, Over } from "../../src/ui/screens/over.tsx";
import { PreJoin } from "../../src/ui/screens/prejoin.tsx";
import { ProblemScreen } from "../../src/ui/screens/problem.tsx";
import { Ready } from "../../src/ui/screens/ready.tsx";
import { Start } from "../../src/ui/screens/start.tsx";
import { WayBack } from "../../src/ui/screens/wayback.tsx";
import { aKnown, aModel, aPeer, someMedia } from "../../src/ui/testing/values.ts";
import { scene } from "./scene.ts";

const nothing = () => {};
const names = [
  "Anna Berg",
  "Ben Ott",
  "Carla Lenz",
  "Dr. Maximiliane von Hohenstein-Ehrenfels",
  "Emre Kaya",
];

const room = aRoom(1, { topic: "The new logo" });
const link = room.guestLink;

const incident = {
  until: new Date("2026-03-06T18:00:00Z"),
  reason: "Calls of Firefox break after a minute",
};

const at = (minute: number) => new Date(2026, 2, 5, 14, minute);
const chat: readonly ChatLine[] = [
  {
    id: 1,
    sid: "sid-Anna Berg",
    name: "Anna Berg",
    text: "Good afternoon! Can you see the drafts?",
    at: at(2),
  },
  { id: 2, name: "Ms Weber", text: "Yes, all three. The second one is very close.", at: at(3) },
  {
    id: 3,
    sid: "sid-Anna Berg",
    name: "Anna Berg",
    text: "Glad to hear it. Here is the page with the colours:\nhttps://anna-berg.example/weber/colours-second-round",
    at: at(4),
  },
  { id: 4, name: "Ms Weber", text: "Thank you.", at: at(5) },
];

const share = (name: string, state: FileState, percent = 0): FileShare => ({
  sid: name,
  name,
  state,
  percent,
});

function file(
  id: number,
  name: string,
  size: number,
  shares: FileShare[],
  more: Partial<SharedFile> = {},
): ChatLine {
  const shared = signal<SharedFile>({ name, size, shares, ...more });
  return {
    id,
    ...(id > 10 && { sid: "sid-Anna Berg" }),
    name: "Anna Berg",
    text: name,
    at: at(id),
    file: shared,
  };
}

/** Own files have ids up to 10. */
const offeredFiles = [
  file(11, "Drafts, second round, with all remarks from the meeting.pdf", 2_140_000, [
    share("Anna Berg", "offered"),
  ]),
  file(12, "תוכנית עבודה.pdf", 48_000, [share("Anna Berg", "cut-off", 40)]),
];
const movingFiles = [
  file(5, "Numbers.xlsx", 3_900_000, [
    share("Anna Berg", "done", 100),
    share("Ben Ott", "running", 62),
    share("Carla Lenz", "declined"),
  ]),
  file(13, "Photo.jpg", 8_200_000, [share("Anna Berg", "running", 37)]),
  file(
    14,
    "Logo_in_allen_Farben_und_Größen_für_Web_und_Druck_2026-03-05.svg",
    9_200,
    [share("Anna Berg", "done", 100)],
    { content: new Blob(["x"]) },
  ),
];

function others(count: number, more: (index: number) => Partial<Peer> = () => ({})): Peer[] {
  return names.slice(0, count).map((name, i) => aPeer(name, { stream: scene(i), ...more(i) }));
}

const inputs = (...labels: string[]) => ({
  all: labels.map((label) => ({ id: label, label })),
  current: labels[0] ?? "",
});
const own = () =>
  someMedia({
    microphone: true,
    camera: true,
    level: 0.55,
    stream: scene(4),
    microphones: inputs(
      "Default",
      "Jabra Evolve2 65 Stereo Headset (0b0e:24c7)",
      "Built-in microphone",
    ),
    cameras: inputs("FaceTime HD Camera", "Logitech BRIO"),
  });

function call(values: Parameters<typeof aModel>[0], media = own()) {
  const model = aModel({ phase: "joined", role: "host", topic: "The new logo", ...values });
  return (
    <Stage
      model={model}
      media={model.kind === "chat" ? undefined : media}
      name="Ms Weber"
      invitation={link}
    />
  );
}

function preJoin(
  values: Parameters<typeof aModel>[0],
  media: ReturnType<typeof someMedia> | undefined = someMedia(),
) {
  const model = aModel(values);
  return (
    <PreJoin
      model={model}
      media={model.kind === "chat" ? undefined : media}
      asked={false}
      onJoin={nothing}
    />
  );
}

function lobby(values: Parameters<typeof aModel>[0], media = someMedia()) {
  return <Lobby model={aModel({ knocked: true, ...values })} media={media} returning={false} />;
}

const problem = (code: string, damaged?: string) => (
  <ProblemScreen code={code} invitation={link} damaged={damaged} onLink={nothing} />
);
const over = (values: Parameters<typeof aModel>[0]) => (
  <Over model={aModel({ phase: "over", ...values })} wasIn start="/" />
);
const create = () => Promise.reject(Object.assign(new Error("no"), { code: "create-forbidden" }));

/** A browser that remembers these rooms and no others. */
function remembering(...rooms: CreatedRoom[]): RememberedRooms {
  localStorage.clear();
  const remembered = new RememberedRooms("https://call.example");
  for (const room of rooms) remembered.remember(room);
  return remembered;
}

const start = (...rooms: CreatedRoom[]) => (
  <Start
    services={{ create, remembered: remembering(...rooms), follow: nothing }}
    onCreated={nothing}
    onEnter={nothing}
  />
);
const ready = (...rooms: CreatedRoom[]) => (
  <Ready room={room} remembered={remembering(...rooms)} onEnter={nothing} />
);
const long =
  "Second round with Dr. Maximiliane von Hohenstein-Ehrenfels about the quarterly numbers";
const threeRooms = [room, aRoom(2, { kind: "audio" }), aRoom(3, { kind: "chat", topic: long })];

export const states: Record<string, () => ComponentChild> = {
  start: () => start(),
  "start-forbidden": () => start(),
  "start-link": () => start(),
  "rooms-one": () => start(room),
  "rooms-three": () => start(...threeRooms),
  "rooms-forget": () => start(room),
  "rooms-forget-all": () => start(...threeRooms),
  ready: () => ready(),
  "ready-remembered": () => ready(room),
  "ready-refused": () => {
    Storage.prototype.setItem = () => {
      throw new DOMException("no room", "QuotaExceededError");
    };
    return ready();
  },
  "ready-host-link": () => ready(),
  "ready-no-date": () => ready(),
  landing: () => <GuestLanding kind="video" onContinue={nothing} />,
  elsewhere: () => <WayBack at="elsewhere" kind="video" onBack={async () => {}} />,
  away: () => <WayBack at="away" kind="video" onBack={async () => {}} />,
  "landing-audio": () => <GuestLanding kind="audio" onContinue={nothing} />,
  "landing-host": () => <HostLanding onEnter={nothing} />,
  prejoin: () => preJoin({}),
  "prejoin-without": () => preJoin({}),
  "prejoin-nameless": () => preJoin({}),
  "prejoin-devices": () => preJoin({}, own()),
  "prejoin-choose": () => preJoin({}, own()),
  "prejoin-changed": () =>
    preJoin(
      {},
      someMedia({ microphone: true, problem: { code: "device-changed", device: "microphone" } }),
    ),
  "prejoin-denied": () => preJoin({}, someMedia({ problem: { code: "device-denied" } })),
  "prejoin-busy": () => preJoin({}, someMedia({ problem: { code: "device-busy" } })),
  "prejoin-host": () =>
    preJoin({ role: "host", topic: room.topic, knocks: [{ sid: "1", name: "Anna Berg" }] }, own()),
  "prejoin-audio": () => preJoin({ kind: "audio" }, someMedia({ microphone: true, level: 0.2 })),
  "prejoin-chat": () => preJoin({ kind: "chat" }),
  "prejoin-unreachable": () => preJoin({ problem: { code: "server-unreachable" } }),
  lobby: () => lobby({ hostName: "Ms Weber", topic: room.topic }, own()),
  "lobby-no-host": () => lobby({ hostHere: false }),
  "lobby-full": () =>
    lobby({ hostName: "Ms Weber", full: true, notes: ["Two more minutes, please."] }),
  "lobby-closed": () => lobby({ serverHere: false, closed: true, problem: { code: "lobby-full" } }),
  "lobby-incident": () => lobby({ hostName: "Ms Weber", incident }),
  "lobby-knows": () => lobby({ known: aKnown("knocker") }),
  "call-knows": () => call({ role: "guest", peers: others(1), known: aKnown() }),
  "call-knows-asking": () => call({ peers: others(1) }),
  "call-knows-away": () => call({ peers: others(1), serverHere: false, known: aKnown("host") }),
  "call-knows-forget": () => call({ peers: others(1), known: aKnown("host") }),
  "call-incident": () => call({ peers: others(1), incident }),
  "call-alone": () => call({}),
  "call-alone-guest": () => call({ role: "guest" }),
  "call-two": () => call({ peers: others(1) }),
  "call-two-upright": () =>
    call({ role: "guest", peers: others(1, () => ({ host: true, stream: scene(1, true) })) }),
  "call-three": () =>
    call({ peers: others(2, (i) => ({ route: i ? "relay" : "direct", microphone: i === 0 })) }),
  "call-four": () => call({ peers: others(3, (i) => ({ camera: i !== 1 })) }),
  "call-five": () => call({ seats: 6, peers: others(4, (i) => ({ camera: i !== 3 })) }),
  "call-six": () => call({ seats: 6, peers: others(5), role: "guest" }),
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
  "call-build": () => call({ peers: others(1, () => ({ program: "different" })) }),
  "call-build-safety": () =>
    call({ peers: others(1, () => ({ program: "different", route: "relay" })) }),
  "call-alarm": () => call({ peers: others(1), problem: { code: "alarm", name: "Ben Ott" } }),
  "call-alarm-late": () =>
    call({ peers: others(2), problem: { code: "alarm", name: "Ben Ott", late: true } }),
  "call-server-gone": () => call({ role: "guest", peers: others(1), serverHere: false }),
  "call-device": () =>
    call({ peers: others(1) }, someMedia({ problem: { code: "device-denied" } })),
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
  over: () => over({ ending: "ended", endedAt: new Date(2026, 2, 5, 14, 32, 7), chat }),
  "over-files": () =>
    over({ ending: "ended", endedAt: new Date(2026, 2, 5, 14, 32, 7), chat: movingFiles }),
  "over-pending": () => over({ role: "host", ending: "ended", endSaid: true, chat }),
  "over-pending-away": () =>
    over({ role: "host", ending: "ended", endSaid: true, serverHere: false, chat }),
  "over-unconfirmed": () =>
    over({ role: "host", ending: "ended", endSaid: true, serverHere: false, closed: true }),
  "over-by-host": () => over({ ending: "ended", hostName: "Ms Weber", chat }),
  "over-left": () => over({ ending: "left" }),
  "over-forgotten": () => over({ ending: "forgotten", leftAt: new Date(2026, 2, 5, 14, 32, 7) }),
  "over-forgotten-unconfirmed": () => over({ ending: "forgotten" }),
  "over-forgotten-ended": () =>
    over({
      role: "host",
      ending: "forgotten",
      endSaid: true,
      endedAt: new Date(2026, 2, 5, 14, 32, 7),
    }),
  "over-denied": () => over({ ending: "denied", hostName: "Ms Weber" }),
  "over-replaced": () => over({ ending: "replaced" }),
  gone: () => <Gone />,
  "problem-link": () => problem("link-incomplete", new URL(link).hash.slice(0, -7)),
  "problem-path": () => problem("link-unknown", ""),
  "problem-seen": () => problem("link-seen.host"),
  "problem-app": () => problem("in-app-browser"),
  "problem-insecure": () => problem("insecure"),
};

/** Controls to press after a state is drawn, one after the other. */
export const presses: Record<string, readonly string[]> = {
  "ready-host-link": ["host-link"],
  "ready-no-date": ["calendar-file"],
  "ready-refused": ["remember"],
  "rooms-forget": ["forget"],
  "rooms-forget-all": ["forget-all"],
  "prejoin-without": ["without-devices"],
  "prejoin-nameless": ["join"],
  "start-forbidden": ["create"],
  "start-link": ["lost-link"],
  "prejoin-choose": ["devices"],
  "call-choose": ["devices"],
  "call-choose-audio": ["devices"],
  "lobby-knows": ["knows"],
  "call-knows": ["knows"],
  "call-knows-asking": ["knows"],
  "call-knows-away": ["knows"],
  "call-knows-forget": ["knows", "forget-me"],
  "call-note": ["note"],
  "call-chat": ["chat-open"],
  "call-chat-empty": ["chat-open"],
  "call-files": ["chat-open"],
  "call-files-moving": ["chat-open"],
  "call-files-problem": ["chat-open"],
  "call-menu": ["tile-menu"],
  "call-remove": ["tile-menu", "remove"],
  "call-folded": ["fold-self"],
  "call-safety": ["safety"],
  "call-safety-pending": ["safety"],
  "call-safety-compared": ["safety"],
  "call-safety-withheld": ["safety"],
  "call-encrypted": ["encrypted"],
  "call-safety-native": ["safety"],
  "call-build-safety": ["safety"],
};
