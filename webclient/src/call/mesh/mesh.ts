// Everybody else this client deals with: one pair each, and what is known of the person behind it.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { PairMessage } from "../../net/protocol.ts";
import type { PeerEvent } from "../../peer/events.ts";
import type { FileExchange } from "../../peer/files.ts";
import type { Line } from "../../peer/lines.ts";
import type { StartOptions } from "../../peer/pair.ts";
import type { PairDocs } from "../../peer/pairdocs.ts";
import type { Tracks } from "../../peer/senders.ts";
import type { NetworkChange, PeerState } from "../../peer/state.ts";
import type { Peer, ShareMode } from "../model.ts";
import { type CommonPairOptions, hasPair, type OwnPairOptions, Person } from "./person.ts";
import type { Quality } from "./quality.ts";
import { RouteWatch } from "./routewatch.ts";
import { Withheld } from "./withheld.ts";

/**
 * How long somebody who was let in is not drawn unless a picture comes before, in ms: drawing holds
 * up the connection as well, and nobody notices.
 */
const unseenMs = 250;

/** What happens with one peer of all. */
export type MeshEvent = { readonly sid: string } & (
  | PeerEvent
  /** Is there to be drawn. */
  | { readonly kind: "shown" }
);

type Connecting = typeof import("./connecting.ts");

