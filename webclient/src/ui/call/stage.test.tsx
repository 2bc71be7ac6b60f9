// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { language } from "../i18n/index.ts";
import { byHandle, change, findAll, isShown, press, pressKey, write } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

const anna = somePeer("Anna Berg");
const ben = somePeer("Ben Ott", { microphone: false, camera: false, route: "relay" });

beforeEach(() => {
  language.value = "en";
});

describe("tiles", () => {
  test("each other peer has one, and keeps its video when its state changes", async () => {
    const { model } = await showStage({ peers: [anna, ben] });
    const video = findAll("tile")[0]?.querySelector("video");
    expect(video?.srcObject).toBe(anna.stream);
    expect(video?.muted).toBe(true);
    expect(findAll("tile")[0]?.querySelector("audio")?.srcObject).toBe(anna.stream);
    await change(() => {
      model.peers.value = [{ ...anna, state: "reconnecting", route: "direct" }, ben];
    });
    expect(findAll("tile")[0]?.querySelector("video")).toBe(video);
    expect(
      findAll("tile").map(({ dataset }) => [dataset.sid, dataset.state, dataset.route]),
    ).toEqual([
      ["sid-Anna Berg", "reconnecting", "direct"],
      ["sid-Ben Ott", "connected", "relay"],
    ]);
    expect(findAll("tile")[1]?.textContent).toContain("Microphone off: Ben Ott");
  });

  test("an audio call plays sound and draws no picture; a chat call does neither", async () => {
    await showStage({ kind: "audio", peers: [anna] });
    expect(document.querySelectorAll("video")).toHaveLength(0);
    expect(document.querySelectorAll("audio")).toHaveLength(1);
    expect(isShown("camera")).toBe(false);
    await showStage({ kind: "chat", peers: [anna] });
    expect(document.querySelectorAll("video, audio")).toHaveLength(0);
    expect(isShown("mic")).toBe(false);
    for (const handle of ["tile", "self", "chat-input", "chat-log", "leave"]) byHandle(handle);
  });

  test("the host removes somebody only after a second thought", async () => {
    const { calls } = await showStage({ role: "host", peers: [anna] });
    await press("tile-menu");
    await press("remove");
    expect(calls).toEqual([]);
    expect(document.querySelector("dialog")?.textContent).toContain("Remove Anna Berg?");
    await press("confirm");
    expect(calls).toEqual(["remove sid-Anna Berg"]);
    await showStage({ role: "guest", peers: [anna] });
    await press("tile-menu");
    expect(isShown("remove")).toBe(false);
  });

  test("a lone host has the link at hand until somebody is there", async () => {
    const { model } = await showStage({ role: "host" });
    expect(byHandle("guest-link").dataset.link).toBe("https://call.example/#1guest");
    byHandle("copy-link");
    await change(() => {
      model.peers.value = [anna];
    });
    expect(isShown("guest-link")).toBe(false);
  });
});

