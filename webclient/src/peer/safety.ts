// Commit and reveal of the safety code, seen from one side (protocol, section 4.4).
import { type Bytes, fromBase64url, random, toBase64url } from "../crypto/bytes.ts";
import { inOrder } from "../crypto/order.ts";
import { commitmentTo, type SafetyCode, safetyCode } from "../crypto/safety.ts";
import { ProtocolError, type SafetyMessage } from "../net/protocol.ts";
import type { PeerEvent } from "./events.ts";

export interface SafetyOptions {
  /** Sids. */
  readonly self: string;
  readonly peer: string;
  /** We come later in the roster than the peer. */
  readonly isInitiator: boolean;
  /** The newest sealed attempt on which the peer has proved who it is. */
  attempt(): string;
  /** The handshake hash of an attempt, also of one that is over; undefined if there was none. */
  hash(attempt: string): Bytes | undefined;
  /** Of the two certificates in use, 32 bytes each. Asked when both sides have revealed. */
  fingerprints(): { own: Bytes; peer: Bytes };
  send(message: SafetyMessage): void;
  onEvent(event: SafetyEvent): void;
}

export type SafetyEvent =
  | { readonly kind: "code"; readonly code: SafetyCode }
  /** There is no code after a time in which every client makes one; it may still come. */
  | { readonly kind: "withheld" }
  /** The peer broke the order, or opened another commitment than its own. */
  | Extract<PeerEvent, { readonly kind: "attack" }>;

/**
 * A code takes two messages each way; who is silent for so long may be holding its nonce back
 * because it does not like the code.
 */
const patienceMs = 10_000;

export class SafetyExchange {
  readonly #options: SafetyOptions;
  readonly #nonce = random(32);
  readonly #inOrder = inOrder();
  /** Of the attempts that each side named; our own is there once we have committed. */
  #ownHash: Bytes | undefined;
  #peerHash: Bytes | undefined;
  #commitment = "";
  #ownAttempt: string | undefined;
  #peerAttempt = "";
  /** The words of the peer that may come once more, since the data channel is another one. */
  readonly #mayRepeat = new Set<SafetyMessage["kind"]>();
  /** We have committed on this channel. */
  #isSaid = false;
  #done = false;
  #dead = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SafetyOptions) {
    this.#options = options;
  }

  /**
   * The data channel is open. On another one the same is said again by whoever has no code yet: what
   * the first took with it may be all that was missing.
   */
  beginExchange(): void {
    if (this.#ownAttempt !== undefined)
      for (const kind of ["commit", "reveal"] as const) this.#mayRepeat.add(kind);
    this.#isSaid = false;
    if (this.#done) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#options.onEvent({ kind: "withheld" }), patienceMs);
    this.#runInOrder(() => this.#sayCommit());
  }

  close(): void {
    this.#dead = true;
    clearTimeout(this.#timer);
  }

  receive(message: SafetyMessage): void {
    this.#runInOrder(async () =>
      message.kind === "commit"
        ? this.#commit(message)
        : this.#reveal(fromBase64url(message.nonce)),
    );
  }

  /**
   * Once on each channel: what takes longer than a channel lasts is said on the next one, and the
   * peer takes no word twice there.
   */
  async #sayCommit(): Promise<void> {
    if (this.#isSaid) return;
    const attempt = this.#ownAttempt ?? this.#options.attempt();
    this.#ownAttempt = attempt;
    this.#ownHash = this.#options.hash(attempt) ?? this.#ownHash;
    const commitment = toBase64url(await commitmentTo(this.#nonce, this.#options.self));
    this.#isSaid = true;
    this.#options.send({ kind: "commit", attempt, commitment });
  }

  async #commit({
    attempt,
    commitment,
  }: Extract<SafetyMessage, { kind: "commit" }>): Promise<void> {
    const isAgain = attempt === this.#peerAttempt && commitment === this.#commitment;
    if (isAgain && this.#mayRepeat.delete("commit")) {
      if (this.#done) await this.#sayCommit();
    } else {
      const hash = this.#options.hash(attempt);
      if (this.#ownHash === undefined || this.#peerHash !== undefined || hash === undefined)
        throw violation();
      [this.#peerHash, this.#peerAttempt, this.#commitment] = [hash, attempt, commitment];
    }
    this.#options.send({ kind: "reveal", nonce: toBase64url(this.#nonce) });
  }

  async #reveal(nonce: Bytes): Promise<void> {
    const { peer, isInitiator: later } = this.#options;
    const [h, peerHash] = [this.#ownHash, this.#peerHash];
    const isDue = !this.#done || this.#mayRepeat.delete("reveal");
    if (h === undefined || peerHash === undefined || !isDue) throw violation();
    if (toBase64url(await commitmentTo(nonce, peer)) !== this.#commitment) throw violation();
    if (this.#done) return;
    this.#done = true;
    clearTimeout(this.#timer);
    const fingerprints = this.#options.fingerprints();
    const own = { nonce: this.#nonce, h, fingerprint: fingerprints.own };
    const theirs = { nonce, h: peerHash, fingerprint: fingerprints.peer };
    const code = await (later ? safetyCode(theirs, own) : safetyCode(own, theirs));
    this.#options.onEvent({ kind: "code", code });
  }

  #runInOrder(work: () => Promise<void>): void {
    void this.#inOrder(async () => {
      if (this.#dead) return;
      try {
        await work();
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        this.#dead = true;
        this.#options.onEvent({ kind: "attack", reason: "safety" });
      }
    });
  }
}

function violation(): ProtocolError {
  return new ProtocolError("bad-message", "safety");
}
