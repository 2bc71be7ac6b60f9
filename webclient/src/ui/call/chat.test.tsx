// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { language } from "../i18n/index.ts";
import { byHandle, change, isShown, press, pressKey, write } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

const anna = somePeer("Anna Berg");
const ben = somePeer("Ben Ott", { microphone: false, camera: false, route: "relay" });

beforeEach(() => {
  language.value = "en";
});

describe("chat", () => {
  const line = {
    id: 0,
    sid: anna.sid,
    name: "Anna Berg",
    text: "Hello",
    at: new Date(2026, 2, 5, 14, 2),
  };

  test("what is written is sent with Enter, and nothing but blanks is not sent", async () => {
    const { calls } = await showStage({ peers: [anna] });
    await press("chat-open");
    await write("chat-input", "  ");
    await press("chat-send");
    await write("chat-input", " Here is the address. ");
    await pressKey("Enter", { shiftKey: true });
    await pressKey("Enter", { isComposing: true });
    await pressKey("Enter", { keyCode: 229 });
    expect(calls).toEqual([]);
    await pressKey("Enter");
    expect(calls).toEqual(["say Here is the address."]);
    expect((byHandle("chat-input") as HTMLTextAreaElement).value).toBe("");
  });

  test("the host and oneself are marked, and nobody who is called so", async () => {
    const lines = [
      { ...line, name: "You" },
      { ...line, id: 1, name: "Ms Weber", host: true },
      { id: 2, name: "Ben", text: "Mine", at: line.at },
    ];
    await showStage({ kind: "chat", peers: [anna], chat: lines });
    const marks = [...document.querySelectorAll(".chat-line")].map((one) => {
      return [one.querySelector("bdi")?.textContent, one.querySelector(".chat-mark")?.textContent];
    });
    expect(marks).toEqual([
      ["You", undefined],
      ["Ms Weber", "Host"],
      [undefined, "You"],
    ]);
  });

  test("lines that come in are counted until they are read, and said once", async () => {
    const { model } = await showStage({ peers: [anna] });
    await change(() => {
      model.chat.value = [line, { id: 1, name: "Ms Weber", text: "Welcome", at: line.at }];
    });
    expect(byHandle("chat-open").textContent).toContain("2 unread");
    expect(byHandle("says-polite").textContent).toContain("Anna Berg: Hello");
    expect(byHandle("says-polite").textContent).not.toContain("Welcome");
    await press("chat-open");
    expect(byHandle("chat-open").textContent).not.toContain("unread");
    expect(byHandle("chat-log").textContent).toContain("Hello");
    expect(byHandle("chat-log").getAttribute("aria-live")).toBe("off");
  });
});

test.each([
  { lines: "short", length: 1, most: 4 },
  { lines: "long", length: 3_000, most: 1 },
])(
  "of many $lines lines at once the number is said, and they are drawn a few in a frame",
  async ({ length, most }) => {
    const at = new Date(2026, 2, 5, 14, 2);
    const { model } = await showStage({ kind: "chat", peers: [anna] });
    const sizes: number[] = [];
    const watch = new MutationObserver((records) =>
      sizes.push(records.flatMap((record) => [...record.addedNodes]).length),
    );
    watch.observe(byHandle("chat-log"), { childList: true });
    model.chat.value = Array.from({ length: 100 }, (_, id) => ({
      id,
      sid: anna.sid,
      name: anna.name,
      text: "x".repeat(length),
      at,
    }));
    await vi.waitFor(
      () => expect(document.querySelectorAll(".chat-line").length).toBe(100),
      20_000,
    );
    await vi.waitFor(() => expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(100), 20_000);
    expect(Math.max(...sizes)).toBe(most);
    expect(byHandle("says-polite").lastElementChild?.textContent).toBe("Chat: 100 unread");
  },
);

test("a line is not drawn again for those that come after it", async () => {
  const at = new Date(2026, 2, 5, 14, 2);
  const drawn = vi.spyOn(at, "toISOString");
  const line = { id: 0, sid: anna.sid, name: anna.name, text: "Hello", at };
  const { model } = await showStage({ kind: "chat", peers: [anna], chat: [line] });
  expect(drawn).toHaveBeenCalledTimes(1);
  for (let id = 1; id < 4; id++) {
    await change(() => {
      model.chat.value = [...model.chat.value, { ...line, id, at: new Date(at.getTime()) }];
    });
  }
  expect(document.querySelectorAll(".chat-line").length).toBe(4);
  expect(drawn).toHaveBeenCalledTimes(1);
  await change(() => {
    language.value = "de";
  });
  expect(drawn).toHaveBeenCalledTimes(2);
});

describe("trouble", () => {
  test("an alarm cannot be dismissed, everything else can", async () => {
    const { model, calls } = await showStage({ problem: { code: "alarm", name: "Ben Ott" } });
    expect(byHandle("problem").getAttribute("role")).toBe("alert");
    expect(byHandle("problem").textContent).toContain("between you and Ben Ott");
    expect(isShown("dismiss")).toBe(false);
    await change(() => {
      model.problem.value = { code: "pair-failed", name: "Ben Ott" };
    });
    await press("dismiss");
    expect(calls).toEqual(["dismiss"]);
  });

  test("a lost server is told, and the call stays", async () => {
    await showStage({ peers: [anna], serverHere: false });
    expect(byHandle("problem").dataset.code).toBe("server-gone-in-call");
    byHandle("tile");
  });

  test("sound that the browser holds back starts with a tap", async () => {
    const refused = new DOMException("no gesture yet", "NotAllowedError");
    const play = vi.spyOn(HTMLMediaElement.prototype, "play").mockRejectedValue(refused);
    await showStage({ peers: [anna] });
    await vi.waitFor(
      () => expect(byHandle("problem").dataset.code).toBe("sound-needs-tap"),
      20_000,
    );
    play.mockResolvedValue();
    await press("play-sound");
    await vi.waitFor(() => expect(isShown("problem")).toBe(false), 20_000);
    play.mockRestore();
  });

  test("comings and goings are merged into one sentence", async () => {
    vi.useFakeTimers();
    const { model } = await showStage();
    await change(() => {
      model.peers.value = [anna];
    });
    await change(() => {
      model.peers.value = [anna, ben];
    });
    await change(() => {
      vi.advanceTimersByTime(1_000);
    });
    expect(byHandle("says-polite").lastElementChild?.textContent).toBe("2 more people are here.");
    await change(() => {
      model.peers.value = [{ ...anna, state: "reconnecting" }, ben];
    });
    expect(byHandle("says-urgent").lastElementChild?.textContent).toBe(
      "Anna Berg: Connection is changing, reconnecting …",
    );
    vi.useRealTimers();
  });
});
