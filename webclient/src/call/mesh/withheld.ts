// What is not sent to whom, whatever is switched on: each reason stands for itself, and a line is
// sent again once the last reason is gone.
import type { PairMessage } from "../../net/protocol.ts";
import type { Line } from "../../peer/lines.ts";
import type { Tracks } from "../../peer/senders.ts";

export const everyLine: readonly Line[] = ["audio", "video", "screen", "screenAudio"];

/** What is said among those who see and hear each other. */
const spoken: ReadonlySet<string> = new Set(["chat", "reaction", "caption", "pointer"]);

export class Withheld {
  readonly #changed: (sid?: string) => void;
  readonly #reasons = new Map<string, Map<string, readonly Line[]>>();
  /** Of whom the host has said that they record. */
  #told: string | undefined;
  readonly #heard = new Set<string>();
  #silent: ReadonlySet<string> = new Set();
  #isApart = (_sid: string): boolean => false;

  /** `changed`: somebody gets other lines from now on; undefined: perhaps everybody. */
  constructor(changed: (sid?: string) => void) {
    this.#changed = changed;
  }

  /**
   * From now on somebody gets nothing on these lines, also who is met later; for this reason, in the
   * place of what it was before.
   */
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
    return this.#silent.has(sid) || this.#isApart(sid);
  }

  /**
   * Who is in another group gets nothing at all and sends us nothing, also who is met later; until
   * this is said anew.
   */
  keepApart(isApart: (sid: string) => boolean): void {
    this.#isApart = isApart;
    this.#changed();
  }

  isApart(sid: string): boolean {
    return this.#isApart(sid);
  }

  /** What is said in a group stays there. */
  isFor(sid: string, { kind }: Pick<PairMessage, "kind">): boolean {
    return !spoken.has(kind) || !this.isApart(sid);
  }

  forget(sid: string): void {
    this.#reasons.delete(sid);
    this.#heard.delete(sid);
    if (this.#told === sid) this.#told = undefined;
  }

  /** What is left of these for somebody. */
  tracksFor(sid: string, tracks: Tracks): Tracks {
    const lines = this.#linesOf(sid);
    if (lines.length === 0) return tracks;
    return { ...tracks, ...Object.fromEntries(lines.map((line) => [line, null])) };
  }

  /** Whether they get this line, if there is something on it. */
  allows(sid: string, line: Line): boolean {
    return !this.#linesOf(sid).includes(line);
  }

  #linesOf(sid: string): readonly Line[] {
    if (this.#isApart(sid)) return everyLine;
    return [...(this.#reasons.get(sid)?.values() ?? [])].flat();
  }
}
