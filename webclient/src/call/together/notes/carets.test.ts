import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Random } from "../../../crypto/testing/random.ts";
import { SlowRoom } from "../testing/slowroom.ts";
import { Notes } from "./notes.ts";

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

describe("a caret", () => {
  it("stays at its letter for the others, and goes with its owner", async () => {
    const { room, anna, ben, settle } = two();
    type(anna.part, 0, "one two");
    await settle();
    ben.part.carets.moveTo(4);
    await settle();
    expect(anna.part.carets.all.value).toMatchObject([{ sid: ben.sid, place: 4 }]);
    type(anna.part, 0, "zero ");
    expect(anna.part.carets.all.value).toMatchObject([{ place: 9 }]);
    const late = room.join();
    await settle();
    expect(late.part.carets.all.value).toMatchObject([{ sid: ben.sid, place: 9 }]);
    ben.part.carets.moveTo(undefined);
    await settle();
    expect(anna.part.carets.all.value).toEqual([]);
    ben.part.carets.moveTo(0);
    await settle();
    room.leave(ben);
    expect(anna.part.carets.all.value).toEqual([]);
  });

  it("is told now and then, however fast it moves", async () => {
    const { room, anna, settle } = two();
    await settle();
    const before = room.sent;
    for (let n = 0; n < 1000; n++) anna.part.carets.moveTo(0);
    await settle();
    expect(room.sent - before).toBeLessThan(50);
  });
});
