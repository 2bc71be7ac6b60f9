// @vitest-environment happy-dom
import { signal } from "@preact/signals-core";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Consent } from "./consent.ts";
import type { RecordContext } from "./context.ts";
import type { RecordMessage } from "./messages.ts";
import { Recorder } from "./recorder.ts";

let said: RecordMessage[];
let consent: Consent;
let recorder: Recorder;

beforeEach(() => {
  said = [];
  consent = new Consent("we");
  const members = [{ sid: "we", key: "", role: "host" as const }];
  const context = {
    ...{ sid: "we", room: "A".repeat(22), peers: signal([]), chat: signal([]) },
    name: () => "Us",
    roster: () => ({ epoch: 1, members, signature: "" }),
    ownTracks: () => ({}),
  } as unknown as RecordContext;
  recorder = new Recorder(context, consent, {
    send: (message) => said.push(message),
    sign: async () => undefined,
    changed: () => {},
    ended: () => {},
  });
});
afterEach(() => vi.unstubAllGlobals());

const asked = { what: ["sound"], why: "", goesOn: false } as const;

it("asks nobody where the browser cannot record", async () => {
  await recorder.askEverybody(asked);
  expect(recorder.taking.value).toEqual({ stage: "failed", problem: "unsupported" });
  expect([said, consent.request]).toEqual([[], undefined]);
});

it("asks nobody where no sound runs, and says so", async () => {
  vi.useFakeTimers();
  vi.stubGlobal("MediaRecorder", { isTypeSupported: () => true });
  vi.stubGlobal("navigator", { storage: { getDirectory: () => {} } });
  vi.stubGlobal(
    "AudioContext",
    class {
      state = "suspended";
      resume = () => new Promise(() => {});
      close = async () => {};
    },
  );
  const asking = recorder.askEverybody(asked);
  await vi.advanceTimersByTimeAsync(5_000);
  await asking;
  vi.useRealTimers();
  expect(recorder.taking.value).toEqual({ stage: "failed", problem: "no-sound" });
  expect(said).toEqual([]);
});

it("asks once at a time, and takes it back", async () => {
  vi.stubGlobal("MediaRecorder", { isTypeSupported: () => true });
  vi.stubGlobal("navigator", { storage: { getDirectory: () => {} } });
  const each = { ...asked, what: ["sound", "separate"] } as const;
  await recorder.askEverybody(each);
  await recorder.askEverybody(each);
  expect(said.map(({ kind }) => kind)).toEqual(["ask"]);
  await recorder.endRecording("stopped");
  expect(said.map(({ kind }) => kind)).toEqual(["ask", "off"]);
  expect([recorder.taking.value.stage, consent.request]).toEqual(["idle", undefined]);
  // Who is reached only now may have heard of it at the door.
  recorder.tellNewcomer("ben");
  expect(said.at(-1)).toMatchObject({ kind: "off", message: { reason: "stopped" } });
});
