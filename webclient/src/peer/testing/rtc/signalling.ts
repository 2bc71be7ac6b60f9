// The signalling half of a peer connection (W3C WebRTC, 4.4): which description is asked for, may
// be applied, and counts.
import { randomBytes } from "node:crypto";
import { type Description, read, type Section, ufragOf, write } from "./description.ts";
import { type FakeCertificate, FakeTransceiver } from "./media.ts";

export class Signalling {
  readonly transceivers: FakeTransceiver[] = [];
  currentLocal: Description | undefined;
  currentRemote: Description | undefined;
  pendingLocal: Description | undefined;
  pendingRemote: Description | undefined;
  /** Candidates of the peer, by generation. */
  readonly remoteCandidates = new Map<string, number>();
  hasChannel = false;
  /** Of DTLS; stays once there is an association. */
  role: "active" | "passive" | undefined;
  readonly #certificate: FakeCertificate;
  readonly #session = String(randomBytes(4).readUInt32BE());
  /** What restartIce wants replaced. */
  #replace: readonly string[] = [];

  constructor(certificate: FakeCertificate) {
    this.#certificate = certificate;
  }

  get state(): RTCSignalingState {
    if (this.pendingLocal !== undefined) return "have-local-offer";
    return this.pendingRemote !== undefined ? "have-remote-offer" : "stable";
  }
  get local(): Description | undefined {
    return this.pendingLocal ?? this.currentLocal;
  }
  get remote(): Description | undefined {
    return this.pendingRemote ?? this.currentRemote;
  }

  restart(): void {
    this.#replace = [this.currentLocal, this.pendingLocal].flatMap((local) => local?.ufrag ?? []);
  }

  get needed(): boolean {
    const sections = this.currentLocal?.sections ?? [];
    const mids = new Set(sections.map(({ mid }) => mid));
    const data = sections.some(({ kind }) => kind === "application");
    const unknown = this.transceivers.some(({ mid }) => mid === null || !mids.has(mid));
    return (
      (this.hasChannel && !data) ||
      unknown ||
      this.#replace.includes(this.currentLocal?.ufrag ?? "none")
    );
  }

  setLocal(): Description {
    return this.pendingRemote === undefined ? this.#offer() : this.#answer(this.pendingRemote);
  }

  #offer(): Description {
    const kept = this.currentLocal?.sections ?? [];
    const kinds = this.transceivers.filter(({ mid }) => mid === null);
    const data = this.hasChannel && !kept.some(({ kind }) => kind === "application");
    const more = [...kinds.map(({ kind }) => kind), ...(data ? ["application"] : [])];
    const sections = [...kept, ...more.map((kind, i) => ({ kind, mid: String(kept.length + i) }))];
    this.#bind(kinds, sections.slice(kept.length));
    const old = this.currentLocal?.ufrag;
    const ufrag =
      old !== undefined && !this.#replace.includes(old) ? old : this.pendingLocal?.ufrag;
    this.pendingLocal = this.#describe("offer", ufrag, "actpass", sections);
    return this.pendingLocal;
  }

  #answer(offer: Description): Description {
    const same = this.currentRemote?.ufrag === offer.ufrag;
    const role = offer.setup === "actpass" ? (this.role ?? "active") : opposite(offer.setup);
    const answer = this.#describe(
      "answer",
      same ? this.currentLocal?.ufrag : undefined,
      role,
      offer.sections,
    );
    this.#settle(answer, offer, role);
    return answer;
  }

  setRemote(type: string, sdp: string): Description {
    if (type === "rollback") throw new DOMException("nobody rolls back here", "NotSupportedError");
    const description = read(type === "offer" ? "offer" : "answer", sdp);
    if (description.type === "offer") this.#takeOffer(description);
    else this.#takeAnswer(description);
    for (const candidate of description.candidates)
      this.#count(ufragOf(candidate) ?? description.ufrag);
    return description;
  }

  #takeOffer(offer: Description): void {
    if (offer.setup !== "actpass" && this.role === offer.setup)
      throw refused("the role in DTLS would change");
    if (this.pendingLocal !== undefined) throw refused("an offer while another is open");
    this.pendingRemote = offer;
    for (const { kind, mid } of offer.sections) {
      if (kind === "application" || this.transceivers.some((one) => one.mid === mid)) continue;
      const transceiver = new FakeTransceiver(kind);
      transceiver.direction = "recvonly";
      transceiver.mid = mid;
      this.transceivers.push(transceiver);
    }
  }

  #takeAnswer(answer: Description): void {
    const offer = this.pendingLocal;
    if (offer === undefined)
      throw new DOMException(`an answer in ${this.state}`, "InvalidStateError");
    const fits = (section: Section, i: number) =>
      section.kind === answer.sections[i]?.kind && section.mid === answer.sections[i]?.mid;
    if (offer.sections.length !== answer.sections.length || !offer.sections.every(fits))
      throw refused("other sections");
    if (answer.setup === "actpass") throw refused("an answer must choose its role");
    const role = opposite(answer.setup);
    if (this.role !== undefined && this.role !== role)
      throw refused("the role in DTLS would change");
    this.#settle(offer, answer, role);
  }

  #settle(local: Description, remote: Description, role: "active" | "passive"): void {
    this.currentLocal = local;
    this.currentRemote = remote;
    this.pendingLocal = this.pendingRemote = undefined;
    this.role = role;
    if (!this.#replace.includes(local.ufrag)) this.#replace = [];
  }

  addCandidate(candidate: string): void {
    const remote = this.remote;
    if (remote === undefined)
      throw new DOMException("there is no remote description", "InvalidStateError");
    if (candidate === "") return;
    const ufrag = ufragOf(candidate) ?? remote.ufrag;
    if (ufrag !== remote.ufrag && ufrag !== this.currentRemote?.ufrag) {
      throw new DOMException("a candidate of another generation", "OperationError");
    }
    this.#count(ufrag);
  }

  text(description: Description | undefined): RTCSessionDescription | null {
    return description === undefined
      ? null
      : ({ type: description.type, sdp: write(description) } as RTCSessionDescription);
  }

  #count(ufrag: string): void {
    this.remoteCandidates.set(ufrag, (this.remoteCandidates.get(ufrag) ?? 0) + 1);
  }

  #describe(
    type: "offer" | "answer",
    kept: string | undefined,
    setup: Description["setup"],
    sections: readonly Section[],
  ): Description {
    const known = [this.pendingLocal, this.currentLocal].find((one) => one?.ufrag === kept);
    const ufrag = kept ?? randomBytes(4).toString("hex");
    const { fingerprint } = this.#certificate;
    const session = this.#session;
    return {
      type,
      session,
      ufrag,
      fingerprint,
      setup,
      sections,
      candidates: known?.candidates ?? [],
    };
  }

  #bind(transceivers: readonly FakeTransceiver[], sections: readonly Section[]): void {
    for (const [i, transceiver] of transceivers.entries())
      transceiver.mid = sections[i]?.mid ?? null;
  }
}

const opposite = (role: "active" | "passive") => (role === "active" ? "passive" : "active");
const refused = (why: string) => new DOMException(why, "InvalidAccessError");
