// One call, from the first message to the server to the last: what the screens hold in their hands,
// and what people say to each other in it.
import { effect } from "@preact/signals-core";
import { generateKey } from "../crypto/ed25519.ts";
import type { CallKind } from "../crypto/link.ts";
import type { Devices } from "../media/devices.ts";
import type { HelloMessage, PairMessage, SignedNames, SignedRoster } from "../net/protocol.ts";
import { makeCertificate } from "../peer/certificate.ts";
import { Greetings } from "./admission/greetings.ts";
import { Files } from "./files.ts";
import type { CallModel, Ending } from "./model.ts";
import { toLine, toText } from "./names.ts";
import type { CallOptions } from "./options.ts";
import { Session } from "./session/session.ts";
import { CallState } from "./state.ts";

export class Call extends CallState implements CallModel {
  readonly kind: CallKind;
  readonly role: "host" | "guest";
  readonly files = new Files(this, () => this.#session?.mesh);
  readonly #options: CallOptions;
  #session: Session | undefined;
  #greetings: Greetings | undefined;
  #opening: Promise<void> | undefined;
  #name = "";
  #relayOnly = false;
  #ticket: string | undefined;
  #roster: SignedRoster | undefined;
  #names: SignedNames | undefined;
  #stopFollowing: (() => void)[] = [];

  constructor(options: CallOptions) {
    super();
    this.#options = options;
    this.kind = options.kind;
    this.role = options.role;
    this.#ticket = options.ticket;
    this.#roster = options.roster;
    this.#names = options.names;
    this.locked.value = options.locked;
    // A guest learns at once whether the room is there, and the channel to the host is ready when
    // it knocks. A host is not there before it enters.
    if (this.role === "guest") void this.#open();
  }

  join(name: string, options: { relayOnly: boolean }): void {
    this.#name = toLine(name);
    this.#relayOnly = options.relayOnly;
    this.knocked.value = true;
    this.#remember();
    void this.#open().then(() => this.#greetings?.knock());
  }

  admit(sid: string): void {
    void this.#desk(async (desk) => {
      if (!(await desk.admit(sid)))
        return this.report({ code: desk.isFull() ? "room-full" : "unknown-peer" });
      await this.#greetings?.giveTicket(sid);
    });
  }

  deny(sid: string): void {
    void this.#desk(async (desk, session) => {
      const word = await desk.deny(sid);
      if (word !== undefined) session.departures.turnAway(word);
    });
  }

  lock(on: boolean): void {
    this.locked.value = on;
    this.#remember();
    void this.#desk(async (desk) => {
      for (const sid of desk.lock(on)) this.#greetings?.answer(sid);
    });
  }

  note(sid: string, text: string): void {
    this.#session?.mesh.send(sid, { kind: "note", text });
  }

  remove(sid: string): void {
    void this.#desk((desk) => desk.remove(sid));
  }

  compare(sid: string): void {
    this.#session?.mesh.describe(sid, { compared: true });
  }

  say(text: string): void {
    const line = toText(text).trim();
    if (line === "") return;
    this.#session?.mesh.broadcast({ kind: "chat", text: line });
    this.addChat({ name: this.#name, text: line });
  }

  leave(): void {
    this.#over("left");
  }

  /** The person goes on in another tab. */
  giveWay(): void {
    this.#over("replaced");
  }

  endForAll(): void {
    this.#endAs("ended");
  }

  askServer(): void {
    this.#session?.send({ kind: "knows" });
  }

  forgetMe(endForAll: boolean): void {
    if (endForAll) this.#endAs("forgotten");
    else this.#over("forgotten");
  }

  #endAs(ending: Ending): void {
    this.#options.media.close(); // signing takes a moment
    void this.#open(); // it is said to the server also where nobody has entered yet
    void this.#desk(async (desk, session) => {
      session.end(await desk.end());
      this.#over(ending, true);
    });
  }

  dismissProblem(): void {
    if (this.problem.value?.code !== "alarm") this.problem.value = undefined;
  }

  /** One entry for each member, for tests and for whoever wants to know. */
  async stats() {
    return (await this.#session?.mesh.stats()) ?? [];
  }

  #open(): Promise<void> {
    this.#opening ??= this.#start();
    return this.#opening;
  }

  async #start(): Promise<void> {
    const { access, url, server, kind, media, build } = this.#options;
    const [opened, key, certificate] = await Promise.all([
      access,
      generateKey(),
      makeCertificate(),
    ]);
    if (this.phase.value === "over") return;
    const session = new Session({
      url,
      server,
      access: opened,
      key,
      state: this,
      before: this.#roster,
      namesBefore: this.#names,
      locked: this.locked.value,
      name: () => this.#name,
      named: (word) => this.#rename(session, word),
      signed: (roster) => {
        this.#roster = roster;
        this.#remember();
        this.#greetings?.tellSeats(this.knocks.value);
      },
      pairs: { audio: kind !== "chat", video: kind === "video", certificate, build },
      tracks: () => this.#tracks(),
      relayOnly: () => this.#relayOnly,
      sealed: (sid) => this.#greetings?.sealed(sid),
      direct: (sid) => this.#greetings?.direct(sid),
      message: (sid, message) => this.#receive(session, sid, message),
      file: (sid, news) => this.files.hear(sid, session.mesh.nameOf(sid), news),
      joined: () => this.#follow(session, media),
      over: (ending) => this.#over(ending),
    });
    this.#session = session;
    this.#greetings = new Greetings(session, {
      topic: this.role === "host" ? this.#options.topic : "",
      name: () => this.#name,
      ticket: () => this.#ticket,
      knocked: () => this.knocked.value,
      state: () => this.#state(),
    });
    this.#stopFollowing.push(
      effect(() => {
        this.meet(session.mesh.peers.value);
      }),
      effect(() => {
        if (session.desk !== undefined) this.knocks.value = session.desk.knocks.value;
      }),
    );
  }

  // What the person switches on and off goes to everybody, and so do the tracks.
  #follow(session: Session, media: Devices): void {
    this.#stopFollowing.push(
      effect(() => {
        media.version.value;
        session.mesh.setTracks(this.#tracks());
      }),
      effect(() => session.mesh.broadcastDirect(this.#state())),
    );
  }

  #tracks() {
    const { media, kind } = this.#options;
    return {
      audio: kind === "chat" ? null : media.track("microphone"),
      video: kind === "video" ? media.track("camera") : null,
    };
  }

  #state(): PairMessage {
    const { microphone, camera } = this.#options.media;
    return { kind: "state", microphone: microphone.value, camera: camera.value };
  }

  async #receive(session: Session, sid: string, message: PairMessage): Promise<void> {
    if (this.phase.value === "over") return; // said meanwhile
    const { mesh } = session;
    const fromHost = mesh.isHost(sid);
    const fromMember = mesh.isMember(sid) && session.members.admitted;
    if (message.kind === "hello") return this.#meet(session, sid, message);
    if (fromHost && message.kind === "note")
      this.notes.value = [...this.notes.value, toText(message.text)];
    if (fromHost && message.kind === "full") this.full.value = true;
    if (fromHost && message.kind === "locked")
      [this.shut.value, this.hostKnows.value] = [true, false];
    if (fromHost && message.kind === "ticket") {
      this.#ticket = message.ticket;
      this.#remember();
    }
    if (!fromMember && !fromHost) return; // who only knocks passes nothing on
    if (message.kind === "roster") return session.takeRoster(message, fromHost);
    if (message.kind === "names") return session.names.take(message);
    if (message.kind === "end") return session.takeEnd(message.signature, false);
    if (!fromMember) return;
    if (message.kind === "chat")
      this.addChat({ sid, name: mesh.nameOf(sid), text: toText(message.text), host: fromHost });
    if (message.kind === "state")
      mesh.describe(sid, { microphone: message.microphone, camera: message.camera });
    if (message.kind === "bye") session.departures.depart(sid);
  }

  async #meet(session: Session, sid: string, { topic, ...hello }: HelloMessage): Promise<void> {
    const { mesh, names, desk } = session;
    // Whom the host let in under a name has no other one, whatever it says; and the first that
    // somebody says stays.
    if (mesh.nameOf(sid) === "") mesh.describe(sid, { name: names.of(sid) ?? hello.name });
    const name = mesh.nameOf(sid);
    if (mesh.isHost(sid)) {
      this.hostName.value = name;
      this.topic.value = topic === undefined ? undefined : toLine(topic);
      this.hostKnows.value = this.knocked.value;
      this.full.value = this.shut.value = false; // or it is said next
    }
    if (await desk?.called(sid, name)) await this.#greetings?.giveTicket(sid);
    if (!desk?.isWaiting(sid)) return;
    if (await desk.knocked(sid, { ...hello, name })) return this.#greetings?.giveTicket(sid);
    this.#greetings?.answer(sid);
  }

  #rename({ mesh, desk }: Session, word: SignedNames): void {
    if (desk !== undefined) {
      this.#names = word;
      this.#remember();
    }
    for (const { sid, name } of word.names) {
      if (!mesh.has(sid) || mesh.nameOf(sid) === name) continue;
      mesh.describe(sid, { name });
      this.rename(sid, name);
      if (mesh.isHost(sid)) this.hostName.value = name;
    }
  }

  async #desk(
    work: (desk: NonNullable<Session["desk"]>, session: Session) => Promise<void>,
  ): Promise<void> {
    await this.#opening;
    if (this.#session?.desk !== undefined) await work(this.#session.desk, this.#session);
  }

  #remember(): void {
    if (!this.knocked.value) return;
    const [name, relayOnly, ticket] = [this.#name, this.#relayOnly, this.#ticket];
    const host = { roster: this.#roster, names: this.#names, locked: this.locked.value };
    this.#options.remember({ name, relayOnly, ticket, ...host });
  }

  #over(ending: Ending, forAll = ending === "ended"): void {
    if (this.phase.value === "over") return;
    this.#options.media.close(); // before anything that could fail
    this.ending.value = ending;
    this.phase.value = "over";
    this.#options.remember(undefined);
    for (const stop of this.#stopFollowing.splice(0)) stop();
    if (ending === "forgotten") this.clear();
    // After an end the session itself waits for the server's word that the room is erased.
    if (forAll) return;
    if (ending === "left" || ending === "forgotten") this.#session?.leave();
    else this.#session?.close();
  }
}
