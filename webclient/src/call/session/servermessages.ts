// What the server says, and what follows from it (protocol, section 3).
import { openAppointment } from "../../crypto/appointment.ts";
import type { ClientMessage, ServerMessage, WelcomeMessage } from "../../net/protocol.ts";
import type { RoomKeys } from "../roomkeys.ts";
import type { SessionParts } from "./parts.ts";

export interface ServerMessageOptions extends SessionParts {
  readonly keys: RoomKeys;
  send(message: ClientMessage): void;
  /** Gives the current socket up and tries another one later. */
  putOff(): void;
}

export class ServerMessages {
  readonly #options: ServerMessageOptions;

  constructor(options: ServerMessageOptions) {
    this.#options = options;
  }

  async receive(message: ServerMessage): Promise<void> {
    const { admission, endings, leaving, members, state } = this.#options;
    switch (message.kind) {
      case "welcome":
        return this.#welcomed(message);
      case "moved":
        state.expires.value = new Date(message.expires * 1000);
        return this.#showAppointment(message.appointment);
      case "host":
        state.box.value = message.box;
        return admission.meetHost(message.host, message.away);
      case "knock":
        return admission.meetKnocker(message.sid);
      case "roster":
        return admission.takeRoster(message);
      case "relay":
        return members.setRelay(message);
      case "incident":
        return state.showIncident(message);
      case "knows":
        state.known.value = { at: new Date(), said: message };
        state.expires.value = new Date(message.expires * 1000);
        return;
      case "left":
        return leaving.leftServer(message.sid);
      case "deny":
        return endings.takeDeny(message.sid, message.signature);
      case "end":
        return endings.takeEnd(message.signature, true);
      case "error":
        if (message.code === "room-full") state.report({ code: message.code });
        if (message.code === "unknown-peer" && message.sid !== undefined)
          return leaving.refused(message.sid);
    }
  }

  async #welcomed(message: WelcomeMessage): Promise<void> {
    const { admission, endings, members, state, send, putOff } = this.#options;
    // Under another sid nobody would know us; an honest server has no reason to give us one.
    const isStrange = message.sid !== members.sid && members.admitted;
    if (isStrange && members.mesh.anyLive()) return putOff();
    state.showIncident({}); // what goes on is told again
    state.seats.value = message.seats;
    state.box.value = message.box;
    await this.#showAppointment(message.appointment);
    if (endings.unconfirmed !== undefined) return send(endings.unconfirmed);
    return admission.welcomed(message);
  }

  async #showAppointment(sealed: string | undefined): Promise<void> {
    const { keys, state } = this.#options;
    const { room, appointment } = keys;
    state.appointment.value =
      sealed === undefined ? undefined : await openAppointment(appointment, room, sealed);
  }
}
