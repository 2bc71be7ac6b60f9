// The first message of each side of a sealed channel (protocol, section 4.1): who speaks, proved by
// signatures over the handshake hash, which nobody in between can make equal on two channels.
import { type SigningKey, sign, verify } from "./ed25519.ts";
import { matchesHash } from "./link.ts";
import * as signed from "./signed.ts";

export interface Auth {
  readonly key: string;
  readonly signature: string;
  readonly hostKey?: string;
  readonly hostSignature?: string;
}

/** `key` is the sender's per-join key; the host adds its host key. */
export async function makeAuth(
  h: Uint8Array,
  key: SigningKey,
  hostKey?: SigningKey,
): Promise<Auth> {
  const auth = { key: key.publicKey, signature: await sign(key, signed.authBytes(h)) };
  if (hostKey === undefined) return auth;
  return {
    ...auth,
    hostKey: hostKey.publicKey,
    hostSignature: await sign(hostKey, signed.hostAuthBytes(h)),
  };
}

export interface ExpectedAuth {
  /** Our own per-join key: our own message sent back to us is no proof. */
  readonly own: string;
  /**
   * The key of the sender in the newest roster. A member gives it; the host cannot know it of a
   * knocker.
   */
  readonly key?: string;
  /**
   * F of the guest link. Who expects the host gives it: the sender must then show the host key.
   * Nobody else may show one.
   */
  readonly hostKeyHash?: Uint8Array;
  /**
   * The role of the host came or went in this call: the proof may be from before or after, so it
   * need not show the host key.
   */
  readonly mayLackHostKey?: boolean;
}

/** False means an attack. */
export async function checkAuth(
  h: Uint8Array,
  auth: Auth,
  expected: ExpectedAuth,
): Promise<boolean> {
  const { key, signature, hostKey, hostSignature } = auth;
  if (key === expected.own || (expected.key !== undefined && key !== expected.key)) return false;
  if (!(await verify(key, signed.authBytes(h), signature))) return false;
  if (hostKey === undefined || hostSignature === undefined) {
    const isEnough = expected.hostKeyHash === undefined || expected.mayLackHostKey === true;
    return hostKey === hostSignature && isEnough;
  }
  if (expected.hostKeyHash === undefined || !(await matchesHash(expected.hostKeyHash, hostKey)))
    return false;
  return verify(hostKey, signed.hostAuthBytes(h), hostSignature);
}
