// The way to the server: opens a socket, watches it, comes back after a loss. What the messages
// mean is not its business.
//
// There is at most one socket on which the server has welcomed us, the current one, and at most one
// that is on the way to that, the attempt. When the current one is suspect, the attempt runs beside
// it, and whichever shows itself alive first is kept (protocol, section 3.6). What is said on a
// socket that proves dead is lost; the resume makes up for it, so nothing is kept to be sent again.
import { Backoff } from "./backoff.ts";
import { isFinal, isLetGo } from "./closing.ts";
import { Connection, OpenPatience } from "./connection.ts";
import { listen } from "./networkevents.ts";
import { Presence, type PresenceOptions } from "./presence.ts";
import type { ClientMessage, LeaveMessage, ServerMessage } from "./protocol.ts";
import { Pulse, RoundTrip } from "./pulse.ts";
import { Probe } from "./whynot.ts";

/** A suspect socket is called lost after this long, in ms: mostly another is there by then. */
const suspectMs = 2_000;

export interface SocketOptions extends PresenceOptions {
  /** ws: or wss: */
  readonly url: string;
  /**
   * The join (or create) that answers a challenge; called for each new socket. `work` is what a
   * create takes.
   */
  answer(nonce: Uint8Array, work: number | undefined): Promise<ClientMessage>;
  message(message: ServerMessage): void;
  frame(from: string, body: Uint8Array): void;
  /** The server closed it for good, with this code. */
  closed(code: string): void;
}

export class SignalSocket {
  readonly #options: SocketOptions;
  readonly #roundTrip = new RoundTrip();
  readonly #backoff = new Backoff();
  readonly #over = new AbortController();
  #current: Connection | undefined;
  #pulse: Pulse | undefined;
  #suspect = false;
  /**
   * An attempt that was lost or given up had joined: the server has taken it for ours, and ends the
   * current one for that.
   */
  #joinedAnew = false;
  #attempt: Connection | undefined;
  /** Asks why the last attempt did not open. */
  readonly #probe: Probe;
  readonly #presence: Presence;
  #unopened = false;
  readonly #openPatience = new OpenPatience();
  #pause: ReturnType<typeof setTimeout> | undefined;
  #doubtTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#probe = new Probe(options.url);
    this.#presence = new Presence(options);
    const perhaps = () => this.#checkNow(false);
    const [online, changed] = [() => this.#checkNow(true), () => this.checkSoon()];
    listen({ online, changed, perhaps }, this.#over.signal);
    this.#openAttempt();
  }

  send(message: ClientMessage): void {
    this.#joinedSocket?.send(message);
  }

  /**
   * None before the welcome: those before may be lost with the socket before, and a gap looks like
   * an attack. After it all lines begin anew.
   */
  sendFrame(to: string, body: Uint8Array): void {
    this.#current?.sendFrame(to, body);
  }

  /** There is reason to think that the server is not reached any more. */
  checkSoon(): void {
    // The connections that break because we leave are none.
    if (!this.#over.signal.aborted) this.#checkNow(false, true);
  }

  close(): void {
    this.#stopTimers();
    this.#current?.close();
    this.#attempt?.close();
  }

  /**
   * Says `leave` after a pause and lets go of the socket. Resolves once the server has
   * let go of us: for that ("left"), or for the code of what happened meanwhile. Undefined if it
   * has not.
   */
  async leave(pauseMs: number, message: LeaveMessage): Promise<string | undefined> {
    this.#stopTimers();
    const ours = this.#joinedSocket;
    for (const other of [this.#current, this.#attempt]) if (other !== ours) other?.close();
    const end = await ours?.leave(pauseMs, message);
    return end !== undefined && isLetGo(end) ? end.reason || "left" : undefined;
  }

  /** Gives the current socket up and tries another one later. */
  putOff(): void {
    this.#dropCurrent();
    this.#dropAttempt();
    this.#presence.reportLost("away");
    this.#pause = setTimeout(() => this.#startAttempt(), this.#backoff.longestPauseMs());
  }

  /** The one that the server takes for ours. */
  get #joinedSocket(): Connection | undefined {
    return this.#attempt?.answeredAt === undefined ? this.#current : this.#attempt;
  }

  #stopTimers(): void {
    this.#over.abort();
    this.#probe.cancel();
    this.#pulse?.stop();
    clearTimeout(this.#pause);
    this.#presence.cancelReport();
    clearTimeout(this.#doubtTimer);
  }

  /** Lets go of the current socket. */
  #dropCurrent(): void {
    this.#current?.close();
    this.#current = undefined;
    this.#pulse?.stop();
    this.#suspect = false;
    this.#presence.cancelReport();
  }

  /** Lets go of the attempt, wherever it is. */
  #dropAttempt(): void {
    clearTimeout(this.#pause);
    clearTimeout(this.#doubtTimer);
    this.#probe.cancel();
    this.#attempt?.close();
    this.#forgetAttempt();
  }

  #forgetAttempt(): void {
    if (this.#attempt?.answeredAt !== undefined) this.#joinedAnew = true;
    this.#attempt = undefined;
  }

  #startAttempt(): void {
    // A browser that sees sockets fail lets later ones wait, Firefox for up to a minute: no other
    // is tried before the server answers.
    if (this.#unopened)
      void this.#probe.start(this.#openPatience.ms, (why) =>
        why === "there" ? this.#openAttempt() : this.#retryLater(why),
      );
    else this.#openAttempt();
  }

  #openAttempt(): void {
    const attempt: Connection = new Connection({
      url: this.#options.url,
      patienceMs: this.#openPatience.ms,
      answer: this.#options.answer,
      message: (message) => this.#takeMessage(attempt, message),
      frame: (from, body) => {
        this.#noteMessage(attempt);
        this.#options.frame(from, body);
      },
      ended: (code, reason) =>
        attempt === this.#attempt
          ? this.#attemptFailed(code, reason)
          : this.#currentEnded(code, reason),
    });
    this.#attempt = attempt;
  }

  #takeMessage(from: Connection, message: ServerMessage): void {
    this.#noteMessage(from);
    if (message.kind === "pong") this.#takePong(from);
    else {
      if (message.kind === "welcome" && from === this.#attempt)
        this.#welcomed(from, from.answeredAt);
      this.#options.message(message);
    }
  }

  #noteMessage(from: Connection): void {
    if (from === this.#current) this.#pulse?.noteMessage();
  }

  #takePong(from: Connection): void {
    if (from !== this.#current) return;
    this.#pulse?.notePong();
    // Once we have joined on the other one, the server ends this one.
    if (!this.#suspect || this.#attempt?.answeredAt !== undefined) return;
    this.#dropAttempt();
    this.#trustCurrent();
    this.#presence.reportFound();
  }

  #welcomed(attempt: Connection, answeredAt = performance.now()): void {
    this.#dropCurrent();
    this.#attempt = undefined;
    this.#joinedAnew = false;
    this.#current = attempt;
    this.#presence.welcomed();
    this.#openPatience.noteTime(attempt.ageMs);
    this.#roundTrip.noteTime(performance.now() - answeredAt);
    this.#trustCurrent();
    this.#pulse = new Pulse({
      roundTrip: this.#roundTrip,
      ping: () => attempt.send({ kind: "ping" }),
      silent: () => this.#suspectCurrent(),
    });
  }

