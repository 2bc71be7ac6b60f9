// Has the pages of the presenter's slides drawn: the one that is shown first, then those after it,
// one at a time.
import { signal } from "@preact/signals-core";
import type { Bytes } from "../../../crypto/bytes.ts";
import type { Slides } from "./model.ts";

/** So many pages after the one that is shown are drawn before anybody asks for them. */
const ahead = 3;

export class Desk {
  readonly #drawn: (page: number, bytes: Bytes) => void;
  /** A page of what is open could not be drawn. */
  readonly isBroken = signal(false);
  #slides: Slides | undefined;
  #done = new Set<number>();
  #page = 1;
  #isWorking = false;
  #all: (() => void)[] = [];

  constructor(drawn: (page: number, bytes: Bytes) => void) {
    this.#drawn = drawn;
  }

  get isOpen(): boolean {
    return this.#slides !== undefined;
  }

  open(slides: Slides): void {
    this.close();
    this.#slides = slides;
  }

  close(): void {
    this.#slides?.close();
    this.#slides = undefined;
    this.#done = new Set();
    this.isBroken.value = false;
    this.#release();
  }

  turnTo(page: number): void {
    this.#page = page;
    void this.#work();
  }

  /** Resolves once every page is drawn, or nothing more can be. */
  async drawAll(): Promise<void> {
    if (this.#slides === undefined) return;
    await new Promise<void>((resolve) => {
      this.#all.push(resolve);
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (let page = this.#nextPage(); page !== undefined; page = this.#nextPage()) {
      const slides = this.#slides;
      this.#done.add(page);
      const bytes = await slides?.draw(page).catch(() => undefined);
      if (slides !== this.#slides) continue;
      if (bytes === undefined) this.isBroken.value = true;
      else this.#drawn(page, bytes);
    }
    this.#isWorking = false;
    this.#release();
  }

  #nextPage(): number | undefined {
    const pages = this.#slides?.pages ?? 0;
    const from = Array.from({ length: pages }, (_, i) => ((this.#page - 1 + i) % pages) + 1);
    const wanted = this.#all.length > 0 ? from : from.slice(0, ahead + 1);
    return wanted.find((page) => !this.#done.has(page));
  }

  #release(): void {
    for (const resolve of this.#all.splice(0)) resolve();
  }
}
