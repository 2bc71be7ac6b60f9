// One call, from the first message to the server to the last: what the screens hold in their hands,
// and what people say to each other in it.
import { computed, effect } from "@preact/signals-core";
import { random, toBase64url } from "../crypto/bytes.ts";
import { generateKey } from "../crypto/ed25519.ts";
import type { CallKind } from "../crypto/link.ts";
import type { SignedNames, SignedRoster } from "../net/protocol.ts";
import { makeCertificate } from "../peer/certificate.ts";
import { CalledParts, loaded } from "./calledparts.ts";
import type { Connecting } from "./connecting.ts";
import type { CallModel, Ending, LeaveOptions } from "./model.ts";
import { toLine, toText } from "./names.ts";
import type { CallOptions } from "./options.ts";
import { OwnDevices } from "./owndevices.ts";
import { CallQuality } from "./quality.ts";
import type { RoleEvent, SessionEvent } from "./session/options.ts";
import { Session } from "./session/session.ts";

export class Call extends CalledParts implements CallModel {
  readonly kind: CallKind;
  readonly quality = new CallQuality();
  readonly #options: CallOptions;
  readonly #devices: OwnDevices;
  #session: Session | undefined;
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
    const hand = computed(() => this.inCall.value?.participation.hand.value);
    this.#devices = new OwnDevices(options, hand);
    this.currentRole.value = options.role;
    this.#ticket = options.ticket;
    this.#roster = options.roster;
    this.#names = options.names;
    this.locked.value = options.locked;
    this.topic.value = options.topic || undefined;
    this.expires.value = options.expires;
    // A guest learns at once whether the room is there, and the channel to the host is ready when
    // it knocks. A host is not there before it enters.
    void (this.role === "guest" ? this.#openOnce() : options.loadConnecting());
  }

  get role(): "host" | "guest" {
    return this.currentRole.value;
  }

  join(name: string, options: { relayOnly: boolean }): void {
    this.#name = toLine(name);
    this.#relayOnly = options.relayOnly;
    this.knocked.value = true;
    this.#remember();
    void this.#openOnce().then(() => this.#session?.knockAtHost());
    void Promise.all([this.#options.loadConnecting(), this.#openOnce()]).then(([connecting]) =>
      this.#takeConnecting(connecting),
    );
  }

  admit(sid: string): void {
    void this.#asHost((session) => session.admit(sid));
  }

  deny(sid: string): void {
    void this.#asHost((session) => session.deny(sid));
  }

  lock(on: boolean): void {
    this.locked.value = on;
    this.#remember();
    void this.#asHost(async (session) => session.setLocked(on));
  }

  sendNote(sid: string, text: string): void {
    this.#session?.mesh.sendTo(sid, { kind: "note", text });
  }

  remove(sid: string): void {
    void this.#asHost(async ({ host }) => host?.remove(sid));
  }

  compare(sid: string): void {
    this.#session?.mesh.describe(sid, { compared: true });
  }

  sendChat(text: string, reply?: string): void {
    const line = toText(text).trim();
    if (line === "") return;
    const [id, answer] = [toBase64url(random(8)), reply !== undefined && { reply }];
    this.#session?.mesh.broadcast({ kind: "chat", text: line, id, ...answer });
    this.addChat({ name: this.#name, text: line, key: id, ...answer });
  }

  point(presenter: string, x: number, y: number): void {
    loaded(this.inCall).point(presenter, x, y);
  }

  leave({ keep = false }: LeaveOptions = {}): void {
    this.#finish("left", { keep });
  }

  /** The person goes on in another tab. */
  giveWay(): void {
    this.#finish("replaced");
  }

  endForAll(): void {
    this.#endForAllAs("ended");
  }

  askServer(): void {
    this.#session?.askServer();
  }

  forgetMe(endForAll: boolean): void {
    if (this.ending.value === "left") this.#forgetLeft();
    else if (endForAll) this.#endForAllAs("forgotten");
    else this.#finish("forgotten");
  }

  #endForAllAs(ending: Ending): void {
    this.#options.media.close(); // signing takes a moment
    void this.#openOnce(); // it is said to the server also where nobody has entered yet
    void this.#asHost(async (session) => {
      await session.endCall();
      this.#finish(ending, { forAll: true });
    }).then((isHost) => {
      if (!isHost) this.#finish(ending === "forgotten" ? ending : "left"); // the role has just gone
    });
  }

  dismissProblem(): void {
    if (this.problem.value?.code !== "alarm") this.problem.value = undefined;
  }

  /** One entry for each member. */
  async stats() {
    return (await this.#session?.mesh.stats()) ?? [];
  }

  #openOnce(): Promise<void> {
    this.#opening ??= this.#startSession();
    return this.#opening;
  }

