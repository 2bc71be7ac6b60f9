// The sealed path to one peer through the server (protocol, section 4): which attempt is the
// current one, who has proved to be whom, and what waits until then.
import { checkAuth, type ExpectedAuth, makeAuth } from "../crypto/auth.ts";
import type { Bytes } from "../crypto/bytes.ts";
import {
  ChannelError,
  type ChannelIds,
  MESSAGE_1,
  MESSAGE_2,
  readHeader,
  SealedChannel,
  TRANSPORT,
} from "../crypto/channel.ts";
import type { SigningKey } from "../crypto/ed25519.ts";
import { inOrder } from "../crypto/order.ts";
import { decodePair } from "../net/decode.ts";
import { encode, type PairMessage, ProtocolError } from "../net/protocol.ts";
import type { PathEvent } from "./events.ts";
import { isNegotiation } from "./negotiation.ts";

export interface SealedPathOptions {
  readonly channelIds: ChannelIds;
  /** We come later in the roster than the peer, or knock: in a crossing our attempt wins. */
  readonly isInitiator: boolean;
  readonly key: SigningKey;
  /** Only the host has it. Asked at each proof, because the host may hand over. */
  hostKey?(): SigningKey | undefined;
  /** Asked at each proof, because rosters change. */
  expected(): Omit<ExpectedAuth, "own">;
  send(body: Uint8Array): void;
  /** Whether the path is still worth being opened. */
  needed(): boolean;
  onEvent(event: PathEvent): void;
}

/**
 * An attempt that has not come to its end is begun anew after this long, in ms, each time after
 * twice as long: a message of it may have been lost with the other side's socket. The one who comes
 * later is the first to do so.
 */
const silenceMs = { later: 2000, earlier: 3000, most: 30_000 };

/**
 * So many messages wait for a proof: one description with its candidates, and what people say
 * first.
 */
const mostWaiting = 128;

/**
 * So many are remembered: each costs a few hundred bytes, and who waits for hours on a bad line may
 * come to more.
 */
const maxAttempts = 256;

