// Creating a room.
import { toBase64url } from "../crypto/bytes.ts";
import { proveWork } from "../crypto/work.ts";
import type { CreateMessage } from "./protocol.ts";
import { askServer } from "./request.ts";

/**
 * Resolves to the expiry of the room once it is on the server's disk; rejects with a RequestError.
 * `create` makes the signed message; the proof of work is added here if the server asks for one,
 * and `working` is called before it is begun.
 */
export function createOnServer(
  url: string,
  create: (nonce: Uint8Array) => Promise<CreateMessage>,
  working: () => void,
): Promise<Date> {
  return askServer({
    url,
    sign: async ({ nonce, work, lost, takeTime }) => {
      const message = await create(nonce);
      if (work === undefined || lost.aborted) return message;
      working();
      const proof = await takeTime(proveWork(nonce, message.room, work, lost));
      return { ...message, proof: toBase64url(proof) };
    },
    read: (message) => (message.kind === "created" ? new Date(message.expires * 1000) : undefined),
  });
}
