// What a link lets its holder do.
import type { Bytes } from "../crypto/bytes.ts";
import { keyFromSeed, type SigningKey } from "../crypto/ed25519.ts";
import { guestLink, type Link, roomKeys } from "../crypto/link.ts";
import { ticketKey } from "../crypto/ticket.ts";

export interface Access {
  /** The room id, base64url: all that the server is told. */
  readonly room: string;
  readonly psk: Bytes;
  /** F of the guest link. */
  readonly pin: Bytes;
  /** Only from a host link. */
  readonly host?: { readonly key: SigningKey; readonly tickets: CryptoKey };
}

export async function openAccess(link: Link): Promise<Access> {
  const { room, psk } = await roomKeys(link);
  if (link.role === "guest") return { room, psk, pin: link.pin };
  const [{ pin }, key, tickets] = await Promise.all([
    guestLink(link),
    keyFromSeed(link.seed),
    ticketKey(link.seed),
  ]);
  return { room, psk, pin, host: { key, tickets } };
}
