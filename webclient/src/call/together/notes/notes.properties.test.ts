// Whatever people write, and whatever is lost on the way: at the end all have the same text.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { utf8 } from "../../../crypto/bytes.ts";
import { always, type Random } from "../../../crypto/testing/random.ts";
import { bustle } from "../testing/bustle.ts";
import { SlowRoom } from "../testing/slowroom.ts";
import { Notes } from "./notes.ts";
import { editBetween } from "./textedit.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Somebody types, deletes, pastes or takes something back. */
function write(random: Random, notes: Notes): void {
  const text = notes.text.peek();
  const what = random.integerBelow(10);
  if (what === 0) notes.takeBack();
  else if (what === 1) notes.makeAgain();
  else {
    const letters = [...text];
    const at = random.integerBelow(letters.length + 1);
    const removed = what < 5 ? random.integerBelow(8) : 0;
    const typed = random.randomText(what === 9 ? 40 : 3);
    letters.splice(at, removed, typed);
    const after = letters.join("");
    notes.makeEdit(editBetween(text, after, letters.slice(0, at).join("").length + typed.length));
  }
}

const textsOf = (room: SlowRoom<Notes>) =>
  new Set(room.people.map(({ part }) => utf8(part.text.peek()).toString()));

it("converges byte for byte, with 3 to 6 people who come, go and lose each other", async () => {
  let [losses, leavings, letters] = [0, 0, 0];
  await always(40, async (random) => {
    const room = new SlowRoom<Notes>(random, (context) => new Notes(context));
    const act = (part: Notes) => write(random, part);
    const lost = await bustle(random, room, { steps: 250, rarity: 40, act });
    losses += lost.losses;
    leavings += lost.leavings;
    await vi.advanceTimersByTimeAsync(60_000);
    letters += room.people[0]?.part.text.peek().length ?? 0;
    expect(room.refused).toEqual([]);
    expect(textsOf(room).size).toBe(1);
    for (const { part } of room.people) part.stop(true);
  });
  expect(Math.min(losses / 200, leavings / 40, letters / 2000)).toBeGreaterThan(1);
}, 120_000);

it("passes on what somebody who was lost has said to one alone", async () => {
  await always(3, async (random) => {
    const room = new SlowRoom<Notes>(random, (context) => new Notes(context));
    const [anna, ben, cara] = [room.join(), room.join(), room.join()];
    await vi.advanceTimersByTimeAsync(20_000);
    room.disconnect(anna.sid, cara.sid);
    anna.part.makeEdit({ at: 0, removed: 0, inserted: "last words" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect([ben.part.text.peek(), cara.part.text.peek()]).toEqual(["last words", ""]);
    room.leave(anna);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(cara.part.text.peek()).toBe("last words");
  });
});

it("gives a late joiner the whole of a long text, from one of those who are left", async () => {
  await always(3, async (random) => {
    const room = new SlowRoom<Notes>(random, (context) => new Notes(context));
    const [anna, ben] = [room.join(), room.join()];
    for (let n = 0; n < 40; n++) {
      const at = random.integerBelow(anna.part.text.peek().length + 1);
      anna.part.makeEdit({ at, removed: 0, inserted: "ä".repeat(3000) });
    }
    await vi.advanceTimersByTimeAsync(5_000);
    const text = anna.part.text.peek();
    expect(text.length).toBe(120_000);
    room.leave(anna);
    const late = room.join();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(late.part.text.peek() === text).toBe(true);
    late.part.makeEdit({ at: 0, removed: 0, inserted: "Hello" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ben.part.text.peek().startsWith("Hello")).toBe(true);
    expect(room.refused).toEqual([]);
  });
}, 60_000);
