// How people take part beside talking (protocol, section 4.10).
import { computed, type Signal, signal } from "@preact/signals-core";
import type { ParticipationMessage, Reaction, Wish } from "../../net/participation.ts";
import type { Mesh } from "../mesh/mesh.ts";
import type { CallState } from "../state.ts";
import { Allowance } from "./allowance.ts";
import { Captions } from "./captions.ts";
import { inOrderOfHands, nextHand } from "./hands.ts";
import { History } from "./history.ts";
import type { Participation, ShownReaction } from "./model.ts";

/** How long a reaction is seen, in ms. */
const reactionMs = 5_000;

export interface ParticipationOptions {
  readonly state: CallState;
  /** Of the stay in the room, once there is one. */
  session():
    | { readonly mesh: Mesh; readonly order: readonly string[]; readonly sid: string }
    | undefined;
  /** Our own. */
  name(): string;
  /** The host wants it off. False if it was off. */
  mute(): boolean;
}

export class TakingPart implements Participation {
  readonly #options: ParticipationOptions;
  /** The number of our own hand, while it is up. */
  readonly hand: Signal<number | undefined> = signal(undefined);
  readonly raised = computed(() => this.hand.value !== undefined);
  readonly reactions = signal<readonly ShownReaction[]>([]);
  readonly request = signal<Wish | undefined>(undefined);
  readonly hands = computed(() => this.#inOrder());
  readonly #captions: Captions;
  readonly #history: History;
  readonly #reactionsAllowed = new Allowance(2, 1_000);
  readonly #asksAllowed = new Allowance(1, 5_000);
  #last = 0;

  constructor(options: ParticipationOptions) {
    this.#options = options;
    this.#captions = new Captions((message) => this.#mesh?.broadcastDirect(message));
    this.#history = new History(options.state, (sid, message) =>
      this.#mesh?.sendDirect(sid, message),
    );
  }

  get told() {
    return this.#history.told;
  }

  get captions() {
    return this.#captions.lines;
  }

  get #mesh(): Mesh | undefined {
    return this.#options.session()?.mesh;
  }

  /** We are a member from now on. */
  begin(): void {
    this.#history.begin();
  }

  /** The call is over; `forget`: and so is what was said in it. */
  stop(forget: boolean): void {
    this.#history.stop();
    this.hand.value = undefined;
    this.request.value = undefined;
    if (forget) this.#history.told.value = undefined;
  }

  raise(up: boolean): void {
    if (up === this.raised.peek()) return;
    this.hand.value = up ? nextHand(this.#options.state.everybody.peek()) : undefined;
  }

  react(reaction: Reaction): void {
    if (!this.#reactionsAllowed.allows("")) return;
    this.#mesh?.broadcastDirect({ kind: "reaction", reaction });
    this.#show({ name: this.#options.name(), reaction });
  }

  ask(wish: Wish, sid?: string): void {
    const { state } = this.#options;
    for (const peer of state.everybody.peek()) {
      if (sid !== undefined && sid !== peer.sid) continue;
      if (this.#asksAllowed.allows(`${wish} ${peer.sid}`))
        this.#mesh?.sendDirect(peer.sid, { kind: "ask", wish });
    }
  }

  dismissRequest(): void {
    this.request.value = undefined;
  }

  caption(text: string, partial: boolean): void {
    this.#captions.say(this.#options.name(), text, partial);
  }

  /** What a member says; `fromHost` if it is the host. */
  receive(sid: string, fromHost: boolean, message: ParticipationMessage): void {
    const name = this.#mesh?.nameOf(sid) ?? "";
    if (message.kind === "reaction" && this.#reactionsAllowed.allows(sid))
      this.#show({ sid, name, reaction: message.reaction });
    if (message.kind === "ask" && fromHost && this.#asksAllowed.allows(`${message.wish} ${sid}`))
      this.#asked(message.wish);
    if (message.kind === "caption") this.#captions.hear(sid, name, message);
    if (message.kind === "recall") this.#history.answer(sid);
    if (message.kind === "history") this.#history.take(sid, name, message.lines);
  }

  /** Nobody switches anything on here: that is for the person alone. */
  #asked(wish: Wish): void {
    if (wish === "lower-hand") this.hand.value = undefined;
    else if (wish !== "mute" || this.#options.mute()) this.request.value = wish;
  }

  #show(reaction: Omit<ShownReaction, "id">): void {
    const shown = { ...reaction, id: ++this.#last };
    const others = this.reactions.peek().filter(({ sid }) => sid !== reaction.sid);
    this.reactions.value = [...others, shown];
    setTimeout(() => {
      this.reactions.value = this.reactions.peek().filter((one) => one !== shown);
    }, reactionMs);
  }

  #inOrder() {
    const { state, session, name } = this.#options;
    // In another group a hand is for the host alone.
    const seen = state.currentRole.value === "host" ? state.everybody.value : state.peers.value;
    const peers = seen.map(({ sid, name, hand }) => ({ sid, name, hand, own: false }));
    const { sid = "", order = [] } = session() ?? {};
    const own = { sid, name: name(), hand: this.hand.value, own: true };
    return inOrderOfHands([...peers, own], order).map((hand) =>
      hand.own ? { name: hand.name } : { sid: hand.sid, name: hand.name },
    );
  }
}
