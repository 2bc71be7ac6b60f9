// When to look for another way to a peer: on evidence, long before the browser gives the old one
// up, and ever more rarely while that does not help. Whoever owns it says what happens; `now` is in
// ms, from any beginning.
import { Allowance } from "./allowance.ts";
import { Reachability } from "./reachability.ts";
import type { NetworkChange } from "./state.ts";

/** A way that does not come about is tried anew after so long; a slow network needs less. */
const stuckMs = 8000;
/** One that was given up, before there ever was one. */
const retryMs = 4000;
/** Between one attempt and the next, once there was a way. */
const pausesMs = [1000, 3000, 4000] as const;
/**
 * For so long what has been agreed upon is not replaced: Chromium takes more than a second to choose
 * among many ways, and where it has just chosen when another generation begins, it goes on sending
 * to a port that Firefox has given up.
 */
const settleMs = 2500;
/** Between two attempts, whoever asks: who asks sooner is not heard. */
const leastPauseMs = 900;
/** So many ways that were agreed upon and brought nothing are enough. */
const mostAgreements = 2;
/** What is not heard for so long after something has happened was broken by it. */
const lookMs = 400;
/** A way that has lasted for so long starts with the first pause again. */
const soundMs = 5000;

type State = RTCPeerConnectionState;

export class Recovery {
  readonly #reachability = new Reachability();
  readonly #allowance = new Allowance({ most: 6, oneMoreMs: 4000, leastPauseMs });
  #state: State = "new";
  #stateAt = 0;
  #wasConnected = false;
  /** Something has happened that may have broken the way. */
  #event: { readonly kind: NetworkChange | "disconnected"; readonly at: number } | undefined;
  #lostAt: number | undefined;
  #foundAt = Number.NEGATIVE_INFINITY;
  #attempts = 0;
  /** After so many of them the browser has called it connected. */
  #trusted: number | undefined;
  /** It was lost before there was another network: the first try has the addresses of before. */
  #isEarly = false;
  #triedAt = Number.NEGATIVE_INFINITY;
  #nextAt = Number.NEGATIVE_INFINITY;
  /** Our last offer was made, with the addresses and the relay of then. */
  #offeredAt = Number.NEGATIVE_INFINITY;
  /** The last attempt, or one of the peer's, has been agreed upon. */
  #agreedAt = Number.NEGATIVE_INFINITY;
  /** How many were, since it was lost. */
  #agreements = 0;
  #changedAt = Number.NEGATIVE_INFINITY;

  /** There was a way, and what is known speaks against it: nothing is to be sent on it. */
  get isLost(): boolean {
    return this.#lostAt !== undefined;
  }

  /** Nothing is to come from the peer for now: only the network and the browser count. */
  expectSilence(on: boolean, now: number): void {
    this.#reachability.expectSilence(on, now);
  }

  /** It may be lost, and will soon be known to be: it is to be looked at closely. */
  isDoubtful(now: number): boolean {
    return this.isLost || this.#event !== undefined || this.#reachability.isPausing(now);
  }

  /** For how long it has been lost, in ms. */
  lostMs(now: number): number {
    return this.#lostAt === undefined ? 0 : now - this.#lostAt;
  }

  /**
   * What was agreed upon has had its time, twice, the browser calls it connected, and nothing comes:
   * the other end sends to where nobody listens any more, and may do so for ever. Seen of Chromium
   * with Firefox, which answers the checks of a port that it has given up.
   */
  isHopeless(now: number): boolean {
    const isSettled = this.#agreements >= mostAgreements && now - this.#agreedAt >= settleMs;
    const isHere = this.#state === "connected" && this.#reachability.sends(now);
    return this.isLost && isSettled && isHere;
  }

