// The way to the server: opens a socket, watches it, comes back after a loss. What the messages
// mean is not its business.
//
// There is at most one socket on which the server has welcomed us, the current one, and at most one
// that is on the way to that, the attempt. When the current one is suspect, the attempt runs beside
// it, and whichever shows itself alive first is kept (protocol, section 3.6). What is said on a
// socket that proves dead is lost; the resume makes up for it, so nothing is kept to be sent again.
import { Backoff } from "./backoff.ts";
import { Connection, policyViolation } from "./connection.ts";
import { listen } from "./nudges.ts";
import type { ClientMessage, ServerMessage } from "./protocol.ts";
import { Pulse, WayBack } from "./pulse.ts";
import { type WhyNot, whyNot } from "./whynot.ts";

/**
 * Close codes (RFC 6455 section 7.4.1): a message of ours was too large; the answer to a `leave`.
 */
const tooBig = 1009;
const normalClosure = 1000;
/** Errors after which the server holds nothing of us. */
const lettingGo = new Set(["removed", "denied", "room-gone"]);
/** Errors after which coming back makes sense: they are about the moment, not about us. */
const transient = new Set(["too-slow", "too-many", "internal", "removed"]);
/**
 * How long each step of opening may take, in ms: at first, and on a line that has shown itself
 * slower.
 */
const openMs = 8_000;
const slowOpenMs = 32_000;
/**
 * A socket that has been suspect for so long is called lost, in ms: until then another one is most
 * often there.
 */
const suspectMs = 2_000;

export interface SocketOptions {
  /** ws: or wss: */
  readonly url: string;
  /**
   * The join (or create) that answers a challenge; called for each new socket. `work` is what a
   * create takes.
   */
  answer(nonce: Uint8Array, work: number | undefined): Promise<ClientMessage>;
  message(message: ServerMessage): void;
  frame(from: string, body: Uint8Array): void;
  /**
   * Nothing comes from the server any more, or it has no room for us at the moment ("too-many"). It
   * is tried again, until a welcome.
   */
  lost(code: "too-many" | undefined): void;
  /** What seemed lost was slow, and nothing is lost. */
  found(): void;
  /** The server closed it for good, with this code. */
  closed(code: string): void;
}

export class SignalSocket {
  readonly #options: SocketOptions;
  readonly #way = new WayBack();
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
  /** The question why the last attempt did not open. */
  #asking: AbortController | undefined;
  #unopened = false;
  #openMs = openMs;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #lostTimer: ReturnType<typeof setTimeout> | undefined;
  #doubtTimer: ReturnType<typeof setTimeout> | undefined;
  /** What the owner was told last. */
  #told: "here" | "too-many" | "away" = "here";

