import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Bytes, concat, fromUtf8 } from "../../../crypto/bytes.ts";
import { Random } from "../../../crypto/testing/random.ts";
import { SlowRoom } from "../testing/slowroom.ts";
import { longestEdit, Notes } from "./notes.ts";
import { piecesOf } from "./plaintext.ts";
import { lineOf, tasksIn } from "./tasks.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function two() {
  const room = new SlowRoom<Notes>(new Random(3), (context) => new Notes(context));
  const [anna, ben] = [room.join(), room.join()];
  const settle = () => vi.advanceTimersByTimeAsync(5_000);
  return { room, anna, ben, settle };
}
const type = (notes: Notes, at: number, inserted: string) =>
  notes.makeEdit({ at, removed: 0, inserted });

describe("notes", () => {
  it("say who has written, to the others alone", async () => {
    const { anna, ben, settle } = two();
    type(anna.part, 0, "Hello");
    await settle();
    expect([anna.part.writers.value, ben.part.writers.value]).toEqual([[], [anna.sid]]);
  });

  it("hold nothing that cannot be seen, and one kind of line break", async () => {
    const { room, anna, ben, settle } = two();
    type(anna.part, 0, "a\r\nb\u202ec\u0000");
    await settle();
    expect([anna.part.text.value, ben.part.text.value]).toEqual(["a\nbc", "a\nbc"]);
    expect(room.refused).toEqual([]);
  });

  it("take no more than there is room for", () => {
    const { anna } = two();
    expect(type(anna.part, 0, "x".repeat(longestEdit + 1))).toBe("long");
    let refusal: string | undefined;
    for (let n = 0; n < 20 && refusal === undefined; n++)
      refusal = type(anna.part, 0, "x".repeat(60_000));
    expect(refusal).toBe("full");
    expect(anna.part.makeEdit({ at: 0, removed: 5, inserted: "" })).toBeUndefined();
  });

  it("take back one's own alone", async () => {
    const { anna, ben, settle } = two();
    type(anna.part, 0, "Anna");
    await settle();
    type(ben.part, 4, " and Ben");
    await settle();
    anna.part.takeBack();
    await settle();
    expect(ben.part.text.value).toBe(" and Ben");
    anna.part.makeAgain();
    await settle();
    expect(ben.part.text.value).toBe("Anna and Ben");
  });

  it("tell their listeners what they have typed from the rest", async () => {
    const { anna, ben, settle } = two();
    const heard: unknown[] = [];
    const stop = anna.part.onChange((delta, isTyped) => heard.push(delta, isTyped));
    type(anna.part, 0, "a");
    await settle();
    type(ben.part, 1, "b");
    await settle();
    stop();
    type(anna.part, 2, "c");
    expect(heard).toEqual([[{ insert: "a" }], true, [{ retain: 1 }, { insert: "b" }], false]);
  });

  it("are told as a text to who asks, now and then", () => {
    const { room, anna, ben } = two();
    type(anna.part, 0, "ä".repeat(20_000));
    const before = room.sent;
    anna.part.receive(ben.sid, 0x24, new Uint8Array());
    anna.part.receive(ben.sid, 0x24, new Uint8Array());
    expect(room.sent - before).toBe(40_000 + 3 * 5);
    const whole = concat(...piecesOf("ä".repeat(20_000)).map((piece) => piece.subarray(4)));
    expect(fromUtf8(whole)).toBe("ä".repeat(20_000));
    expect(piecesOf("")).toEqual([Uint8Array.of(0, 0, 0, 1)]);
  });

  it.each<[string, number, Bytes]>([
    ["an unknown kind", 0x2f, new Uint8Array()],
    ["a text that nobody asked for", 0x25, new Uint8Array(4)],
    ["a question with words", 0x24, Uint8Array.of(1)],
    ["a caret that is none", 0x23, Uint8Array.of(9, 9, 9)],
    ["a caret of another root", 0x23, Uint8Array.of(1, 3, 97, 98, 99)],
    ["a long caret", 0x23, new Uint8Array(65)],
    ["no state vector", 0x20, Uint8Array.of(255)],
    ["no update", 0x21, Uint8Array.of(9)],
  ])("refuse %s", (_, kind, payload) => {
    const { anna, ben } = two();
    expect(() => anna.part.receive(ben.sid, kind, payload)).toThrow();
  });

  it("are forgotten when the person wants that", () => {
    const { anna } = two();
    type(anna.part, 0, "a secret");
    anna.part.stop(true);
    expect(anna.part.text.value).toBe("");
  });
});

describe("tasks", () => {
  const text = "Plan\n- [ ] Call Ben\n  * [x] Paint 😀\n- [] no task\n-[ ] none";

  it("are lines of the text, and ticked in it", async () => {
    expect(tasksIn(text)).toEqual([
      { line: 1, text: "Call Ben", isDone: false, mark: 8 },
      { line: 2, text: "Paint 😀", isDone: true, mark: 25 },
    ]);
    const { anna, ben, settle } = two();
    type(anna.part, 0, text);
    await settle();
    for (const task of tasksIn(ben.part.text.value)) ben.part.tickTask(task);
    await settle();
    expect(tasksIn(anna.part.text.value).map(({ isDone }) => isDone)).toEqual([true, false]);
    ben.part.takeBack();
    await settle();
    expect(anna.part.text.value).toBe(text);
  });

  it("have their line", () => {
    expect([lineOf(text, 0), lineOf(text, 5), lineOf(text, text.length)]).toEqual([1, 2, 5]);
  });
});