export class SealedPath {
  readonly #options: SealedPathOptions;
  readonly #inOrder = inOrder();
  readonly #outOrder = inOrder();
  /** Attempts that the peer started. */
  readonly #seen = new Set<string>();
  #channel: SealedChannel | undefined;
  /**
   * The current channel, unless a socket was lost since it began: what it seals then would follow a
   * gap, and look like an attack.
   */
  #whole: SealedChannel | undefined;
  #proved = false;
  /**
   * Handshake hashes of the newest attempts that became ready, and the newest on which the peer has
   * proved who it is.
   */
  readonly #hashes = new Map<string, Bytes>();
  #bound = "";
  #waiting: PairMessage[] = [];
  #dead = false;
  #silenceMs: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SealedPathOptions) {
    this.#options = options;
  }

  /** The newest attempt on which the peer has proved who it is; empty before. */
  get authenticatedAttempt(): string {
    return this.#bound;
  }

  /** The handshake hash of an attempt, also of one that is over; undefined if there was none. */
  handshakeHash(attempt: string): Bytes | undefined {
    return this.#hashes.get(attempt);
  }

  /** Nothing comes from it any more. */
  get isClosed(): boolean {
    return this.#dead;
  }

  /** Starts an attempt unless there is one. */
  connect(): void {
    this.#runInOrder(async () => {
      if (this.#channel === undefined) await this.#initiate();
    });
  }

  /** The socket was lost, and frames with it: the next message opens the path anew. */
  resetChannel(): void {
    this.#whole = undefined;
    this.#runInOrder(async () => {
      this.#channel = undefined;
      this.#proved = false;
      this.#silenceMs = undefined;
      clearTimeout(this.#timer);
    });
  }

  /** Waits until the peer has proved who it is. */
  send(message: PairMessage): void {
    this.#runInOrder(async () => {
      if (this.#proved) return this.#sendWhenSealed(message);
      if (message.kind === "description") this.#forget(isNegotiation); // with its candidates, in place of the last
      if (message.kind === "restart") this.#forget(({ kind }) => kind === "restart"); // one is enough
      this.#waiting.push(message);
      if (this.#waiting.length > mostWaiting) this.#waiting.shift();
      if (this.#channel === undefined) await this.#initiate();
    });
  }

  /** The data channel is open: from here on nothing but negotiation may touch the server. */
  channelOpened(): void {
    this.#runInOrder(async () => this.#forget((message) => !isNegotiation(message)));
  }

  receive(body: Uint8Array): void {
    this.#runInOrder(() => this.#receive(body));
  }

  close(): void {
    this.#dead = true;
    clearTimeout(this.#timer);
  }

  async #receive(body: Uint8Array): Promise<void> {
    const header = readHeader(body);
    if (header === undefined) return;
    if (header.type === MESSAGE_1) return this.#answer(body);
    if (this.#channel === undefined) {
      // The other side has not heard of a loss.
      if (header.type === MESSAGE_2 || header.type === TRANSPORT) await this.#initiate();
      return;
    }
    if (header.attempt !== this.#channel.attempt) return;
    const text = await this.#channel.receive(body);
    if (text === undefined) return this.#proveIdentity();
    const message = decodePair(text);
    if (this.#proved) {
      if (message.kind === "auth") throw new ChannelError("bad-message");
      this.#options.onEvent({ kind: "message", message });
      return;
    }
    if (message.kind !== "auth") throw new ChannelError("bad-message");
    const expected = { ...this.#options.expected(), own: this.#options.key.publicKey };
    if (!(await checkAuth(this.#channel.handshakeHash, message, expected)))
      throw new ChannelError("attack");
    this.#proved = true;
    this.#silenceMs = undefined;
    clearTimeout(this.#timer);
    this.#bound = this.#channel.attempt;
    this.#options.onEvent({ kind: "authenticated", auth: message });
    for (const waiting of this.#waiting.splice(0)) this.#sendWhenSealed(waiting);
  }

  #forget(what: (message: PairMessage) => boolean): void {
    this.#waiting = this.#waiting.filter((message) => !what(message));
  }

  async #answer(body: Uint8Array): Promise<void> {
    const unanswered = this.#channel !== undefined && !this.#channel.isReady;
    // Our own first message may have been lost: a fresh one instead of waiting for its answer.
    if (unanswered && this.#options.isInitiator) return this.#initiate();
    try {
      const { channel, body: answer } = await SealedChannel.respond(
        this.#options.channelIds,
        body,
        this.#seen,
      );
      this.#adoptChannel(channel);
      this.#options.send(answer);
    } catch (error) {
      if (error instanceof ChannelError && error.code === "stale") return;
      throw error;
    }
    await this.#proveIdentity();
  }

  async #initiate(): Promise<void> {
    const { channel, body } = await SealedChannel.initiate(this.#options.channelIds);
    this.#adoptChannel(channel);
    this.#options.send(body);
  }

  /** Makes an attempt the current one, and watches over it. */
  #adoptChannel(channel: SealedChannel): void {
    this.#channel = channel;
    this.#whole = channel;
    this.#proved = false;
    const pause =
      this.#silenceMs ?? (this.#options.isInitiator ? silenceMs.later : silenceMs.earlier);
    this.#silenceMs = Math.min(2 * pause, silenceMs.most);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#runInOrder(async () => {
        if (this.#channel === channel && !this.#proved && this.#options.needed())
          await this.#initiate();
      });
    }, pause);
  }

  async #proveIdentity(): Promise<void> {
    const channel = this.#channel;
    if (channel === undefined) return;
    const [oldest] = this.#hashes.keys();
    if (this.#hashes.size === maxAttempts && oldest !== undefined) {
      this.#hashes.delete(oldest);
      this.#seen.delete(oldest);
    }
    this.#hashes.set(channel.attempt, channel.handshakeHash);
    const auth = await makeAuth(
      channel.handshakeHash,
      this.#options.key,
      this.#options.hostKey?.(),
    );
    await this.#sendSealed(channel, { kind: "auth", ...auth });
  }

  #sendWhenSealed(message: PairMessage): void {
    const channel = this.#channel;
    void this.#outOrder(async () => {
      if (channel !== undefined && !this.#dead) await this.#sendSealed(channel, message);
    });
  }

  async #sendSealed(channel: SealedChannel, message: PairMessage): Promise<void> {
    const body = await channel.seal(encode(message));
    // A channel that was replaced meanwhile took its messages with it.
    if (channel === this.#whole) this.#options.send(body);
  }

  #runInOrder(work: () => Promise<void>): void {
    void this.#inOrder(async () => {
      if (this.#dead) return;
      try {
        await work();
      } catch (error) {
        if (!(error instanceof ChannelError || error instanceof ProtocolError)) throw error;
        this.#dead = true;
        this.#options.onEvent({ kind: "attack", reason: error.code });
      }
    });
  }
}
