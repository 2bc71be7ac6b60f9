// What people do in a call beside seeing and hearing each other. It is loaded with what connects
// them: nobody needs it before.

import type { PairMessage } from "../net/protocol.ts";
import { Files } from "./files.ts";
import { HandingOver } from "./hosting/hosting.ts";
import { TakingPart } from "./participation/participation.ts";
import { PointerSender, type Pointers } from "./pointers.ts";
import { forgetKept } from "./recording/forget.ts";
import type { SessionEvent } from "./session/options.ts";
import type { Session } from "./session/session.ts";
import type { CallState } from "./state.ts";
import { openTogether } from "./together/context.ts";
import type { Registry } from "./together/part.ts";
import { registry } from "./together/registry.ts";
import type { Together } from "./together/together.ts";

interface InCallOptions {
  readonly state: CallState;
  readonly session: Session;
  /** Our own. */
  name(): string;
  /** The host wants the microphone off. False if it was off. */
  mute(): boolean;
  /** Others than all that there are. */
  readonly parts?: Registry;
}

export class InCall {
  readonly hosting: HandingOver;
  readonly files: Files;
  readonly participation: TakingPart;
  readonly together: Together;
  readonly #leaveTogether: () => void;
  readonly #session: Session;
  readonly #pointers: Pointers;
  readonly #pointer: PointerSender<PairMessage>;

  constructor({ state, session, name, mute, parts = registry }: InCallOptions) {
    this.#session = session;
    this.#pointers = state.pointers;
    this.#pointer = new PointerSender((place) => session.mesh.broadcastLive(place));
    this.hosting = new HandingOver(state, () => session);
    this.files = new Files(state, () => session.mesh);
    this.participation = new TakingPart({ state, session: () => session, name, mute });
    [this.together, this.#leaveTogether] = openTogether(parts, session, state, name);
  }

  /** What a member says or sends, and what becomes of the host's role. */
  receiveEvent(event: SessionEvent): void {
    const { mesh } = this.#session;
    if (event.kind === "doc") this.together.receive(event.sid, event.of, event.payload);
    else if (event.kind === "doc-open") this.together.peerReady(event.sid);
    else if (event.kind === "joined") this.participation.begin();
    else if (event.kind === "host-moved") this.hosting.noteMoved({ to: "other", name: event.name });
    else if (event.kind === "role") {
      const to = event.link.role === "host" ? "us" : "from-us";
      this.hosting.noteMoved({ to, name: event.name });
    } else if (event.kind === "hosting") void this.hosting.receive(event.sid, event.message);
    else if (event.kind === "participation")
      this.participation.receive(event.sid, mesh.isHost(event.sid), event.message);
    else if (event.kind === "file")
      this.files.noteProgress(event.sid, mesh.nameOf(event.sid), event.file);
  }

  point(presenter: string, x: number, y: number): void {
    this.#pointers.note({ by: undefined, on: presenter, x, y });
    this.#pointer.point({ kind: "pointer", presenter, x, y });
  }

  /** The call is over; `forget`: and so is what was said in it. */
  stop(forget: boolean): void {
    this.participation.stop(forget);
    this.hosting.stopAsking();
    this.#leaveTogether();
    this.together.stop(forget);
    if (forget) void forgetKept();
  }
}
