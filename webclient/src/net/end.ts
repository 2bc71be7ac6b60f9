// Ending a room without taking part in its call: the host enters it, says the end and hears from the
// server that it is erased.
import type { EndMessage, JoinMessage } from "./protocol.ts";
import { askServer, RequestError } from "./request.ts";

/**
 * Resolves once the server has confirmed that the room is erased; rejects with a RequestError, of
 * which "room-gone" says that there was none. `join` makes the signed message of a host.
 */
export async function endOnServer(
  url: string,
  join: (nonce: Uint8Array) => Promise<JoinMessage>,
  end: EndMessage,
): Promise<void> {
  let said = false;
  try {
    await askServer({
      url,
      sign: ({ nonce }) => join(nonce),
      reply: ({ kind }) => {
        if (kind !== "welcome") return undefined;
        said = true;
        return end;
      },
      read: ({ kind }) => kind === "end" || undefined,
    });
  } catch (error) {
    // The answer was lost, and the room is erased all the same.
    const isErased = said && error instanceof RequestError && error.code === "room-gone";
    if (!isErased) throw error;
  }
}
