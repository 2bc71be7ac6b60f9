// The resume ticket: the host's note to itself that somebody was admitted, kept by the guest and
// shown after a reload. Only the host can read it, and it is good for one room.
import { type Bytes, concat, fromBase64url, fromUtf8, random, toBase64url, utf8 } from "./bytes.ts";
import { hkdf } from "./hash.ts";

/** The member that the ticket was made for, and the name under which it was let in. */
export interface Ticket {
  readonly sid: string;
  readonly key: string;
  readonly name: string;
}

const NONCE = 12;
const SID = 8;
const KEY = 32;
const TAG = 16;

/** From the seed of the host key, so that a reloaded host needs no memory of its own. */
export async function ticketKey(seed: Bytes): Promise<CryptoKey> {
  const key = await hkdf(seed, new Uint8Array(0), utf8("einmal/1 ticket"), 32);
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** nonce (12 bytes) || AES-256-GCM of sid || key || name, with the room as additional data. */
export async function sealTicket(key: CryptoKey, room: string, ticket: Ticket): Promise<string> {
  const iv = random(NONCE);
  const content = concat(
    fromBase64url(ticket.sid, SID),
    fromBase64url(ticket.key, KEY),
    utf8(ticket.name),
  );
  const sealed = await crypto.subtle.encrypt(algorithm(iv, room), key, content);
  return toBase64url(concat(iv, new Uint8Array(sealed)));
}

/** Undefined for whatever this host did not seal for this room. */
export async function openTicket(
  key: CryptoKey,
  room: string,
  text: string,
): Promise<Ticket | undefined> {
  try {
    const bytes = fromBase64url(text);
    if (bytes.length < NONCE + SID + KEY + TAG) return undefined;
    const opened = await crypto.subtle.decrypt(
      algorithm(bytes.slice(0, NONCE), room),
      key,
      bytes.slice(NONCE),
    );
    const content = new Uint8Array(opened);
    const name = fromUtf8(content.subarray(SID + KEY));
    return {
      sid: toBase64url(content.subarray(0, SID)),
      key: toBase64url(content.subarray(SID, SID + KEY)),
      name,
    };
  } catch {
    return undefined;
  }
}

function algorithm(iv: Bytes, room: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: fromBase64url(room, 16) };
}
