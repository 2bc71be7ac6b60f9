// When the size of one picture changes: down at once, up slowly. A step costs a key frame, and what
// goes up and down is worse to look at than what stays small.

/** A larger one is tried after so long with room for it, the next soon after it. */
const upMs = 4000;
const nextUpMs = 2000;
/** A try that failed makes the next one wait twice as long. */
const longestUpMs = 64_000;
const failedMs = 10_000;
/** A key frame takes 150 ms; between two changes of size that nothing forces lies this. */
const changeMs = 2000;
/** A picture that was off is tried again after this, then after twice as long, and so on. */
const retryMs = 6000;
const longestRetryMs = 60_000;
/** Whoever was not limited for so long is not held back. */
const freeMs = 10_000;

export interface Target {
  /** The place on the ladder that the receiver wishes; -1: it shows nothing. */
  readonly wished: number;
  /** The place that there are the means for. */
  readonly place: number;
  /** The same with something to spare. */
  readonly roomy: number;
}

export class Hysteresis {
  place: number;
  /** Off for want of means, and not because nobody looks. */
  isPaused = false;
  #changedAt = Number.NEGATIVE_INFINITY;
  #limitedAt = Number.NEGATIVE_INFINITY;
  #raisedAt = Number.NEGATIVE_INFINITY;
  #roomSince: number | undefined;
  #upWait = upMs;
  #offUntil = 0;
  #retry = retryMs;

  constructor({ place, wished }: Target, now: number) {
    this.place = place;
    this.isPaused = place < 0 && wished >= 0;
    if (place < wished) this.#limitedAt = now;
    if (this.isPaused) this.#offUntil = now + retryMs;
  }

  next(target: Target, now: number): number {
    const { wished, place } = target;
    if (place >= 0 && place < wished) this.#limitedAt = now;
    if (wished < 0) this.#hideAt(now);
    else if (this.isPaused) this.#resume(target, now);
    else if (place < 0) this.#pauseAt(now);
    else if (place < this.place) this.#shrink(target, now);
    else if (place > this.place) this.#growTo(target, now);
    else this.#roomSince = undefined;
    return this.place;
  }

  /** The person asks for the picture at once. */
  tryAgain(now: number): void {
    [this.#offUntil, this.#retry] = [now, retryMs];
  }

  #hideAt(now: number): void {
    if (this.place >= 0) this.#moveTo(-1, now);
    this.isPaused = false;
    this.#changedAt = Number.NEGATIVE_INFINITY; // it may be shown again at any time
  }

  #pauseAt(now: number): void {
    if (this.place >= 0 && now - this.#raisedAt > longestRetryMs) this.#retry = retryMs;
    this.#moveTo(-1, now);
    this.isPaused = true;
    this.#limitedAt = now;
    this.#offUntil = now + this.#retry;
    this.#retry = Math.min(longestRetryMs, 2 * this.#retry);
  }

  // With the picture off nobody can tell what the line carries.
  #resume({ place, roomy }: Target, now: number): void {
    this.#limitedAt = now;
    if (now < this.#offUntil || place < 0 || roomy < 0) return;
    this.isPaused = false;
    this.#raisedAt = now;
    this.#moveTo(0, now);
  }

  #shrink({ wished, place }: Target, now: number): void {
    const isForced = wished >= this.place;
    if (!isForced && now - this.#changedAt < changeMs) return;
    if (isForced && now - this.#raisedAt < failedMs)
      this.#upWait = Math.min(longestUpMs, 2 * this.#upWait);
    if (isForced) this.#limitedAt = now;
    this.#moveTo(place, now);
  }

  #growTo({ place, roomy }: Target, now: number): void {
    if (now - this.#limitedAt > Math.max(freeMs, 2 * this.#upWait)) {
      this.#upWait = upMs;
      if (now - this.#changedAt >= changeMs) this.#moveTo(place, now);
      return;
    }
    if (roomy <= this.place) this.#roomSince = undefined;
    else this.#roomSince ??= now;
    if (this.#roomSince === undefined || now - this.#roomSince < this.#upWait) return;
    this.#moveTo(this.place + 1, now);
    this.#raisedAt = this.#limitedAt = now;
    this.#roomSince = now - this.#upWait + nextUpMs;
  }

  #moveTo(place: number, now: number): void {
    [this.place, this.#changedAt, this.#roomSince] = [place, now, undefined];
  }
}
