// What a link lets its holder do.
import { appointmentKey } from "../crypto/appointment.ts";
import type { Bytes } from "../crypto/bytes.ts";
import { keyFromSeed, type SigningKey } from "../crypto/ed25519.ts";
import { deriveRoom, type GuestLink, guestLink, type HostLink, type Link } from "../crypto/link.ts";
import { ticketKey } from "../crypto/ticket.ts";

export interface RoomKeys {
  /** The room id, base64url: all that the server is told. */
  readonly room: string;
  readonly psk: Bytes;
  /** Opens and seals the time for which people have arranged to meet. */
  readonly appointment: CryptoKey;
  /** F of the guest link. */
  readonly hostKeyHash: Bytes;
  /** Only from a host link, or taken over. */
  readonly host?: HostKeys;
}

export interface HostKeys {
  readonly seed: Bytes;
  readonly key: SigningKey;
  readonly tickets: CryptoKey;
}

/** What in the link makes its holder a host or a guest. */
export type LinkRole = Pick<HostLink, "role" | "seed"> | Pick<GuestLink, "role" | "hostKeyHash">;

/** What a host link has and a guest link has not. */
export async function openHostKeys(seed: Bytes): Promise<HostKeys> {
  const [key, tickets] = await Promise.all([keyFromSeed(seed), ticketKey(seed)]);
  return { seed, key, tickets };
}

export async function openRoomKeys(link: Link): Promise<RoomKeys> {
  const { room, psk } = await deriveRoom(link);
  const appointment = await appointmentKey(link);
  if (link.role === "guest") return { room, psk, appointment, hostKeyHash: link.hostKeyHash };
  const [{ hostKeyHash }, host] = await Promise.all([guestLink(link), openHostKeys(link.seed)]);
  return { room, psk, appointment, hostKeyHash, host };
}
