// What passes between this client and the server, and what follows from it (protocol, section 3).
//
// Everything that comes in is handled one after the other in the order of its arrival: a frame
// never overtakes the roster that makes sense of it.
import type { Auth } from "../../crypto/auth.ts";
import { inOrder } from "../../crypto/order.ts";
import * as signed from "../../crypto/signed.ts";
import type {
  ClientMessage,
  EndMessage,
  PairMessage,
  ServerMessage,
  SignedRoster,
  WelcomeMessage,
} from "../../net/protocol.ts";
import { SignalSocket } from "../../net/socket.ts";
import type { FileNews } from "../../peer/filerules.ts";
import { Arrival } from "../admission/admission.ts";
import { AdmittedNames, type AdmittedOptions } from "../admission/admittednames.ts";
import { HostDesk } from "../admission/hostadmission.ts";
import type { HostOptions } from "../admission/hostoptions.ts";
import { isHostsWord } from "../admission/hostsignature.ts";
import { Members, type MembersOptions } from "../mesh/members.ts";
import type { Mesh, MeshEvent } from "../mesh/mesh.ts";
import type { Ending } from "../model.ts";
import type { CallState } from "../state.ts";
import { makeJoin } from "./join.ts";
import { Departures } from "./leaving.ts";

/** How long the last words may take before the connections are closed, in ms. */
const farewellMs = 1000;

/** How long a good-bye may take on its way through the relay, in ms. */
const goodbyeMs = 300;

type Kept = Pick<HostOptions, "namesBefore" | "locked"> & Pick<AdmittedOptions, "named">;
export interface SessionOptions extends Omit<MembersOptions, "sendFrame">, Kept {
  /** ws: or wss: address of the signalling. */
  readonly url: string;
  readonly state: CallState;
  /** Host: the last roster from before a reload. */
  readonly before: SignedRoster | undefined;
  /** Host: a new roster holds. */
  signed(roster: SignedRoster): void;
  /** Our own. */
  name(): string;
  /** The path to somebody is sealed, for the first time or again. */
  sealed(sid: string): void;
  /** The data channel to somebody is open. */
  direct(sid: string): void;
  message(sid: string, message: PairMessage): Promise<void> | void;
  file(sid: string, news: FileNews): void;
  /** We are a member from now on. */
  joined(): void;
  over(ending: Ending): void;
}

export class Session {
  readonly members: Members;
  /** Only the host has one. */
  readonly desk: HostDesk | undefined;
  readonly names: AdmittedNames;
  readonly departures: Departures;
  readonly #options: SessionOptions;
  readonly #state: CallState;
  readonly #socket: SignalSocket;
  readonly #arrival: Arrival;
  readonly #inOrder = inOrder();
  /** The host's end, until the server has confirmed it. */
  #end: EndMessage | undefined;
  #closed = false;
  #wasMember = false;
  /** The server says that somebody else with our key is here. */
  #replaced = false;

