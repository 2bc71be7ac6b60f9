// The safety code (protocol, section 4.4): what two people read aloud to each other, equal on both
// sides if nobody sits between them.
import { type Bytes, concat, fromBase64url, utf8 } from "./bytes.ts";
import { hkdf, sha256 } from "./hash.ts";

export interface SafetyCode {
  /** Four places in the protocol's table, 0 to 63. */
  readonly emoji: readonly number[];
  /** Six decimal digits. */
  readonly digits: string;
}

/** What one side brings into the code, 32 bytes each. */
export interface SafetySide {
  readonly nonce: Bytes;
  /** The handshake hash of the attempt that this side named. */
  readonly h: Bytes;
  /** Of its DTLS certificate. */
  readonly fingerprint: Bytes;
}

/** Binds the sender to its nonce without telling it. `sid` is the sender's. */
export function commitmentTo(nonce: Bytes, sid: string): Promise<Bytes> {
  return sha256(concat(utf8("einmal/1 safety commit"), fromBase64url(sid, 8), nonce));
}

export async function safetyCode(earlier: SafetySide, later: SafetySide): Promise<SafetyCode> {
  const secret = concat(earlier.nonce, later.nonce);
  const seen = concat(earlier.h, later.h, earlier.fingerprint, later.fingerprint);
  const code = await hkdf(secret, new Uint8Array(0), concat(utf8("einmal/1 safety code"), seen), 8);
  const number = new DataView(code.buffer).getBigUint64(0);
  return {
    emoji: [58n, 52n, 46n, 40n].map((shift) => Number((number >> shift) & 63n)),
    digits: String((number & 0xff_ffff_ffffn) % 1_000_000n).padStart(6, "0"),
  };
}
