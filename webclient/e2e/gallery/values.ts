// People, files and devices that do not exist, for the states of the gallery.
import { signal } from "@preact/signals";
import type { ChatLine, FileShare, FileState, Peer, SharedFile } from "../../src/call/model.ts";
import { someRoom } from "../../src/page/testing/rooms.ts";
import { someMedia, somePeer } from "../../src/ui/testing/values.ts";
import { scene } from "./scene.ts";

export const names = [
  "Anna Berg",
  "Ben Ott",
  "Carla Lenz",
  "Dr. Maximiliane von Hohenstein-Ehrenfels",
  "Emre Kaya",
];

export const room = someRoom(1, { topic: "The new logo" });
export const link = room.guestLink;

export const incident = {
  until: new Date("2026-03-06T18:00:00Z"),
  reason: "Calls of Firefox break after a minute",
};

const at = (minute: number) => new Date(2026, 2, 5, 14, minute);
export const chat: readonly ChatLine[] = [
  {
    id: 1,
    sid: "sid-Anna Berg",
    name: "Anna Berg",
    text: "Good afternoon! Can you see the drafts?",
    at: at(2),
  },
  { id: 2, name: "Ms Weber", text: "Yes, all three. The second one is very close.", at: at(3) },
  {
    id: 3,
    sid: "sid-Anna Berg",
    name: "Anna Berg",
    text: "Glad to hear it. Here is the page with the colours:\nhttps://anna-berg.example/weber/colours-second-round",
    at: at(4),
  },
  { id: 4, name: "Ms Weber", text: "Thank you.", at: at(5) },
];

const share = (name: string, state: FileState, percent = 0): FileShare => ({
  sid: name,
  name,
  state,
  percent,
});

function file(
  id: number,
  name: string,
  size: number,
  shares: FileShare[],
  more: Partial<SharedFile> = {},
): ChatLine {
  const shared = signal<SharedFile>({ name, size, shares, ...more });
  return {
    id,
    ...(id > 10 && { sid: "sid-Anna Berg" }),
    name: "Anna Berg",
    text: name,
    at: at(id),
    file: shared,
  };
}

/** Own files have ids up to 10. */
export const offeredFiles = [
  file(11, "Drafts, second round, with all remarks from the meeting.pdf", 2_140_000, [
    share("Anna Berg", "offered"),
  ]),
  file(12, "תוכנית עבודה.pdf", 48_000, [share("Anna Berg", "cut-off", 40)]),
];
export const movingFiles = [
  file(5, "Numbers.xlsx", 3_900_000, [
    share("Anna Berg", "done", 100),
    share("Ben Ott", "running", 62),
    share("Carla Lenz", "declined"),
  ]),
  file(13, "Photo.jpg", 8_200_000, [share("Anna Berg", "waiting", 37)]),
  file(
    14,
    "Logo_in_allen_Farben_und_Größen_für_Web_und_Druck_2026-03-05.svg",
    9_200,
    [share("Anna Berg", "done", 100)],
    { content: new Blob(["x"]) },
  ),
];

const large = 1_400_000_000;
export const largeFiles = [
  file(5, "Workshop.mov", large, [
    share("Anna Berg", "reading", 62),
    share("Ben Ott", "reading", 62),
  ]),
  file(6, "Rehearsal.mov", large, [share("Anna Berg", "no-room"), share("Ben Ott", "running", 8)]),
  file(13, "Interview.mov", large, [share("Anna Berg", "no-room")]),
  file(14, "Talk.mov", large, [share("Anna Berg", "done", 100)], { content: new Blob(["x"]) }),
];

/** A picture that has come: drawn here, and read as any other. */
export function pictureFile(): ChatLine {
  const canvas = Object.assign(document.createElement("canvas"), { width: 480, height: 320 });
  const pen = canvas.getContext("2d");
  for (let i = 0; pen && i < 6; i++) {
    pen.fillStyle = `hsl(${200 + 25 * i} 60% ${35 + 8 * i}%)`;
    pen.fillRect(0, (i * 320) / 6, 480 - 60 * i, 320);
  }
  const bytes = atob(canvas.toDataURL("image/png").split(",")[1] ?? "");
  const content = new Blob([Uint8Array.from(bytes, (one) => one.charCodeAt(0))]);
  return file(15, "Cover.png", content.size, [share("Anna Berg", "done", 100)], { content });
}

export function others(count: number, more: (index: number) => Partial<Peer> = () => ({})): Peer[] {
  return names.slice(0, count).map((name, i) => somePeer(name, { stream: scene(i), ...more(i) }));
}

const inputs = (...labels: string[]) => ({
  all: labels.map((label) => ({ id: label, label })),
  current: labels[0] ?? "",
});
export const own = () =>
  someMedia({
    microphone: true,
    camera: true,
    level: 0.55,
    stream: scene(4),
    microphones: inputs(
      "Default",
      "Jabra Evolve2 65 Stereo Headset (0b0e:24c7)",
      "Built-in microphone",
    ),
    cameras: inputs("FaceTime HD Camera", "Logitech BRIO"),
    blur: "off",
  });
