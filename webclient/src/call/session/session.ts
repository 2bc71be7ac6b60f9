// One stay in a room, from the first message to the server to the last: wires the parts, and lets
// everything that comes in be handled one after the other in the order of its arrival, so that a
// frame never overtakes the roster that makes sense of it.
import type { Auth } from "../../crypto/auth.ts";
import { inOrder } from "../../crypto/order.ts";
import { NetworkEvents } from "../../net/networkevents.ts";
import type { ClientMessage, SignedNames, SignedRoster } from "../../net/protocol.ts";
import { SignalSocket } from "../../net/socket.ts";
import { Admission } from "../admission/admission.ts";
import { AdmittedNames } from "../admission/admittednames.ts";
import { Greetings } from "../admission/greetings.ts";
import { HostAdmission } from "../admission/hostadmission.ts";
import { HostSeat } from "../admission/hostseat.ts";
import { Roles } from "../admission/roles.ts";
import { Members } from "../mesh/members.ts";
import type { Mesh, MeshEvent } from "../mesh/mesh.ts";
import type { HostKeys, RoomKeys } from "../roomkeys.ts";
import { Endings, farewellMs } from "./endings.ts";
import { makeJoin } from "./join.ts";
import { Leaving } from "./leaving.ts";
import { isCarried, type SessionOptions } from "./options.ts";
import { PairMessages } from "./pairmessages.ts";
import type { SessionParts } from "./parts.ts";
import { makeRecordable, type Recordable } from "./recordable.ts";
import { ServerMessages } from "./servermessages.ts";

/** Who has just taken over has nothing from before a reload. */
const fresh = { before: undefined, namesBefore: undefined } as const;
/** For a good-bye on its way through the relay, in ms. */
const goodbyeMs = 300;

export class Session {
  readonly roles: Roles;
  readonly #seat = new HostSeat();
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
    const seat = this.#seat;
    if (keys.host !== undefined) seat.host = this.#makeHost(keys.host);
    const onNames = (names: SignedNames) => onEvent({ kind: "names", names });
    const names = new AdmittedNames({ keys, members, seat, state, onNames });
    const endings = new Endings({
      ...{ keys, key, members, state, send },
      over: (ending) => onEvent({ kind: "over", ending }),
      close: () => this.close(),
    });
    const admission = new Admission({
      ...{ members, seat, state, send },
      key: key.publicKey,
      isReplaced: () => endings.isReplaced,
      followRole: () => this.roles.follow(),
      onEvent: (event) => {
        if (event.kind === "removed") return onEvent({ kind: "over", ending: "removed" });
        endings.joined();
        onEvent(event);
      },
    });
    const leaving = new Leaving(members, seat, state, send);
    const greetings = new Greetings({ members, seat, names, state, introduction });
    this.#parts = { state, members, seat, names, greetings, admission, leaving, endings };
    const onTicket = (ticket: string) => onEvent({ kind: "ticket", ticket });
    this.roles = new Roles({
      ...this.#parts,
      ...{ onTicket, name: introduction.name },
      makeHost: (hostKeys, locked) => this.#makeHost(hostKeys, { locked }),
      onRole: (link, name) => onEvent({ kind: "role", link, name }),
      onMoved: (name) => onEvent({ kind: "host-moved", name }),
    });
    this.#pairMessages = new PairMessages({
      ...this.#parts,
      onTicket,
      onParticipation: (sid, message) => onEvent({ kind: "participation", sid, message }),
      onHosting: (sid, message) => onEvent({ kind: "hosting", sid, message }),
    });
    this.#socket = this.#openSocket();
    this.#network = new NetworkEvents((event) => this.mesh.noteNetwork(event));
  }

  get host(): HostAdmission | undefined {
    return this.#seat.host;
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

  get keys(): RoomKeys {
    return this.#members.keys;
  }

  get roster(): SignedRoster | undefined {
    return this.#members.roster;
  }

  get names(): SignedNames | undefined {
    return this.#parts.names.word;
  }

  get hostKey(): string | undefined {
    return this.#members.hostKey;
  }

  get recordable(): Recordable {
    return makeRecordable({ ...this.#options, ...this.#parts });
  }

  /** Guest: the person has knocked. */
  knockAtHost(): void {
    this.#parts.greetings.knockAtHost();
  }

  /** Host: lets in somebody who has knocked. */
  async admit(sid: string): Promise<void> {
    const { state, greetings } = this.#parts;
    const { host } = this;
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
    const word = await this.host?.signEnd();
    if (word !== undefined) this.#parts.endings.sayEnd(word);
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
    const { before, key, state, url } = this.#options;
    const serverMessages = new ServerMessages({
      ...this.#parts,
      keys: this.#options.keys,
      send: (message) => this.#socket.send(message),
      putOff: () => this.#socket.putOff(),
    });
    return new SignalSocket({
      url,
      answer: (nonce) => {
        const { sid, roster = before } = this.#members;
        return makeJoin(this.keys, key, nonce, { sid, roster });
      },
      message: (message) => {
        // At once: the socket may be lost before its turn comes.
        if (message.kind === "welcome") state.serverHere.value = true;
        if (this.host?.list.proposal?.hear(message, this.roster?.epoch ?? 0)) return;
        this.#enqueue(() => serverMessages.receive(message));
      },
      frame: (from, body) => this.#enqueue(async () => this.mesh.receiveFrame(from, body)),
      lost: (code) => state.loseServer(code),
      found: () => {
        state.serverHere.value = true;
      },
      closed: (code) => {
        if (code !== "replaced") void this.host?.list.takeBack(); // no word of it comes any more
        this.#enqueue(async () => this.#parts.endings.socketClosed(code));
      },
    });
  }

  /** `taken` is for who has taken over: nothing is from before a reload then. */
  #makeHost(host: HostKeys, taken?: { readonly locked: boolean }): HostAdmission {
    const { keys, introduction, state, onEvent } = this.#options;
    const { before, namesBefore, locked } = { ...this.#options, ...(taken && fresh), ...taken };
    return new HostAdmission({
      ...{ ...host, room: keys.room, before, namesBefore, locked },
      propose: (roster) => this.#socket.send(roster),
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
    if (isCarried(event)) this.#options.onEvent(event);
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
      case "attack":
        this.#enqueue(() => leaving.attacked(sid, name, event.late));
        break;
      case "changed":
        if (event.state === "failed" || event.state === "reconnecting") {
          leaving.unreachable(sid, event.state);
          endings.endIfAlone();
        }
        break;
      case "channel-closed":
        leaving.unreachable(sid, "reconnecting");
        break;
      case "doubtful":
        this.#socket.checkSoon();
        break;
      case "unrelayed":
        state.report({ code: event.why, name, until: sid });
    }
  }

  async #authenticated(sid: string, auth: Auth): Promise<void> {
    const { admission, greetings, leaving, members } = this.#parts;
    const { host } = this;
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
