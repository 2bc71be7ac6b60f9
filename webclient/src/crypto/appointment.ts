// The time for which people have arranged to meet, sealed so that only those with the link can read
// it: the server keeps it with the room (protocol, section 2).
import { type Bytes, concat, fromBase64url, random, toBase64url, uint64 } from "./bytes.ts";
import { hkdf } from "./hash.ts";
import { type Link, linkInfo } from "./link.ts";

const nonceSize = 12;
const sealedSize = 36;
/** The end of the year 9999, in seconds since 1970. */
const lastSecond = 253_402_300_799n;

/** The same for everybody with a link of the room. */
export async function appointmentKey(link: Pick<Link, "kind" | "secret">): Promise<CryptoKey> {
  const info = linkInfo("einmal/1 appointment", link);
  const key = await hkdf(link.secret, new Uint8Array(0), info, 32);
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** To the full second. */
export async function sealAppointment(key: CryptoKey, room: string, when: Date): Promise<string> {
  const nonce = random(nonceSize);
  const seconds = uint64(Math.floor(when.getTime() / 1000));
  const sealed = await crypto.subtle.encrypt(algorithm(nonce, room), key, seconds);
  return toBase64url(concat(nonce, new Uint8Array(sealed)));
}

/** Undefined for whatever nobody with the link has sealed for this room. */
export async function openAppointment(
  key: CryptoKey,
  room: string,
  text: string,
): Promise<Date | undefined> {
  try {
    const bytes = fromBase64url(text, sealedSize);
    const nonce = bytes.slice(0, nonceSize);
    const opened = await crypto.subtle.decrypt(algorithm(nonce, room), key, bytes.slice(nonceSize));
    const seconds = new DataView(opened).getBigUint64(0);
    return seconds > lastSecond ? undefined : new Date(Number(seconds) * 1000);
  } catch {
    return undefined;
  }
}

function algorithm(iv: Bytes, room: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: fromBase64url(room, 16) };
}
