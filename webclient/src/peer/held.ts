// Lines that wait for a direct way. All at once they could be more than the peer lets anybody say
// (see pace.ts), who would take us for an attacker.
import { utf8 } from "../crypto/bytes.ts";
import { Pace } from "./pace.ts";

/** As many as the peer would keep of one person. */
const most = 1000;

export class Held {
  #lines: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Something waits, and is to go out before anything newer of its kind. */
  get hasLines(): boolean {
    return this.#lines.length > 0;
  }

  /** If too many wait, the oldest gives way. */
  addLine(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > most) this.#lines.shift();
  }

  /**
   * Says one after the other, at half the pace that the peer allows. `send` returns false if it
   * cannot any more.
   */
  releaseLines(send: (line: string) => boolean): void {
    const [line] = this.#lines;
    if (this.#timer !== undefined || line === undefined || !send(line)) return;
    this.#lines.shift();
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.releaseLines(send);
      },
      2 * Pace.durationMs(utf8(line).length),
    );
  }

  close(): void {
    this.#lines = [];
    clearTimeout(this.#timer);
  }
}
