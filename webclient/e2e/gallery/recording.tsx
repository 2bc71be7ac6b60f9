// Every state of a recording: in the call, at its door, and what of it lies in this browser.
import { useSignal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { useEffect } from "preact/hooks";
import { contents } from "../../src/crypto/consent.ts";
import { RecordingStore } from "../../src/media/recording/store.ts";
import { CallStage } from "../../src/ui/call/stage.tsx";
import { Lobby } from "../../src/ui/screens/lobby.tsx";
import { CallOver } from "../../src/ui/screens/over.tsx";
import { type RecordingValues, someRecording } from "../../src/ui/testing/recording.ts";
import { someMedia, someModel } from "../../src/ui/testing/values.ts";
import { link, others, own, room } from "./values.ts";
import { startWith } from "./week.tsx";

const recorder = "sid-Anna Berg";
function call(values: RecordingValues, more: Parameters<typeof someModel>[0] = {}) {
  const model = someModel({
    ...{ phase: "joined", role: "guest", hostName: "Anna Berg", peers: others(3), ...more },
    parts: new Map([["recording", { at: "there", part: someRecording(values) }]]),
  });
  if (more.knocks) model.recorder.value = recorder;
  const media = model.kind === "chat" ? undefined : own();
  return <CallStage model={model} media={media} name="Ms Weber" invitation={link} />;
}

/** As after a page that was gone in the middle of it, and one that was ended. */
async function keepSome(): Promise<void> {
  (await RecordingStore.openStore("begun")).letGo(); // cut off before anything was written
  for (const [id, signature] of [["cut", undefined] as const, ["whole", "AA"] as const]) {
    const day = signature ? 4 : 5;
    const store = await RecordingStore.openStore(id);
    await store.addTrack({ name: `call-2026-03-0${day}.webm`, type: "video/webm" });
    await store.addPiece(0, 0, new Blob([new Uint8Array(3_400_000)]));
    const proof = { began: new Date(2026, 2, day, 14, 5).getTime(), signature };
    await store.writeFile("consent.json", JSON.stringify(proof));
    store.letGo();
  }
}

/** The screen once there is something to be found in this browser. */
function WithKept({ screen }: { screen: () => ComponentChild }) {
  const ready = useSignal(false);
  useEffect(() => {
    // The page before may be writing the same.
    void keepSome()
      .catch(() => {})
      .then(() => {
        ready.value = true;
      });
  }, []);
  return ready.value ? screen() : null;
}
const withKept = (screen: () => ComponentChild) => <WithKept screen={screen} />;

const asked = { by: recorder };
const on = { ...asked, stage: "on" } as const;
const mine = { by: "self" } as const;
const knock = { knocks: [{ sid: "1", name: "Emre Kaya" }], role: "host", seats: 6 } as const;

const lobbyOf = () => {
  const model = someModel({ knocked: true, hostName: "Ms Weber", topic: room.topic });
  model.recorder.value = recorder;
  return <Lobby model={model} media={someMedia()} returning={false} />;
};
const overOf = () => (
  <CallOver
    model={someModel({ phase: "over", ending: "ended", endedAt: new Date(2026, 2, 5, 14, 32, 7) })}
    wasIn={true}
    start="/"
    back={undefined}
    onBack={() => {}}
  />
);

export const recordings: Record<string, () => ComponentChild> = {
  "call-record-asked": () => call(asked),
  "call-record-asked-all": () => call({ ...asked, what: contents }),
  "call-record-asked-chat": () => call({ ...asked, what: ["chat"] }, { kind: "chat" }),
  "call-record-answered": () => call({ ...asked, answers: ["yes"] }),
  "call-record-on": () => call({ ...on, answers: ["yes", "yes", "yes"] }),
  "call-record-on-without": () => call({ ...on, answers: ["yes-without-picture"] }),
  "call-record-on-no": () => call({ ...on, answers: ["no", "yes"] }),
  "call-record-newcomer": () => call(on),
  "call-record-own": () => call({ ...mine, stage: "on", answers: [undefined, "yes"] }),
  "call-record-rogue": () => call({ ...on, stage: "broken", rogues: [recorder] }),
  "call-record-ended": () =>
    call({ ended: { reason: "stopped", recorder: "Anna Berg", wasOn: true } }),
  "call-record-knock": () => call({ ...on, answers: ["yes"] }, knock),
  "call-record-panel": () => call({}),
  "call-record-panel-phone": () => {
    const peers = others(2).map((peer, place) =>
      place === 0 ? { ...peer, name: "Phone …123", program: "phone" as const } : peer,
    );
    return call({}, { peers });
  },
  "call-record-panel-failed": () => call({ taking: { stage: "failed", problem: "no-sound" } }),
  "call-record-panel-asking": () =>
    call({ ...mine, answers: [undefined, "yes", "no"], taking: { stage: "asking" } }),
  "call-record-panel-on": () =>
    call({
      ...{ ...mine, stage: "on", taking: { stage: "on" }, minutes: 12 },
      answers: [undefined, "yes", "yes-without-picture", "no"],
    }),
  "call-record-panel-saving": () => call({ taking: { stage: "saving", percent: 40 } }),
  "call-record-panel-kept": () => withKept(() => call({ taking: { stage: "saved" } })),
  "lobby-recorded": lobbyOf,
  "start-recordings": () => withKept(startWith),
  "over-recordings": () => withKept(overOf),
};

const open = ["together", "together-recording"];
export const recordingPresses: Record<string, readonly string[]> = Object.fromEntries(
  Object.keys(recordings)
    .filter((name) => name.startsWith("call-record-panel"))
    .map((name) => [name, open]),
);

/** What is loaded after the rest. */
export const recordingAwaits: Record<string, string> = {
  "call-record-asked": "record-asked",
  "call-record-asked-all": "record-asked",
  "call-record-asked-chat": "record-asked",
  "call-record-answered": "record-answered",
  "call-record-on": "recording",
  "call-record-on-without": "recording",
  "call-record-on-no": "recording",
  "call-record-newcomer": "record-asked",
  "call-record-own": "recording",
  "call-record-rogue": "record-rogue",
  "call-record-ended": "record-ended",
  "call-record-knock": "recording",
  "call-record-panel": "record-ask",
  "call-record-panel-phone": "record-by-phone",
  "call-record-panel-failed": "record-problem",
  "call-record-panel-asking": "record-end",
  "call-record-panel-on": "record-end",
  "call-record-panel-saving": "record-ask",
  "call-record-panel-kept": "recording-kept",
  "lobby-recorded": "recorded",
  "start-recordings": "recording-kept",
  "over-recordings": "recording-kept",
};
