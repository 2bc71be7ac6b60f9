// What is said of a recording (protocol, section 4.15): strict JSON on the channel for what people
// do together, one number for each kind.
import { type Bytes, fromBase64url, fromUtf8, utf8 } from "../../crypto/bytes.ts";
import {
  type Answer,
  answers,
  type Content,
  contents,
  type SignedAnswer,
} from "../../crypto/consent.ts";
import { ProtocolError } from "../../net/protocol.ts";
import { type Check, listOf, object, optional, satisfying } from "../../net/schema.ts";

export const kinds = { ask: 0x10, answer: 0x11, on: 0x12, off: 0x13 } as const;

/** By who wants to record, to everybody. */
export interface AskMessage {
  readonly id: string;
  /** In the order of `contents`, each once. */
  readonly what: readonly Content[];
  readonly why?: string;
  /** It is under way: said to who has come since. */
  readonly on?: boolean;
}

/** By everybody, to everybody; also to take an answer back, or to give one later. */
export interface AnswerMessage extends SignedAnswer {
  readonly id: string;
}

export interface NamedAnswer extends SignedAnswer {
  readonly sid: string;
}

/** By the recorder: it begins now, and these have agreed. */
export interface OnMessage {
  readonly id: string;
  /** Of the roster whose members these are. */
  readonly epoch: number;
  /** When it began, in ms since 1970. */
  readonly since: number;
  readonly answers: readonly NamedAnswer[];
}

export const reasons = ["stopped", "refused", "withdrawn", "failed"] as const;
export type Reason = (typeof reasons)[number];

/** By the recorder. */
export interface OffMessage {
  readonly id: string;
  readonly reason: Reason;
}

export type RecordMessage =
  | { readonly kind: "ask"; readonly message: AskMessage }
  | { readonly kind: "answer"; readonly message: AnswerMessage }
  | { readonly kind: "on"; readonly message: OnMessage }
  | { readonly kind: "off"; readonly message: OffMessage };

/** Unicode code points. */
export const longestWhy = 200;

const base64url = (length: number) =>
  satisfying((value): value is string => {
    try {
      return fromBase64url(value as string, length).length === length;
    } catch {
      return false;
    }
  });
const integer = satisfying(
  (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0,
);
const boolean = satisfying((value) => typeof value === "boolean");
function oneWordOf<const T extends string>(...words: readonly T[]) {
  return satisfying((value): value is T => words.some((word) => word === value));
}
const why = satisfying(
  (value): value is string =>
    typeof value === "string" && value !== "" && [...value].length <= longestWhy,
);

const listed = listOf(oneWordOf<Content>(...contents), 1, contents.length);
/** In their order, each once. */
const what: Check<readonly Content[]> = (value, place) => {
  const list = listed(value, place);
  const places = list.map((one) => contents.indexOf(one));
  if (places.some((at, i) => i > 0 && at <= (places[i - 1] ?? 0)))
    throw new ProtocolError("bad-message", place);
  return list;
};

const id = base64url(8);
const answered = {
  epoch: integer,
  answer: oneWordOf<Answer>(...answers),
  at: integer,
  signature: base64url(64),
};
const named = listOf(object<NamedAnswer>({ sid: base64url(8), ...answered }), 1, 6);
/** Nobody twice. */
const namedOnce: Check<readonly NamedAnswer[]> = (value, place) => {
  const list = named(value, place);
  if (new Set(list.map(({ sid }) => sid)).size !== list.length)
    throw new ProtocolError("bad-message", place);
  return list;
};

const checks = {
  ask: object<AskMessage>({ id, what, why: optional(why), on: optional(boolean) }),
  answer: object<AnswerMessage>({ id, ...answered }),
  on: object<OnMessage>({ id, epoch: integer, since: integer, answers: namedOnce }),
  off: object<OffMessage>({ id, reason: oneWordOf<Reason>(...reasons) }),
};

/** Throws a ProtocolError for anything else. */
export function decodeRecord(kind: number, payload: Uint8Array): RecordMessage {
  const value = parseJson(payload);
  switch (kind) {
    case kinds.ask:
      return { kind: "ask", message: checks.ask(value, "ask") };
    case kinds.answer:
      return { kind: "answer", message: checks.answer(value, "answer") };
    case kinds.on:
      return { kind: "on", message: checks.on(value, "on") };
    case kinds.off:
      return { kind: "off", message: checks.off(value, "off") };
    default:
      throw new ProtocolError("unknown-kind", "recording");
  }
}

export function encodeRecord({ kind, message }: RecordMessage): [kind: number, payload: Bytes] {
  return [kinds[kind], utf8(JSON.stringify(message))];
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(payload));
  } catch {
    throw new ProtocolError("bad-message", "not JSON");
  }
}
