// What people say to each other first: the knock, names, the way back in. All of it is state: it is
// said again on each sealed path and data channel that opens.
import type { HelloMessage, PairMessage } from "../../net/protocol.ts";
import type { Knock } from "../model.ts";
import type { Session } from "../session/session.ts";

export interface GreetingOptions {
  /** Host: what the call is about; else empty. */
  readonly topic: string;
  name(): string;
  /** Guest: from before a reload. */
  ticket(): string | undefined;
  /** The person has asked to come in. */
  knocked(): boolean;
  /** What is switched on. */
  state(): PairMessage;
}

export class Greetings {
  readonly #session: Session;
  readonly #options: GreetingOptions;
  /** Those who wait have heard that no seat is free. */
  #toldFull = false;

  constructor(session: Session, options: GreetingOptions) {
    this.#session = session;
    this.#options = options;
  }

  sealed(sid: string): void {
    const { members, mesh, desk } = this.#session;
    if (members.admitted && mesh.isMember(sid)) {
      mesh.send(sid, this.#hello());
      void this.giveTicket(sid);
    } else if (desk === undefined) this.knock();
  }

  /** What the server may have lost or held back. The host's word holds whoever says it. */
  direct(sid: string): void {
    const { members, mesh, names } = this.#session;
    mesh.send(sid, this.#hello());
    if (members.roster !== undefined) mesh.send(sid, { kind: "roster", ...members.roster });
    if (names.word !== undefined) mesh.send(sid, { kind: "names", ...names.word });
    mesh.send(sid, this.#options.state());
    void this.giveTicket(sid);
  }

  /** Guest: waits in the sealed path until the host has proved who it is. */
  knock(): void {
    const { members, mesh, desk } = this.#session;
    if (
      desk !== undefined ||
      !this.#options.knocked() ||
      members.admitted ||
      members.hostKey === undefined
    )
      return;
    const ticket = this.#options.ticket();
    for (const sid of mesh.sids)
      mesh.send(sid, { ...this.#hello(), ...(ticket !== undefined && { ticket }) });
  }

  /**
   * Host: tells somebody who waits that we know, and whether there is a seat; or that nobody may
   * knock.
   */
  answer(sid: string): void {
    const { mesh, desk } = this.#session;
    const outside = desk?.isOutside(sid);
    mesh.send(sid, outside ? { kind: "locked" } : this.#hello());
    if (!outside && desk?.isFull()) mesh.send(sid, { kind: "full" });
  }

  /** Host: the list has changed. */
  tellSeats(knocks: readonly Knock[]): void {
    const full = this.#session.desk?.isFull() ?? false;
    if (full === this.#toldFull) return;
    this.#toldFull = full;
    for (const { sid } of knocks) this.answer(sid);
  }

  /** Host: tells a member how to come back. */
  async giveTicket(sid: string): Promise<void> {
    const { desk, members, mesh } = this.#session;
    const member = members.roster?.members.find((member) => member.sid === sid);
    if (desk === undefined || member === undefined) return;
    const ticket = await desk.ticketFor(member);
    if (ticket !== undefined) mesh.send(sid, { kind: "ticket", ticket });
  }

  #hello(): HelloMessage {
    const { name, topic } = this.#options;
    return { kind: "hello", name: name(), ...(topic !== "" && { topic }) };
  }
}
