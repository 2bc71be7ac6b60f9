// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { language } from "../i18n/index.ts";
import { CallOver } from "../screens/over.tsx";
import { byHandle, change, findAll, isShown, press, showScreen } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { someModel, someReport } from "../testing/values.ts";

beforeEach(() => {
  language.value = "en";
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

test("the server is asked when the panel opens, every five seconds while it is open, and not after", async () => {
  const { calls } = await showStage();
  expect(calls).toEqual([]);
  await press("knows");
  expect(calls).toEqual(["ask"]);
  expect(byHandle("knows-when").textContent).toBe("Asking the server …");
  expect(isShown("knows-download")).toBe(false);
  await change(() => void vi.advanceTimersByTime(10_000));
  expect(calls).toEqual(["ask", "ask", "ask"]);
  await press("dialog-close");
  await change(() => void vi.advanceTimersByTime(10_000));
  expect(calls).toEqual(["ask", "ask", "ask"]);
});

test("its newest answer is shown; a server that is away is not asked, but as soon as it is back", async () => {
  const { model, calls } = await showStage({ known: someReport() });
  await press("knows");
  expect(byHandle("knows-people").textContent).toBe("In the call: 2, waiting: 0");
  await change(() => {
    model.known.value = { at: new Date(), said: { ...someReport().said, members: 3, waiting: 1 } };
  });
  expect(byHandle("knows-people").textContent).toBe("In the call: 3, waiting: 1");
  await change(() => {
    model.serverHere.value = false;
  });
  await change(() => void vi.advanceTimersByTime(10_000));
  expect(calls).toEqual(["ask"]);
  expect(byHandle("knows-when").textContent).toContain("We are not connected to the server.");
  await change(() => {
    model.serverHere.value = true;
  });
  expect(calls).toEqual(["ask", "ask"]);
});

test("a relay that holds nothing of a person, and people whom a knocker is not told of", async () => {
  await showStage({ known: someReport("knocker") });
  await press("knows");
  expect(byHandle("knows-relay").textContent).toBe("No address set up for you");
  expect(findAll("knows-people")).toHaveLength(0);
});

test("a guest is forgotten at once", async () => {
  const { calls } = await showStage({ known: someReport() });
  await press("knows");
  await press("forget-me");
  expect(calls).toEqual(["ask", "forget"]);
});

test.each([
  ["forget-leave", "forget"],
  ["forget-end", "end and forget"],
])("a host is asked first whether the call goes on (%s)", async (answer, call) => {
  const { calls } = await showStage({ role: "host", known: someReport("host") });
  await press("knows");
  await press("forget-me");
  expect(calls).toEqual(["ask"]);
  await press(answer);
  expect(calls).toEqual(["ask", call]);
});

const when = new Date(2026, 2, 5, 14, 32, 7);
test.each([
  ["the server has confirmed it", { leftAt: when }, "The server confirmed at"],
  ["it has not", {}, "The server has not confirmed that you have left."],
  [
    "the call was ended with it",
    { role: "host", endSaid: true, endedAt: when },
    "confirmed at 2:32:07 PM that the room",
  ],
] as const)("after it the page says what is gone, when %s", async (_, values, words) => {
  const model = someModel({ phase: "over", ending: "forgotten", ...values });
  await showScreen(<CallOver model={model} wasIn start="/" back={undefined} onBack={() => {}} />);
  expect(byHandle("over").textContent).toContain(words);
});
