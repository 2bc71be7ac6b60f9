// @vitest-environment happy-dom
import { signal } from "@preact/signals-core";
import { beforeEach, describe, expect, test } from "vitest";
import type { About } from "../page/about.ts";
import type { Services } from "../page/services.ts";
import { language } from "./i18n/index.ts";
import { localValue } from "./screens/datefield.tsx";
import {
  byHandle,
  change,
  findAll,
  isShown,
  openPage,
  press,
  pressAgain,
  write,
} from "./testing/screen.ts";
import { guestLink, hostLink, someServices } from "./testing/services.ts";
import { type Calls, somePeer } from "./testing/values.ts";

type Rest = Parameters<typeof someServices> extends [Calls, ...infer R] ? R : never;
let calls: Calls = [];
const services = (...[opened, ...rest]: Rest) => someServices(calls, opened, ...rest);

beforeEach(() => {
  calls = [];
  language.value = "en";
});

describe("a host", () => {
  test("creates a room, enters it and comes to the call", async () => {
    const { model, services: made } = services(
      { at: "start" },
      {},
      { role: "host", phase: "connecting" },
    );
    await openPage(made);
    for (const handle of ["create", "topic", "seats", "kind-video", "kind-audio", "kind-chat"])
      byHandle(handle);
    await press("kind-audio");
    await write("topic", "  The new logo ");
    await write("when", localValue(new Date(Date.now() + 86_400_000)));
    await pressAgain("create");
    expect(calls).toEqual(["create audio for 4: The new logo"]);

    for (const handle of ["copy-link", "mail-draft", "calendar-file", "host-link", "enter"])
      byHandle(handle);
    expect(byHandle("guest-link").dataset.link).toBe(guestLink);
    expect(document.body.textContent).not.toContain(hostLink);
    await press("host-link");
    expect(byHandle("host-link").dataset.link).toBe(hostLink);
    expect(document.activeElement?.tagName).toBe("H1");

    await pressAgain("enter");
    for (const handle of ["name", "use-devices", "without-devices", "hide-address"])
      byHandle(handle);
    await write("name", "Ms Weber");
    await pressAgain("join");
    expect(calls.slice(1)).toEqual(["enter", "join Ms Weber", "open microphone camera"]);
    await change(() => {
      model.phase.value = "joined";
    });
    for (const handle of ["self", "mic", "camera", "chat-open", "leave"]) byHandle(handle);
    expect(byHandle("guest-link").dataset.link).toBe(guestLink);
  });

  test("reads that it takes a moment while the browser works for an open server", async () => {
    let work = () => {};
    const create: Services["createRoom"] = (_, working) => {
      work = working;
      return new Promise(() => {});
    };
    await openPage(services({ at: "start" }, { createRoom: create }).services);
    await pressAgain("create");
    expect(byHandle("create").textContent).toContain("Creating");
    await change(() => work());
    expect(byHandle("create").textContent).toContain("Preparing");
  });

  test.each(["create-forbidden", "server-full"])(
    "a refused room (%s) is told and the page stays",
    async (code) => {
      const refuse = () => Promise.reject(Object.assign(new Error("no"), { code }));
      await openPage(services({ at: "start" }, { createRoom: refuse }).services);
      await pressAgain("create");
      expect(byHandle("problem").dataset.code).toBe(code);
      byHandle("create");
    },
  );
});

describe("a guest", () => {
  test("reads which server it is, who runs it and where", async () => {
    const operator = { name: "Praxis Weber", country: "DE" };
    const about = signal<About | undefined>(undefined);
    await openPage(services({ at: "guest", kind: "video" }, { about }).services);
    expect(byHandle("server-facts").textContent).toMatch(/^The server \S+ brings you together/);
    await change(() => {
      about.value = { create: "token", lifetime: 86_400, operator };
    });
    expect(byHandle("server-facts").textContent).toMatch(/Praxis Weber\. Location: Germany\.$/);
  });

  test("nothing starts before Continue", async () => {
    await openPage(services({ at: "guest", kind: "video" }).services);
    byHandle("continue");
    expect(calls).toEqual([]);
    await pressAgain("continue");
    expect(calls).toEqual(["enter"]);
  });

  test("knocks, waits, is let in, leaves", async () => {
    const { model, services: made } = services({ at: "guest", kind: "video" });
    await openPage(made);
    await pressAgain("continue");
    await write("name", "Anna Berg");
    await press("hide-address");
    await press("use-devices");
    await pressAgain("join");
    expect(calls.slice(1)).toEqual(["open microphone camera", "join Anna Berg by relay"]);

    expect(byHandle("waiting").textContent).toContain("Your host can see that you are waiting.");
    await change(() => {
      model.hostName.value = "Ms Weber";
      model.notes.value = ["Two more minutes, please."];
    });
    expect(document.body.textContent).toContain("Message from Ms WeberTwo more minutes, please.");
    await change(() => {
      model.peers.value = [somePeer("Ms Weber", { host: true, route: "relay" })];
      model.phase.value = "joined";
    });
    expect(byHandle("tile").dataset).toMatchObject({
      sid: "sid-Ms Weber",
      state: "connected",
      route: "relay",
    });
    await pressAgain("leave");
    expect(calls.at(-1)).toBe("leave");
    await change(() => {
      model.ending.value = "left";
      model.phase.value = "over";
    });
    expect(byHandle("over").dataset.code).toBe("left");
    expect(calls.at(-1)).toBe("close");
  });

  test.each([
    ["denied", /^Ms Weber has not let you in\.$/],
    ["removed", /^You were removed from the call\.$/],
    [
      "replaced",
      /^The server, or another tab of this browser, says that you have entered this call elsewhere\./,
    ],
  ] as const)("who was %s reads why", async (ending, words) => {
    const values = { phase: "over", ending, hostName: "Ms Weber" } as const;
    await openPage(services({ at: "guest", kind: "video" }, {}, values).services);
    await pressAgain("continue");
    expect(byHandle("over").dataset.code).toBe(ending);
    expect(byHandle("problem").dataset.code).toBe(ending);
    expect(byHandle("problem").textContent).toMatch(words);
  });

  test("a room that is gone says nothing about why", async () => {
    await openPage(services({ at: "guest", kind: "video" }, {}, { phase: "gone" }).services);
    await pressAgain("continue");
    expect(byHandle("gone").textContent).toContain(
      "This room does not exist, or no longer exists.",
    );
  });

  test("a chat call asks for no device", async () => {
    const media = () => {
      throw new Error("a chat call has no devices");
    };
    await openPage(
      services({ at: "guest", kind: "chat" }, { localMedia: media }, { kind: "chat" }).services,
    );
    await pressAgain("continue");
    for (const handle of ["use-devices", "without-devices"]) expect(isShown(handle)).toBe(false);
    byHandle("hide-address");
  });

  test("a server that does not answer is a problem that can be seen", async () => {
    const { model, services: made } = services(
      { at: "guest", kind: "video" },
      {},
      { phase: "connecting" },
    );
    await openPage(made);
    await pressAgain("continue");
    expect(isShown("problem")).toBe(false);
    await change(() => {
      model.serverHere.value = false;
    });
    expect(byHandle("problem").dataset.code).toBe("server-unreachable");
  });
});

