// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import { pageView } from "../../page/callview.ts";
import { language } from "../i18n/index.ts";
import { byHandle, change, findAll, isShown, press, pressKey } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

const peers = ["Anna Berg", "Ben Ott", "Carla Lenz"].map((name) => somePeer(name));

beforeEach(() => {
  language.value = "en";
  pageView.choice.value = undefined;
  pageView.pins.value = [];
  pageView.selfHidden.value = false;
});

const pinned = () =>
  findAll("tile")
    .filter(({ dataset }) => dataset.pinned === "true")
    .map(({ dataset }) => dataset.sid);

describe("pins", () => {
  test("the menu of a tile pins, the newest two stay, and a screen reader hears it", async () => {
    await showStage({ peers });
    for (const at of [0, 1, 2]) {
      await change(() => {
        findAll("tile-menu")[at]?.click();
      });
      await press("pin");
    }
    expect(pinned()).toEqual(["sid-Ben Ott", "sid-Carla Lenz"]);
    expect(byHandle("says-polite").textContent).toContain("Carla Lenz is pinned.");
    expect(isShown("pin")).toBe(false);
  });

  test("the key pins whoever has the focus, and without one unpins", async () => {
    await showStage({ peers });
    findAll("tile-menu")[1]?.focus();
    await pressKey("p");
    expect(pinned()).toEqual(["sid-Ben Ott"]);
    (document.activeElement as HTMLElement).blur();
    await pressKey("p");
    expect(pinned()).toEqual([]);
    await pressKey("p");
    expect(pinned()).toEqual(["sid-Anna Berg"]);
  });
});

test("the key for the view goes round and says which it is", async () => {
  await showStage({ peers });
  await pressKey("l");
  expect(pageView.choice.value).toBe("speaker");
  expect(byHandle("says-polite").textContent).toContain("View: Whoever speaks, large.");
  await pressKey("l");
  expect(pageView.choice.value).toBe("grid");
});

test("the sheet of the view tells what is chosen, and hides one's own picture", async () => {
  const { media } = await showStage({ peers }, { camera: true });
  expect(byHandle("self").querySelector("video")?.srcObject).toBe(media.stream);
  await press("view");
  expect(byHandle("view-grid").getAttribute("aria-pressed")).toBe("true");
  await press("view-speaker");
  await press("view");
  expect(byHandle("view-speaker").getAttribute("aria-pressed")).toBe("true");
  await press("view-self");
  expect(byHandle("self").querySelector("video")).toBeNull();
  await press("fold-self");
  expect(byHandle("self").querySelector("video")).not.toBeNull();
});

test("the menu of a tile asks how the line is, and how safe", async () => {
  await showStage({ peers: peers.slice(0, 1) });
  await press("tile-menu");
  await press("line");
  expect(isShown("line-verdict")).toBe(true);
  await press("dialog-close");
  await press("tile-menu");
  await press("menu-safety");
  expect(isShown("safety-program")).toBe(true);
});

test("a chat call has no pictures to arrange", async () => {
  await showStage({ kind: "chat", peers });
  expect(isShown("view")).toBe(false);
  await pressKey("p");
  expect(pinned()).toEqual([]);
});
