// For tests: the vectors that Go makes (webclient/vectors_test.go), and fixed randomness.
import { readFileSync } from "node:fs";
import type { Bytes } from "./bytes.ts";
import type { CallKind } from "./link.ts";

interface LinkVector {
  kind: CallKind;
  secret: string;
  seed: string;
  hostKey: string;
  pin: string;
  room: string;
  psk: string;
  guest: string;
  host: string;
}

export interface SignedVector {
  name: string;
  nonce?: string;
  room?: string;
  seats?: number;
  lifetime?: number;
  appointment?: string;
  sid?: string;
  key?: string;
  epoch?: number;
  members?: { sid: string; key: string; role: "host" | "guest" }[];
  names?: { sid: string; name: string }[];
  h?: string;
  seed: string;
  bytes: string;
  signature: string;
}

interface AppointmentVector {
  kind: CallKind;
  secret: string;
  room: string;
  /** Seconds since 1970. */
  when: number;
  sealed: string;
}

interface AuthVector {
  seed: string;
  hostSeed?: string;
  key: string;
  signature: string;
  hostKey?: string;
  hostSignature?: string;
}

export interface HandshakeVector {
  psk: string;
  room: string;
  initiator: string;
  responder: string;
  attempt: string;
  initiatorE: string;
  responderE: string;
  body1: string;
  body2: string;
  h: string;
  initiatorAuth: AuthVector;
  responderAuth: AuthVector;
  messages: {
    fromInitiator: boolean;
    text: string;
    repeat: number;
    body?: string;
    sha256: string;
  }[];
}

interface SafetySideVector {
  sid: string;
  nonce: string;
  commitment: string;
  h: string;
  fingerprint: string;
}

interface Vectors {
  links: LinkVector[];
  signed: SignedVector[];
  appointments: AppointmentVector[];
  ticket: { seed: string; room: string; sid: string; key: string; name: string; ticket: string };
  padding: { length: number; size: number; sha256: string }[];
  handshakes: HandshakeVector[];
  safety: { earlier: SafetySideVector; later: SafetySideVector; emoji: number[]; digits: string }[];
}

export const vectors: Vectors = JSON.parse(
  readFileSync(new URL("../../testdata/vectors.json", import.meta.url), "utf8"),
);

/** Numbers from 0 to below n that are the same in each run (mulberry32). */
export function makeDice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

/** A copy with one bit of one byte turned over. */
export function flipBit(bytes: Uint8Array, at: number, bit = 0): Bytes {
  const byte = bytes[at];
  if (byte === undefined) throw new RangeError("no such byte");
  const copy = bytes.slice();
  copy[at] = byte ^ (1 << bit);
  return copy;
}
