// What the packets that come from a peer say of the way to it. Browsers notice a dead way after 6 to
// 12 s, and one that is dead in one direction perhaps never.

/** Sound comes 50 times a second, also while it is muted, and 5 times where silence is not sent. */
const freshMs = 1000;
/** Who has been heard without a gap for so long sends steadily. */
const steadyMs = 2000;
/** Whoever is silent for longer has stopped sending. */
const longestMs = 20_000;
/** Who is not looked at for so long is looked at again before it is called silent. */
const lateMs = 1200;
const lookMs = 400;
/**
 * A busy machine sends with gaps. Twice the longest is waited for; what a gap counts for falls by
 * half in this time, and a longer one was a loss of another kind.
 */
const halfLifeMs = 20_000;
const longestGapMs = 3000;
const mostPatienceMs = 4000;

/** `now` is in ms, from any beginning. */
export class Reachability {
  #count = 0;
  #heardAt = Number.NEGATIVE_INFINITY;
  #steadySince = 0;
  #sampledAt = Number.NEGATIVE_INFINITY;
  /** Nothing is concluded before: this page has stood still. */
  #lookUntil = Number.NEGATIVE_INFINITY;
  #gapMs = 0;
  #gapAt = 0;
  #isExpectedSilent = false;

  /**
   * Takes how many packets have come in all. True if there are more than before. `isMended`: the
   * silence before them has been ended by us.
   */
  sample(count: number, now: number, isMended = false): boolean {
    if (now - this.#sampledAt > lateMs) this.#lookUntil = now + lookMs;
    this.#sampledAt = now;
    // A browser may forget a stream and its packets; that is no packet.
    const isHeard = count > this.#count;
    this.#count = count;
    if (!isHeard) return false;
    const silence = now - this.#heardAt;
    if (silence > longestGapMs) this.#steadySince = now;
    else if (!isMended && silence > this.#gap(now)) [this.#gapMs, this.#gapAt] = [silence, now];
    this.#heardAt = now;
    return true;
  }

  /** Something was heard after this time. */
  heardSince(time: number): boolean {
    return this.#heardAt > time;
  }

  /** It is agreed that nothing comes for now: silence is no evidence. */
  get isExpectedSilent(): boolean {
    return this.#isExpectedSilent;
  }

  /** Who may be heard again is waited for until they have been. */
  expectSilence(on: boolean, now: number): void {
    if (this.#isExpectedSilent && !on) this.#steadySince = now;
    this.#isExpectedSilent = on;
  }

  /** The peer sends, or has done so lately. */
  sends(now: number): boolean {
    return !this.isExpectedSilent && this.#isSteady && now - this.#heardAt <= longestMs;
  }

  /** The peer sends, and nothing has come since the last look. */
  isPausing(now: number): boolean {
    return this.sends(now) && this.#heardAt < this.#sampledAt;
  }

  /** The peer has sent steadily and is not heard for longer than it has been silent before. */
  isSilent(now: number): boolean {
    const silence = now - this.#heardAt;
    return this.sends(now) && now >= this.#lookUntil && silence >= this.#patienceMs(now);
  }

  get #isSteady(): boolean {
    return this.#heardAt - this.#steadySince >= steadyMs;
  }

  #gap(now: number): number {
    return this.#gapMs * 0.5 ** ((now - this.#gapAt) / halfLifeMs);
  }

  #patienceMs(now: number): number {
    return Math.min(mostPatienceMs, Math.max(freshMs, 2 * this.#gap(now)));
  }
}
