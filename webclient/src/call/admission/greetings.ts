// What people say to each other first: the knock, names, the way back in. All of it is state: it is
// said again on each sealed path and data channel that opens.
import type { HelloMessage, PairMessage } from "../../net/protocol.ts";
import type { Members } from "../mesh/members.ts";
import type { CallState } from "../state.ts";
import type { AdmittedNames } from "./admittednames.ts";
import type { HostSeat } from "./hostseat.ts";

/** What we say of ourselves. */
export interface Introduction {
  /** Host: what the call is about; else empty. */
  topic(): string;
  name(): string;
  /** Guest: from before a reload. */
  ticket(): string | undefined;
  /** What is switched on. */
  deviceState(): PairMessage;
}

export interface GreetingOptions {
  readonly members: Members;
  /** What only the host has. */
  readonly seat: HostSeat;
  readonly names: AdmittedNames;
  readonly state: CallState;
  readonly introduction: Introduction;
}

export class Greetings {
  readonly #options: GreetingOptions;
  /** Those who wait have heard that no seat is free. */
  #toldFull = false;

  constructor(options: GreetingOptions) {
    this.#options = options;
  }

  /** On a sealed path. */
  greetSealed(sid: string): void {
    const { members, seat } = this.#options;
    const { host } = seat;
    const { mesh } = members;
    if (members.admitted && mesh.isMember(sid)) {
      mesh.sendTo(sid, this.#makeHello());
      void this.giveTicket(sid);
    } else if (host === undefined) this.knockAtHost();
  }

  /**
   * On a data channel: also what the server may have lost or held back. The host's word holds whoever
   * says it.
   */
  greetDirectly(sid: string): void {
    const { members, names, introduction } = this.#options;
    const { mesh } = members;
    mesh.sendTo(sid, this.#makeHello());
    if (members.roster !== undefined) mesh.sendTo(sid, { kind: "roster", ...members.roster });
    if (names.word !== undefined) mesh.sendTo(sid, { kind: "names", ...names.word });
    mesh.sendTo(sid, introduction.deviceState());
    void this.giveTicket(sid);
  }

  /** Guest: waits in the sealed path until the host has proved who it is. */
  knockAtHost(): void {
    const { members, state, introduction, seat } = this.#options;
    const { host } = seat;
    if (host !== undefined || !state.knocked.value) return;
    if (members.admitted || members.hostKey === undefined) return;
    const ticket = introduction.ticket();
    for (const sid of members.mesh.sids)
      members.mesh.sendTo(sid, { ...this.#makeHello(), ...(ticket !== undefined && { ticket }) });
  }

  /**
   * Host: tells somebody who waits that we know, and whether there is a seat; or that nobody may
   * knock.
   */
  answerKnock(sid: string): void {
    const { members, seat } = this.#options;
    const { host } = seat;
    const lockedOut = host?.lobby.isLockedOut(sid);
    members.mesh.sendTo(sid, lockedOut ? { kind: "locked" } : this.#makeHello());
    if (!lockedOut && host?.isFull()) members.mesh.sendTo(sid, { kind: "full" });
  }

  /** Host: the list has changed. */
  tellSeats(): void {
    const { seat } = this.#options;
    const { host } = seat;
    const full = host?.isFull() ?? false;
    if (full === this.#toldFull) return;
    this.#toldFull = full;
    for (const { sid } of host?.lobby.knocks.value ?? []) this.answerKnock(sid);
  }

  /** Host: somebody records from now on, or no longer. */
  tellRecorder(): void {
    for (const { sid } of this.#options.seat.host?.lobby.knocks.value ?? []) this.answerKnock(sid);
  }

  /** Host: who knocks may be in at once, and is told of a recording before. */
  warn(sid: string): void {
    const { members, state } = this.#options;
    if (state.recorder.value !== undefined) members.mesh.sendTo(sid, this.#makeHello());
  }

  /** Host: tells a member how to come back. */
  async giveTicket(sid: string): Promise<void> {
    const { members, seat } = this.#options;
    const { host } = seat;
    const member = members.roster?.members.find((member) => member.sid === sid);
    if (host === undefined || member === undefined) return;
    const ticket = await host.ticketFor(member);
    if (ticket !== undefined) members.mesh.sendTo(sid, { kind: "ticket", ticket });
  }

  #makeHello(): HelloMessage {
    const { name } = this.#options.introduction;
    const topic = this.#options.introduction.topic();
    const recorder = this.#options.seat.host && this.#options.state.recorder.value;
    const more = { ...(topic !== "" && { topic }), ...(recorder && { recorder }) };
    return { kind: "hello", name: name(), ...more };
  }
}
