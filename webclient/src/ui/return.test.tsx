// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { beforeEach, expect, test } from "vitest";
import type { ReturnToCall } from "../page/services.ts";
import { language } from "./i18n/index.ts";
import { byHandle, change, isShown, openPage, press, pressAgain } from "./testing/screen.ts";
import { someServices } from "./testing/services.ts";
import { type Calls, someModel } from "./testing/values.ts";

type Rest = Parameters<typeof someServices> extends [Calls, ...infer R] ? R : never;
let calls: Calls = [];
const services = (...[opened, ...rest]: Rest) => someServices(calls, opened, ...rest);

const back = {
  at: "return",
  role: "guest",
  kind: "video",
  name: "Anna Berg",
  wasIn: true,
  relayOnly: false,
} as const;
const on = { microphone: true, camera: true };
const off = { microphone: false, camera: false };

beforeEach(() => {
  calls = [];
  language.value = "en";
});

test.each([
  [true, "You are waiting to come back in."],
  [false, "You are waiting to be let in."],
])("a guest who reloads waits again, and reads for what (was in: %s)", async (wasIn, words) => {
  const { model, services: made } = services({ ...back, ...off, wasIn });
  await openPage(made);
  expect(document.querySelector("h1")?.textContent).toBe(words);
  await change(() => {
    model.ending.value = "left";
    model.phase.value = "over";
  });
  expect(
    byHandle("over").textContent?.includes("Nobody could see or hear you while you were waiting."),
  ).toBe(!wasIn);
});

test("a reload inside the call goes straight back in, with the devices that were on", async () => {
  const { model, services: made } = services({ ...back, ...on, camera: false, relayOnly: true });
  await openPage(made);
  expect(calls).toEqual(["enter", "join Anna Berg by relay"]);
  byHandle("waiting");
  for (const phase of ["joined", "waiting", "joined"] as const)
    await change(() => {
      model.phase.value = phase;
    });
  expect(calls.slice(2)).toEqual(["resume microphone"]);
});

test.each(["over", "gone"] as const)(
  "nothing is opened for somebody who comes back when it is %s",
  async (phase) => {
    await openPage(services({ ...back, ...on }, {}, { phase }).services);
    expect(calls).toEqual(["enter", "join Anna Berg", "close"]);
  },
);

test("a tab that is brought back after some time waits for a press", async () => {
  await openPage(services({ at: "away", back: { ...back, ...on } }).services);
  byHandle("away");
  expect(calls).toEqual([]);
  await pressAgain("come-back");
  expect(calls).toEqual(["enter", "join Anna Berg"]);
});

test("a tab that was duplicated does not come back into the call before the person says so", async () => {
  await openPage(services({ at: "elsewhere", back: { ...back, ...off } }).services);
  byHandle("elsewhere");
  expect(calls).toEqual([]);
  await pressAgain("switch-here");
  expect(calls).toEqual(["take over", "enter", "join Anna Berg"]);
  byHandle("waiting");
});

test("a tab in which the call was left waits for a press, and goes back with what was on", async () => {
  const left = { at: "left", back: { ...back, ...on, role: "host" }, expires: undefined } as const;
  const { model, services: made } = services(left, {}, { role: "host" });
  await openPage(made);
  expect(byHandle("over").textContent).toContain("If the room has not been ended meanwhile");
  expect(calls).toEqual([]);
  await pressAgain("come-back");
  expect(calls).toEqual(["enter", "join Anna Berg"]);
  await change(() => {
    model.phase.value = "joined";
  });
  expect(calls.at(-1)).toBe("resume microphone camera");
});

test("whoever left goes back in from the last screen, with another call and other devices", async () => {
  const left = signal<ReturnToCall | undefined>(undefined);
  const models = [someModel({ phase: "joined" }, calls), someModel({}, calls)];
  const enterRoom = () => {
    calls.push("enter");
    return models[calls.filter((call) => call === "enter").length - 1] as (typeof models)[0];
  };
  await openPage(services({ ...back, ...off }, { enterRoom, left }).services);
  await press("leave");
  await change(() => {
    left.value = { ...back, ...on };
    const [model] = models as [(typeof models)[0]];
    model.ending.value = "left";
    model.phase.value = "over";
  });
  expect(calls.slice(-2)).toEqual(["leave", "close"]);
  calls.splice(1);
  await pressAgain("come-back");
  expect(calls.slice(1)).toEqual(["enter", "join Anna Berg"]);
  expect(document.querySelector("h1")?.textContent).toBe("You are waiting to come back in.");
  await change(() => {
    (models[1] as (typeof models)[0]).phase.value = "joined";
  });
  expect(calls.at(-1)).toBe("resume microphone camera");
});

test("a call that was left is forgotten, with the way back", async () => {
  const left = { at: "left", back: { ...back, ...off }, expires: undefined } as const;
  await openPage(services(left).services);
  await press("forget-call");
  expect(calls).toEqual(["forget left"]);
  expect(byHandle("over").dataset.code).toBe("forgotten");
  expect(isShown("come-back")).toBe(false);
});
