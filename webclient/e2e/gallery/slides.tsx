// Every state of slides, and a drawing on one of them.
import { signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { Drawing } from "../../src/call/together/draw/drawing.ts";
import type { PartContext } from "../../src/call/together/part.ts";
import type { Picture } from "../../src/call/together/pictures/pictures.ts";
import type { SlidesState } from "../../src/call/together/slides/model.ts";
import { CallStage } from "../../src/ui/call/stage.tsx";
import { someModel } from "../../src/ui/testing/values.ts";
import { toPicture } from "../../src/ui/together/pictures/encode.ts";
import { pagePicture } from "./scene.ts";
import { link, others, own } from "./values.ts";

const unused = { receive() {}, peerReady() {}, peerGone() {}, stop() {} };

const shown: SlidesState = {
  ...{ title: "Offer, second round", pages: 12, page: 3, presenter: others(1)[0]?.sid },
  ...{ isLeft: false, picture: "p", known: new Set([1, 2, 3]), spot: { x: 5200, y: 4100 } },
  ...{ offeredTo: undefined, isOffered: false },
};

function slidesPart(state: SlidesState | undefined) {
  const pictures = signal<ReadonlyMap<string, Picture>>(new Map());
  void toPicture(pagePicture(0)).then((bytes) => {
    const type = bytes[0] === 0x89 ? "image/png" : "image/webp";
    pictures.value = new Map([["p", { bytes, type, width: 1920, height: 1080 }]]);
  });
  return {
    ...unused,
    ...{ state: signal(state), pictures, isBroken: signal(false), isTaken: false },
    presenterName: "Anna Berg",
    mayTurnTo: () => true,
    turnTo() {},
    point() {},
    end() {},
    present() {},
    takeOver() {},
    declineOffer() {},
    offerTo: async () => {},
  };
}

function drawnOn() {
  const context = { sid: "AAAAAAAAAAA", members: () => [], send: () => true, broadcast() {} };
  const drawing = new Drawing(context as unknown as PartContext);
  void toPicture(pagePicture(1)).then((bytes) => drawing.layPaper(bytes));
  const wave = Array.from({ length: 60 }, (_, i) => [
    300 + i * 8,
    500 + Math.round(60 * Math.sin(i / 6)),
  ]);
  drawing.addStroke({ colour: 1, width: 1, points: wave.flat() });
  return drawing;
}

function call(name: string, part: object) {
  const model = someModel({
    ...{ phase: "joined", role: "host", hostName: "Ms Weber", peers: others(2) },
    parts: new Map([[name, { at: "there", part: part as ReturnType<typeof slidesPart> }]]),
  });
  return <CallStage model={model} media={own()} name="Ms Weber" invitation={link} />;
}

const slidesOf = (state?: SlidesState) => () => call("slides", slidesPart(state));
const { presenter: _, ...ours } = shown;

export const slides: Record<string, () => ComponentChild> = {
  "call-slides-none": slidesOf(),
  "call-slides-seen": slidesOf(shown),
  "call-slides-coming": slidesOf({ ...shown, page: 4, picture: undefined, spot: undefined }),
  "call-slides-own": slidesOf({ ...ours, presenter: undefined }),
  "call-slides-offered": slidesOf({ ...shown, isOffered: true, spot: undefined }),
  "call-slides-left": slidesOf({ ...shown, isLeft: true, spot: undefined }),
  "call-slides-notice": slidesOf(shown),
  "call-draw-picture": () => call("draw", drawnOn()),
};

const open = ["together", "together-slides"];
export const slidePresses: Record<string, readonly string[]> = {
  ...Object.fromEntries(
    ["none", "seen", "coming", "own", "offered", "left"].map((one) => [`call-slides-${one}`, open]),
  ),
  "call-draw-picture": ["together", "together-draw"],
};