  constructor(options: SessionOptions) {
    const { state } = options;
    this.#options = options;
    this.#state = state;
    this.members = new Members(
      { ...options, sendFrame: (to, body) => this.#socket.sendFrame(to, body) },
      (event) => this.#onMeshEvent(event),
    );
    this.desk = this.#makeDesk();
    this.names = new AdmittedNames({ ...options, members: this.members, desk: this.desk });
    this.departures = new Departures(this.members, this.desk, state, (message) =>
      this.#socket.send(message),
    );
    this.#arrival = new Arrival({
      ...options,
      members: this.members,
      desk: this.desk,
      key: options.key.publicKey,
      send: (message) => this.#socket.send(message),
      takeRoster: (roster) => this.takeRoster(roster),
      joined: () => {
        this.#wasMember = true;
        options.joined();
      },
    });
    this.#socket = new SignalSocket({
      url: options.url,
      answer: (nonce) => {
        const { sid, roster = options.before } = this.members;
        return makeJoin(options.access, options.key, nonce, { sid, roster });
      },
      message: (message) => {
        if (message.kind === "welcome") state.serverHere.value = true; // at once: the socket may be lost before its turn comes
        this.#do(() => this.#receive(message));
      },
      frame: (from, body) => this.#do(async () => this.mesh.frame(from, body)),
      lost: (code) => state.loseServer(code),
      found: () => {
        state.serverHere.value = true;
      },
      closed: (code) => this.#do(async () => this.#ended(code)),
    });
  }

  get mesh(): Mesh {
    return this.members.mesh;
  }

  send(message: ClientMessage): void {
    this.#socket.send(message);
  }

  /**
   * The host ends the call: said to everybody directly as well, so that it holds without the
   * server.
   */
  end(message: EndMessage): void {
    this.#end = message;
    this.#state.endSaid.value = true;
    this.mesh.broadcastDirect(message);
    this.#socket.send(message);
    setTimeout(() => this.mesh.close(), farewellMs);
  }

  /** Says good-bye, and to the server only once that is through: the relay goes with the seat. */
  leave(): void {
    this.#closed = true;
    this.mesh.broadcastDirect({ kind: "bye" });
    setTimeout(() => this.mesh.close(), goodbyeMs + farewellMs);
    void this.#socket.leave(goodbyeMs).then((confirmed) => {
      if (confirmed) this.#state.leftAt.value = new Date();
    });
  }

  /** Takes nothing in any more; what was said still goes out. */
  close(): void {
    this.#closed = true;
    this.#socket.close();
    setTimeout(() => this.mesh.close(), farewellMs);
  }

  #do(work: () => Promise<void>): void {
    void this.#inOrder(async () => {
      if (!this.#closed) await work();
    });
  }

  #onMeshEvent(event: MeshEvent): void {
    const { sid } = event;
    const name = this.mesh.nameOf(sid);
    switch (event.kind) {
      case "authenticated":
        this.#do(() => this.#authenticated(sid, event.auth));
        break;
      case "channel-open":
        this.#arrival.direct();
        this.#options.direct(sid);
        break;
      case "shown":
        this.#arrival.shown();
        break;
      case "message":
        this.#do(async () => this.#options.message(sid, event.message));
        break;
      case "file":
        this.#options.file(sid, event.file);
        break;
      case "attack":
        this.#do(() => this.departures.attacked(sid, name, event.late ?? false));
        break;
      case "changed":
        if (event.state === "failed" || event.state === "reconnecting") {
          this.departures.cutOff(sid, event.state);
          this.#endIfReplaced();
        }
        break;
      case "unrelayed":
        this.#state.report({ code: event.why, name, until: sid });
    }
  }

  #makeDesk(): HostDesk | undefined {
    const { access, state } = this.#options;
    if (access.host === undefined) return undefined;
    return new HostDesk({
      ...this.#options,
      ...access.host,
      room: access.room,
      roster: () => this.members.roster,
      names: () => this.names.word,
      publishNames: (word) => this.names.follow(word),
      seats: () => state.seats.value,
      publish: async (roster) => {
        this.#socket.send(roster);
        this.mesh.broadcastDirect(roster);
        this.members.follow(roster);
        this.#options.signed(roster);
      },
    });
  }

  async #receive(message: ServerMessage): Promise<void> {
    switch (message.kind) {
      case "welcome":
        return this.#welcome(message);
      case "host":
        return this.#arrival.meetHost(message.host, message.away);
      case "knock":
        return this.#arrival.knock(message.sid);
      case "roster":
        return this.takeRoster(message);
      case "relay":
        return this.members.setRelay(message);
      case "incident":
        return this.#state.watch(message);
      case "knows":
        this.#state.known.value = { at: new Date(), said: message };
        return;
      case "left":
        return this.departures.left(message.sid);
      case "deny":
        return this.#denied(message.sid, message.signature);
      case "end":
        return this.takeEnd(message.signature, true);
      case "error":
        if (message.code === "room-full") this.#state.report({ code: message.code });
        if (message.code === "unknown-peer" && message.sid !== undefined)
          return this.departures.refused(message.sid);
    }
  }

  async #welcome(message: WelcomeMessage): Promise<void> {
    // Under another sid nobody would know us; an honest server has no reason to give us one.
    const isStrange = message.sid !== this.members.sid && this.members.admitted;
    if (isStrange && this.mesh.anyLive()) return this.#socket.putOff();
    this.#state.watch({}); // what goes on is told again
    this.#state.seats.value = message.seats;
    if (this.#end !== undefined) return this.#socket.send(this.#end);
    return this.#arrival.welcomed(message);
  }

  /** `fromHost`: the host itself says it, directly. */
  async takeRoster(roster: SignedRoster, fromHost = false): Promise<void> {
    const verdict = await this.members.take(roster);
    if (verdict === "taken" && !this.#replaced) return this.#arrival.retake();
    if (verdict === "unlisted" && fromHost) return this.#options.over("removed");
    // Perhaps the host only took us for lost. We knock again, and its client knows which.
    if (verdict === "unlisted") this.#state.waitAgain();
    if (verdict === "forged") this.#state.report({ code: "forged-command" });
    if (verdict === "member") performance.mark("einmal:roster");
  }

  /** Whoever says so, it is the host's signature that counts. */
  async takeEnd(signature: string, fromServer: boolean): Promise<void> {
    const words = signed.end(this.#options.access.room);
    if (!(await isHostsWord(this.members, this.#state, words, signature))) return;
    this.#options.over("ended");
    if (fromServer) this.#erased();
    // A guest who heard it directly gives the server a moment to confirm; the host's client waits
    // for it.
    else if (this.desk === undefined) setTimeout(() => this.close(), farewellMs);
  }

  // The server erases the room before it passes the end on.
  #erased(): void {
    this.#state.endedAt.value = new Date();
    this.close();
  }

  async #authenticated(sid: string, auth: Auth): Promise<void> {
    const roster = await this.members.proved(sid, auth);
    if (roster !== undefined) await this.takeRoster(roster);
    const denied = await this.desk?.proved(sid, auth.key);
    if (denied !== undefined) return this.departures.turnAway(denied);
    this.#options.sealed(sid);
  }

  async #denied(sid: string, signature: string): Promise<void> {
    if (sid !== this.members.sid) return;
    const { access, key } = this.#options;
    const words = signed.deny(access.room, sid, key.publicKey);
    if (!(await isHostsWord(this.members, this.#state, words, signature))) return;
    this.#options.over(this.#wasMember ? "removed" : "denied");
  }

  // The socket is closed for good. A call goes on without the server as long as somebody is there
  // directly. That the host turned us away or took us out is not for the server to say: the host's
  // signed word has come before, or it is not so.
  #ended(code: string): void {
    const state = this.#state;
    state.loseServer();
    state.closed.value = true;
    this.#replaced = code === "replaced";
    if (code === "room-gone") this.#roomGone();
    else if (code === "denied" || code === "ended") state.report({ code: "bad-server" });
    else state.report({ code });
    this.#endIfReplaced();
  }

  #roomGone(): void {
    const { phase } = this.#state;
    if (phase.value === "joined" && this.mesh.anyLive()) return;
    if (phase.value === "joined") this.#options.over("ended");
    if (phase.value === "over") this.#erased();
    else phase.value = "gone";
  }

  #endIfReplaced(): void {
    if (this.#replaced && !this.mesh.anyLive()) this.#options.over("replaced");
  }
}
