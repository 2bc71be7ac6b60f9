// How a call ends for this client: by the host's signed word, whoever passes it on, or because the
// server has nothing more for us. A call goes on without the server as long as somebody is there
// directly.
import type { SigningKey } from "../../crypto/ed25519.ts";
import * as signed from "../../crypto/signed.ts";
import type { EndMessage } from "../../net/protocol.ts";
import { isSignedByHost } from "../admission/hostsignature.ts";
import type { Members } from "../mesh/members.ts";
import type { Ending, Fate } from "../model.ts";
import type { RoomKeys } from "../roomkeys.ts";
import type { CallState } from "../state.ts";

/** How long the last words may take before the connections are closed, in ms. */
export const farewellMs = 1000;
/**
 * Without a room a call lives as long as its connections. One that is interrupted for so long is
 * not waited for any more, in ms.
 */
export const lonelyMs = 15_000;

export interface EndingOptions {
  readonly keys: RoomKeys;
  /** Our own, of this join. */
  readonly key: SigningKey;
  readonly members: Members;
  readonly state: CallState;
  /** Says something to the server. */
  send(message: EndMessage): void;
  over(ending: Ending): void;
  /** Nothing more is to be heard. */
  close(): void;
}

export class Endings {
  readonly #options: EndingOptions;
  #wasMember = false;
  #replaced = false;
  /** When the server said that the room is no more. */
  #goneAt: Date | undefined;
  #unconfirmed: EndMessage | undefined;

  constructor(options: EndingOptions) {
    this.#options = options;
  }

  /** The server says that somebody else with our key is here. */
  get isReplaced(): boolean {
    return this.#replaced;
  }

  /** The host's end, until the server has confirmed it. */
  get unconfirmed(): EndMessage | undefined {
    return this.#unconfirmed;
  }

  joined(): void {
    this.#wasMember = true;
  }

  /**
   * The host ends the call: said to everybody directly as well, so that it holds without the
   * server.
   */
  sayEnd(message: EndMessage): void {
    const { members, state, send } = this.#options;
    this.#unconfirmed = message;
    state.endSaid.value = true;
    members.mesh.broadcastDirect(message);
    send(message);
    setTimeout(() => members.mesh.close(), farewellMs);
  }

  /** Whoever says so, it is the host's signature that counts. */
  async takeEnd(signature: string, fromServer: boolean): Promise<void> {
    const { keys, members, state, over, close } = this.#options;
    const words = signed.endBytes(keys.room);
    if (!(await isSignedByHost(members, state, words, signature))) return;
    over("ended");
    if (fromServer) this.#erased();
    // A guest who heard it directly gives the server a moment to confirm; the host's client waits
    // for it.
    else if (members.keys.host === undefined) setTimeout(close, farewellMs);
  }

  async takeDeny(sid: string, signature: string): Promise<void> {
    const { keys, key, members, state, over } = this.#options;
    if (sid !== members.sid) return;
    const words = signed.denyBytes(keys.room, sid, key.publicKey);
    if (!(await isSignedByHost(members, state, words, signature))) return;
    over(this.#wasMember ? "removed" : "denied");
  }

  // That the host turned us away or took us out is not for the server to say: the host's signed
  // word has come before, or it is not so.
  /** The socket is closed for good. */
  socketClosed(code: string): void {
    const { state } = this.#options;
    state.loseServer();
    state.closed.value = true;
    this.#replaced = code === "replaced";
    if (code === "room-gone" || code === "ended-by-operator") this.#roomGone(code);
    else if (code === "denied" || code === "ended") state.report({ code: "bad-server" });
    else state.report({ code });
    this.endIfAlone();
  }

  endIfAlone(): void {
    const { members, over } = this.#options;
    if (this.#replaced && !members.mesh.anyLive()) over("replaced");
  }

  // The server erases the room before it passes the end on.
  #erased(): void {
    this.#options.state.endedAt.value = this.#goneAt ?? new Date();
    this.#options.close();
  }

  // Nobody can come in any more. What is relayed ends with the room, what is direct goes on. Who
  // only waits learns of a room that is gone no more than whoever opens its link now, unless the
  // server says who ended it.
  #roomGone(code: Fate): void {
    const { state } = this.#options;
    const { phase } = state;
    this.#goneAt = new Date();
    if (phase.value === "joined") {
      state.fate.value = code;
      state.endedAt.value = this.#goneAt; // also for who leaves before the call has ended
      if (this.#anyDirect()) this.#endWhenAlone(code);
      else this.#endAs(code);
    } else if (phase.value === "over") this.#erased();
    else if (code === "room-gone") phase.value = "gone";
    else this.#endAs(code);
  }

  #endAs(code: Fate): void {
    this.#options.over(code === "room-gone" ? "ended" : code);
    this.#erased();
  }

  #anyDirect(): boolean {
    const { peers } = this.#options.members.mesh;
    return peers.value.some(({ state, route }) => state === "connected" && route !== "relay");
  }

  #endWhenAlone(code: Fate): void {
    const { members, state } = this.#options;
    let seen = Date.now();
    const timer = setInterval(() => {
      if (members.mesh.anyLive()) seen = Date.now();
      const isAlone = members.mesh.sids.length === 0 || Date.now() - seen >= lonelyMs;
      if (state.phase.value === "joined" && !isAlone) return;
      clearInterval(timer);
      if (state.phase.value === "joined") this.#endAs(code);
    }, 1000);
  }
}
