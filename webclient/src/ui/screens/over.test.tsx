// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { language } from "../i18n/index.ts";
import { byHandle, change, findAll, isShown, showScreen } from "../testing/screen.ts";
import { someModel } from "../testing/values.ts";
import { CallOver } from "./over.tsx";

beforeEach(() => {
  language.value = "en";
});

const confirmed = "confirmed at 2:32:07 PM that the room is deleted.";
const byItself = "deletes the room soon after everybody has gone, or when it is running again";
const keepOpen = "Please keep this page open until it has.";

async function after(values: Parameters<typeof someModel>[0], wasIn = true) {
  const model = someModel({ phase: "over", ending: "ended", ...values });
  await showScreen(<CallOver model={model} wasIn={wasIn} start="/" />);
  return model;
}

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
  await after({ ending: "left" });
  expect(said()).toContain(
    `The server ${byItself}. If no call took place, the room stays until it expires.`,
  );
  expect(said()).not.toContain("Nobody could");
  await after({ ending: "left" }, false);
  expect(said()).toContain(
    "You are no longer waiting.Nobody could see or hear you while you were waiting.",
  );
});
