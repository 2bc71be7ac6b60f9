// What is said over the WebSocket and between two peers: docs/protocol.md in types. decode.ts is
// the only way in. Bytes are base64url strings throughout; `key`, `sid` and `room` are compared and
// used as map keys in this form.
import type { FileMessage } from "./filemessages.ts";
import type { ChatMessage, HostingMessage, ParticipationMessage } from "./participation.ts";
import type { KnowsMessage } from "./report.ts";
import type { PointerMessage } from "./sharing.ts";

export type { KnowsMessage };

/** Ed25519 signature by the host key over the list; see crypto/signed.ts. */
export interface SignedRoster {
  readonly epoch: number;
  /** In the order of their admission, 1 to 6. */
  readonly members: readonly Member[];
  readonly signature: string;
}

export interface Member {
  readonly sid: string;
  readonly key: string;
  readonly role: "host" | "guest";
}

/** Ed25519 signature by the host key over the names under which it let these members in. */
export interface SignedNames {
  readonly epoch: number;
  /** 1 to 6. */
  readonly names: readonly NamedMember[];
  readonly signature: string;
}

export interface NamedMember {
  readonly sid: string;
  readonly name: string;
}

export type Role = Member["role"] | "knocker";

// Said in both directions.
export type RosterMessage = SignedRoster & { readonly kind: "roster" };
export interface DenyMessage {
  readonly kind: "deny";
  readonly sid: string;
  readonly signature: string;
}
export interface EndMessage {
  readonly kind: "end";
  readonly signature: string;
}

/** Sections 3.1 to 3.3 and 3.5, from the client to the server. */
export type ClientMessage =
  | CreateMessage
  | MoveMessage
  | JoinMessage
  | RosterMessage
  | DenyMessage
  | EndMessage
  | { readonly kind: "connected" }
  | LeaveMessage
  /** What does the server hold about us? */
  | { readonly kind: "knows" }
  /** Is the server still there? */
  | { readonly kind: "ping" };

export interface CreateMessage {
  readonly kind: "create";
  readonly room: string;
  readonly hostKey: string;
  /** People including the host, 2 to 6. */
  readonly seats: number;
  /** Seconds. */
  readonly lifetime: number;
  /** Sealed; see crypto/appointment.ts. */
  readonly appointment?: string;
  readonly signature: string;
  /** If the challenge asks for work; see crypto/work.ts. */
  readonly proof?: string;
  /** The public key of a creator link, and its signature. */
  readonly creator?: string;
  readonly creatorSignature?: string;
}

/** Another expiry and another appointment, or none, for a room that is there. */
export interface MoveMessage {
  readonly kind: "move";
  readonly room: string;
  /** Seconds from now. */
  readonly lifetime: number;
  readonly appointment?: string;
  readonly signature: string;
}

export interface LeaveMessage {
  readonly kind: "leave";
  /** From the host: the room is not used any more, and stays until it expires. */
  readonly keep?: boolean;
}

export interface JoinMessage {
  readonly kind: "join";
  readonly room: string;
  /** Made for this join. */
  readonly key: string;
  readonly signature: string;
  readonly hostSignature?: string;
  /** The old sid and the newest roster, when a lost socket resumes. */
  readonly sid?: string;
  readonly roster?: SignedRoster;
}

/** Sections 3.1 to 3.3, from the server to the client. */
export type ServerMessage =
  /** `work` is in bits: what creating a room takes. */
  | { readonly kind: "challenge"; readonly nonce: string; readonly work?: number }
  /** Seconds since 1970. */
  | { readonly kind: "created"; readonly expires: number }
  | MovedMessage
  | WelcomeMessage
  | {
      readonly kind: "host";
      readonly host?: string;
      readonly away?: boolean;
      readonly box?: boolean;
    }
  | { readonly kind: "knock"; readonly sid: string }
  | RosterMessage
  | DenyMessage
  | EndMessage
  | { readonly kind: "left"; readonly sid: string }
  | IncidentMessage
  | RelayMessage
  | KnowsMessage
  | { readonly kind: "pong" }
  /** `sid` names who is meant by an unknown-peer in a roster. */
  | {
      readonly kind: "error";
      readonly code: string;
      readonly message: string;
      readonly sid?: string;
    };

export interface MovedMessage {
  readonly kind: "moved";
  /** Seconds since 1970. */
  readonly expires: number;
  readonly appointment?: string;
}

