// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { beforeEach, expect, test } from "vitest";
import type { HostRoom } from "../../page/services.ts";
import { someRoom } from "../../page/testing/rooms.ts";
import { language, longDate, t } from "../i18n/index.ts";
import {
  byHandle,
  change,
  isShown,
  openPage,
  press,
  pressAgain,
  write,
} from "../testing/screen.ts";
import { someServices } from "../testing/services.ts";
import { somePeer } from "../testing/values.ts";
import { localValue } from "./datefield.tsx";

const dayMs = 86_400_000;
const when = new Date(2126, 2, 5, 14);
const later = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 3 * dayMs);
const undated = someRoom(1, { topic: "The new logo" });
const dated = someRoom(1, { when });
const unknown: HostRoom = { ...undated, expires: undefined };

beforeEach(() => {
  language.value = "en";
});

/** Where the host link leads. */
async function land(room: HostRoom) {
  const more = { hostRoom: signal<HostRoom | undefined>(room) };
  const page = someServices([], { at: "host", kind: "video" }, more, { role: "host" });
  await openPage(page.services);
  return page;
}
const title = () => document.querySelector("dialog h2")?.textContent;
const said = () => byHandle("moved").textContent ?? "";

async function save(date?: Date): Promise<void> {
  await press("move");
  if (date !== undefined) await write("move-when", localValue(date));
  await pressAgain("move-save");
}

test("a room without a date is extended: the dialog says how, and never that it lost a date", async () => {
  await land(undated);
  expect(byHandle("move").textContent).toBe("Set a date or extend");
  await press("move");
  expect(title()).toBe("A date or more time for “The new logo”");
  const inAWeek = longDate(new Date(Date.now() + 7 * dayMs)).split(",")[0] ?? "";
  expect(byHandle("move-dialog").textContent).toMatch(`save: it then stays until ${inAWeek}`);
  expect(byHandle("move-save").textContent).toBe("Save");
  await pressAgain("move-save");
  expect(said().trim()).toMatch(/^The room now stays open until .*\.$/);
  expect(said()).not.toContain("Guests");
});

test.each([
  ["a first date", undated, later, "move.tell.first"],
  ["another date", dated, later, "move.tell"],
  ["a date where there may have been one", unknown, later, "move.tell"],
] as const)("%s is told with what the guests do not know", async (_, room, date, key) => {
  await land(room);
  await save(date);
  expect(said()).toBe(`Moved to ${longDate(date)}. ${t(key)}`);
});

test("only a room that is known to have had a date has none any more", async () => {
  await land(unknown);
  expect(byHandle("move").textContent).toBe("Move");
  await save();
  expect(said()).not.toContain("any more. It stays");
  await land(dated);
  await press("move");
  await write("move-when", "");
  await pressAgain("move-save");
  expect(said()).toContain("The room has no date any more. It stays open until");
  expect(said()).toContain(t("move.tell.undated"));
});

test("a host reads the date and can move it before the call, and in it while alone", async () => {
  const { model } = await land(unknown);
  model.phase.value = "connecting";
  await press("enter");
  expect(byHandle("appointment").textContent).toContain(t("host.undated"));
  await press("move");
  await press("dialog-close");
  await change(() => {
    model.phase.value = "joined";
  });
  expect(byHandle("appointment").textContent).toContain(t("ready.undated"));
  await change(() => {
    model.peers.value = [somePeer("Anna Berg")];
  });
  expect(isShown("appointment")).toBe(false);
});

test("a guest moves nothing", async () => {
  const page = someServices([], { at: "guest", kind: "video" }, {}, { phase: "connecting" });
  await openPage(page.services);
  await press("continue");
  expect(isShown("move")).toBe(false);
});
