// The connection to one peer, and another one in its place where no other way helps: DTLS that has
// failed stays so, whatever ICE finds. The certificates stay, and with them what two people have
// compared.
import { Allowance } from "./allowance.ts";
import { type Before, Connection, type ConnectionOptions } from "./connection.ts";
import type { ConnectionEvent, DeadEvent } from "./events.ts";
import type { FileLine } from "./fileline.ts";
import type { NegotiationMessage, Way } from "./negotiation.ts";
import { sessionOf } from "./sdp.ts";
import type { Tracks } from "./senders.ts";
import { Streams } from "./streams.ts";

export interface StartOptions {
  readonly iceServers: RTCIceServer[];
  readonly relayOnly: boolean;
  readonly tracks: Tracks;
}

type Budget = Parameters<Connection["setBudget"]>;

export interface SlotOptions extends Omit<ConnectionOptions, "streams" | "before" | "onEvent"> {
  /** The peer does the same: a native one does not. */
  mayRenew(): boolean;
  /** There is another one; nothing of the last comes any more. */
  renewed(): void;
  onEvent(event: ConnectionEvent): void;
}

export class ConnectionSlot {
  readonly streams = new Streams();
  readonly #options: SlotOptions;
  readonly #allowance = new Allowance({ most: 4, oneMoreMs: 30_000, leastPauseMs: 0 });
  #current: Connection;
  #start: StartOptions | undefined;
  #budget: Budget | undefined;
  #fileLine: FileLine | undefined;
  /** Which of the peer's connections was the last to describe itself to this one. */
  #session: string | undefined;

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#current = this.#make(undefined);
  }

  get current(): Connection {
    return this.#current;
  }

  start(options: StartOptions): void {
    this.#start = options;
    this.#current.start(options);
  }

  configure(iceServers: RTCIceServer[], relayOnly: boolean): void {
    if (this.#start) this.#start = { ...this.#start, iceServers, relayOnly };
    this.#current.configure(iceServers, relayOnly);
  }

  setTracks(tracks: Tracks): void {
    if (this.#start) this.#start = { ...this.#start, tracks };
    this.#current.setTracks(tracks);
  }

  setBudget(...budget: Budget): void {
    this.#budget = budget;
    this.#current.setBudget(...budget);
  }

  /** What the files to all peers share. */
  set fileLine(line: FileLine) {
    this.#fileLine = line;
    this.#current.files.line = line;
  }

  /**
   * A description of another connection (RFC 8866, section 5.2) is none for this one. What such an
   * answer answers is over, so that an offer of the new one follows.
   */
  receive(message: NegotiationMessage, way: Way): void {
    if (message.kind === "description") {
      const session = sessionOf(message.sdp);
      const isOther = session !== (this.#session ?? session);
      if (isOther && this.#options.mayRenew()) {
        if (!this.#renew()) return;
        if (message.type === "answer") return;
      }
      this.#session = session;
    }
    this.#current.receive(message, way);
  }

  #make(before: Before | undefined): Connection {
    const connection: Connection = new Connection({
      ...this.#options,
      streams: this.streams,
      before,
      onEvent: (event) => this.#onEvent(connection, event),
    });
    return connection;
  }

  #onEvent(from: Connection, event: ConnectionEvent | DeadEvent): void {
    // What a closed one had under way is nothing any more.
    if (this.#current !== undefined && from !== this.#current) return;
    if (event.kind !== "dead") this.#options.onEvent(event);
    // Whoever answers asks for an offer, and is described as another one by its answer.
    else if (this.#options.mayRenew() && this.#renew()) this.#current.restart();
  }

  /** False if it was done too often. */
  #renew(): boolean {
    if (this.#start === undefined || !this.#allowance.take(performance.now())) return false;
    const { wasConnected, remoteFingerprint } = this.#current;
    this.#current.close();
    this.#session = undefined;
    this.#current = this.#make({ wasConnected, remoteFingerprint });
    if (this.#fileLine !== undefined) this.#current.files.line = this.#fileLine;
    this.#options.renewed();
    if (this.#budget !== undefined) this.#current.setBudget(...this.#budget);
    this.#current.start(this.#start);
    return true;
  }
}
