// What is being said, in writing: typed by somebody, or recognised on their device.
import { signal } from "@preact/signals-core";
import type { CaptionMessage } from "../../net/participation.ts";
import { toLine } from "../names.ts";
import { Allowance } from "./allowance.ts";
import type { CaptionLine } from "./model.ts";

/** Lines of one person that are shown: nobody writes over what somebody else has. */
const mostEach = 2;
/** How long a line is shown after its last change, in ms. */
const shownMs = 15_000;
/** From one part of a line to the next, in ms: it leaves room for whole lines. */
const partialMs = 500;
/** Characters of one line. */
export const captionLength = 200;

export class Captions {
  readonly lines = signal<readonly CaptionLine[]>([]);
  readonly #send: (message: CaptionMessage) => void;
  readonly #allowed = new Allowance(4, 1_000);
  /** Ours that waits until it may be said: the newest. */
  #waiting: { readonly name: string; readonly text: string } | undefined;
  #lastSaid = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #last = 0;

  constructor(send: (message: CaptionMessage) => void) {
    this.#send = send;
  }

  /** Ours, to everybody. What is partial comes at its time, the newest of several. */
  say(name: string, text: string, partial: boolean): void {
    if (!partial) {
      this.#sayNow(name, text, false);
      return;
    }
    this.#waiting = { name, text };
    const wait = Math.max(0, this.#lastSaid + partialMs - performance.now());
    if (wait === 0) this.#sayWaiting();
    else this.#timer ??= setTimeout(() => this.#sayWaiting(), wait);
  }

  #sayWaiting(): void {
    const { name, text } = this.#waiting ?? {};
    if (name !== undefined && text !== undefined) this.#sayNow(name, text, true);
  }

  #sayNow(name: string, text: string, partial: boolean): void {
    clearTimeout(this.#timer);
    this.#timer = this.#waiting = undefined;
    const line = [...toLine(text)].slice(0, captionLength).join("");
    if (line === "") return;
    this.#lastSaid = performance.now();
    this.#send({ kind: "caption", text: line, ...(partial && { partial }) });
    this.#show({ name, text: line, partial });
  }

  hear(sid: string, name: string, { text, partial = false }: CaptionMessage): void {
    const line = toLine(text);
    if (this.#allowed.allows(sid) && line !== "") this.#show({ sid, name, text: line, partial });
  }

  #show(line: Omit<CaptionLine, "id">): void {
    const before = this.lines.peek();
    const own = before.filter(({ sid }) => sid === line.sid);
    const open = own.find(({ partial }) => partial);
    const shown = { ...line, id: open?.id ?? ++this.#last };
    const lines = open
      ? before.map((other) => (other === open ? shown : other))
      : [...before.filter((other) => own.length < mostEach || other !== own[0]), shown];
    this.lines.value = lines;
    clearTimeout(this.#timers.get(shown.id));
    this.#timers.set(
      shown.id,
      setTimeout(() => this.#hide(shown.id), shownMs),
    );
  }

  #hide(gone: number): void {
    this.#timers.delete(gone);
    this.lines.value = this.lines.peek().filter(({ id }) => id !== gone);
  }
}