  #takeConnecting({ InCall, ...connecting }: Connecting): void {
    const session = this.#session;
    if (!session || this.phase.peek() === "over" || this.inCall.peek()) return;
    const own = { name: () => this.#name, mute: () => this.#mute() };
    this.inCall.value = new InCall({ state: this, session, ...own });
    session.mesh.takeConnecting(connecting);
    const { quality } = session.mesh;
    if (quality) this.#stopFollowing.push(this.quality.follow(quality));
  }

  async #startSession(): Promise<void> {
    const options = this.#options;
    const { keys, url, server, kind, build } = options;
    // A host is in the call as soon as the server has welcomed her.
    const connecting = this.role === "host" ? await options.loadConnecting() : undefined;
    const [opened, key, certificate] = await Promise.all([keys, generateKey(), makeCertificate()]);
    if (this.phase.value === "over") return;
    const session = new Session({
      ...{ url, server, keys: opened, key, state: this },
      ...{ before: this.#roster, namesBefore: this.#names },
      locked: this.locked.value,
      introduction: {
        topic: () => (this.role === "guest" ? "" : options.topic || (this.topic.peek() ?? "")),
        name: () => this.#name,
        ticket: () => this.#ticket,
        deviceState: () => this.#devices.state(),
      },
      pairs: { audio: kind !== "chat", video: kind === "video", certificate, build },
      tracks: () => this.#devices.tracks(),
      relayOnly: () => this.#relayOnly,
      onEvent: (event) => this.#onSessionEvent(session, event),
    });
    this.#session = session;
    if (connecting !== undefined) this.#takeConnecting(connecting);
    this.#stopFollowing.push(
      effect(() => {
        this.showPeers(session.mesh.peers.value);
      }),
      effect(() => {
        const knocks = session.host?.lobby.knocks.value;
        // Without a server nobody waits any more, and nobody can be let in.
        if (knocks) this.knocks.value = this.closed.value ? [] : knocks;
      }),
    );
  }

  #onSessionEvent(session: Session, event: SessionEvent): void {
    switch (event.kind) {
      case "joined":
        this.#stopFollowing.push(...this.#devices.follow(session.mesh));
        break;
      case "roster-signed":
        this.#roster = event.roster;
        this.#remember();
        break;
      case "names":
        if (this.role === "guest") break;
        this.#names = event.names;
        this.#remember();
        break;
      case "ticket":
        this.#ticket = event.ticket;
        this.#remember();
        break;
      case "role":
        this.#changeRole(session, event);
        break;
      case "over":
        this.#finish(event.ending);
    }
    this.inCall.peek()?.receiveEvent(event);
  }

  #changeRole({ roster, names }: Session, { link }: RoleEvent): void {
    const isHost = link.role === "host";
    this.currentRole.value = link.role;
    this.#ticket = undefined;
    [this.#roster, this.#names] = isHost ? [roster, names] : [];
    if (!isHost) this.knocks.value = [];
    this.#options.roleMoved(link);
    this.#remember();
  }

  /** The host wants it; the person can switch it on again at once. */
  #mute(): boolean {
    const { media } = this.#options;
    if (!media.wanted.microphone.peek()) return false;
    void media.setMicrophone(false);
    return true;
  }

  /** False if we are not the host. */
  async #asHost(work: (session: Session) => Promise<void>): Promise<boolean> {
    await this.#opening;
    if (this.#session?.host === undefined) return false;
    await work(this.#session);
    return true;
  }

  #remember(left = false): void {
    if (!this.knocked.value) return;
    const [name, relayOnly, ticket] = [this.#name, this.#relayOnly, this.#ticket];
    const host = { roster: this.#roster, names: this.#names, locked: this.locked.value };
    this.#options.remember({ name, relayOnly, ticket, ...host }, left);
  }

  /** The person wants no way back any more. */
  #forgetLeft(): void {
    this.#options.remember(undefined);
    this.ending.value = "forgotten";
    this.forgetAll();
    this.inCall.peek()?.stop(true);
  }

  #finish(ending: Ending, how: { forAll?: boolean; keep?: boolean } = {}): void {
    const { forAll = ending === "ended", keep = false } = how;
    if (this.phase.value === "over") return;
    this.#options.media.close(); // before anything that could fail
    this.ending.value = ending;
    this.phase.value = "over";
    if (this.mayComeBack(ending, keep)) this.#remember(true);
    else this.#options.remember(undefined);
    for (const stop of this.#stopFollowing.splice(0)) stop();
    this.inCall.peek()?.stop(ending === "forgotten");
    if (ending === "forgotten") this.forgetAll();
    // After an end the session itself waits for the server's word that the room is erased.
    if (forAll) return;
    if (ending === "left" || ending === "forgotten") this.#session?.leave({ keep });
    else this.#session?.close();
  }
}
