// Whether the server still answers on a socket that looks open (protocol, section 3.6).

/** How often it is looked whether to ask, in ms; a machine that slept is noticed by the gap. */
const tickMs = 5_000;
/** Asks after 15 to 20 s without an answer. */
const silentMs = 20_000 - tickMs;
/** How long an answer may take on a fast line, in ms: mostly, and where the line may be another. */
const leastMs = 1_000;
const leastSoonMs = 500;
/** A longer way, in ms, was no way but a loss that has healed. */
const slowestMs = 4_000;
/** A timer that is so late, in ms, says that this page did not run: answers may lie unread. */
const lateMs = 250;
/**
 * While other messages come, the answer may stand behind them; but not for so many times as long.
 */
const behindOthers = 5;

/** What is known of the way to the server and back, over all sockets of a call. */
export class RoundTrip {
  #ms = 0;

  /** Slower is believed at once, faster by and by: what was slow once will be again. */
  noteTime(ms: number): void {
    this.#ms = Math.max(Math.min(ms, slowestMs), this.#ms * 0.8);
  }

  /** How long an answer may take, in ms. */
  get patienceMs(): number {
    return Math.max(leastMs, 2 * this.#ms);
  }

  get leastPatienceMs(): number {
    return Math.max(leastSoonMs, 2 * this.#ms);
  }
}

export interface PulseOptions {
  readonly roundTrip: RoundTrip;
  ping(): void;
  /** The answer is overdue. It may still come. */
  silent(): void;
}

export class Pulse {
  readonly #options: PulseOptions;
  readonly #tick: ReturnType<typeof setInterval>;
  #ticked = Date.now();
  #heard = performance.now();
  /** When the server last answered, which shows that both directions work. */
  #answered = this.#heard;
  #asked: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PulseOptions) {
    this.#options = options;
    this.#tick = setInterval(() => this.#checkClock(), tickMs);
  }

  /** Something came from the server. */
  noteMessage(): void {
    this.#heard = performance.now();
  }

  notePong(): void {
    this.#answered = performance.now();
    if (this.#asked !== undefined) this.#options.roundTrip.noteTime(this.#answered - this.#asked);
    this.#asked = undefined;
    clearTimeout(this.#timer);
  }

  /** Something may have happened to the network; `soon`: something has. */
  checkNow(soon = false): void {
    if (this.#asked === undefined) this.#sendPing(false, soon);
  }

  stop(): void {
    clearInterval(this.#tick);
    clearTimeout(this.#timer);
  }

  #checkClock(): void {
    const now = Date.now();
    const slept = Math.abs(now - this.#ticked) > 2 * tickMs; // performance.now may stand still meanwhile
    this.#ticked = now;
    if (slept || performance.now() - this.#answered >= silentMs) this.checkNow();
  }

  #sendPing(again: boolean, soon = false): void {
    const { patienceMs, leastPatienceMs } = this.#options.roundTrip;
    this.#asked = performance.now();
    this.#options.ping();
    this.#awaitPong(this.#asked, soon ? leastPatienceMs : patienceMs, again);
  }

  #awaitPong(asked: number, ms: number, again: boolean, patience = ms): void {
    const due = performance.now() + ms;
    this.#timer = setTimeout(() => {
      const now = performance.now();
      // A throttled, frozen or busy page: it is asked once more, and what has arrived meanwhile is
      // read before the judgement.
      if (now - due > lateMs && !again) return this.#sendPing(true);
      const left = patience - (now - Math.max(asked, this.#heard));
      if (left > 0 && now - asked < behindOthers * patience)
        this.#awaitPong(asked, left, again, patience);
      else this.#options.silent();
    }, ms);
  }
}