test("somebody who waits reads that the host knows it only while that is so", async () => {
  const { model, services: made } = services({ at: "guest", kind: "chat" }, {}, { kind: "chat" });
  await openPage(made);
  await pressAgain("continue");
  await write("name", "Anna Berg");
  await pressAgain("join");
  const reads = (text: string) => expect(byHandle("waiting").textContent).toContain(text);
  reads("Your host can see that you are waiting.");
  for (const [word, text] of [
    [model.hostKnows, "We are knocking"],
    [model.hostHere, "Your host is not connected at the moment."],
    [model.serverHere, "We are connecting to the room"],
  ] as const) {
    await change(() => {
      word.value = false;
    });
    reads(text);
  }
});

test("somebody whom the server turned away for good waits no longer, and can try again", async () => {
  const { model, services: made } = services({ at: "guest", kind: "chat" }, {}, { kind: "chat" });
  await openPage(made);
  await pressAgain("continue");
  await write("name", "Anna Berg");
  await pressAgain("join");
  await change(() => {
    model.serverHere.value = false;
    model.closed.value = true;
    model.problem.value = { code: "lobby-full" };
  });
  expect(document.querySelector("h1")?.textContent).toBe("You are no longer waiting.");
  expect(byHandle("waiting").textContent).toContain("The connection to the room has ended.");
  expect(byHandle("problem").dataset.code).toBe("lobby-full");
  byHandle("retry");
});

test("a guest whose link lost all but the server can paste it on the start page", async () => {
  await openPage(services({ at: "start" }).services);
  expect(isShown("link")).toBe(false);
  await press("lost-link");
  expect(document.activeElement).toBe(byHandle("link"));
  const link = "https://call.example/#1AFqp8x-u_uQL3Fl-s_1EqC2OtqtxcPN13zafIvPA-O9i";
  await write("link", `Please open <${link}>.`);
  await press("open-link");
  expect(byHandle("elsewhere").textContent).toBe("call.example");
  await write("link", `Please open <${link.replace("https://call.example", location.origin)}>.`);
  await press("open-link");
  expect(calls).toEqual([`follow ${new URL(link).hash}`]);
});

test.each(["link-incomplete", "link-unknown"])(
  "a broken link (%s) leads to its problem",
  async (code) => {
    await openPage(services({ at: "problem", code }).services);
    expect(byHandle("problem").dataset.code).toBe(code);
  },
);

test("where calls cannot work the link can be taken elsewhere, and nothing else is offered", async () => {
  await openPage(services({ at: "problem", code: "in-app-browser" }).services);
  expect(byHandle("problem").dataset.code).toBe("in-app-browser");
  byHandle("copy-link");
  expect(isShown("continue")).toBe(false);
});

test("what the call is about stands in the title of the tab, from the door on", async () => {
  const { model, services: made } = services(
    { at: "guest", kind: "chat" },
    {},
    { kind: "chat", topic: "The new logo" },
  );
  await openPage(made);
  await pressAgain("continue");
  expect(document.title).toMatch(/^The new logo – .* – einmal$/);
  await write("name", "Anna Berg");
  await pressAgain("join");
  expect(document.title).toMatch(/^The new logo – You are waiting/);
  await change(() => {
    model.phase.value = "joined";
  });
  expect(document.title).toBe("The new logo – einmal");
});

test("the language can be switched on a page and says so to the browser", async () => {
  await openPage(services({ at: "start" }).services);
  expect(document.documentElement.lang).toBe("en");
  await press("language-de");
  expect(document.documentElement.lang).toBe("de");
  expect(byHandle("create").textContent).toBe("Raum anlegen");
  expect(document.title).toBe("Privates Gespräch starten – einmal");
  expect(findAll("language-de")).toHaveLength(0);
});
