// What a link lets its holder do.
import { appointmentKey } from "../crypto/appointment.ts";
import type { Bytes } from "../crypto/bytes.ts";
import { keyFromSeed, type SigningKey } from "../crypto/ed25519.ts";
import { deriveRoom, guestLink, type Link } from "../crypto/link.ts";
import { ticketKey } from "../crypto/ticket.ts";

export interface RoomKeys {
  /** The room id, base64url: all that the server is told. */
  readonly room: string;
  readonly psk: Bytes;
  /** Opens and seals the time for which people have arranged to meet. */
  readonly appointment: CryptoKey;
  /** F of the guest link. */
  readonly hostKeyHash: Bytes;
  /** Only from a host link. */
  readonly host?: { readonly key: SigningKey; readonly tickets: CryptoKey };
}

export async function openRoomKeys(link: Link): Promise<RoomKeys> {
  const { room, psk } = await deriveRoom(link);
  const appointment = await appointmentKey(link);
  if (link.role === "guest") return { room, psk, appointment, hostKeyHash: link.hostKeyHash };
  const [{ hostKeyHash }, key, tickets] = await Promise.all([
    guestLink(link),
    keyFromSeed(link.seed),
    ticketKey(link.seed),
  ]);
  return { room, psk, appointment, hostKeyHash, host: { key, tickets } };
}
