// How two connections find each other: by the ICE user fragments of the descriptions that both have
// applied (RFC 8445), then DTLS by fingerprints and roles.
import type { FakePeerConnection } from "./peerconnection.ts";

/** Every generation that is in use, and whose it is. */
const generations = new Map<string, FakePeerConnection>();

export function announce(ufrag: string, whose: FakePeerConnection): void {
  generations.set(ufrag, whose);
}

export function forget(whose: FakePeerConnection): void {
  for (const [ufrag, one] of generations) if (one === whose) generations.delete(ufrag);
}

/**
 * The other end, if both have applied each other's newest descriptions and each has a candidate of
 * the other.
 */
export function matching(one: FakePeerConnection): FakePeerConnection | undefined {
  const other = generations.get(one.remoteUfrag ?? "");
  if (
    other === undefined ||
    other.remoteUfrag !== one.localUfrag ||
    other.localUfrag !== one.remoteUfrag
  ) {
    return undefined;
  }
  return one.hasRemoteCandidate && other.hasRemoteCandidate ? other : undefined;
}
