// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Ended, Request } from "../../call/recording/model.ts";
import { language } from "../i18n/index.ts";
import { Announcer } from "../parts/announcer.tsx";
import { furnishPage } from "../parts/apart.ts";
import { type RecordingValues, someRecording, someRequest } from "../testing/recording.ts";
import { RecordingBar, RecordingNotice } from "./frame.tsx";
import "./view.tsx";

const root = document.body;
const anna = "sid-Anna Berg";

beforeEach(() => {
  language.value = "en";
});
afterEach(() => render(null, root));

async function draw(values: RecordingValues) {
  const recording = someRecording(values);
  await act(() =>
    render(
      <>
        <RecordingBar recording={recording} />
        <RecordingNotice recording={recording} />
        <Announcer />
      </>,
      root,
    ),
  );
  const become = (request: Request | undefined) =>
    act(() => {
      recording.request.value = request;
    });
  return { recording, become };
}

const find = (name: string) => root.querySelector(`[data-test=${name}]`);
const said = () => [...(find("says-urgent")?.children ?? [])].map((line) => line.textContent);

test("a request is read out once, whatever others answer, and so is its beginning", async () => {
  const { become } = await draw({ by: anna });
  await become(someRequest({ by: anna, answers: [undefined, undefined, "yes"] }));
  await become(someRequest({ by: anna, answers: [undefined, undefined, "yes", "yes"] }));
  expect(said()).toEqual(["Anna Berg would like to record: sound, picture, shared screens."]);
  await become(someRequest({ by: anna, answers: ["yes"] }));
  await become(someRequest({ by: anna, stage: "on", answers: ["yes"] }));
  await become(someRequest({ by: anna, stage: "on", answers: ["yes-without-picture", "yes"] }));
  expect(said().slice(1)).toEqual(["Anna Berg has begun to record."]);
  expect(document.documentElement.hasAttribute("data-recorded")).toBe(true);
});

test("windows beside the page say it too, whichever comes first", async () => {
  const [before, after] = [1, 2].map(() => document.implementation.createHTMLDocument());
  if (before === undefined || after === undefined) throw new Error("there are no documents");
  const words = (page: Document) => page.body.getAttribute("data-recorded");
  const forget = [furnishPage(before)];
  const { become } = await draw({});
  expect(words(before)).toBeNull();
  await become(someRequest({ by: anna, stage: "on", answers: ["yes"] }));
  await act(() => void forget.push(furnishPage(after)));
  expect([before, after].map(words)).toEqual(Array(2).fill("Anna Berg is recording."));
  await become(undefined);
  expect([before, after].map(words)).toEqual([null, null]);
  for (const one of forget) one();
});

test("a yes can be taken back before it begins, a no cannot", async () => {
  const { become } = await draw({ by: anna, answers: ["yes"] });
  expect(find("record-withdraw")).not.toBeNull();
  await become(someRequest({ by: anna, answers: ["no"] }));
  expect(find("record-answered")).not.toBeNull();
  expect(find("record-withdraw")).toBeNull();
});

test("all are told who is not recorded, and again when that changes", async () => {
  const { become } = await draw({ by: anna, stage: "on", answers: ["yes", "yes", "yes", "yes"] });
  expect(find("record-others")?.textContent).toBe("");
  await become(someRequest({ by: anna, stage: "on", answers: ["yes", "yes", "no", "yes"] }));
  expect(find("record-others")?.textContent).toBe("Not recorded: Ben Ott.");
  expect(find("says-polite")?.lastElementChild?.textContent).toBe("Not recorded: Ben Ott.");
});

test("who came later and did not agree is told no time that nobody has said", async () => {
  const { become } = await draw({});
  const request = someRequest({ by: anna, stage: "on", answers: ["no"] });
  await become(request && { ...request, since: undefined });
  expect(find("recording")?.textContent).toMatch(/Anna Berg is recording\. Nothing of you/);
  expect(find("recording")?.textContent).not.toContain("since");
});

test.each<[Ended, string]>([
  [
    { reason: "stopped", recorder: "Anna", wasOn: false },
    "Anna no longer asks to record. Nothing was recorded.",
  ],
  [{ reason: "stopped", recorder: "Anna", wasOn: true }, "Anna has stopped recording."],
  [{ reason: "gone", recorder: "Anna", wasOn: false }, "Nothing was recorded: Anna has left."],
  [
    { reason: "failed", recorder: undefined, wasOn: false },
    "Nothing was recorded: your device could not record.",
  ],
  [
    { reason: "failed", recorder: undefined, wasOn: true },
    "The recording has ended: your device could not go on. What it has recorded is kept.",
  ],
])("what is said of %o", async (ended, words) => {
  await draw({ ended });
  expect(find("record-ended")?.querySelector("p")?.textContent).toBe(words);
});