  constructor(options: SocketOptions) {
    this.#options = options;
    listen(
      { online: () => this.#nudge(true), perhaps: () => this.#nudge(false) },
      this.#over.signal,
    );
    this.#open();
  }

  send(message: ClientMessage): void {
    this.#ours?.send(message);
  }

  /**
   * None before the welcome: those before may be lost with the socket before, and a gap looks like
   * an attack. After it all lines begin anew.
   */
  sendFrame(to: string, body: Uint8Array): void {
    this.#current?.sendFrame(to, body);
  }

  close(): void {
    this.#stop();
    this.#current?.close();
    this.#attempt?.close();
  }

  /**
   * Says `leave` after a pause and lets go of the socket. True once the server has let go of us:
   * for that, or for what others said of us meanwhile.
   */
  async leave(pauseMs: number): Promise<boolean> {
    this.#stop();
    const ours = this.#ours;
    for (const other of [this.#current, this.#attempt]) if (other !== ours) other?.close();
    const end = await ours?.leave(pauseMs);
    return end !== undefined && (end.code === normalClosure || lettingGo.has(end.reason));
  }

  /** Gives the current socket up and tries another one later. */
  putOff(): void {
    this.#drop();
    this.#giveUp();
    this.#tell("away");
    this.#pause = setTimeout(() => this.#start(), this.#backoff.last());
  }

  /** The one that the server takes for ours. */
  get #ours(): Connection | undefined {
    return this.#attempt?.answeredAt === undefined ? this.#current : this.#attempt;
  }

  #stop(): void {
    this.#over.abort();
    this.#asking?.abort();
    this.#pulse?.stop();
    clearTimeout(this.#pause);
    clearTimeout(this.#lostTimer);
    clearTimeout(this.#doubtTimer);
  }

  /** Lets go of the current socket. */
  #drop(): void {
    this.#current?.close();
    this.#current = undefined;
    this.#pulse?.stop();
    this.#suspect = false;
    clearTimeout(this.#lostTimer);
  }

  /** Lets go of the attempt, wherever it is. */
  #giveUp(): void {
    clearTimeout(this.#pause);
    clearTimeout(this.#doubtTimer);
    this.#asking?.abort();
    this.#asking = undefined;
    this.#attempt?.close();
    this.#forget();
  }

  #forget(): void {
    if (this.#attempt?.answeredAt !== undefined) this.#joinedAnew = true;
    this.#attempt = undefined;
  }

  #start(): void {
    // A browser that sees sockets fail lets later ones wait, Firefox for up to a minute: no other
    // is tried before the server answers.
    if (this.#unopened)
      void this.#ask((why) => (why === "there" ? this.#open() : this.#later(why)));
    else this.#open();
  }

  #open(): void {
    const attempt: Connection = new Connection({
      url: this.#options.url,
      patienceMs: this.#openMs,
      answer: this.#options.answer,
      message: (message) => this.#take(attempt, message),
      frame: (from, body) => {
        this.#heard(attempt);
        this.#options.frame(from, body);
      },
      ended: (code, reason) =>
        attempt === this.#attempt ? this.#failed(code, reason) : this.#ended(code, reason),
    });
    this.#attempt = attempt;
  }

  #take(from: Connection, message: ServerMessage): void {
    this.#heard(from);
    if (message.kind === "pong") this.#answered(from);
    else {
      if (message.kind === "welcome" && from === this.#attempt)
        this.#welcomed(from, from.answeredAt);
      this.#options.message(message);
    }
  }

  #heard(from: Connection): void {
    if (from === this.#current) this.#pulse?.heard();
  }

  #answered(from: Connection): void {
    if (from !== this.#current) return;
    this.#pulse?.answered();
    // Once we have joined on the other one, the server ends this one.
    if (!this.#suspect || this.#attempt?.answeredAt !== undefined) return;
    this.#giveUp();
    this.#settle();
    if (this.#told !== "here") this.#options.found();
    this.#told = "here";
  }

  #welcomed(attempt: Connection, answeredAt = performance.now()): void {
    this.#drop();
    this.#attempt = undefined;
    this.#joinedAnew = false;
    this.#current = attempt;
    this.#told = "here";
    this.#openMs = Math.min(slowOpenMs, Math.max(openMs, 2 * attempt.age));
    this.#way.took(performance.now() - answeredAt);
    this.#settle();
    this.#pulse = new Pulse({
      way: this.#way,
      ping: () => attempt.send({ kind: "ping" }),
      silent: () => this.#suspects(),
    });
  }

  #settle(): void {
    this.#suspect = false;
    this.#unopened = false;
    this.#backoff.reset();
    clearTimeout(this.#lostTimer);
  }

  #suspects(): void {
    this.#suspect = true;
    this.#lostTimer = setTimeout(() => this.#tell("away"), suspectMs);
    this.#open();
  }

  /** The current socket has ended. */
  #ended(code: number, reason: string): void {
    this.#drop();
    if (reason === "replaced" && this.#attempt?.answeredAt !== undefined) return; // by ourselves
    if (isFinal(code, reason) && !(reason === "replaced" && this.#joinedAnew)) this.#finish(reason);
    else if (this.#isTrying()) this.#tell("away");
    else this.#later(reason === "too-many" ? reason : "away");
  }

  /** The attempt has ended before a welcome. */
  #failed(code: number, reason: string): void {
    const opened = this.#attempt?.opened;
    this.#forget();
    if (isFinal(code, reason)) {
      this.#finish(reason);
      return;
    }
    if (code === 0) this.#openMs = Math.min(slowOpenMs, 2 * this.#openMs);
    this.#unopened = !opened && code !== 0;
    if (this.#unopened) void this.#ask((why) => this.#later(why === "too-many" ? why : "away"));
    else this.#later(reason === "too-many" ? reason : "away");
  }

  async #ask(then: (why: WhyNot) => void): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    const late = setTimeout(() => asking.abort(), this.#openMs);
    const why = await whyNot(this.#options.url, asking.signal);
    clearTimeout(late);
    if (this.#asking !== asking || this.#over.signal.aborted) return;
    this.#asking = undefined;
    then(why);
  }

  #later(why: "too-many" | "away"): void {
    this.#tell(why);
    clearTimeout(this.#pause);
    if (!this.#over.signal.aborted)
      this.#pause = setTimeout(() => this.#start(), this.#backoff.next(why === "too-many"));
  }

  #tell(why: "too-many" | "away"): void {
    clearTimeout(this.#lostTimer);
    if (this.#told === why) return;
    this.#told = why;
    this.#options.lost(why === "away" ? undefined : why);
  }

  #finish(code: string): void {
    this.close();
    this.#options.closed(code);
  }

  #isTrying(): boolean {
    return this.#attempt !== undefined || this.#asking !== undefined;
  }

  /**
   * Looks at once whether the server answers. `anew`: whatever was tried until now was tried
   * without a network.
   */
  #nudge(anew: boolean): void {
    if (this.#current !== undefined && !this.#suspect) {
      this.#pulse?.ask();
      return;
    }
    if (!this.#isTrying()) this.#restart();
    else if (anew) this.#doubt();
  }

  /** The attempt may have lost its packets: it gets as long as an answer may take. */
  #doubt(): void {
    const attempt = this.#attempt;
    this.#backoff.reset(); // if it fails by itself now, another one follows at once
    const pause = this.#way.patienceMs - (attempt?.stepAge ?? 0);
    clearTimeout(this.#doubtTimer);
    this.#doubtTimer = setTimeout(() => {
      if (this.#isTrying() && this.#attempt === attempt) this.#restart();
    }, pause);
  }

  #restart(): void {
    this.#giveUp();
    this.#backoff.reset();
    this.#start();
  }
}

function isFinal(code: number, reason: string): boolean {
  return code === tooBig || (code === policyViolation && !transient.has(reason));
}
