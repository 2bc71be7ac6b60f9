// What the others say, through the server or directly, and whose word counts for what (protocol,
// section 4).
import {
  type ChatMessage,
  type HostingMessage,
  isHosting,
  isParticipation,
  type ParticipationMessage,
} from "../../net/participation.ts";
import type { HelloMessage, PairMessage, StateMessage } from "../../net/protocol.ts";
import type { Share } from "../model.ts";
import { toLine, toText } from "../names.ts";
import type { SessionParts } from "./parts.ts";

function toLineOfChat({ text, id, reply }: ChatMessage) {
  return { text: toText(text), ...(id && { key: id }), ...(reply && { reply }) };
}

export interface PairMessageOptions extends SessionParts {
  /** Guest: how to come back. */
  onTicket(ticket: string): void;
  /** By a member. */
  onParticipation(sid: string, message: ParticipationMessage): void;
  /** By a member. */
  onHosting(sid: string, message: HostingMessage): void;
}

export class PairMessages {
  readonly #options: PairMessageOptions;

  constructor(options: PairMessageOptions) {
    this.#options = options;
  }

  async receive(sid: string, message: PairMessage): Promise<void> {
    const { admission, endings, leaving, members, names, state, onTicket, onParticipation } =
      this.#options;
    const { mesh } = members;
    if (state.phase.value === "over") return; // said meanwhile
    const fromHost = mesh.isHost(sid);
    const fromMember = mesh.isMember(sid) && members.admitted;
    if (message.kind === "hello") return this.#takeHello(sid, message);
    if (fromHost && message.kind === "note")
      state.notes.value = [...state.notes.value, toText(message.text)];
    if (fromHost && message.kind === "full") state.full.value = true;
    if (fromHost && message.kind === "locked")
      [state.shut.value, state.hostKnows.value] = [true, false];
    if (fromHost && message.kind === "ticket") onTicket(message.ticket);
    if (!fromMember && !fromHost) return; // who only knocks passes nothing on
    if (message.kind === "roster") return admission.takeRoster(message, fromHost);
    if (message.kind === "names") return names.takeNames(message);
    if (message.kind === "end") return endings.takeEnd(message.signature, false);
    if (!fromMember) return;
    if (message.kind === "chat")
      state.addChat({ sid, name: mesh.nameOf(sid), ...toLineOfChat(message), host: fromHost });
    if (message.kind === "state") {
      const { microphone, camera, paused, hand } = message;
      mesh.describe(sid, { microphone, camera, paused, hand, share: shareOf(message) });
    }
    if (message.kind === "pointer") {
      const on = message.presenter === members.sid ? undefined : message.presenter;
      state.pointers.note({ by: sid, on, x: message.x, y: message.y });
    }
    if (isParticipation(message)) onParticipation(sid, message);
    if (isHosting(message)) this.#options.onHosting(sid, message);
    if (message.kind === "want") mesh.quality?.takeWant(sid, message);
    if (message.kind === "bye") {
      leaving.departed(sid);
      endings.endIfAlone();
    }
  }

  async #takeHello(sid: string, { topic, recorder, ...hello }: HelloMessage): Promise<void> {
    const { greetings, members, names, state, seat } = this.#options;
    const { host } = seat;
    const { mesh } = members;
    // Whom the host let in under a name has no other one, whatever it says; and the first that
    // somebody says stays.
    if (mesh.nameOf(sid) === "") mesh.describe(sid, { name: names.nameOf(sid) ?? hello.name });
    if (hello.phone) mesh.describe(sid, { phone: true });
    const name = mesh.nameOf(sid);
    if (mesh.isHost(sid)) {
      state.hostName.value = name;
      // On another device she does not know what the call is about.
      if (topic !== undefined) state.topic.value = toLine(topic);
      state.hostKnows.value = state.knocked.value;
      mesh.withheld.noteRecorder(recorder);
      if (!members.admitted) state.recorder.value = recorder;
      state.full.value = state.shut.value = false; // or it is said next
    }
    if (await host?.learnName(sid, name)) await greetings.giveTicket(sid);
    if (!host?.lobby.isWaiting(sid)) return;
    greetings.warn(sid);
    if (await host.takeKnock(sid, { ...hello, name })) return greetings.giveTicket(sid);
    greetings.answerKnock(sid);
  }
}

function shareOf({ share, pointing = false }: StateMessage): Share | undefined {
  return share && { mode: share, pointing };
}
