// Somebody in the mesh: what is known of them, and the way to them. Whoever knocks has a sealed
// path and no more; what connects two people is loaded while one waits, and takes that path over.
import type { PairMessage, Paused } from "../../net/protocol.ts";
import { isDirect } from "../../peer/direct.ts";
import type { PathEvent } from "../../peer/events.ts";
import type { FileLine } from "../../peer/fileline.ts";
import { isNegotiation, type NegotiationMessage } from "../../peer/negotiation.ts";
import type { Pair, PairOptions, StartOptions } from "../../peer/pair.ts";
import { SealedPath } from "../../peer/sealed.ts";
import type { Tracks } from "../../peer/senders.ts";
import type { Peer, Route, Share } from "../model.ts";

/** A description and its candidates: more is not kept of what comes before there is a connection. */
const mostEarly = 128;

/** What all pairs of a call have in common, and what is particular to one. */
export type CommonPairOptions = Pick<
  PairOptions,
  "key" | "hostKey" | "audio" | "video" | "certificate" | "build"
>;
export type OwnPairOptions = Pick<PairOptions, "channelIds" | "isInitiator" | "expected" | "send">;

export function hasPair(person: Person): person is Person & { pair: Pair } {
  return person.pair !== undefined;
}

export class Person {
  readonly sid: string;
  host: boolean;
  /** Undefined until it is loaded. */
  pair: Pair | undefined;
  /** Stands in the roster; somebody who knocks does not. */
  member = false;
  /** Is there to be drawn. */
  shown = false;
  /** The server says that they are gone, and we do not reach them. */
  absent = false;
  name = "";
  route: Route = "unknown";
  microphone = false;
  camera = false;
  hand: number | undefined;
  share: Share | undefined;
  /** By their own word a telephone, whatever else their client says. */
  phone = false;
  /** Their picture does not come, and why. */
  paused?: Paused | undefined;
  compared = false;

  readonly #options: Omit<PairOptions, "path">;
  readonly #path: SealedPath;
  /** Both sides are members; it has come before there was a pair. */
  #start: StartOptions | undefined;
  #early: NegotiationMessage[] = [];

  constructor(sid: string, host: boolean, options: Omit<PairOptions, "path">) {
    this.sid = sid;
    this.host = host;
    this.#options = options;
    this.#path = new SealedPath({
      ...options,
      expected: () => options.expected(),
      send: (body) => options.send(body),
      needed: () => this.pair?.needsPath ?? true,
      onEvent: (event) => this.#onPathEvent(event),
    });
  }

  /**
   * From now on there is a connection, and not the path alone. Gives what it was started with, if
   * it was before.
   */
  makePair(Made: typeof Pair, fileLine: FileLine): StartOptions | undefined {
    const pair = new Made({ ...this.#options, path: this.#path });
    pair.fileLine = fileLine;
    this.pair = pair;
    if (this.#start !== undefined) pair.start(this.#start);
    for (const message of this.#early.splice(0)) pair.onPathEvent({ kind: "message", message });
    return this.#start;
  }

  get isLive(): boolean {
    return this.pair?.isLive ?? false;
  }

  /** Opens the sealed path, unless it is open. */
  connect(): void {
    this.#path.connect();
  }

  /** Both sides are members: media may flow, at the latest once there is a pair. */
  startMedia(options: StartOptions): void {
    if (this.pair === undefined) this.#start = options;
    else this.pair.start(options);
  }

  setTracks(tracks: Tracks): void {
    if (this.#start !== undefined) this.#start = { ...this.#start, tracks };
    this.pair?.setTracks(tracks);
  }

  configure(iceServers: RTCIceServer[], relayOnly: boolean): void {
    if (this.#start !== undefined) this.#start = { ...this.#start, iceServers, relayOnly };
    this.pair?.configure(iceServers, relayOnly);
  }

  receiveFrame(body: Uint8Array): void {
    this.#path.receive(body);
  }

  send(message: PairMessage): void {
    if (this.pair === undefined) this.#path.send(message);
    else this.pair.send(message);
  }

  /** What was under way through the server is lost. */
  resetPath(): void {
    this.#path.resetChannel();
  }

  close(): void {
    this.#path.close();
    this.pair?.close();
  }

  /** As they are drawn; undefined while there is nothing to draw. `apart`: in another group. */
  drawnPeer(apart: boolean): Peer | undefined {
    if (this.pair === undefined || !this.member || !this.shown || this.absent) return undefined;
    const { sid, name, host, route, microphone, camera, paused, share, hand, compared } = this;
    const { state, stream, screen, safety, withheld } = this.pair;
    const program = this.phone ? "phone" : this.pair.program;
    const way = { safety, withheld, compared: compared && safety !== undefined, program };
    const media = { microphone, camera, paused, share, hand, stream, screen };
    return { sid, name, host, route, state, ...media, ...way, apart };
  }

  #onPathEvent(event: PathEvent): void {
    if (this.pair !== undefined) this.pair.onPathEvent(event);
    else if (event.kind !== "message") this.#options.onEvent(event);
    else if (isDirect(event.message)) {
      this.#path.close();
      this.#options.onEvent({ kind: "attack", reason: "bad-message" });
    } else if (!isNegotiation(event.message)) this.#options.onEvent(event);
    // Somebody who is not admitted has nothing to negotiate.
    else if (this.#start !== undefined && this.#early.length < mostEarly)
      this.#early.push(event.message);
  }
}
