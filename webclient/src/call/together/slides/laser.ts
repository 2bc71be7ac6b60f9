// Where the presenter points: said now and then, and shown for a moment.
import { signal } from "@preact/signals-core";
import { PointerSender } from "../../pointers.ts";
import type { Spot } from "./model.ts";

/** So long a place is shown after it was last said, in ms. */
export const spotMs = 3_000;

export class Laser {
  readonly spot = signal<Spot | undefined>(undefined);
  readonly #sender: PointerSender<{ readonly spot: Spot | undefined }>;
  #fading: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (spot: Spot | undefined) => void) {
    this.#sender = new PointerSender(({ spot }) => send(spot));
  }

  /** Ours; undefined: nowhere. */
  point(spot: Spot | undefined): void {
    this.showSpot(spot);
    this.#sender.point({ spot });
  }

  /** Half a place is none. */
  showSpot({ x, y }: Partial<Spot> = {}): void {
    clearTimeout(this.#fading);
    const isPlace = x !== undefined && y !== undefined;
    this.spot.value = isPlace ? { x, y } : undefined;
    if (isPlace) this.#fading = setTimeout(() => this.showSpot(undefined), spotMs);
  }
}
