// What is signed when a call is recorded (protocol, section 4.15). It names the room by a hash: a
// file that says who agreed does not say where.
import { type Bytes, concat, fromBase64url, uint8, uint16, uint64, utf8 } from "./bytes.ts";

/** What a recording holds; `separate`: each person in a file of their own. The order is that of the bits. */
export const contents = ["sound", "picture", "screen", "chat", "separate"] as const;
export type Content = (typeof contents)[number];

/** The order is that of their numbers. */
export const answers = ["no", "yes", "yes-without-picture"] as const;
export type Answer = (typeof answers)[number];

/** What is asked for, as it is signed. */
export interface Asked {
  /** 8 bytes, as all of an ask's own. */
  readonly id: string;
  /** The sid of who records. */
  readonly recorder: string;
  readonly what: readonly Content[];
  /** At most 200 characters; empty for none. */
  readonly why: string;
}

export interface Answered {
  /** Of the roster that the answering client held. */
  readonly epoch: number;
  readonly answer: Answer;
  /** In ms since 1970, by the clock of who answers. */
  readonly at: number;
}

export interface SignedAnswer extends Answered {
  readonly signature: string;
}

/** In whose name something is said in a recording's proof. */
export interface Person {
  readonly sid: string;
  readonly key: string;
  readonly name: string;
  readonly answers: readonly SignedAnswer[];
}

export interface RecordedFile {
  readonly name: string;
  readonly size: number;
  /** In hexadecimal digits, as other programs show it. */
  readonly sha256: string;
}

/** What stands in consent.json, but for the signature. Times in ms since 1970. */
export interface Proof extends Asked {
  /** See roomTag. */
  readonly room: string;
  readonly began: number;
  readonly ended: number;
  readonly people: readonly Person[];
  readonly files: readonly RecordedFile[];
}

/** The room's place in what is signed: 32 bytes that lead to no room. */
export async function roomTag(room: string): Promise<Bytes> {
  const named = concat(utf8("einmal/1 record room"), fromBase64url(room, 16));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", named));
}

function contentBits(what: readonly Content[]): Bytes {
  return uint8(what.reduce((bits, one) => bits | (1 << contents.indexOf(one)), 0));
}

function counted(text: string): Bytes {
  const bytes = utf8(text);
  return concat(uint16(bytes.length), bytes);
}

function answeredBytes({ epoch, answer, at }: Answered): Bytes {
  return concat(uint64(epoch), uint8(answers.indexOf(answer)), uint64(at));
}

/** By the per-join key of who answers. */
export function answerBytes(tag: Bytes, asked: Asked, answered: Answered): Bytes {
  return concat(
    utf8("einmal/1 record"),
    tag,
    fromBase64url(asked.id, 8),
    fromBase64url(asked.recorder, 8),
    contentBits(asked.what),
    answeredBytes(answered),
    counted(asked.why),
  );
}

/** By the per-join key of who has recorded: over all of the proof. */
export function proofBytes(proof: Proof): Bytes {
  const people = proof.people.map(({ sid, key, name, answers }) =>
    concat(
      fromBase64url(sid, 8),
      fromBase64url(key, 32),
      counted(name),
      uint16(answers.length),
      ...answers.map((one) => concat(answeredBytes(one), fromBase64url(one.signature, 64))),
    ),
  );
  const files = proof.files.map(({ name, size, sha256 }) =>
    concat(counted(name), uint64(size), fromHex(sha256)),
  );
  return concat(
    utf8("einmal/1 recording"),
    fromBase64url(proof.room, 32),
    fromBase64url(proof.id, 8),
    fromBase64url(proof.recorder, 8),
    contentBits(proof.what),
    counted(proof.why),
    uint64(proof.began),
    uint64(proof.ended),
    uint16(people.length),
    ...people,
    uint16(files.length),
    ...files,
  );
}

function fromHex(text: string): Bytes {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
