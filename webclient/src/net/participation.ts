// How people take part beside talking: section 4.10 of docs/protocol.md in types.

export interface ChatMessage {
  readonly kind: "chat";
  readonly text: string;
  /** Of this line, so that others can answer it. */
  readonly id?: string;
  /** The line that this one answers. */
  readonly reply?: string;
}

export const reactions = ["agree", "disagree", "thanks", "bravo", "laugh", "slower"] as const;
export type Reaction = (typeof reactions)[number];
/** What a host can ask a member for. */
export type Wish = "unmute" | "camera" | "mute" | "lower-hand";

export type ParticipationMessage =
  | { readonly kind: "reaction"; readonly reaction: Reaction }
  /** By the host. */
  | { readonly kind: "ask"; readonly wish: Wish }
  | CaptionMessage
  /** Asks for what was written before we came. */
  | { readonly kind: "recall" }
  | { readonly kind: "history"; readonly lines: readonly HistoryLine[] };

const kinds = new Set(["reaction", "ask", "caption", "recall", "history"]);

export function isParticipation<M extends { readonly kind: string }>(
  message: M,
): message is Extract<M, ParticipationMessage> {
  return kinds.has(message.kind);
}

/** How the host hands its role over to a member, step by step. */
export const hostingSteps = ["offer", "withdraw", "yes", "no", "held"] as const;
export type HostingMessage =
  | { readonly kind: "hosting"; readonly step: (typeof hostingSteps)[number] }
  | HostKeyMessage;
/** To whoever takes over. */
export interface HostKeyMessage {
  readonly kind: "host-key";
  readonly seed: string;
  /** Nobody may knock. */
  readonly locked?: boolean;
}

export function isHosting<M extends { readonly kind: string }>(
  message: M,
): message is Extract<M, HostingMessage> {
  return message.kind === "hosting" || message.kind === "host-key";
}

export interface CaptionMessage {
  readonly kind: "caption";
  readonly text: string;
  /** The sender's next one takes its place. */
  readonly partial?: boolean;
}

export interface HistoryLine {
  readonly name: string;
  readonly text: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly id?: string;
  readonly reply?: string;
}