  /** As the browser calls it. */
  noteState(state: State, now: number): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#stateAt = now;
    if (state === "connected") {
      // What happened before there was a way has not broken it.
      if (!this.#wasConnected || this.#event?.kind === "disconnected") this.#event = undefined;
      this.#wasConnected = true;
      // Something may come at once; but a browser may say so again and again.
      if (this.#trusted !== this.#attempts) this.#putOff(now + pausesMs[0]);
      this.#trusted = this.#attempts;
    }
    if (state === "disconnected") this.#event ??= { kind: state, at: now };
  }

  /** So many packets of sound and picture have come in all. */
  noteCount(count: number, now: number): void {
    const isMended = this.#lostAt !== undefined && this.#agreedAt >= this.#lostAt;
    const isHeard = this.#reachability.sample(count, now, isMended);
    if (isHeard && this.isLost) this.#found(now);
  }

  noteNetwork(kind: NetworkChange, now: number): void {
    if (kind !== "shown") this.noteReturn(now);
    if (!this.isLost && this.#event?.kind !== "moved") this.#event = { kind, at: now };
  }

  /** We make an offer; one that is open is only said again. */
  noteOffered(now: number): void {
    this.#offeredAt = now;
  }

  /** An offer was answered: another way is being looked for. */
  noteAgreed(isOurs: boolean, now: number): void {
    const isAgain = now - this.#agreedAt < soundMs;
    this.#agreedAt = now;
    this.#agreements++;
    // One of ours that was made before something changed has the addresses of before.
    const isStale = isOurs && this.isLost && this.#changedAt > this.#offeredAt;
    if (isStale) this.#nextAt = now;
    else this.#putOff(now + (this.#isEarly && !isAgain ? pausesMs[0] : settleMs));
  }

  /**
   * There may be a way again that there was not: to say things, since what was said before may not
   * have arrived, or over a relay.
   */
  noteReturn(now: number): void {
    this.#changedAt = now;
    // What we have just answered is of before, and the peer follows nobody who asks so soon.
    if (this.isLost) this.#nextAt = Math.max(now, this.#agreedAt + leastPauseMs);
  }

  /** True if another way is to be looked for now. */
  isDue(now: number): boolean {
    if (!this.#wasConnected) return this.#isDueBefore(now);
    if (this.#lostAt === undefined) this.#lookForLoss(now);
    else if (this.#isFoundUnheard(now)) this.#found(now);
    if (this.#lostAt === undefined || now < this.#nextAt || !this.#allowance.take(now))
      return false;
    this.#triedAt = now;
    this.#nextAt = now + (pausesMs[this.#attempts] ?? pausesMs[2]);
    this.#attempts++;
    return true;
  }

  /** The peer asks for another way: false if it asks too often. */
  mayFollow(now: number): boolean {
    return this.#allowance.take(now);
  }

  #isDueBefore(now: number): boolean {
    const since = Math.max(this.#stateAt, this.#triedAt);
    const isLate =
      (this.#state === "connecting" && now - since >= stuckMs) ||
      (this.#state === "failed" && now - this.#triedAt >= retryMs);
    if (!isLate || !this.#allowance.take(now)) return false;
    this.#triedAt = now;
    return true;
  }

  #lookForLoss(now: number): void {
    const isEarly = this.#event?.kind === "disconnected";
    const isHere = this.#state !== "failed" && !this.#reachability.isSilent(now);
    if (isHere && !this.#isBrokenByEvent(now)) return;
    this.#isEarly = isEarly;
    this.#event = undefined;
    this.#lostAt = now;
    this.#agreements = 0;
    if (now - this.#foundAt < soundMs) return;
    this.#attempts = 0;
    this.#trusted = undefined;
    this.#nextAt = this.#agreedAt + (isEarly ? pausesMs[0] : settleMs);
  }

  #isBrokenByEvent(now: number): boolean {
    const event = this.#event;
    if (event === undefined) return false;
    if (event.kind === "moved") return true; // what it has of addresses is of the network before
    if (now - event.at < lookMs) return false;
    this.#event = undefined;
    if (this.#reachability.heardSince(event.at)) return false;
    // Of somebody who sends nothing, silence is no evidence.
    return this.#reachability.sends(now) || event.kind !== "shown";
  }

  /** Of who sends nothing the browser's word is all there is. */
  #isFoundUnheard(now: number): boolean {
    return (
      this.#state === "connected" &&
      !this.#reachability.sends(now) &&
      Math.max(this.#agreedAt, this.#stateAt) >= (this.#lostAt ?? now)
    );
  }

  #putOff(until: number): void {
    this.#nextAt = Math.max(this.#nextAt, until);
  }

  #found(now: number): void {
    this.#lostAt = undefined;
    this.#foundAt = now;
  }
}
