// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { changeSettings } from "../../page/callsettings.ts";
import { language } from "../i18n/index.ts";
import * as sounds from "../parts/sounds.ts";
import { byHandle, change, findAll, isShown, press, write } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

const anna = somePeer("Anna Berg", { microphone: false, camera: false });
const ben = somePeer("Ben Ott");

beforeEach(() => {
  language.value = "en";
  changeSettings({ singleKeys: true, captionSize: "normal" });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const texts = (handle: string) => findAll(handle).map(({ textContent }) => textContent);
const said = () => byHandle("says-polite").textContent;

describe("hands", () => {
  test("are raised with a button that says so, and lowered with it", async () => {
    const { model, calls } = await showStage({ peers: [anna] });
    await press("hand");
    await change(() => {
      model.participation.raised.value = true;
    });
    expect(byHandle("hand").getAttribute("aria-pressed")).toBe("true");
    await press("hand");
    expect(calls).toEqual(["raise hand", "lower hand"]);
  });

  test("stand in their order on a list and on the tiles; the host can lower one", async () => {
    const hands = [{ sid: ben.sid, name: ben.name }, { name: "Ms Weber" }];
    const { calls } = await showStage({ role: "host", peers: [anna, ben], hands });
    expect(byHandle("hands").textContent).toBe("Ben OttYou");
    expect(texts("hand-up")).toEqual(["1Hand up, place 1", "2Hand up, place 2"]);
    await press("lower-hand");
    expect(calls).toEqual(["ask lower-hand sid-Ben Ott"]);
  });

  test("of several at once are said in one sentence, with one calm sound", async () => {
    const played = vi.spyOn(sounds, "playSound");
    const { model } = await showStage({ peers: [anna, ben] });
    await change(() => {
      model.participation.hands.value = [anna, ben];
    });
    await change(() => vi.advanceTimersByTime(800));
    expect(said()).toContain("2 people have raised a hand.");
    expect(played.mock.calls).toEqual([["hand"]]);
  });
});

test("a reaction is chosen by its word, and seen with it", async () => {
  const reactions = [{ id: 1, sid: anna.sid, name: anna.name, reaction: "thanks" as const }];
  const { calls } = await showStage({ peers: [anna], reactions });
  expect(texts("reaction")).toEqual(["Thank you"]);
  await press("reactions");
  await press("react-bravo");
  expect([calls, isShown("react-bravo")]).toEqual([["react bravo"], false]);
});

describe("what a host asks for", () => {
  test("stands in the menu of a tile, as far as it makes sense, and for all in the controls", async () => {
    const { calls } = await showStage({ role: "host", peers: [anna, ben] });
    const menus = findAll("tile-menu");
    await change(() => menus[0]?.click());
    expect([isShown("ask-unmute"), isShown("ask-camera"), isShown("ask-mute")]).toEqual([
      ...[true, true, false],
    ]);
    await press("ask-unmute");
    await press("mute-all");
    expect(calls).toEqual(["ask unmute sid-Anna Berg", "ask mute all"]);
    expect(said()).toContain("Anna Berg has been asked to unmute.");
  });

  test("is for the person to decide", async () => {
    const { model, calls } = await showStage({ hostName: "Ms Weber", request: "unmute" });
    expect(byHandle("request").textContent).toContain("Ms Weber asks you to unmute.");
    await press("request-no");
    expect(calls).toEqual(["dismiss request"]);
    await press("request-yes");
    expect(calls.slice(1)).toEqual(["dismiss request", "microphone on"]);
    expect(isShown("request")).toBe(false); // it is on
    await change(() => {
      model.participation.request.value = "camera";
    });
    await press("request-yes");
    expect(calls.at(-1)).toBe("camera on");
  });
});

describe("captions", () => {
  const line = { id: 1, sid: anna.sid, name: anna.name, text: "Good morning.", partial: false };

  test("are off until the person wants them, and offered when somebody gives them", async () => {
    const { model } = await showStage({ peers: [anna], captions: [line] });
    expect(isShown("caption-lines")).toBe(false);
    await press("captions-offer-show");
    expect(texts("caption-line")).toEqual(["Anna Berg: Good morning."]);
    expect(isShown("captions-offer")).toBe(false);
    await change(() => {
      const next = { ...line, id: 2, text: "How", partial: true };
      model.participation.captions.value = [line, next];
    });
    expect(said()).not.toContain("How");
    await change(() => {
      model.participation.captions.value = [line, { ...line, id: 2, text: "How are you?" }];
    });
    expect(said()).toContain("Anna Berg: How are you?");
  });

  test("are written as one types, and can be larger", async () => {
    const { calls } = await showStage({ peers: [anna] });
    await press("captions");
    await change(() => byHandle("captions-write").click());
    const size = byHandle("captions-size") as HTMLSelectElement;
    await change(() => {
      size.value = "larger";
      size.dispatchEvent(new Event("change", { bubbles: true }));
    });
    expect(byHandle("caption-lines").dataset.size).toBe("larger");
    await write("caption-input", "Good");
    await press("caption-send");
    expect(calls).toEqual(["caption Good …", "caption Good"]);
  });
});

describe("the chat", () => {
  const line = { id: 0, sid: anna.sid, name: anna.name, text: "Hello", at: new Date(), key: "k" };

  test("has answers, which show what they answer", async () => {
    const answer = { id: 1, name: "Ms Weber", text: "Hi", at: new Date(), reply: "k" };
    const lost = { ...answer, id: 2, reply: "x" };
    const { calls } = await showStage({ kind: "chat", peers: [anna], chat: [line, answer, lost] });
    const quotes = [...document.querySelectorAll(".chat-quote")].map((one) => one.textContent);
    expect(quotes).toEqual(["Anna Berg: Hello", "An earlier message"]);
    await press("chat-reply");
    expect(byHandle("chat-answered").textContent).toContain("Answer to Anna Berg: Hello");
    await write("chat-input", "Good morning");
    await press("chat-send");
    expect([calls, isShown("chat-answered")]).toEqual([["say Good morning to k"], false]);
  });

  test("from before one came is marked as told, and by whom", async () => {
    const told = { by: "Ben Ott", lines: [{ name: "Anna", text: "Early", at: new Date() }] };
    await showStage({ kind: "chat", peers: [anna], told });
    expect(byHandle("chat-told").textContent).toContain("as told by Ben Ott");
    expect(byHandle("chat-told").textContent).toContain("Early");
    expect(said()).toContain("Ben Ott has passed on earlier messages: 1.");
  });
});
