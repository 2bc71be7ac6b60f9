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
/** Characters of one line. */
export const captionLength = 200;

export class Captions {
  readonly lines = signal<readonly CaptionLine[]>([]);
  readonly #send: (message: CaptionMessage) => void;
  readonly #allowed = new Allowance(4, 1_000);
  /** Leaves room for whole lines. */
  readonly #ownPartial = new Allowance(2, 1_000);
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #last = 0;

  constructor(send: (message: CaptionMessage) => void) {
    this.#send = send;
  }

  /** Ours, to everybody. What is partial may be left out: the next one has it. */
  say(name: string, text: string, partial: boolean): void {
    const line = [...toLine(text)].slice(0, captionLength).join("");
    if (line === "" || (partial && !this.#ownPartial.allows(""))) return;
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