  #trustCurrent(): void {
    this.#suspect = false;
    this.#unopened = false;
    this.#backoff.reset();
    this.#presence.cancelReport();
  }

  #suspectCurrent(): void {
    this.#suspect = true;
    this.#presence.reportLostAfter(suspectMs);
    this.#openAttempt();
  }

  /** The current socket has ended. */
  #currentEnded(code: number, reason: string): void {
    this.#dropCurrent();
    if (reason === "replaced" && this.#attempt?.answeredAt !== undefined) return; // by ourselves
    if (isFinal(code, reason) && !(reason === "replaced" && this.#joinedAnew)) this.#finish(reason);
    else if (this.#isTrying()) this.#presence.reportLost("away");
    else this.#retryLater(reason === "too-many" ? reason : "away");
  }

  /** The attempt has ended before a welcome. */
  #attemptFailed(code: number, reason: string): void {
    const opened = this.#attempt?.opened;
    this.#forgetAttempt();
    if (isFinal(code, reason)) {
      this.#finish(reason);
      return;
    }
    if (code === 0) this.#openPatience.double();
    this.#unopened = !opened && code !== 0;
    if (this.#unopened)
      void this.#probe.start(this.#openPatience.ms, (why) =>
        this.#retryLater(why === "too-many" ? why : "away"),
      );
    else this.#retryLater(reason === "too-many" ? reason : "away");
  }

  #retryLater(why: "too-many" | "away"): void {
    this.#presence.reportLost(why);
    clearTimeout(this.#pause);
    if (!this.#over.signal.aborted)
      this.#pause = setTimeout(
        () => this.#startAttempt(),
        this.#backoff.nextPauseMs(why === "too-many"),
      );
  }

  #finish(code: string): void {
    this.close();
    this.#options.closed(code);
  }

  #isTrying(): boolean {
    return this.#attempt !== undefined || this.#probe.isRunning;
  }

  /**
   * Looks at once whether the server answers. `anew`: whatever was tried until now was tried
   * without a network.
   */
  #checkNow(anew: boolean, soon = anew): void {
    if (this.#current !== undefined && !this.#suspect) this.#pulse?.checkNow(soon);
    else if (!this.#isTrying()) this.#restart();
    else if (anew) this.#doubtAttempt();
  }

  /** The attempt may have lost its packets: it gets as long as an answer may take. */
  #doubtAttempt(): void {
    const attempt = this.#attempt;
    this.#backoff.reset(); // if it fails by itself now, another one follows at once
    const pause = this.#roundTrip.patienceMs - (attempt?.stepAgeMs ?? 0);
    clearTimeout(this.#doubtTimer);
    this.#doubtTimer = setTimeout(() => {
      if (this.#isTrying() && this.#attempt === attempt) this.#restart();
    }, pause);
  }

  #restart(): void {
    this.#dropAttempt();
    this.#backoff.reset();
    this.#startAttempt();
  }
}
