// Rooms made of plain values, with links that can be read.

import { formatLink } from "../../crypto/link.ts";
import type { CreatedRoom } from "../remembered.ts";

/** The links of two rooms with different numbers lead to different rooms. */
export function someRoom(number: number, more: Partial<CreatedRoom> = {}): CreatedRoom {
  const { kind = "video" } = more;
  const bytesFrom = (length: number) => Uint8Array.from({ length }, (_, at) => number + 37 * at);
  return {
    kind,
    topic: "",
    seats: 4,
    guestLink: formatLink("https://call.example", {
      role: "guest",
      kind,
      secret: bytesFrom(16),
      hostKeyHash: bytesFrom(16),
    }),
    hostLink: formatLink("https://call.example", {
      role: "host",
      kind,
      secret: bytesFrom(16),
      seed: bytesFrom(32),
    }),
    expires: new Date("2126-03-12T14:00:00Z"),
    when: undefined,
    ...more,
  };
}

/** The storage of a browser that is full. */
export const fullStorage = {
  setItem: () => {
    throw new DOMException("no room is left", "QuotaExceededError");
  },
  getItem: () => null,
  removeItem: () => {},
} as unknown as Storage;
