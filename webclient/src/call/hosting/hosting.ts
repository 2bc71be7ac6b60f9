// Handing over the role of the host (protocol, section 4.11): the host asks a member, who decides;
// then the key goes to it, and the host's list names it. Until the server has that list nothing has
// changed.
import { effect, signal } from "@preact/signals-core";
import { fromBase64url, toBase64url } from "../../crypto/bytes.ts";
import type { HostingMessage } from "../../net/participation.ts";
import { answerMs } from "../admission/proposal.ts";
import type { Mesh } from "../mesh/mesh.ts";
import type { Peer } from "../model.ts";
import { type HostKeys, openHostKeys, type RoomKeys } from "../roomkeys.ts";
import type { CallState } from "../state.ts";
import {
  type Handover,
  type HandoverStep,
  type Hosting,
  isHandingOver,
  type Moved,
} from "./model.ts";

/** How long a question stays open, in ms. */
export const openMs = 60_000;

/** Of the stay in the room, as much as this needs. */
export interface HostingSession {
  readonly keys: RoomKeys;
  /** The host's public key, as it has proved it. */
  readonly hostKey: string | undefined;
  readonly mesh: Pick<Mesh, "sendDirect" | "nameOf" | "isHost">;
  /** Only the host has one. */
  readonly host: { readonly list: { handOver(sid: string): Promise<boolean> } } | undefined;
  readonly roles: { holdKeys(keys: HostKeys, locked: boolean): void };
}

export class HandingOver implements Hosting {
  readonly handover = signal<Handover | undefined>(undefined);
  readonly asked = signal<string | undefined>(undefined);
  readonly moved = signal<Moved | undefined>(undefined);
  readonly #state: CallState;
  readonly #session: () => HostingSession | undefined;
  /** The host whose question is open, or to whom we have said yes. */
  #from: string | undefined;
  #willing = false;
  /** Host: the list is out by which a member takes over, and it is not known what came of it. */
  #isSigned = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #stop: () => void;

  constructor(state: CallState, session: () => HostingSession | undefined) {
    this.#state = state;
    this.#session = session;
    this.#stop = effect(() => this.#followPeers(state.peers.value));
  }

