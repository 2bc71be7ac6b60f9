// For tests with vectors.
import { fromBase64url } from "../bytes.ts";
import { agreement } from "../curves/choice.ts";
import type { KeyShare } from "../curves/curve25519.ts";

/** A fixed X25519 key, from 32 bytes in base64url. */
export async function fixedShare(secret: string): Promise<KeyShare> {
  return (await agreement()).fromSecret(fromBase64url(secret, 32));
}
