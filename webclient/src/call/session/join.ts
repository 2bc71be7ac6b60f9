import { type SigningKey, sign } from "../../crypto/ed25519.ts";
import * as signed from "../../crypto/signed.ts";
import type { JoinMessage, SignedRoster } from "../../net/protocol.ts";
import type { RoomKeys } from "../roomkeys.ts";

/**
 * The answer to a challenge (protocol, sections 3.1 and 3.5). With an old `sid` (empty: none) it
 * resumes, and shows the newest roster in case that the server has none.
 */
export async function makeJoin(
  keys: RoomKeys,
  key: SigningKey,
  nonce: Uint8Array,
  old: { readonly sid: string; readonly roster: SignedRoster | undefined },
): Promise<JoinMessage> {
  const { room, host } = keys;
  const sid = old.sid === "" ? undefined : old.sid;
  const signature = await sign(key, signed.joinBytes(nonce, room, sid));
  const asHost = host && {
    hostSignature: await sign(host.key, signed.joinHostBytes(nonce, room, key.publicKey)),
  };
  const resume = sid !== undefined && { sid, ...(old.roster && { roster: old.roster }) };
  return { kind: "join", room, key: key.publicKey, signature, ...asHost, ...resume };
}
