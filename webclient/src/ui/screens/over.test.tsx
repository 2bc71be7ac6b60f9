// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import type { ReturnToCall } from "../../page/services.ts";
import { language } from "../i18n/index.ts";
import { byHandle, change, findAll, isShown, press, showScreen } from "../testing/screen.ts";
import { type Calls, someModel } from "../testing/values.ts";
import { CallOver } from "./over.tsx";

beforeEach(() => {
  language.value = "en";
});

const confirmed = "confirmed at 2:32:07 PM that the room is deleted.";
const byItself =
  "deletes the room soon after everybody has gone (if it is not running then, as soon as it is)";
const keepOpen = "Please keep this page open until it has.";

async function after(
  values: Parameters<typeof someModel>[0],
  wasIn = true,
  back?: Partial<ReturnToCall>,
) {
  calls = [];
  const model = someModel({ phase: "over", ending: "ended", ...values }, calls);
  await showScreen(
    <CallOver
      model={model}
      wasIn={wasIn}
      start="/"
      back={back && { ...wayBack, ...back, wasIn, role: model.role }}
      onBack={({ name }) => calls.push(`back as ${name}`)}
    />,
  );
  return model;
}

let calls: Calls = [];
const wayBack: ReturnToCall = {
  at: "return",
  role: "host",
  kind: "video",
  name: "Ms Weber",
  wasIn: true,
  microphone: true,
  camera: false,
  relayOnly: false,
};

const said = () => byHandle("over").textContent;

test("a host whose ending the server does not hear is told to keep the page open, and when the room is deleted", async () => {
  const model = await after({ role: "host", endSaid: true });
  expect(said()).toContain(
    `The server has not yet confirmed that the room is deleted. ${keepOpen}`,
  );
  expect(isShown("problem")).toBe(false);
  expect(said()).not.toContain(byItself);
  expect(isShown("again"), "a way that leaves the page").toBe(false);

  await change(() => {
    model.serverHere.value = false;
  });
  expect(byHandle("problem").dataset.code).toBe("server-unreachable");
  expect(said()).toContain(keepOpen);
  expect(said()).toContain(`If the server does not hear that the call has ended, it ${byItself}`);
  expect(said()).not.toContain(confirmed);

  await change(() => {
    model.serverHere.value = true;
    model.endedAt.value = new Date(2026, 2, 5, 14, 32, 7);
  });
  expect(said()).toContain(`The server ${confirmed}`);
  for (const words of [keepOpen, byItself]) expect(said()).not.toContain(words);
  byHandle("again");
  expect(isShown("problem")).toBe(false);
});

test("a host whose server turned it away reads that the page tries no longer", async () => {
  await after({ role: "host", endSaid: true, serverHere: false, closed: true });
  expect(said()).toContain("The server has not confirmed that the room is deleted.");
  expect(said()).toContain(byItself);
  expect(said()).not.toContain(keepOpen);
  expect(findAll("problem")).toEqual([]);
});

test("a host that wants to be forgotten with the room is told no more than is so", async () => {
  await after({ role: "host", ending: "forgotten", endSaid: true, serverHere: false });
  expect(said()).toContain("The call is over.");
  expect(said()).toContain(keepOpen);
  expect(said()).not.toContain("confirmed at");
});

test("a guest who heard the end from the host alone reads that, and the server's word when it comes", async () => {
  const model = await after({ hostName: "Ms Weber" });
  expect(said()).toContain("Ms Weber has ended it for everybody. The server has not told us");
  expect(said()).not.toContain(confirmed);
  await change(() => {
    model.endedAt.value = new Date(2026, 2, 5, 14, 32, 7);
  });
  expect(said()).toContain(confirmed);
});

test("somebody who left reads what becomes of the room, and somebody who was never in, that nobody could see them", async () => {
  await after({ ending: "left", hostName: "Ms Weber" });
  expect(said()).toContain(
    `The server ${byItself}, unless Ms Weber keeps it for later. If no call took place`,
  );
  await after({ role: "host", ending: "left" });
  expect(said()).toContain(
    `The server ${byItself}. If no call took place, the room stays until it expires.`,
  );
  expect(said()).not.toContain("Nobody could");
  await after({ ending: "left" }, false);
  expect(said()).toContain(
    "You are no longer waiting.Nobody could see or hear you while you were waiting.",
  );
});

test("a host who left for now reads that the room stays once the server has said so, and until when", async () => {
  const expires = new Date(2126, 2, 12, 14, 0);
  const values = { role: "host", ending: "left", expires } as const;
  const model = await after({ ...values, stays: "asked" }, true, {});
  expect(said()).toContain("We are telling the server that the room is to stay");
  expect(said()).not.toContain("The room stays until");
  await change(() => {
    model.stays.value = "promised";
  });
  expect(said()).toMatch(
    /The room stays until .*12.*, and longer only if somebody is in it then\./,
  );
  await change(() => {
    model.expires.value = new Date(2026, 2, 5, 14, 0);
  });
  expect(said()).toContain("The room stays until it expires, and longer only");
  await change(() => {
    model.stays.value = "unheard";
  });
  expect(said()).toContain("The server has not confirmed that the room stays.");
  expect(said()).not.toContain("The room stays until");
});

test("who leaves a call that went on without its room reads that the room is deleted, and who ended it", async () => {
  const endedAt = new Date(2026, 2, 5, 14, 32, 7);
  for (const role of ["host", "guest"] as const) {
    await after({ role, ending: "left", fate: "room-gone", endedAt });
    expect(said()).toContain(`You have left the call.The server ${confirmed}`);
    await after({ role, ending: "left", fate: "ended-by-operator", endedAt });
    expect(said()).toContain("The operator of this server has ended this room.");
    for (const words of [byItself, "may come back"]) expect(said()).not.toContain(words);
  }
});

test("whoever left comes back with one press, under the same name", async () => {
  await after({ role: "host", ending: "left", stays: "promised" }, true, {});
  expect(said()).toContain("Whatever was on comes on again once you are in.");
  await press("come-back");
  expect(calls).toEqual(["back as Ms Weber"]);
  await after({ ending: "left" }, true, { name: "Anna Berg", microphone: false });
  expect(said()).toContain("You knock again, as “Anna Berg”, and wait until you are let in.");
  expect(said()).not.toContain("Whatever was on");
  await press("come-back");
  expect(calls).toEqual(["back as Anna Berg"]);
});

test("a guest has this device forget the call with one press, a host is asked first", async () => {
  await after({ ending: "left" }, true, { name: "Anna Berg" });
  await press("forget-call");
  expect(calls).toEqual(["forget"]);
  await after({ role: "host", ending: "left", stays: "promised" }, true, {});
  await press("forget-call");
  expect(calls).toEqual([]);
  expect(said()).toContain("only with the host link, if you have saved it");
  await press("confirm");
  expect(calls).toEqual(["forget"]);
});

test("that the operator has ended the room is told, not that the host has", async () => {
  await after({ ending: "ended-by-operator", endedAt: new Date(2026, 2, 5, 14, 32, 7) });
  expect(said()).toContain("The operator of this server has ended this room.");
  expect(said()).not.toContain("has ended it for everybody");
});
