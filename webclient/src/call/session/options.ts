// What a session is made of, and what it tells.
import type { HostingMessage, ParticipationMessage } from "../../net/participation.ts";
import type { SignedNames, SignedRoster } from "../../net/protocol.ts";
import type { Introduction } from "../admission/greetings.ts";
import type { HostOptions } from "../admission/hostoptions.ts";
import type { MembersOptions } from "../mesh/members.ts";
import type { MeshEvent } from "../mesh/mesh.ts";
import type { Ending } from "../model.ts";
import type { LinkRole } from "../roomkeys.ts";
import type { CallState } from "../state.ts";

export type SessionEvent =
  /** We are a member from now on. */
  | { readonly kind: "joined" }
  | { readonly kind: "over"; readonly ending: Ending }
  /** Host: a new roster of ours holds. */
  | { readonly kind: "roster-signed"; readonly roster: SignedRoster }
  /** A new word on names holds. */
  | { readonly kind: "names"; readonly names: SignedNames }
  /** Guest: how to come back. */
  | { readonly kind: "ticket"; readonly ticket: string }
  | RoleEvent
  /** It has gone from one of the others to another. */
  | { readonly kind: "host-moved"; readonly name: string }
  /** By a member. */
  | { readonly kind: "hosting"; readonly sid: string; readonly message: HostingMessage }
  | {
      readonly kind: "participation";
      /** Of a member. */
      readonly sid: string;
      readonly message: ParticipationMessage;
    }
  | CarriedEvent;

/** What the session only carries. */
type CarriedEvent = Extract<MeshEvent, { readonly kind: "file" | "doc" | "doc-open" }>;

export function isCarried(event: MeshEvent): event is CarriedEvent {
  return ["file", "doc", "doc-open"].includes(event.kind);
}

export interface SessionOptions
  extends Omit<MembersOptions, "sendFrame">,
    Pick<HostOptions, "before" | "namesBefore" | "locked"> {
  /** ws: or wss: address of the signalling. */
  readonly url: string;
  readonly state: CallState;
  readonly introduction: Introduction;
  onEvent(event: SessionEvent): void;
}

/** The host's role has come to us, or gone from us. */
export interface RoleEvent {
  readonly kind: "role";
  readonly link: LinkRole;
  /** Of the host now. */
  readonly name: string;
}
