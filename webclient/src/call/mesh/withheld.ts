// What is not sent to whom, whatever is switched on: each reason stands for itself, and a line is
// sent again once the last reason is gone.
import type { Line } from "../../peer/lines.ts";
import type { Tracks } from "../../peer/senders.ts";

export const everyLine: readonly Line[] = ["audio", "video", "screen", "screenAudio"];

export class Withheld {
  readonly #changed: (sid: string) => void;
  readonly #reasons = new Map<string, Map<string, readonly Line[]>>();
  /** Of whom the host has said that they record. */
  #told: string | undefined;
  readonly #heard = new Set<string>();
  #silent: ReadonlySet<string> = new Set();

  /** `changed`: somebody gets other lines from now on. */
  constructor(changed: (sid: string) => void) {
    this.#changed = changed;
  }

  /** In the place of what was withheld for this reason before; no lines end it. */
  withhold(sid: string, reason: string, lines: readonly Line[]): void {
    const reasons = this.#reasons.get(sid) ?? new Map<string, readonly Line[]>();
    if (lines.length > 0) this.#reasons.set(sid, reasons.set(reason, lines));
    else if (reasons.delete(reason) && reasons.size === 0) this.#reasons.delete(sid);
    this.#changed(sid);
  }

  /**
   * The host says who records, or may begin to; undefined: nobody. Nothing goes there until they
   * have said it themselves: then the host's word is no news.
   */
  noteRecorder(sid: string | undefined): void {
    const next = sid !== undefined && this.#heard.has(sid) ? undefined : sid;
    const before = this.#told;
    if (before === next) return;
    this.#told = next;
    if (before !== undefined) this.withhold(before, "told", []);
    if (next !== undefined) this.withhold(next, "told", everyLine);
  }

  /** They have said themselves what they record. */
  heardRecorder(sid: string): void {
    this.#heard.add(sid);
    if (this.#told === sid) this.noteRecorder(undefined);
  }

  /** Those who send us nothing, as agreed: that is no loss. */
  expectSilence(sids: readonly string[]): void {
    this.#silent = new Set(sids);
  }

  isExpectedSilent(sid: string): boolean {
    return this.#silent.has(sid);
  }

  forget(sid: string): void {
    this.#reasons.delete(sid);
    this.#heard.delete(sid);
    if (this.#told === sid) this.#told = undefined;
  }

  /** What is left of these for somebody. */
  tracksFor(sid: string, tracks: Tracks): Tracks {
    const reasons = this.#reasons.get(sid);
    if (reasons === undefined) return tracks;
    const without = [...reasons.values()].flat().map((line) => [line, null] as const);
    return { ...tracks, ...Object.fromEntries(without) };
  }
}
