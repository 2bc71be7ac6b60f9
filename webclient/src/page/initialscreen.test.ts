// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { LinkError, parseLink } from "../crypto/link.ts";
import { damages } from "../crypto/testing/damages.ts";
import type { Tabs } from "../net/tabs.ts";
import { initialScreen } from "./initialscreen.ts";
import type { InCall } from "./tabstate.ts";

const { guest, host } = damages.links;
const call: InCall = {
  name: "Anna Berg",
  relayOnly: true,
  ticket: "a ticket",
  microphone: true,
  camera: false,
  at: Date.now(),
};
const inAnotherTab = (is: boolean) => Promise.resolve({ isElsewhere: async () => is } as Tabs);

beforeEach(() => history.replaceState(null, "", "/"));

test("without a link it is the start page, and at any other path a problem", async () => {
  expect(await initialScreen(undefined, undefined, undefined, undefined)).toEqual({ at: "start" });
  history.replaceState(null, "", "/%231");
  expect(await initialScreen(undefined, undefined, undefined, undefined)).toEqual({
    at: "problem",
    code: "link-unknown",
    damaged: "",
  });
});

test.each([guest, host])("%s leads to the screen of its role and kind", async (fragment) => {
  const link = parseLink(fragment);
  expect(await initialScreen({ fragment }, link, undefined, undefined)).toEqual({
    at: link.role,
    kind: link.kind,
  });
});

test("a damaged link is there to be corrected", async () => {
  const error = new LinkError("link-incomplete");
  expect(await initialScreen({ fragment: "#1AF" }, error, undefined, undefined)).toEqual({
    at: "problem",
    code: "link-incomplete",
    damaged: "#1AF",
  });
});

test("where no call is possible nothing else is shown, but for a link that the server has seen", async () => {
  expect(
    await initialScreen({ fragment: guest }, parseLink(guest), undefined, "browser-too-old"),
  ).toEqual({ at: "problem", code: "browser-too-old" });
  expect(
    await initialScreen({ fragment: "", seen: "host" }, undefined, undefined, "browser-too-old"),
  ).toEqual({ at: "problem", code: "link-seen.host" });
});

test("a room that was made here is there again after a reload", async () => {
  const room = { topic: "The new logo", seats: 3, expires: Date.UTC(2126, 2, 12) };
  const screen = await initialScreen(
    { fragment: host, room },
    parseLink(host),
    undefined,
    undefined,
  );
  expect(screen).toMatchObject({
    at: "ready",
    room: { topic: "The new logo", seats: 3, hostLink: `${location.origin}/${host}` },
  });
});

test.each([
  ["just now", Date.now(), false, "return"],
  ["long ago", Date.now() - 3_600_000, false, "away"],
  ["in another tab still", Date.now(), true, "elsewhere"],
])("a guest who was in the call %s", async (_when, at, elsewhere, where) => {
  const state = { fragment: guest, call: { ...call, at } };
  const screen = await initialScreen(state, parseLink(guest), inAnotherTab(elsewhere), undefined);
  const back = { role: "guest", name: "Anna Berg", wasIn: true, relayOnly: true, camera: false };
  expect(screen.at).toBe(where);
  expect("back" in screen ? screen.back : screen).toMatchObject(back);
});

test("a call that was left is there again, however long ago, and with when its room expires", async () => {
  const { ticket: _, ...kept } = call;
  const left = { ...kept, wasIn: true, at: Date.now() - 3_600_000 };
  const room = { topic: "", seats: 3, expires: Date.UTC(2126, 2, 12) };
  expect(
    await initialScreen({ fragment: host, room, left }, parseLink(host), undefined, undefined),
  ).toMatchObject({
    at: "left",
    back: { role: "host", name: "Anna Berg", wasIn: true, microphone: true, camera: false },
    expires: new Date(room.expires),
  });
});
