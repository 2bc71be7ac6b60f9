// What is said about polls, on the channel for what is done together (protocol, section 4.12).
import { ProtocolError } from "../../../net/protocol.ts";
import { type Check, listOf, object, optional } from "../../../net/schema.ts";
import { base64url, boolean, integer, lineUpTo, oneOf, payloadDecoder } from "../json.ts";
import { prime } from "./field.ts";
import {
  type Choices,
  leastSecret,
  type NewPoll,
  type NoCount,
  noCounts,
  pollLimits,
  pollTypes,
  scaleSteps,
  stepsOf,
} from "./model.ts";

export interface AskMessage extends NewPoll {
  readonly kind: "poll";
  /** 8 random bytes. */
  readonly id: string;
}
export interface ToldMessage extends NewPoll {
  readonly kind: "told";
  readonly id: string;
  readonly asker: string;
  /** Of a poll that was open to all. */
  readonly answers?: readonly { readonly name: string; readonly choices: Choices }[];
  /** Of a secret one: how often each was chosen, or why that is not known. */
  readonly counts?: readonly number[];
  readonly uncounted?: NoCount;
}
/** Of one person for one other: a number for each count and each power. */
export type Shares = readonly (readonly number[])[];

export type PollMessage =
  | AskMessage
  | {
      readonly kind: "answer";
      readonly id: string;
      readonly choices: Choices;
      readonly final?: boolean;
    }
  | { readonly kind: "answered"; readonly id: string; readonly answered: boolean }
  | { readonly kind: "close"; readonly id: string; readonly voters?: readonly string[] }
  | ShareMessage
  | CommitMessage
  | RevealMessage
  | ToldMessage
  /** Asks for what the receiver has to say of all polls. */
  | { readonly kind: "recall" };

/** What is said of a poll after it was asked. */
export type PollWord = Exclude<PollMessage, { readonly kind: "poll" | "told" | "recall" }>;

export interface ShareMessage {
  readonly kind: "share";
  readonly id: string;
  /** SHA-256 of the poll as it was asked. */
  readonly asked: string;
  readonly voters: readonly string[];
  readonly shares: Shares;
}
export interface CommitMessage {
  readonly kind: "commit";
  readonly id: string;
  readonly hash: string;
}
export interface RevealMessage {
  readonly kind: "reveal";
  readonly id: string;
  readonly sums: Shares;
  readonly nonce: string;
  /** All commitments as they came, in the order of the voters. */
  readonly commits: readonly string[];
}
export type CountMessage = ShareMessage | CommitMessage | RevealMessage;

export const pollKinds = {
  poll: 0x40,
  answer: 0x41,
  answered: 0x42,
  close: 0x43,
  share: 0x44,
  commit: 0x45,
  reveal: 0x46,
  told: 0x47,
  recall: 0x48,
} as const satisfies Record<PollMessage["kind"], number>;

export const mostVoters = 6;
/** Answers that a newcomer is told of: some have left. */
export const mostTold = 2 * mostVoters;

const steps = Math.max(pollLimits.choices, scaleSteps);

/** Rising numbers. */
const choices: Check<Choices> = (value, place) => {
  const list = listOf(integer(0, steps - 1), 0, steps)(value, place);
  if (list.some((one, i) => i > 0 && one <= (list[i - 1] ?? 0)))
    throw new ProtocolError("bad-message", place);
  return list;
};
const id = base64url(8);
const voters = listOf(id, 0, mostVoters);
const shares = listOf(
  listOf(integer(0, Number(prime) - 1), leastSecret, mostVoters),
  1,
  pollLimits.choices,
);
const asked = {
  question: lineUpTo(pollLimits.question),
  type: oneOf(...pollTypes),
  choices: listOf(lineUpTo(pollLimits.choice), 2, pollLimits.choices),
  secret: boolean,
};
const hash = base64url(32);

const decode = payloadDecoder<PollMessage>(pollKinds, {
  poll: { id, ...asked },
  answer: { id, choices, final: optional(boolean) },
  answered: { id, answered: boolean },
  close: { id, voters: optional(voters) },
  share: { id, asked: hash, voters, shares },
  commit: { id, hash },
  reveal: {
    id,
    sums: shares,
    nonce: base64url(16),
    commits: listOf(hash, leastSecret, mostVoters),
  },
  told: {
    id,
    ...asked,
    asker: lineUpTo(80),
    answers: optional(listOf(object({ name: lineUpTo(80), choices }), 0, mostTold)),
    counts: optional(listOf(integer(0, mostVoters), 2, steps)),
    uncounted: optional(oneOf(...noCounts)),
  },
  recall: {},
});

/** Throws a ProtocolError for anything but what is in the protocol. */
export function decodePoll(kind: number, payload: Uint8Array): PollMessage {
  const message = decode(kind, payload);
  if ((message.kind === "poll" || message.kind === "told") && !isSound(message))
    throw new ProtocolError("bad-message", message.kind);
  return message;
}

/** What the types of its fields do not say. */
function isSound(message: AskMessage | ToldMessage): boolean {
  if (message.type === "scale" && message.choices.length !== 2) return false;
  if (message.kind === "poll") return true;
  const { answers, counts, uncounted } = message;
  if (message.secret) {
    const fits =
      counts === undefined ? uncounted !== undefined : counts.length === stepsOf(message);
    return answers === undefined && fits;
  }
  const isBare = counts === undefined && uncounted === undefined && answers !== undefined;
  return isBare && answers.every(({ choices }) => isAnswerTo(message, choices));
}

/** Whether somebody may answer so; [] takes an answer back. */
export function isAnswerTo(poll: NewPoll, chosen: Choices): boolean {
  return (
    (poll.type === "multiple" || chosen.length <= 1) && chosen.every((one) => one < stepsOf(poll))
  );
}
