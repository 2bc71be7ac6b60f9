// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import type { Flow, LineFigures, QualityModel } from "../../call/uplink/model.ts";
import { freeUplink, type OwnUplink } from "../../call/uplink/model.ts";
import { byHandle, change, isShown, press, showScreen } from "../testing/screen.ts";
import { somePeer } from "../testing/values.ts";
import { LineDialog, lineReport } from "./linedialog.tsx";
import { FilesFirst, UplinkNotice } from "./linenotice.tsx";

const flow = (rate: number): Flow => ({ rate, frames: 25, width: 640, height: 360, lost: 0.02 });
const figures = (verdict: LineFigures["verdict"]): LineFigures => ({
  ...{ verdict, rttMs: 23 },
  picture: { in: flow(550), out: flow(170) },
  sound: { in: flow(28), out: undefined },
});

function qualityOf(change: Partial<QualityModel> = {}) {
  const calls: string[] = [];
  const uplink = signal<OwnUplink>(freeUplink);
  const quality: QualityModel = {
    uplink,
    figuresOf: () => figures("good"),
    showPicture: () => {},
    putFilesFirst: () => calls.push("files"),
    tryAgain: () => calls.push("again"),
    ...change,
  };
  return { quality, uplink, calls };
}

it("says in words what holds the line back, and shows figures to whoever asks", async () => {
  const peer = somePeer("Anna Berg", { route: "direct" });
  const { quality } = qualityOf({ figuresOf: () => figures("their-line") });
  await showScreen(<LineDialog peer={peer} quality={quality} onClose={() => {}} />);
  expect(byHandle("line-verdict").textContent).toBe("Anna Berg's line is slow at the moment.");
  expect(document.body.textContent).toContain("550 kbit/s, 640 × 360, 25/s, 2 % lost");
});

it("has nothing to show before it has measured", async () => {
  const { quality } = qualityOf({ figuresOf: () => undefined });
  await showScreen(<LineDialog peer={somePeer("Anna")} quality={quality} onClose={() => {}} />);
  expect(byHandle("line-verdict").dataset.verdict).toBe("unknown");
  expect(isShown("line-figures")).toBe(false);
});

it("gives a report away that names nobody", () => {
  const peer = somePeer("Anna Berg", { sid: "AAECAwQFBgc" });
  const report = lineReport(figures("good"), peer);
  expect(report).toContain("picture in: 550 kbit/s, 640x360, 25 fps, 2 % lost");
  expect(report).toContain("sound out: none");
  expect(report).not.toMatch(/Anna|Berg|AAECAwQFBgc/);
});

it("tells of a line that is too short, and of a device that is busy", async () => {
  const { quality, uplink, calls } = qualityOf();
  await showScreen(<UplinkNotice quality={quality} />);
  expect(isShown("problem")).toBe(false);
  await change(() => (uplink.value = { ...freeUplink, paused: true }));
  expect(byHandle("problem").textContent).toContain(
    "Your line is slow: we paused video so that you can keep talking.",
  );
  await press("try-video");
  expect(calls).toEqual(["again"]);
  await change(() => (uplink.value = { ...freeUplink, busy: true }));
  expect(byHandle("problem").textContent).toBe("Your device is busy: picture reduced.");
});

it("offers to send a large file faster while a picture is sent", async () => {
  const { quality, uplink, calls } = qualityOf();
  const share = { sid: "a", name: "Anna", state: "running", percent: 1 } as const;
  const file = { name: "film.mp4", size: 50_000_000, shares: [share] };
  await showScreen(<FilesFirst file={file} quality={quality} />);
  expect(isShown("files-first")).toBe(false);
  await change(() => (uplink.value = { ...freeUplink, sending: true }));
  await press("files-first");
  expect(calls).toEqual(["files"]);
  await showScreen(<FilesFirst file={{ ...file, size: 1000 }} quality={quality} />);
  expect(isShown("files-first")).toBe(false);
});
