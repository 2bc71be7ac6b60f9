// What people make together in a call: notes, a drawing, a film; polls.tsx and recording.tsx have the
// rest.
import { signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { Drawing } from "../../src/call/together/draw/drawing.ts";
import { FilmPart } from "../../src/call/together/film/film.ts";
import type { PartState } from "../../src/call/together/model.ts";
import { Notes } from "../../src/call/together/notes/notes.ts";
import type { Part, PartContext } from "../../src/call/together/part.ts";
import { CallStage } from "../../src/ui/call/stage.tsx";
import { someMedia, someModel } from "../../src/ui/testing/values.ts";
import { film, isPlaying, isUnreadable, place } from "../../src/ui/together/film/projector.ts";
import { scene } from "./scene.ts";
import { link, others } from "./values.ts";

/** Nobody else hears of it. */
const alone: PartContext = {
  sid: "AAECAwQFBgc",
  name: () => "Ms Weber",
  nameOf: (sid) => sid.replace("sid-", ""),
  members: () => [],
  roster: () => undefined,
  isHost: () => false,
  isHostSelf: () => true,
  send: () => true,
  broadcast() {},
};

type Values = Parameters<typeof someModel>[0];

function call(name: string, state: PartState, more: Values = {}, media = {}): ComponentChild {
  const model = someModel({
    ...{ phase: "joined", role: "host", topic: "The new logo", peers: others(3) },
    parts: new Map([[name, state]]),
    ...more,
  });
  const own = { microphone: true, camera: true, level: 0.4, stream: scene(4), ...media };
  return (
    <CallStage
      model={model}
      media={model.kind === "chat" ? undefined : someMedia(own)}
      name="Ms Weber"
      invitation={link}
    />
  );
}

/** The part itself, but for what it would have from others. */
function there(part: Part, more: object = {}): PartState {
  for (const [key, value] of Object.entries(more)) Object.defineProperty(part, key, { value });
  return { at: "there", part };
}

const minutes = `# Second round of drafts

Anna shows three. The second one is very close; the green is too dark for print.

- [x] Send the old logo as SVG
- [ ] Anna: colours for print, until Friday
- [ ] Ben asks Dr. Maximiliane von Hohenstein-Ehrenfels whether the quarterly report waits for it
https://anna-berg.example/weber/colours-second-round-with-a-long-name-that-does-not-end
`;
const carets = [
  { sid: "sid-Anna Berg", name: "Anna Berg", place: 40 },
  { sid: "sid-Ben Ott", name: "Dr. Maximiliane von Hohenstein-Ehrenfels", place: 200 },
];

function notes(text: string, more: object = {}): PartState {
  const made = new Notes(alone);
  if (text !== "") made.makeEdit({ at: 0, removed: 0, inserted: text });
  return there(made, more);
}

/** A wave, as a hand draws it. */
const wave = (colour: number, width: number, y: number) => ({
  ...{ colour, width },
  points: Array.from({ length: 60 }, (_, i) => [
    120 + i * 22,
    Math.round(y + 90 * Math.sin(i / (4 + colour))),
  ]).flat(),
});
function drawing(strokes: number, more: object = {}): PartState {
  const made = new Drawing(alone);
  for (let i = 0; i < strokes; i++) made.addStroke(wave(i % 6, i % 3, 150 + i * 130));
  return there(made, more);
}

interface Seen {
  name?: string;
  plays?: boolean;
  shown?: boolean;
  unreadable?: boolean;
}

/** The projector is the page's, not the state's alone. */
function projector({ name, plays = false, shown = false, unreadable = false }: Seen) {
  const element = document.createElement("video");
  Object.assign(element, { srcObject: scene(2), muted: true, autoplay: true });
  film.value = name === undefined ? undefined : { name, element, url: "" };
  isPlaying.value = plays;
  isUnreadable.value = unreadable;
  place.value = { at: 65, all: 4211 };
  const shared = { mode: "video", surface: "film", sound: true, pointing: false } as const;
  return call("film", there(new FilmPart()), {}, shown ? { shared } : {});
}

/** As where a browser has no way to show one. */
function withoutCapture(): ComponentChild {
  Object.defineProperty(HTMLVideoElement.prototype, "captureStream", { value: undefined });
  return projector({});
}
const screening = others(3, (i) =>
  i === 0 ? { share: { mode: "video", pointing: false }, screen: scene(2) } : {},
);

export const together: Record<string, () => ComponentChild> = {
  "call-together": () => call("notes", { at: "loading" }),
  "call-notes-loading": () => call("notes", { at: "loading" }),
  "call-notes-failed": () => call("notes", { at: "failed" }, { serverHere: false }),
  "call-notes-empty": () => call("notes", notes("")),
  "call-notes": () =>
    call("notes", notes(minutes, { carets: { all: signal(carets), moveTo() {} } })),
  "call-notes-full": () => call("notes", notes(minutes, { makeEdit: () => "full" })),
  "call-notes-chat": () => call("notes", notes(minutes), { kind: "chat" }),
  "call-notes-news": () => call("notes", notes("Hello", { writers: signal(["sid-Anna Berg"]) })),
  "call-draw-blank": () => call("draw", drawing(0)),
  "call-draw": () => call("draw", drawing(6)),
  "call-draw-eraser": () => call("draw", drawing(3)),
  "call-draw-chat": () => call("draw", drawing(3), { kind: "chat" }),
  "call-draw-failed": () => call("draw", { at: "failed" }, { serverHere: false }),
  "call-draw-news": () => call("draw", drawing(1, { drawers: signal(new Set(["sid-Ben Ott"])) })),
  "call-film-none": () => projector({}),
  "call-film-hidden": () => projector({ name: "Holiday in the mountains.webm" }),
  "call-film-shown": () =>
    projector({
      name: "Imagefilm_Praxisräume_2026_endgültige_Fassung_mit_Untertiteln.mp4",
      ...{ plays: true, shown: true },
    }),
  "call-film-paused": () => projector({ name: "Holiday.webm", shown: true }),
  "call-film-unreadable": () => projector({ unreadable: true }),
  "call-film-unsupported": withoutCapture,
  "call-film-audio": () => call("film", there(new FilmPart()), { kind: "audio" }),
  "call-film-viewer": () => call("film", there(new FilmPart()), { peers: screening }),
};

const open = (part: string, ...more: string[]) => ["together", `together-${part}`, ...more];
export const togetherPresses: Record<string, readonly string[]> = {
  "call-together": ["together"],
  "call-notes-loading": open("notes"),
  "call-notes-failed": open("notes"),
  "call-notes-empty": open("notes"),
  "call-notes": open("notes", "notes-tasks-open"),
  "call-notes-full": open("notes", "notes-area=More"),
  "call-notes-chat": open("notes"),
  "call-draw-blank": open("draw"),
  "call-draw": open("draw"),
  "call-draw-eraser": open("draw", "draw-eraser"),
  "call-draw-chat": open("draw"),
  "call-draw-failed": open("draw"),
  "call-film-none": open("film"),
  "call-film-hidden": open("film"),
  "call-film-shown": open("film"),
  "call-film-paused": open("film"),
  "call-film-unreadable": open("film"),
  "call-film-unsupported": open("film"),
  "call-film-audio": open("film"),
};

/** What is loaded after the rest. */
export const togetherAwaits: Record<string, string> = {
  "call-notes-failed": "together-failed",
  "call-notes-empty": "notes-area",
  "call-notes": "notes-area",
  "call-notes-full": "notes-refused",
  "call-notes-chat": "notes-area",
  "call-notes-news": "notes-news",
  "call-draw-blank": "draw-page",
  "call-draw": "draw-page",
  "call-draw-eraser": "draw-page",
  "call-draw-chat": "draw-page",
  "call-draw-failed": "together-failed",
  "call-draw-news": "draw-news",
  "call-film-none": "film-choose",
  "call-film-hidden": "film-shown",
  "call-film-shown": "film-shown",
  "call-film-paused": "film-shown",
  "call-film-unreadable": "film-unreadable",
  "call-film-unsupported": "film-unable",
  "call-film-audio": "film-unable",
};
