// One stay in a room, from the first message to the server to the last: wires the parts, and lets
// everything that comes in be handled one after the other in the order of its arrival, so that a
// frame never overtakes the roster that makes sense of it.
import type { Auth } from "../../crypto/auth.ts";
import { inOrder } from "../../crypto/order.ts";
import { NetworkEvents } from "../../net/networkevents.ts";
import type { ParticipationMessage } from "../../net/participation.ts";
import type { ClientMessage, SignedNames, SignedRoster } from "../../net/protocol.ts";
import { SignalSocket } from "../../net/socket.ts";
import { Admission } from "../admission/admission.ts";
import { AdmittedNames } from "../admission/admittednames.ts";
import { Greetings, type Introduction } from "../admission/greetings.ts";
import { HostAdmission } from "../admission/hostadmission.ts";
import type { HostOptions } from "../admission/hostoptions.ts";
import { Members, type MembersOptions } from "../mesh/members.ts";
import type { Mesh, MeshEvent } from "../mesh/mesh.ts";
import type { Ending } from "../model.ts";
import type { CallState } from "../state.ts";
import { Endings, farewellMs } from "./endings.ts";
import { makeJoin } from "./join.ts";
import { Leaving } from "./leaving.ts";
import { PairMessages } from "./pairmessages.ts";
import type { SessionParts } from "./parts.ts";
import { ServerMessages } from "./servermessages.ts";

/** How long a good-bye may take on its way through the relay, in ms. */
const goodbyeMs = 300;

export type SessionEvent =
  /** We are a member from now on. */
  | { readonly kind: "joined" }
  | { readonly kind: "over"; readonly ending: Ending }
  /** Host: a new roster of ours holds. */
  | { readonly kind: "roster-signed"; readonly roster: SignedRoster }
  /** A new word on names holds. */
  | { readonly kind: "names"; readonly names: SignedNames }
  /** Guest: how to come back. */
  | { readonly kind: "ticket"; readonly ticket: string }
  | {
      readonly kind: "participation";
      /** Of a member. */
      readonly sid: string;
      readonly message: ParticipationMessage;
    }
  | Extract<MeshEvent, { readonly kind: "file" }>;

export interface SessionOptions
  extends Omit<MembersOptions, "sendFrame">,
    Pick<HostOptions, "before" | "namesBefore" | "locked"> {
  /** ws: or wss: address of the signalling. */
  readonly url: string;
  readonly state: CallState;
  readonly introduction: Introduction;
  onEvent(event: SessionEvent): void;
}

