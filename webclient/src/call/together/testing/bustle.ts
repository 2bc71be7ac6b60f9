// A call in which people come, go, lose each other and find each other again while they work.
import { vi } from "vitest";
import type { Random } from "../../../crypto/testing/random.ts";
import type { Part } from "../part.ts";
import type { SlowRoom } from "./slowroom.ts";

interface Work<Made extends Part> {
  steps: number;
  /** One step in so many is somebody's who comes, one that of somebody who leaves. */
  rarity: number;
  /** What one of them does in any other. */
  act(part: Made): void;
}

/**
 * Three to six people; it ends with some who are still without each other, for three seconds at
 * most. Gives how many lost each other, and how many left.
 */
export async function bustle<Made extends Part>(
  random: Random,
  room: SlowRoom<Made>,
  { steps, rarity, act }: Work<Made>,
): Promise<{ losses: number; leavings: number }> {
  let [losses, leavings] = [0, 0];
  const most = 3 + random.integerBelow(4);
  for (let n = 0; n < 3; n++) room.join();
  for (let step = 0; step < steps; step++) {
    const what = random.integerBelow(rarity);
    const [a, b] = [random.pickFrom(room.people), random.pickFrom(room.people)];
    if (what === 0 && room.people.length < most) room.join();
    else if (what === 1 && room.people.length > 2) {
      room.leave(a);
      leavings++;
    } else if (what < 5 && a !== b) {
      losses++;
      room.disconnect(a.sid, b.sid);
      setTimeout(() => {
        const areHere = [a, b].every((one) => room.people.includes(one));
        if (areHere) room.reconnect(a.sid, b.sid);
      }, random.integerBelow(3000));
    } else act(a.part);
    await vi.advanceTimersByTimeAsync(random.integerBelow(60));
  }
  return { losses, leavings };
}
