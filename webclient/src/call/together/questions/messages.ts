// What is said about questions, on the channel for what is done together (protocol, section 4.13).
import { base64url, boolean, lineUpTo, oneOf, payloadDecoder } from "../json.ts";
import { type Mark, marks, questionLimits } from "./model.ts";

export type QuestionMessage =
  | { readonly kind: "question"; readonly id: string; readonly text: string }
  | { readonly kind: "raise"; readonly id: string; readonly up: boolean }
  | { readonly kind: "mark"; readonly id: string; readonly mark: Mark }
  | { readonly kind: "withdraw"; readonly id: string }
  /** By the host, of somebody who has left. */
  | { readonly kind: "told"; readonly id: string; readonly text: string; readonly name: string }
  /** Asks for what the receiver has to say of all questions. */
  | { readonly kind: "recall" };

export const questionKinds = {
  question: 0x50,
  raise: 0x51,
  mark: 0x52,
  withdraw: 0x53,
  told: 0x54,
  recall: 0x55,
} as const satisfies Record<QuestionMessage["kind"], number>;

const id = base64url(8);
const text = lineUpTo(questionLimits.text);

/** Throws a ProtocolError for anything but what is in the protocol. */
export const decodeQuestion = payloadDecoder<QuestionMessage>(questionKinds, {
  question: { id, text },
  raise: { id, up: boolean },
  mark: { id, mark: oneOf(...marks) },
  withdraw: { id },
  told: { id, text, name: lineUpTo(80) },
  recall: {},
});