export class Session {
  /** Only the host has one. */
  readonly host: HostAdmission | undefined;
  readonly #options: SessionOptions;
  readonly #parts: SessionParts;
  readonly #members: Members;
  readonly #pairMessages: PairMessages;
  readonly #socket: SignalSocket;
  readonly #network: NetworkEvents;
  readonly #inOrder = inOrder();
  #closed = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { keys, key, state, introduction, onEvent } = options;
    const send = (message: ClientMessage) => this.#socket.send(message);
    this.#members = new Members(
      { ...options, sendFrame: (to, body) => this.#socket.sendFrame(to, body) },
      (event) => this.#onMeshEvent(event),
    );
    const members = this.#members;
    const host = this.#makeHost();
    this.host = host;
    const onNames = (names: SignedNames) => onEvent({ kind: "names", names });
    const names = new AdmittedNames({ keys, members, host, state, onNames });
    const endings = new Endings({
      ...{ keys, key, members, state, send },
      over: (ending) => onEvent({ kind: "over", ending }),
      close: () => this.close(),
    });
    const admission = new Admission({
      ...{ members, host, state, send },
      key: key.publicKey,
      isReplaced: () => endings.isReplaced,
      onEvent: (event) => {
        if (event.kind === "removed") return onEvent({ kind: "over", ending: "removed" });
        endings.joined();
        onEvent(event);
      },
    });
    const leaving = new Leaving(members, host, state, send);
    const greetings = new Greetings({ members, host, names, state, introduction });
    this.#parts = { state, members, host, names, greetings, admission, leaving, endings };
    const onTicket = (ticket: string) => onEvent({ kind: "ticket", ticket });
    this.#pairMessages = new PairMessages({
      ...this.#parts,
      onTicket,
      onParticipation: (sid, message) => onEvent({ kind: "participation", sid, message }),
    });
    this.#socket = this.#openSocket();
    this.#network = new NetworkEvents((event) => this.mesh.noteNetwork(event));
  }

  get mesh(): Mesh {
    return this.#members.mesh;
  }

  /** Of all members, in the order of the roster. */
  get order(): readonly string[] {
    return this.#members.roster?.members.map(({ sid }) => sid) ?? [];
  }

  get sid(): string {
    return this.#members.sid;
  }

  /** Guest: the person has knocked. */
  knockAtHost(): void {
    this.#parts.greetings.knockAtHost();
  }

  /** Host: lets in somebody who has knocked. */
  async admit(sid: string): Promise<void> {
    const { host, state, greetings } = this.#parts;
    if (await host?.admit(sid)) await greetings.giveTicket(sid);
    else state.report({ code: host?.isFull() ? "room-full" : "unknown-peer" });
  }

  /** Host: turns away somebody who has knocked. */
  async deny(sid: string): Promise<void> {
    const word = await this.host?.deny(sid);
    if (word !== undefined) this.#parts.leaving.turnAway(word);
  }

  /** Host: from now on nobody may knock, or everybody may again. */
  setLocked(on: boolean): void {
    for (const sid of this.host?.lobby.setLocked(on) ?? []) this.#parts.greetings.answerKnock(sid);
  }

  /** Host: for all. */
  async endCall(): Promise<void> {
    if (this.host !== undefined) this.#parts.endings.sayEnd(await this.host.signEnd());
  }

  /** Has the server say what it holds about us. */
  askServer(): void {
    this.#socket.send({ kind: "knows" });
  }

  /**
   * Says good-bye, and to the server only once that is through: the relay goes with the seat. With
   * `keep` the host's room stays until it expires.
   */
  leave({ keep = false } = {}): void {
    const { state } = this.#options;
    this.#closed = true;
    this.#network.stop();
    if (keep) state.stays.value = "asked";
    this.mesh.broadcastDirect({ kind: "bye" });
    setTimeout(() => this.mesh.close(), goodbyeMs + farewellMs);
    const word = { kind: "leave", ...(keep && { keep }) } as const;
    void this.#socket.leave(goodbyeMs, word).then((answer) => {
      if (answer !== undefined) state.leftAt.value = new Date();
      if (keep) state.stays.value = answer === "left" ? "promised" : "unheard";
    });
  }

  /** Takes nothing in any more; what was said still goes out. */
  close(): void {
    this.#closed = true;
    this.#network.stop();
    this.#socket.close();
    setTimeout(() => this.mesh.close(), farewellMs);
  }

  #openSocket(): SignalSocket {
    const { keys, before, key, state, url } = this.#options;
    const serverMessages = new ServerMessages({
      ...this.#parts,
      keys,
      send: (message) => this.#socket.send(message),
      putOff: () => this.#socket.putOff(),
    });
    return new SignalSocket({
      url,
      answer: (nonce) => {
        const { sid, roster = before } = this.#members;
        return makeJoin(keys, key, nonce, { sid, roster });
      },
      message: (message) => {
        // At once: the socket may be lost before its turn comes.
        if (message.kind === "welcome") state.serverHere.value = true;
        this.#enqueue(() => serverMessages.receive(message));
      },
      frame: (from, body) => this.#enqueue(async () => this.mesh.receiveFrame(from, body)),
      lost: (code) => state.loseServer(code),
      found: () => {
        state.serverHere.value = true;
      },
      closed: (code) => this.#enqueue(async () => this.#parts.endings.socketClosed(code)),
    });
  }

  #makeHost(): HostAdmission | undefined {
    const { keys, before, introduction, locked, namesBefore, state, onEvent } = this.#options;
    if (keys.host === undefined) return undefined;
    return new HostAdmission({
      ...{ ...keys.host, room: keys.room, before, namesBefore, locked },
      name: introduction.name,
      roster: () => this.#members.roster,
      names: () => this.#parts.names.word,
      publishNames: (word) => this.#parts.names.follow(word),
      seats: () => state.seats.value,
      publish: async (roster) => {
        this.#socket.send(roster);
        this.mesh.broadcastDirect(roster);
        this.#members.follow(roster);
        onEvent({ kind: "roster-signed", roster });
        this.#parts.greetings.tellSeats();
      },
    });
  }

  #onMeshEvent(event: MeshEvent): void {
    const { admission, endings, greetings, leaving, state } = this.#parts;
    const { sid } = event;
    const name = this.mesh.nameOf(sid);
    switch (event.kind) {
      case "authenticated":
        this.#enqueue(() => this.#authenticated(sid, event.auth));
        break;
      case "channel-open":
        admission.channelOpen();
        greetings.greetDirectly(sid);
        break;
      case "shown":
        admission.peerShown();
        break;
      case "message":
        this.#enqueue(() => this.#pairMessages.receive(sid, event.message));
        break;
      case "file":
        this.#options.onEvent(event);
        break;
      case "attack":
        this.#enqueue(() => leaving.attacked(sid, name, event.late));
        break;
      case "changed":
        if (event.state === "failed" || event.state === "reconnecting") {
          leaving.unreachable(sid, event.state);
          endings.endIfAlone();
        }
        break;
      case "doubtful":
        this.#socket.checkSoon();
        break;
      case "unrelayed":
        state.report({ code: event.why, name, until: sid });
    }
  }

  async #authenticated(sid: string, auth: Auth): Promise<void> {
    const { admission, greetings, host, leaving, members } = this.#parts;
    const roster = await members.authenticated(sid, auth);
    if (roster !== undefined) await admission.takeRoster(roster);
    const denied = await host?.authenticated(sid, auth.key);
    if (denied !== undefined) leaving.turnAway(denied);
    else greetings.greetSealed(sid);
  }

  #enqueue(work: () => Promise<void>): void {
    void this.#inOrder(async () => {
      if (!this.#closed) await work();
    });
  }
}