export interface WelcomeMessage {
  readonly kind: "welcome";
  readonly sid: string;
  readonly role: Role;
  readonly seats: number;
  /** The host's sid, if the host is here. */
  readonly host?: string;
  /** The host's socket is lost at the moment. */
  readonly away?: boolean;
  /** The newest roster, for a host and a resumed member, if there is one. */
  readonly roster?: SignedRoster;
  /** For a host: all who wait. */
  readonly knockers?: readonly string[];
  /** That of the room, sealed. */
  readonly appointment?: string;
  /** Something lies there to be taken. */
  readonly box?: boolean;
}

/** The operator has more written down than usual; without both, no longer. */
export interface IncidentMessage {
  readonly kind: "incident";
  /** Seconds since 1970. */
  readonly until?: number;
  readonly reason?: string;
}

/** TURN credentials (RFC 8656). */
export interface RelayMessage {
  readonly kind: "relay";
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
  /** Seconds since 1970. */
  readonly expires: number;
}

/** Section 4: sealed through the server, later on the data channel. */
export type PairMessage =
  | AuthMessage
  | HelloMessage
  | { readonly kind: "ticket"; readonly ticket: string }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "full" }
  | { readonly kind: "locked" }
  | { readonly kind: "description"; readonly type: "offer" | "answer"; readonly sdp: string }
  /** An empty candidate ends them. */
  | { readonly kind: "candidate"; readonly candidate: string; readonly mid: string }
  /** By the one who answers: asks for another generation of ICE. */
  | { readonly kind: "restart" }
  | ChatMessage
  | StateMessage
  | { readonly kind: "bye" }
  | RosterMessage
  | EndMessage
  | DirectMessage;

export interface StateMessage {
  readonly kind: "state";
  readonly microphone: boolean;
  readonly camera: boolean;
  /** The picture is not sent to the one who is told so, and why. */
  readonly paused?: Paused;
  /** A screen is shared, and what it is made for. */
  readonly share?: "text" | "video";
  /** Whoever sees it may point at it. */
  readonly pointing?: boolean;
  /** The hand is up; the lower number was up first. */
  readonly hand?: number;
}
/** The line does not carry it, or the device cannot make it. */
export type Paused = "line" | "cpu";

/** Sections 4.4 to 4.11: on the data channel and nowhere else. */
export type DirectMessage =
  | SafetyMessage
  | BuildMessage
  | FileMessage
  | NamesMessage
  | WantMessage
  | PointerMessage
  | HostingMessage
  | ParticipationMessage;
/** What the receiver shows of a picture. */
export interface WantMessage {
  readonly kind: "want";
  readonly line: "camera" | "share";
  /** Pixels of its screen; 0: it shows none. */
  readonly height: WantHeight;
  /** Small beside others, as the others, or above them. */
  readonly rank: Rank;
  /** What its line takes of this, in kbit/s. */
  readonly limit?: number;
}
export const wantHeights = [0, 90, 180, 270, 360, 540, 720] as const;
export type WantHeight = (typeof wantHeights)[number];
export type Rank = 0 | 1 | 2;
export type NamesMessage = SignedNames & { readonly kind: "names" };
export type SafetyMessage =
  | { readonly kind: "commit"; readonly attempt: string; readonly commitment: string }
  | { readonly kind: "reveal"; readonly nonce: string };
export interface BuildMessage {
  readonly kind: "build";
  readonly client: "browser" | "native" | "phone";
  readonly build?: string;
}

/** The first message of each side of a sealed channel; crypto/auth.ts makes and checks it. */
export interface AuthMessage {
  readonly kind: "auth";
  readonly key: string;
  readonly signature: string;
  readonly hostKey?: string;
  readonly hostSignature?: string;
}

export interface HelloMessage {
  readonly kind: "hello";
  readonly name: string;
  readonly ticket?: string;
  readonly topic?: string;
  /** By the host: the sid of who records, or has asked to. */
  readonly recorder?: string;
  /** A telephone, which is not encrypted to the end. */
  readonly phone?: boolean;
}

/** The stable codes of the protocol, section 5. */
export type ProtocolCode = "bad-message" | "unknown-kind" | "unknown-field";

/** What was received breaks the protocol. The message names a place in it, never a value. */
export class ProtocolError extends Error {
  readonly code: ProtocolCode;

  constructor(code: ProtocolCode, detail: string) {
    super(`${code}: ${detail}`);
    this.name = "ProtocolError";
    this.code = code;
  }
}

export function encode(message: ClientMessage | ServerMessage | PairMessage): string {
  return JSON.stringify(message);
}
