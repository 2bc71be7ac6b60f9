// Giving a room that is there another expiry and another appointment.
import type { MoveMessage } from "./protocol.ts";
import { askServer } from "./request.ts";

/**
 * Resolves to the new expiry once it is on the server's disk; rejects with a RequestError, of which
 * "room-gone" says that there is no such room any more. `move` makes the signed message.
 */
export function moveOnServer(
  url: string,
  move: (nonce: Uint8Array) => Promise<MoveMessage>,
): Promise<Date> {
  return askServer({
    url,
    sign: ({ nonce }) => move(nonce),
    read: (message) => (message.kind === "moved" ? new Date(message.expires * 1000) : undefined),
  });
}