  offer(sid: string): void {
    const peer = this.#state.peers.peek().find((one) => one.sid === sid);
    if (peer === undefined || this.#isOpen || this.#session()?.host === undefined) return;
    this.moved.value = undefined;
    this.handover.value = { sid, name: peer.name, step: "asked" };
    this.#sayStep(sid, "offer");
    this.#waitThen(() => this.#giveUp("unanswered"));
  }

  withdraw(): void {
    if (this.handover.peek()?.step === "asked") this.#giveUp(undefined);
  }

  answer(yes: boolean): void {
    if (this.asked.peek() === undefined || this.#from === undefined) return;
    this.asked.value = undefined;
    this.#willing = yes;
    this.#sayStep(this.#from, yes ? "yes" : "no");
    if (!yes) this.#forget();
  }

  dismiss(): void {
    this.moved.value = undefined;
    if (!this.#isOpen) this.handover.value = undefined;
  }

  /** A member says it. */
  async receive(sid: string, message: HostingMessage): Promise<void> {
    const { mesh } = this.#session() ?? {};
    const fromHost = mesh?.isHost(sid) ?? false;
    if (message.kind === "host-key") {
      if (fromHost && sid === this.#from && this.#willing) await this.#takeKey(sid, message);
    } else if (message.step === "offer") {
      if (fromHost) this.#beAsked(sid, mesh?.nameOf(sid) ?? "");
    } else if (message.step === "withdraw") {
      if (sid === this.#from) this.#forget();
    } else await this.#hearAnswer(sid, message.step);
  }

  /** A list has moved the role. */
  noteMoved(moved: Moved): void {
    this.#forget();
    clearTimeout(this.#timer);
    this.handover.value = undefined;
    this.moved.value = moved;
  }

  /** The call is over. */
  stopAsking(): void {
    this.#stop();
    clearTimeout(this.#timer);
    this.#forget();
    this.handover.value = this.moved.value = undefined;
  }

  async #hearAnswer(sid: string, answer: "yes" | "no" | "held"): Promise<void> {
    const open = this.handover.peek();
    const isOurs = open?.sid === sid;
    if (isOurs && open.step === "asked" && answer === "no") return this.#endWith("declined");
    if (isOurs && open.step === "asked" && answer === "yes") {
      const { keys, mesh } = this.#session() ?? {};
      if (keys?.host === undefined) return;
      this.#setStep("moving");
      const locked = this.#state.locked.peek() && { locked: true };
      mesh?.sendDirect(sid, { kind: "host-key", seed: toBase64url(keys.host.seed), ...locked });
    } else if (isOurs && open.step === "moving" && answer === "held") {
      if (this.#isSigned) return; // once
      void this.#sign(sid);
    } else if (answer !== "no") this.#sayStep(sid, "withdraw"); // too late
  }

  async #sign(sid: string): Promise<void> {
    this.#isSigned = true;
    this.#waitThen(() => this.#setStep("unclear"), answerMs);
    const isMoved = (await this.#session()?.host?.list.handOver(sid)) ?? false;
    this.#isSigned = false;
    if (!isMoved && this.handover.peek()?.sid === sid) this.#giveUp("failed");
  }

  #beAsked(sid: string, name: string): void {
    if (this.#from !== undefined) return; // one is open
    this.#from = sid;
    this.#willing = false;
    this.asked.value = name;
    // The host's own wait is a little shorter; this is for one that says nothing any more.
    this.#waitThen(() => this.#forget(), openMs * 1.25);
  }

  async #takeKey(
    sid: string,
    { seed, locked = false }: Extract<HostingMessage, { kind: "host-key" }>,
  ): Promise<void> {
    this.#willing = false; // once
    const keys = await openHostKeys(fromBase64url(seed, 32));
    const session = this.#session();
    // Of another room, or of none: whoever says so is not to have us sign with it.
    if (keys.key.publicKey !== session?.hostKey || this.#from !== sid) return this.#forget();
    session.roles.holdKeys(keys, locked);
    clearTimeout(this.#timer); // the list may name us at any time from here on
    this.#sayStep(sid, "held");
  }

  #followPeers(peers: readonly Peer[]): void {
    const isHere = (sid: string) => peers.some((peer) => peer.sid === sid);
    const open = this.handover.peek();
    // Once the list is out, who is the host is not ours to say.
    if (open && this.#isOpen && !this.#isSigned && !isHere(open.sid)) this.#endWith("unanswered");
    if (this.#from !== undefined && !isHere(this.#from)) this.#forget();
  }

  get #isOpen(): boolean {
    const open = this.handover.peek();
    return open !== undefined && isHandingOver(open);
  }

  #giveUp(step: HandoverStep | undefined): void {
    const { sid } = this.handover.peek() ?? {};
    if (sid !== undefined) this.#sayStep(sid, "withdraw");
    this.#endWith(step);
  }

  #endWith(step: HandoverStep | undefined): void {
    clearTimeout(this.#timer);
    if (step === undefined) this.handover.value = undefined;
    else this.#setStep(step);
  }

  #setStep(step: HandoverStep): void {
    const open = this.handover.peek();
    if (open !== undefined) this.handover.value = { ...open, step };
  }

  /** Guest: nothing is open. */
  #forget(): void {
    if (this.#from !== undefined) clearTimeout(this.#timer);
    this.#from = undefined;
    this.#willing = false;
    this.asked.value = undefined;
  }

  #waitThen(then: () => void, ms = openMs): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, ms);
  }

  #sayStep(sid: string, step: Extract<HostingMessage, { kind: "hosting" }>["step"]): void {
    this.#session()?.mesh.sendDirect(sid, { kind: "hosting", step });
  }
}
