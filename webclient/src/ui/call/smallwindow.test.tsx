// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pageView } from "../../page/callview.ts";
import { language } from "../i18n/index.ts";
import { change, isShown, press } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

const [anna, ben] = [somePeer("Anna Berg"), somePeer("Ben Ott", { camera: false })];
let page: Document;
let closed = 0;

beforeEach(() => {
  language.value = "en";
  pageView.pins.value = [];
  closed = 0;
  page = document.implementation.createHTMLDocument();
  const other = { document: page, addEventListener: () => {}, close: () => closed++ };
  vi.stubGlobal("documentPictureInPicture", { requestWindow: async () => other });
  document.head.append(document.createElement("style"));
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const inWindow = (handle: string) => page.querySelector<HTMLElement>(`[data-test=${handle}]`);

async function open() {
  await press("view");
  await press("view-window");
  await change(() => {});
}

test("the small window shows who is pinned or speaks, and has the controls that matter", async () => {
  const { calls } = await showStage({ peers: [anna, ben] }, { camera: true });
  await open();
  expect(page.querySelectorAll("style")).toHaveLength(1);
  expect(page.querySelector("video")?.srcObject).toBe(anna.stream);
  await change(() => {
    pageView.pins.value = [ben.sid];
  });
  expect(page.querySelector("video")).toBeNull();
  expect(inWindow("small-call")?.textContent).toContain("Ben Ott");
  await change(() => inWindow("mic")?.click());
  await change(() => inWindow("leave")?.click());
  expect(calls).toEqual(["microphone on", "leave"]);
  expect(closed).toBe(1);
});

test("it goes with the stage, and with a second press", async () => {
  await showStage({ peers: [anna] });
  await open();
  await open();
  expect(closed).toBe(1);
  expect(inWindow("small-call")).toBeNull();
  await open();
  await showStage({ peers: [] });
  expect(closed).toBe(2);
});

test("a browser without such windows does not offer one", async () => {
  vi.unstubAllGlobals();
  await showStage({ peers: [anna] });
  await press("view");
  expect(isShown("view-window")).toBe(false);
});