export class Mesh {
  /** Undefined until that is loaded. */
  quality: Quality | undefined;
  readonly #common: CommonPairOptions;
  readonly #onEvent: (event: MeshEvent) => void;
  readonly #people = new Map<string, Person>();
  readonly withheld = new Withheld((sid) => this.#applyWithheld(sid));
  /** What is switched on. */
  #tracks: Tracks = {};
  /** Undefined until it is loaded. */
  #connecting: Connecting | undefined;
  #closed = false;
  readonly #peers = signal<readonly Peer[]>([]);
  readonly #routes = new RouteWatch(() => void this.#lookAtRoutes());

  constructor(common: CommonPairOptions, onEvent: (event: MeshEvent) => void) {
    this.#common = common;
    this.#onEvent = onEvent;
  }

  /** The members who are there to be drawn, in the order in which they were met. */
  get peers(): ReadonlySignal<readonly Peer[]> {
    return this.#peers;
  }
  get sids(): string[] {
    return [...this.#people.keys()];
  }

  has(sid: string): boolean {
    return this.#people.has(sid);
  }
  isMember(sid: string): boolean {
    return this.#people.get(sid)?.member ?? false;
  }
  isHost(sid: string): boolean {
    return this.#people.get(sid)?.host ?? false;
  }
  isLive(sid: string): boolean {
    return this.#people.get(sid)?.isLive ?? false;
  }
  anyLive(): boolean {
    return this.sids.some((sid) => this.isLive(sid));
  }
  nameOf(sid: string): string {
    return this.#people.get(sid)?.name ?? "";
  }

  filesOf(sid: string): FileExchange | undefined {
    return this.#people.get(sid)?.pair?.files;
  }
  docsOf(sid: string): PairDocs | undefined {
    return this.#people.get(sid)?.pair?.docs;
  }

  /** Makes the sealed path, and the pair once it is loaded; that stays warm until start(). */
  addPeer(sid: string, host: boolean, own: OwnPairOptions): void {
    if (this.#people.has(sid)) return;
    const person = new Person(sid, host, {
      ...this.#common,
      ...own,
      expectsSilence: () => this.withheld.isExpectedSilent(sid),
      onEvent: (event) => this.#onPairEvent(sid, event),
    });
    this.#people.set(sid, person);
    this.#makePair(person);
  }

  /** What connects people is loaded: those who wait for it go on. */
  takeConnecting(connecting: Connecting): void {
    if (this.#closed || this.#connecting !== undefined) return;
    this.#connecting = connecting;
    const mayHave = (sid: string, line: Line) => this.withheld.allows(sid, line);
    this.quality = new connecting.Quality(() => this.#connected(), mayHave);
    for (const person of this.#people.values()) this.#makePair(person);
  }

  connect(sid: string): void {
    this.#people.get(sid)?.connect();
  }

  /** Both sides are members now. */
  startMedia(sid: string, config: StartOptions): void {
    this.#tracks = config.tracks;
    const tracks = this.withheld.tracksFor(sid, config.tracks);
    this.#people.get(sid)?.startMedia({ ...config, tracks });
    if (this.#connecting !== undefined) this.#beginMedia(sid);
  }

  promote(sid: string): void {
    this.#update(sid, { member: true });
  }

  describe(sid: string, what: Partial<Person>): void {
    this.#update(sid, what);
  }

  /** Draws somebody no longer until we reach them again. */
  markAbsent(sid: string): void {
    this.#update(sid, { absent: true });
  }

  removePeer(sid: string): void {
    this.#people.get(sid)?.close();
    this.#people.delete(sid);
    this.withheld.forget(sid);
    this.quality?.forget(sid);
    this.#publishPeers();
  }

  receiveFrame(sid: string, body: Uint8Array): void {
    this.#people.get(sid)?.receiveFrame(body);
  }

  sendTo(sid: string, message: PairMessage): void {
    this.#people.get(sid)?.send(this.#withPause(sid, message));
  }

  /** Only over an open data channel; else it is not said. */
  sendDirect(sid: string, message: PairMessage): void {
    const { pair } = this.#people.get(sid) ?? {};
    if (pair?.direct) pair.send(message);
  }

  broadcast(message: PairMessage): void {
    for (const person of this.#people.values())
      if (person.member && this.withheld.isFor(person.sid, message)) person.send(message);
  }

  /** Only over open data channels: what the server must not have to carry. */
  broadcastDirect(message: PairMessage): void {
    for (const { sid, pair } of this.#people.values())
      if (pair?.direct && this.withheld.isFor(sid, message))
        pair.send(this.#withPause(sid, message));
  }

  /** What means nothing any more once a broken path is back. */
  broadcastLive(message: PairMessage): void {
    for (const { sid, pair, member } of this.#people.values())
      if (member && pair?.isLive && this.withheld.isFor(sid, message)) pair.send(message);
  }

  /** `share` is what the screen among them is made for. */
  setTracks(tracks: Tracks, share: ShareMode | undefined): void {
    this.#tracks = tracks;
    this.quality?.setTracks(tracks, share);
    for (const sid of this.sids) this.#giveTracks(sid);
  }

  configure(config: StartOptions): void {
    for (const person of this.#people.values())
      person.configure(config.iceServers, config.relayOnly);
  }

  noteNetwork(event: NetworkChange): void {
    for (const { pair } of this.#people.values()) pair?.noteNetwork(event);
  }

  renewRelayed(): void {
    for (const { pair, route } of this.#people.values())
      if (pair?.renews && route !== "direct") pair.restart();
  }

  /** The socket to the server came back without the frames that were under way. */
  resetPaths(): void {
    for (const person of this.#people.values()) person.resetPath();
  }

  connectAll(): void {
    for (const person of this.#people.values()) person.connect();
  }

  async stats() {
    return Promise.all(
      this.#connected()
        .filter(({ member }) => member)
        .map(async ({ sid, pair }) => ({ sid, state: pair.state, ...(await pair.stats()) })),
    );
  }

  close(): void {
    this.#routes.stop();
    this.#closed = true;
    this.quality?.close();
    for (const sid of this.sids) this.removePeer(sid);
  }

  #makePair(person: Person): void {
    if (this.#connecting === undefined || this.quality === undefined) return;
    const started = person.makePair(this.#connecting.Pair, this.quality.fileLine);
    if (started) this.#beginMedia(person.sid);
  }

  #beginMedia(sid: string): void {
    if (this.#common.audio) this.quality?.start(this.#tracks);
    setTimeout(() => this.#reveal(sid), unseenMs);
  }

  #update(sid: string, what: Partial<Person>): void {
    const person = this.#people.get(sid);
    if (person === undefined) return;
    Object.assign(person, what);
    this.#publishPeers();
  }

  #onPairEvent(sid: string, event: PeerEvent): void {
    if (!this.#people.has(sid)) return; // what was under way when we let go of them
    if (event.kind === "first-picture") {
      // The page's next frame is time enough for the picture to be decoded.
      requestAnimationFrame(() => this.#reveal(sid));
      return;
    }
    if (event.kind === "channel-open" && !this.#common.video) this.#reveal(sid);
    if (event.kind === "channel-open") this.quality?.wishes.sayAgain(sid);
    if (event.kind === "changed") this.#changed(sid, event.state);
    if (event.kind === "attack") this.#publishPeers();
    this.#onEvent({ ...event, sid });
  }

  #reveal(sid: string): void {
    const person = this.#people.get(sid);
    if (person === undefined || person.shown) return;
    this.#update(sid, { shown: true });
    this.#onEvent({ kind: "shown", sid });
  }

  #changed(sid: string, state: PeerState): void {
    const person = this.#people.get(sid);
    if (person !== undefined && state === "connected") {
      person.absent = false;
      this.#routes.lookSoon();
    }
    this.#publishPeers();
  }

  async #lookAtRoutes(): Promise<void> {
    for (const person of this.#connected()) {
      if (!person.isLive) continue;
      const { route } = await person.pair.stats();
      if (route !== person.route) this.#update(person.sid, { route });
    }
  }

  #publishPeers(): void {
    this.quality?.update();
    this.#peers.value = [...this.#people.values()].flatMap(
      (person) => person.drawnPeer(this.withheld.isApart(person.sid)) ?? [],
    );
  }

  #applyWithheld(sid: string | undefined): void {
    for (const one of sid === undefined ? this.sids : [sid]) this.#giveTracks(one);
    if (sid === undefined) this.#publishPeers();
    else this.quality?.update();
  }

  #giveTracks(sid: string): void {
    this.#people.get(sid)?.setTracks(this.withheld.tracksFor(sid, this.#tracks));
  }

  #withPause(sid: string, message: PairMessage): PairMessage {
    return this.quality?.withPause(sid, message) ?? message;
  }

  /** To whom there is more than a sealed path. */
  #connected() {
    return [...this.#people.values()].filter(hasPair);
  }
}
