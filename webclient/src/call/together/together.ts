// What people make together in a call: hands what comes to the part that it is for, and loads that
// part first.
import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import type { Bytes } from "../../crypto/bytes.ts";
import { ProtocolError } from "../../net/protocol.ts";
import type { PartState, TogetherModel } from "./model.ts";
import type { Part, PartContext, PartEntry, Registry } from "./part.ts";

/** What of one member is kept for a part that is being loaded, in bytes and messages. */
const mostEarly = 512 * 1024;
const mostMessages = 1024;
/** A member's words have a part asked for again so often at most, in ms. */
const pauseMs = 5_000;

interface Early {
  readonly sid: string;
  readonly kind: number;
  readonly payload: Bytes;
}

/** Cuts a member off with the alarm. */
type Refuse = (sid: string, code: string) => void;

/** One part, from the first that is heard of it. */
class Slot {
  readonly state = signal<PartState | undefined>(undefined);
  readonly #entry: PartEntry;
  readonly #context: PartContext;
  readonly #refuse: Refuse;
  #early: Early[] = [];
  /** How much of whom. */
  readonly #kept = new Map<string, { readonly bytes: number; readonly messages: number }>();
  #asked = Number.NEGATIVE_INFINITY;
  #isStopped = false;

  constructor(entry: PartEntry, context: PartContext, refuse: Refuse) {
    this.#entry = entry;
    this.#context = context;
    this.#refuse = refuse;
  }

  get loadedPart(): Part | undefined {
    const state = this.state.peek();
    return state?.at === "there" ? state.part : undefined;
  }

  covers(kind: number): boolean {
    return kind >= this.#entry.first && kind < this.#entry.first + 16;
  }

  receive(word: Early, ready: ReadonlySet<string>): void {
    if (this.loadedPart === undefined) this.#keepEarly(word, ready);
    else this.#handOver(this.loadedPart, word);
  }

  async loadPart(ready: ReadonlySet<string>): Promise<void> {
    if (this.#isStopped || ["loading", "there"].includes(this.state.peek()?.at ?? "")) return;
    this.#asked = performance.now();
    this.state.value = { at: "loading" };
    try {
      const make = await this.#entry.load();
      if (!this.#isStopped) this.#begin(make(this.#context), ready);
    } catch {
      this.#dropEarly();
      if (!this.#isStopped) this.state.value = { at: "failed" };
    }
  }

  forget(sid: string): void {
    this.#early = this.#early.filter((word) => word.sid !== sid);
    this.loadedPart?.peerGone(sid);
  }

  stopPart(forget: boolean): void {
    this.#isStopped = true;
    this.#dropEarly();
    this.loadedPart?.stop(forget);
    if (forget) this.state.value = undefined;
  }

  #keepEarly(word: Early, ready: ReadonlySet<string>): void {
    const { bytes, messages } = this.#kept.get(word.sid) ?? { bytes: 0, messages: 0 };
    const kept = { bytes: bytes + word.payload.length, messages: messages + 1 };
    // What is too much the part asks for once it is there.
    if (kept.bytes <= mostEarly && kept.messages <= mostMessages) {
      this.#kept.set(word.sid, kept);
      this.#early.push(word);
    }
    if (performance.now() - this.#asked >= pauseMs) void this.loadPart(ready);
  }

  #dropEarly(): void {
    this.#early = [];
    this.#kept.clear();
  }

  #begin(part: Part, ready: ReadonlySet<string>): void {
    this.state.value = { at: "there", part };
    for (const sid of ready) part.peerReady(sid);
    for (const word of this.#early.splice(0)) this.#handOver(part, word);
  }

  #handOver(part: Part, { sid, kind, payload }: Early): void {
    try {
      part.receive(sid, kind, payload);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#refuse(sid, error.code);
    }
  }
}

export class Together implements TogetherModel {
  readonly #slots: ReadonlyMap<string, Slot>;
  /** Whose channel is open. */
  readonly #ready = new Set<string>();
  readonly parts: ReadonlySignal<ReadonlyMap<string, PartState>>;
  #isStopped = false;

  constructor(registry: Registry, context: PartContext, refuse: Refuse) {
    this.#slots = new Map(
      Object.entries(registry).map(([name, entry]) => [name, new Slot(entry, context, refuse)]),
    );
    this.parts = computed(() => statesOf(this.#slots));
  }

  use(name: string): void {
    void this.#slots.get(name)?.loadPart(this.#ready);
  }

  /** A member's channel is open, or open again. */
  peerReady(sid: string): void {
    this.#ready.add(sid);
    for (const slot of this.#slots.values()) slot.loadedPart?.peerReady(sid);
  }

  /** From a member. A kind of a part that is not here is of a newer client, and skipped. */
  receive(sid: string, kind: number, payload: Bytes): void {
    if (this.#isStopped || !this.#ready.has(sid)) return;
    for (const slot of this.#slots.values())
      if (slot.covers(kind)) slot.receive({ sid, kind, payload }, this.#ready);
  }

  /** Whoever is not among these has left the call, or was cut off. */
  keepOnly(isThere: (sid: string) => boolean): void {
    for (const sid of [...this.#ready]) {
      if (isThere(sid)) continue;
      this.#ready.delete(sid);
      for (const slot of this.#slots.values()) slot.forget(sid);
    }
  }

  stop(forget: boolean): void {
    this.#isStopped = true;
    for (const slot of this.#slots.values()) slot.stopPart(forget);
  }
}

function statesOf(slots: ReadonlyMap<string, Slot>): ReadonlyMap<string, PartState> {
  const states = new Map<string, PartState>();
  for (const [name, { state }] of slots) if (state.value) states.set(name, state.value);
  return states;
}
