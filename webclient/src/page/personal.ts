// What a guest with a link of their own shows the host: loaded only for such a link.
import { fromBase64url, random, toBase64url } from "../crypto/bytes.ts";
import { deriveRoom, parseLink } from "../crypto/link.ts";
import { makePersonalTicket } from "../crypto/personal.ts";

const entryName = "einmal device";

/** `part` is a full stop and the token. */
export async function personalTicket(part: string, fragment: string): Promise<string> {
  const { room } = await deriveRoom(parseLink(fragment));
  return makePersonalTicket(part.slice(1), room, deviceSecret());
}

/**
 * 32 bytes by chance that tell this browser from others. They go nowhere: a host is shown what
 * follows from them and the room, which fits no other room.
 */
function deviceSecret() {
  try {
    const kept = localStorage.getItem(entryName);
    if (kept !== null) return fromBase64url(kept, 32);
  } catch {
    // made anew
  }
  const secret = random(32);
  try {
    localStorage.setItem(entryName, toBase64url(secret));
  } catch {
    // It lasts as long as this tab, and the host is asked then.
  }
  return secret;
}
