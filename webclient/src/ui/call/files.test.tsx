// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { act } from "preact/test-utils";
import { beforeEach, expect, test, vi } from "vitest";
import type { FileState, SharedFile } from "../../call/model.ts";
import { fileSize, language } from "../i18n/index.ts";
import { CallOver } from "../screens/over.tsx";
import { byHandle, change, findAll, isShown, press, showScreen } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { someModel, somePeer } from "../testing/values.ts";

const anna = somePeer("Anna Berg");
const at = new Date(2026, 2, 5, 14, 2);

beforeEach(() => {
  language.value = "en";
});

function shared(state: FileState, percent = 0, more: Partial<SharedFile> = {}) {
  const shares = [{ sid: anna.sid, name: anna.name, state, percent }];
  return signal<SharedFile>({ name: "Drafts.pdf", size: 2_100_000, shares, ...more });
}

const fromAnna = (file: ReturnType<typeof shared>) => [
  { id: 7, sid: anna.sid, name: anna.name, text: "Drafts.pdf", at, file },
];
const toAnna = (file: ReturnType<typeof shared>) => [
  { id: 7, name: "", text: "Drafts.pdf", at, file },
];

test("a file that is offered is accepted or declined, and never by itself", async () => {
  const { calls } = await showStage({
    kind: "chat",
    peers: [anna],
    chat: fromAnna(shared("offered")),
  });
  expect(byHandle("file").textContent).toContain("Drafts.pdf 2.1 MB");
  expect([calls, isShown("file-save"), isShown("file-cancel")]).toEqual([[], false, false]);
  await press("file-accept");
  await press("file-decline");
  expect(calls).toEqual(["accept 7", "cancel 7"]);
});

test("how far it is can be seen and is told to those who do not see it, and once it is here it can be saved", async () => {
  const file = shared("running", 40);
  const { calls } = await showStage({ kind: "chat", peers: [anna], chat: fromAnna(file) });
  const progress = byHandle("file").querySelector("progress");
  expect([progress?.value, progress?.getAttribute("aria-label")]).toEqual([40, "Drafts.pdf"]);
  await press("file-cancel");
  expect(calls).toEqual(["cancel 7"]);
  const saved = vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:x");
  const content = new Blob(["x"]);
  await change(() => {
    file.value = { ...shared("done", 100).value, content };
  });
  expect(byHandle("says-polite").textContent).toContain("The file has arrived: Drafts.pdf");
  expect(byHandle("file").querySelector("progress")).toBeNull();
  expect(saved).not.toHaveBeenCalled();
  await press("file-save");
  expect(saved).toHaveBeenCalledWith(content);
});

test("whoever sends sees how it stands with each, and can take it back", async () => {
  const shares = (["offered", "running", "done", "declined", "cut-off"] as const).map(
    (state, i) => ({
      ...{ sid: `sid-${i}`, name: `Person ${i}`, state, percent: 10 },
    }),
  );
  const { calls } = await showStage({
    kind: "chat",
    peers: [anna],
    chat: toAnna(shared("offered", 0, { shares })),
  });
  expect(findAll("file-share").map((one) => one.textContent)).toEqual([
    "Person 0 is being asked.",
    "Person 1: 10 % sent",
    "Person 2 has it.",
    "Person 3 does not have it: it was declined, or came damaged.",
    "Person 4 does not have it: the connection ended.",
  ]);
  expect([isShown("file-accept"), isShown("file-save")]).toEqual([false, false]);
  await press("file-cancel");
  expect(calls).toEqual(["cancel 7"]);
});

test("a file that waits for a connection says so, and can be stopped", async () => {
  const file = shared("waiting", 40);
  await showStage({ kind: "chat", peers: [anna], chat: fromAnna(file) });
  expect(byHandle("file-share").textContent).toContain("40 % received; it goes on when");
  expect(byHandle("file").querySelector("progress")?.value).toBe(40);
  expect(isShown("file-cancel")).toBe(true);
  const said = byHandle("says-polite").textContent;
  await change(() => {
    file.value = shared("running", 40).value;
  });
  expect(byHandle("says-polite").textContent).toBe(said);
});

test.each<FileState>(["withdrawn", "cut-off", "damaged", "declined"])(
  "of a file that was %s nothing can be had, and there are words for it",
  async (state) => {
    await showStage({ kind: "chat", peers: [anna], chat: fromAnna(shared(state)) });
    expect(byHandle("file").querySelectorAll("button").length).toBe(0);
    expect(byHandle("file-share").textContent).not.toBe("");
  },
);

test("an offer is said once, and what fails later too", async () => {
  const file = shared("offered");
  const { model } = await showStage({ peers: [anna] });
  await change(() => {
    model.chat.value = fromAnna(file).map((line) => ({ ...line, id: 0 }));
  });
  expect(byHandle("says-polite").lastElementChild?.textContent).toBe(
    "Anna Berg offers you a file: Drafts.pdf",
  );
  expect(byHandle("chat-open").textContent).toContain("1 unread");
  for (const state of ["running", "cut-off"] as const) {
    await change(() => {
      file.value = shared(state).value;
    });
  }
  expect(byHandle("says-polite").lastElementChild?.textContent).toBe(
    "The file has not arrived: Drafts.pdf",
  );
});

test("files are chosen, dropped on the chat or pasted, and a drop beside it is no harm", async () => {
  const { calls } = await showStage({ kind: "chat", peers: [anna] });
  const file = new File(["x"], "plan.txt");
  const happen = async (type: string, target: Element, data: object) => {
    const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), data);
    await act(() => void target.dispatchEvent(event));
    return event.defaultPrevented;
  };
  const log = byHandle("chat-log");
  expect(await happen("dragover", log, {})).toBe(true);
  expect(await happen("drop", log, { dataTransfer: { files: [file] } })).toBe(true);
  expect(calls).toEqual(["send plan.txt"]);
  const beside = document.querySelector(".call-stage") as Element;
  expect(await happen("drop", beside, { dataTransfer: { files: [file] } })).toBe(true);
  expect(calls.length).toBe(1);
  expect(
    await happen("paste", byHandle("chat-input"), {
      clipboardData: { files: [file], types: ["Files"] },
    }),
  ).toBe(true);
  expect(calls.length).toBe(2);
  const fromOffice = { files: [file], types: ["text/plain", "Files"] };
  expect(await happen("paste", byHandle("chat-input"), { clipboardData: fromOffice })).toBe(false);
  expect(calls.length).toBe(2);
  const input = byHandle("file-input") as HTMLInputElement;
  Object.defineProperty(input, "files", { value: [file] });
  await happen("change", input, {});
  expect(calls.length).toBe(3);
});

test("what was not saved in the call can be saved when it is over", async () => {
  const file = shared("done", 100, { content: new Blob(["x"]) });
  await showScreen(
    <CallOver
      model={someModel({ phase: "over", ending: "ended", chat: fromAnna(file) })}
      wasIn
      start="/"
      back={undefined}
      onBack={() => {}}
    />,
  );
  expect(byHandle("file-save").textContent).toBe("Save Drafts.pdf");
});

test("sizes are given as people read them", () => {
  expect([1, 999, 20_400, 2_140_000, 104_857_600].map(fileSize)).toEqual([
    "1 kB",
    "1 kB",
    "20 kB",
    "2.1 MB",
    "104.9 MB",
  ]);
  language.value = "de";
  expect(fileSize(2_140_000)).toBe("2,1 MB");
});
