// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Peer } from "../../call/model.ts";
import { language } from "../i18n/index.ts";
import * as sounds from "../parts/sounds.ts";
import { byHandle, change, findAll, isShown } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

const [anna, ben] = [somePeer("Anna Berg"), somePeer("Ben Ott")];

beforeEach(() => {
  language.value = "en";
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const pass = (ms: number) => change(() => vi.advanceTimersByTime(ms));

/** Enters a call with these people, and has been in it for a while. */
async function enter(peers: readonly Peer[]) {
  const played = vi.spyOn(sounds, "playSound");
  const { model } = await showStage({ peers });
  const arrive = async (now: readonly Peer[]) => {
    await change(() => {
      model.peers.value = now;
    });
    await pass(800);
  };
  return { arrive, heard: () => played.mock.calls.map(([name]) => name) };
}

test("who comes and goes is on a line for five seconds, with a sound each", async () => {
  const { arrive, heard } = await enter([]);
  await pass(5_000);
  await arrive([anna]);
  expect(byHandle("comings").textContent).toBe("Anna Berg is here.");
  await pass(4_000);
  expect(isShown("comings")).toBe(true);
  await pass(1_500);
  expect(isShown("comings")).toBe(false);
  await arrive([]);
  expect(byHandle("comings").textContent).toBe("Anna Berg is no longer here.");
  expect(heard()).toEqual(["joined", "left"]);
});

test("several at once are one line and one sound", async () => {
  const { arrive, heard } = await enter([anna]);
  await pass(5_000);
  await arrive([ben, somePeer("Carla"), somePeer("Dora")]);
  expect(byHandle("comings").textContent).toBe(
    "3 more people are here. Anna Berg is no longer here.",
  );
  expect(heard()).toEqual(["joined"]);
});

test("whom one finds on entering is only said to screen readers", async () => {
  const { arrive, heard } = await enter([]);
  await arrive([anna, ben]);
  expect(isShown("comings")).toBe(false);
  expect(heard()).toEqual([]);
  expect(byHandle("says-polite").textContent).toContain("2 more people are here.");
});

test("whose name comes later is told of with it, and who gives none is told of as well", async () => {
  const { arrive, heard } = await enter([]);
  await pass(5_000);
  const unnamed = { ...anna, name: "" };
  await arrive([unnamed]);
  await pass(2_000);
  expect(isShown("comings")).toBe(false);
  await arrive([anna]);
  expect(byHandle("comings").textContent).toBe("Anna Berg is here.");
  await arrive([anna, { ...ben, name: "" }]);
  await pass(6_000);
  expect(byHandle("comings").textContent).toBe("Somebody is here.");
  expect(heard()).toEqual(["joined", "joined"]);
});

test("who is connected again is on the line, several in one sentence, without a sound", async () => {
  const { arrive, heard } = await enter([anna, ben]);
  const away = (peer: Peer): Peer => ({ ...peer, state: "reconnecting" });
  await pass(5_000);
  await arrive([away(anna), away(ben)]);
  await arrive([anna, away(ben)]);
  expect(byHandle("comings").textContent).toBe("Connected to Anna Berg again.");
  await arrive([away(anna), away(ben)]);
  expect(isShown("comings")).toBe(false);
  await arrive([anna, ben]);
  expect(byHandle("comings").textContent).toBe("Connected to 2 people again.");
  expect(heard()).toEqual([]);
});

test("the line is not read out a second time, and a change of state is no coming", async () => {
  const { arrive } = await enter([anna]);
  await pass(5_000);
  await arrive([{ ...anna, state: "reconnecting" }]);
  expect(isShown("comings")).toBe(false);
  await arrive([anna, ben]);
  expect(byHandle("comings").getAttribute("aria-hidden")).toBe("true");
  expect(findAll("says-polite")[0]?.textContent?.match(/Ben Ott is here/g)).toHaveLength(1);
});