describe("knocks", () => {
  const knocks = [{ sid: "k1", name: "Carla Lenz" }];

  test("the host reads, hears and answers them", async () => {
    const { model, calls } = await showStage({ role: "host", knocks });
    expect(byHandle("knock-card").textContent).toContain(
      "Carla Lenz is waiting (name not checked)",
    );
    expect(document.title).toBe("● Carla Lenz is waiting – einmal");
    expect(byHandle("says-urgent").textContent).toContain("Carla Lenz is waiting");
    await press("note");
    await write("note-input", " Two more minutes, please. ");
    await press("note-send");
    await press("admit");
    await press("deny");
    expect(calls).toEqual(["note k1 Two more minutes, please.", "admit k1", "deny k1"]);
    await change(() => {
      model.knocks.value = [];
    });
    expect(document.title).toBe("Private call – einmal");
  });

  test("a name that somebody in the call has, or one that looks the same, is told as that", async () => {
    const others = ["ms\u00a0WEBER", "Anna\u200cBerg", "Ａnna Berg", "Anna Bergs"];
    await showStage({
      role: "host",
      peers: [anna],
      knocks: others.map((name) => ({ sid: name, name })),
    });
    const told = findAll("knock-card").map(({ textContent }) =>
      textContent?.includes("a name like this"),
    );
    expect(told).toEqual([true, true, true, false]);
  });

  test("after somebody was turned away, the next knock makes no noise for a minute", async () => {
    const { model } = await showStage({ role: "host", turnedAwayAt: new Date() });
    const quiet = { sid: "k8", name: "Quentin" };
    await change(() => {
      model.knocks.value = [quiet];
    });
    expect(byHandle("says-urgent").textContent).not.toContain("Quentin");
    expect(byHandle("says-polite").textContent).toContain("Quentin is waiting");
    await change(() => {
      model.turnedAwayAt.value = new Date(Date.now() - 60_001);
      model.knocks.value = [quiet, { sid: "k9", name: "Dora Ott" }];
    });
    expect(byHandle("says-urgent").textContent).toContain("Dora Ott is waiting");
  });

  test("the host locks the door and unlocks it", async () => {
    const { model, calls } = await showStage({ role: "host" });
    await press("lock");
    await change(() => {
      model.locked.value = true;
    });
    expect(byHandle("lock").getAttribute("aria-pressed")).toBe("true");
    await press("lock");
    expect(calls).toEqual(["lock", "unlock"]);
    await showStage({ role: "guest" });
    expect(isShown("lock")).toBe(false);
  });

  test("a press on a card that has just come or moved was meant for another", async () => {
    let top = 100;
    const place = vi.spyOn(HTMLElement.prototype, "getBoundingClientRect");
    place.mockImplementation(() => ({ left: 0, top }) as DOMRect);
    const { calls } = await showStage({ role: "host", knocks });
    const click = () =>
      byHandle("admit").dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    click();
    expect(calls).toEqual([]);
    await wait(400);
    click();
    expect(calls).toEqual(["admit k1"]);
    top = 180;
    await wait(100); // the next frame
    click();
    expect(calls).toEqual(["admit k1"]);
    await press("admit"); // with the keyboard
    await wait(400);
    click();
    expect(calls).toEqual(["admit k1", "admit k1", "admit k1"]);
    place.mockRestore();
  });

  test("nobody is let in when all places are taken", async () => {
    const { calls } = await showStage({ role: "host", seats: 2, peers: [anna], knocks });
    expect(byHandle("admit").getAttribute("aria-disabled")).toBe("true");
    await press("admit");
    expect(calls).toEqual([]);
  });

  test("no line is sent to them without the server, for it would be lost", async () => {
    const { model, calls } = await showStage({ role: "host", knocks, serverHere: false });
    await press("note");
    await write("note-input", "Two more minutes, please.");
    expect(byHandle("note-send").getAttribute("aria-disabled")).toBe("true");
    await press("note-send");
    expect(calls).toEqual([]);
    await change(() => {
      model.serverHere.value = true;
    });
    await press("note-send");
    expect(calls).toEqual(["note k1 Two more minutes, please."]);
  });

  test("they take no focus from somebody who writes", async () => {
    const { model } = await showStage({ role: "host", peers: [anna] });
    await press("chat-open");
    expect(document.activeElement).toBe(byHandle("chat-input"));
    await change(() => {
      model.knocks.value = knocks;
    });
    expect(document.activeElement).toBe(byHandle("chat-input"));
  });
});

describe("controls", () => {
  test("microphone and camera keep their names and tell their state", async () => {
    const { media, calls } = await showStage({}, { microphone: true });
    expect(byHandle("mic").getAttribute("aria-pressed")).toBe("true");
    expect(byHandle("camera").getAttribute("aria-pressed")).toBe("false");
    const name = byHandle("mic").textContent;
    await press("mic");
    await press("camera");
    expect(calls).toEqual(["microphone off", "camera on"]);
    expect(media.camera.value).toBe(true);
    expect(byHandle("mic").getAttribute("aria-pressed")).toBe("false");
    expect(byHandle("mic").textContent).toBe(name);
  });

  test("a device that cannot be had shows its problem and can be tried again", async () => {
    const { calls } = await showStage({}, { problem: { code: "device-busy", device: "camera" } });
    expect(byHandle("problem").dataset.code).toBe("device-busy");
    expect(byHandle("problem").textContent).toContain(
      "Your camera cannot be used at the moment. Perhaps",
    );
    await press("retry-devices");
    expect(calls).toEqual(["camera on"]);
  });

  test("keys work where nobody types", async () => {
    const { calls } = await showStage({ peers: [anna] });
    await pressKey("m");
    await pressKey("v");
    await pressKey("X", { ctrlKey: true, shiftKey: true });
    await pressKey("m", { ctrlKey: true });
    expect(calls).toEqual(["microphone on", "camera on", "leave"]);
    await pressKey("c");
    expect(document.activeElement).toBe(byHandle("chat-input"));
    await pressKey("m");
    expect(calls).toHaveLength(3);
    await pressKey("Escape");
    expect(isShown("chat-input")).toBe(false);
    expect(document.activeElement).toBe(byHandle("chat-open"));
  });

  test("F6 goes from region to region and comes round again", async () => {
    await showStage({ role: "host", peers: [anna], knocks: [{ sid: "k1", name: "Carla" }] });
    const regions = [...document.querySelectorAll("[data-region]")];
    expect(regions).toHaveLength(4);
    (document.activeElement as HTMLElement).blur();
    for (const region of [...regions, regions[0]]) {
      await pressKey("F6");
      expect(document.activeElement).toBe(region);
    }
    await pressKey("F6", { shiftKey: true });
    expect(document.activeElement).toBe(regions[3]);
  });
});

test("an incident of the server is shown to everybody for as long as it lasts", async () => {
  const until = new Date("2026-03-06T18:00:00Z");
  const { model } = await showStage({ incident: { until, reason: "Connections break" } });
  expect(byHandle("incident").dataset.until).toBe(until.toISOString());
  expect(byHandle("incident").textContent).toContain(
    "Connections break. The server records kinds of messages, errors and counts",
  );
  await change(() => {
    model.incident.value = undefined;
  });
  expect(isShown("incident")).toBe(false);
});
