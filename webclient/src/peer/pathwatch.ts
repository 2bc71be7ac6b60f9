// Watches over the way to one peer: listens to the browser, counts what comes, says when another way
// is to be looked for, and how the pair stands.
import { Recovery } from "./recovery.ts";
import type { NetworkChange, PeerState } from "./state.ts";
import { packetsReceived } from "./stats.ts";

/** How often is counted, in ms: mostly, and while there is reason to look more closely. */
const periodMs = 500;
const closelyMs = 200;
/**
 * A person is told of a loss that lasts for so long, in ms, since it was noticed; of one that only
 * the browser notices, which most often heals (RFC 8445, section 8), later.
 */
const untoldMs = 500;
const quietDisconnectMs = 1500;
/** What is dead for so long, in ms, is dead. */
const certainMs = 300;

export interface PathWatchOptions {
  /** It is time to look for another way, or to ask for one. */
  restart(): void;
  /** How the pair stands has changed. */
  became(state: PeerState): void;
  /** The browser calls it connected. */
  connected(): void;
  /** There is reason to think that nothing comes through: perhaps on other ways neither. */
  doubtful(): void;
  /** Something comes through again. */
  found(): void;
  /** The browser will never bring anything through any more. */
  dead(): void;
  /** Nothing is to come from the peer for now. */
  expectsSilence(): boolean;
}

/**
 * ICE may find another way, DTLS that has failed does not come back: seen in Firefox when everything
 * breaks at once.
 */
function isDead({ connectionState, iceConnectionState, sctp }: RTCPeerConnection): boolean {
  if (connectionState !== "failed") return false;
  const isPath = iceConnectionState === "connected" || iceConnectionState === "completed";
  return isPath || sctp?.transport.state === "failed";
}

export class PathWatch {
  state: PeerState = "connecting";
  readonly #pc: RTCPeerConnection;
  readonly #options: PathWatchOptions;
  readonly #recovery = new Recovery();
  #wasConnected = false;
  #wasLost = false;
  #disconnectedAt: number | undefined;
  #deadAt: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /** `again`: another connection of the same pair has been connected before. */
  constructor(pc: RTCPeerConnection, again: boolean, options: PathWatchOptions) {
    this.#pc = pc;
    this.#options = options;
    if (again) this.state = "reconnecting";
    pc.addEventListener("connectionstatechange", () => this.#followState());
    this.#lookLater(periodMs);
  }

  /** There has been a way to the peer. */
  get wasConnected(): boolean {
    return this.#wasConnected;
  }

  /** There was a way, and what is known speaks against it. */
  get isLost(): boolean {
    return this.#recovery.isLost;
  }

  /** Nothing was found with which to connect: no browser says that it failed. */
  noteStuck(): void {
    this.#recovery.noteState("connecting", performance.now());
  }

  noteNetwork(event: NetworkChange): void {
    this.#recovery.noteNetwork(event, performance.now());
    this.#lookLater(closelyMs);
  }

  /** We make an offer. */
  noteOffered(): void {
    this.#recovery.noteOffered(performance.now());
  }

  /** An offer has been answered. */
  noteAgreed(isOurs: boolean): void {
    this.#recovery.noteAgreed(isOurs, performance.now());
  }

  /** What is said reaches the peer again, or the relay is another one. */
  noteReturn(): void {
    this.#recovery.noteReturn(performance.now());
    this.#judge();
  }

  /** The peer asks for another way: false if it asks too often. */
  mayFollow(): boolean {
    return this.#recovery.mayFollow(performance.now());
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #followState(): void {
    if (this.#closed) return;
    const now = performance.now();
    const { connectionState } = this.#pc;
    this.#recovery.noteState(connectionState, now);
    if (connectionState === "connected") this.#wasConnected = true;
    if (isDead(this.#pc)) this.#options.dead();
    if (this.#closed) return;
    if (connectionState !== "disconnected") this.#disconnectedAt = undefined;
    else this.#disconnectedAt ??= now;
    this.#judge();
    if (connectionState === "connected") this.#options.connected();
    else this.#lookLater(closelyMs);
  }

  #lookLater(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = setTimeout(() => void this.#look(), ms);
  }

  async #look(): Promise<void> {
    if (this.#wasConnected) {
      const count = await packetsReceived(this.#pc).catch(() => undefined);
      if (count !== undefined) this.#recovery.noteCount(count, performance.now());
    }
    if (this.#closed) return;
    this.#lookForDeath();
    if (this.#closed) return;
    this.#judge();
    this.#lookLater(this.#recovery.isDoubtful(performance.now()) ? closelyMs : periodMs);
  }

  /** What browsers say of ICE and of DTLS does not change in the same moment. */
  #lookForDeath(): void {
    const now = performance.now();
    this.#deadAt = isDead(this.#pc) ? (this.#deadAt ?? now) : undefined;
    if (now - (this.#deadAt ?? now) >= certainMs) this.#options.dead();
  }

  #judge(): void {
    const now = performance.now();
    this.#recovery.expectSilence(this.#options.expectsSilence(), now);
    if (this.#recovery.isHopeless(now)) this.#options.dead();
    if (this.#closed) return;
    if (this.#recovery.isDue(now)) this.#options.restart();
    const { isLost } = this.#recovery;
    const [hasGone, hasCome] = [isLost && !this.#wasLost, !isLost && this.#wasLost];
    this.#wasLost = isLost;
    if (hasGone) this.#options.doubtful();
    this.#showState(now);
    if (hasCome) this.#options.found();
  }

  #showState(now: number): void {
    const { connectionState } = this.#pc;
    if (!this.#wasConnected) {
      if (connectionState === "failed" && this.state === "connecting") this.#become("failed");
      return;
    }
    const isAway = now - (this.#disconnectedAt ?? now) >= quietDisconnectMs;
    if (connectionState === "failed" || isAway || this.#recovery.lostMs(now) >= untoldMs)
      this.#become("reconnecting");
    else if (connectionState === "connected" && !this.isLost) this.#become("connected");
  }

  #become(state: PeerState): void {
    if (this.state === state) return;
    this.state = state;
    this.#options.became(state);
  }
}
