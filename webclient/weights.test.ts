// What each part weighs on top of a call.
import { expect, test } from "vitest";
import { chunksOf, partOf, weightsOf } from "./weights.ts";

const page = {
  "page/calling": ["/door.js", "/calling.js"],
  "ui/call/stage": ["/door.js", "/stage.js"],
  "ui/desk": ["/desk.js"],
  later: ["/later.json"],
};
const later = {
  "call/together/notes/notes": ["/door.js", "/replica.js", "/notes.js"],
  "ui/together/notes/view": ["/stage.js", "/notesview.js"],
  "call/together/draw/drawing": ["/replica.js", "/drawing.js"],
  "ui/mailbox/mailbox": ["/desk.js", "/mailbox.js"],
};
const sizes: Record<string, number> = {
  "/replica.js": 70_000,
  "/notes.js": 2000,
  "/notesview.js": 300,
  "/drawing.js": 40,
  "/desk.js": 500,
  "/mailbox.js": 6,
};

test("a part weighs what it needs on top of a call, with the files that it shares", () => {
  const sizeOf = (url: string) => {
    const size = sizes[url];
    if (size === undefined) throw new Error(`${url} is there in every call`);
    return size;
  };
  expect(weightsOf(page, later, sizeOf)).toEqual([
    { part: "together: notes", bytes: 72_300, shared: 70_000 },
    { part: "together: draw", bytes: 70_040, shared: 70_000 },
    { part: "ui/mailbox/mailbox", bytes: 506, shared: 0 },
  ]);
});

test("the modules of one part are one line", () => {
  expect(partOf("call/recording/part")).toBe(partOf("ui/recording/view"));
  expect(partOf("media/recording/engine")).toBe("media/recording/engine");
});

test("every part that is made together stands in the list of the build, and not in its page", () => {
  const { page: named, later: listed } = chunksOf();
  const parts = new Set(Object.keys(listed).map(partOf));
  for (const one of ["notes", "draw", "polls", "questions", "film"])
    expect(parts).toContain(`together: ${one}`);
  expect(Object.keys(named).filter((name) => /together|recording|mailbox/.test(name))).toEqual([]);
});
